"""Fields of forms that several modules use."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from . import clock

# Every id of fewer digits fits into a whole number of the databases.
TOO_LONG = 19


class Day(forms.DateField):
    """A day between `earliest` and the year 2100: a year typed wrong is said at once, and no reckoning leaves the calendar."""

    def __init__(self, *, earliest: date = clock.EARLIEST, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest

    def clean(self, value: Any) -> date | None:
        """The day; ValidationError when its year can't be meant."""
        day: date | None = super().clean(value)
        if day and not self.earliest <= day <= clock.LATEST:
            raise ValidationError(f"Проверьте год: нужен от {self.earliest.year} до {clock.LATEST.year}.", code="year")
        return day


class Rows(forms.ModelMultipleChoiceField[Model]):
    """Several rows by their ids. A number that no database holds is an unknown id; Django's own field fails at it."""

    def clean(self, value: Any) -> QuerySet[Any]:
        """The rows; ValidationError for an id that the queryset has not."""
        for one in value or ():
            if len(str(one)) >= TOO_LONG:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": one}
                )
        return super().clean(value)
