"""Fields of forms that several modules use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

# Every id of fewer digits fits into a whole number of the databases.
TOO_LONG = 19


class Rows(forms.ModelMultipleChoiceField[Model]):
    """Several rows by their ids. A number that no database holds is an unknown id; Django's own field fails at it."""

    def clean(self, value: Any) -> QuerySet[Any]:
        """The rows; ValidationError for an id that the queryset has not."""
        for one in value or ():
            if len(str(one)) >= TOO_LONG:
                raise ValidationError(self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": one})
        return super().clean(value)
