"""Forms of absences and substitutions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from zhurnal.core.forms import Day
from zhurnal.people.forms import DateInput
from zhurnal.people.models import Person

from .models import StaffAbsence, Substitution
from .moving import Place
from .relief_pages import Line

NUMBERS = [("", "—"), *((str(n), f"{n}-й") for n in range(1, 13))]


def _number(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=NUMBERS, coerce=int, empty_value=None, required=False)


class AbsenceForm(forms.Form):
    """Who is away, when and why; without a last day it is one day."""

    person = forms.ModelChoiceField(
        label="Кто отсутствует", queryset=Person.objects.none(), empty_label="выберите сотрудника"
    )
    since = Day(label="С какого дня", widget=DateInput())
    until = Day(
        label="По какой день включительно", widget=DateInput(), required=False, help_text="Пусто — только один день."
    )
    reason = forms.ChoiceField(label="Причина", choices=StaffAbsence.Reason)
    first_lesson = _number("С какого урока")
    last_lesson = _number("По какой урок")
    note = forms.CharField(
        label="Примечание", max_length=200, required=False,
        help_text="Видно только администрации. Диагноз не записывайте: журналу он не нужен.",
    )  # fmt: skip

    shift = forms.TypedChoiceField(
        label="Чья это нумерация", choices=[("1", "первая смена"), ("2", "вторая смена")], coerce=int, initial=1,
    )  # fmt: skip

    field_order = ("person", "since", "until", "reason", "first_lesson", "last_lesson", "shift", "note")

    def __init__(self, *args: Any, people: QuerySet[Person] | None, shifts: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not shifts:
            del self.fields["shift"]
        if people is None:
            del self.fields["person"]
        else:
            self.fields["person"].queryset = people.order_by("order_key", "id")  # type: ignore[attr-defined]
        self.fields["first_lesson"].help_text = "Если учителя нет только часть дня."

    def clean(self) -> dict[str, Any]:
        """One day, when no last one is said."""
        found = super().clean() or {}
        if not found.get("until"):
            found["until"] = found.get("since")
        return found


class BackForm(forms.Form):
    """The day on which the teacher is back."""

    back = Day(label="Выходит на работу", widget=DateInput())


class SubstituteForm(forms.Form):
    """Who gives a lesson instead of its teacher, and how."""

    substitute = forms.ModelChoiceField(
        label="Кто замещает", queryset=Person.objects.none(), error_messages={"required": "Выберите, кто замещает."},
        empty_label="выберите сотрудника",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Чем занят урок", required=False,
        choices=[("", "по предмету учителя"), *((kind.value, kind.label) for kind in Substitution.GIVEN)],
    )  # fmt: skip
    instead = forms.CharField(
        label="Вместо урока", max_length=200, required=False, help_text="Для другого предмета: чем будет занят урок."
    )
    reason = forms.CharField(
        label="Причина", max_length=200, required=False,
        help_text="Общими словами: она стоит в журнале замещений. Пусто — из записи об отсутствии.",
    )  # fmt: skip

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = people.order_by("order_key", "id")  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """Where a lesson is moved to: one of the free places."""

    place = forms.ChoiceField(
        label="Свободное место", error_messages={"invalid_choice": "Это место уже занято. Выберите другое."}
    )
    reason = forms.CharField(label="Причина", max_length=200, required=False)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", "выберите день и урок"), *places]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[date, int]:
        """The date and number of the lesson."""
        day, _, number = self.cleaned_data["place"].partition("/")
        return date.fromisoformat(day), int(number)


def place_key(place: Place) -> str:
    """The value of a place in the form: «2026-11-27/3»."""
    return f"{place.date.isoformat()}/{place.number}"


class ProposalForm(forms.Form):
    """Who gives each lesson of a day that has nobody: a choice among the free, or nobody yet."""

    def __init__(self, *args: Any, lines: Sequence[Line], proposed: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            choices = [("", "пока никто")]
            choices += [(str(one.person.pk), f"{one.person.short_name}: {one.words[0]}") for one in line.candidates]
            title = f"{line.lesson.number}-й урок, {line.lesson.course.group}, {line.lesson.course.subject}"
            self.fields[_name(line)] = forms.TypedChoiceField(
                label=title, choices=choices, coerce=int, empty_value=None, required=False,
                initial=proposed.get(line.lesson.pk, ""), error_messages={"invalid_choice": "Этот учитель уже занят. Выберите другого."},
            )  # fmt: skip

    @property
    def pairs(self) -> list[tuple[Line, forms.BoundField]]:
        """Each lesson with its field."""
        return [(line, self[_name(line)]) for line in self.lines]

    @property
    def chosen(self) -> list[tuple[Line, Person]]:
        """The lessons for which somebody is chosen."""
        found = []
        for line in self.lines:
            people = {one.person.pk: one.person for one in line.candidates}
            if person := people.get(self.cleaned_data.get(_name(line)) or 0):
                found.append((line, person))
        return found


def _name(line: Line) -> str:
    return f"lesson{line.lesson.pk}"
