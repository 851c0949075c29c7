"""Forms of the curriculum."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from zhurnal.core.forms import Rows
from zhurnal.people.access import Who
from zhurnal.school.models import Subject, Year

from . import access, rules
from .models import Plan, PlanLine

PARTS = tuple(PlanLine.Part)


class ClassesChoice(Rows):
    """Classes by their titles."""

    def label_from_instance(self, obj: Any) -> str:
        """«8 «Б»»"""
        return str(obj.title)


class PlanForm(forms.Form):
    """What a plan is called, its week and weeks, and who studies by it."""

    profile = forms.CharField(
        label="Профиль",
        max_length=80,
        required=False,
        help_text="Пусто — план всей параллели. Например: «технологический профиль».",
    )
    days_a_week = forms.TypedChoiceField(label="Учебных дней в неделе", choices=((5, "5"), (6, "6")), coerce=int)
    weeks = forms.IntegerField(
        label="Учебных недель в году",
        min_value=1,
        max_value=40,
        widget=forms.NumberInput({"class": "w-xs"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Недель — от 1 до 40."),
    )
    classes = ClassesChoice(label="Классы", queryset=None, required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, who: Who, year: Year, grade: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        classes = access.classes_to_plan(who, year)
        self.fields["classes"].queryset = classes.filter(grade=grade) if grade else classes  # type: ignore[attr-defined]


class NewPlanForm(PlanForm):
    """The same for a new plan, whose grade is chosen."""

    field_order = ("grade",)
    grade = forms.TypedChoiceField(label="Параллель", choices=[(n, f"{n}-е классы") for n in range(1, 12)], coerce=int)


class HoursForm(forms.Form):
    """Hours a week of each subject in the parts of a plan; an empty field is no line."""

    def __init__(self, *args: Any, subjects: Sequence[Subject], plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = subjects
        standing = {(line.subject_id, line.part): line.hours for line in plan.lines.all()}
        for subject in subjects:
            for part in PARTS:
                self.fields[_name(subject, part)] = forms.DecimalField(
                    label=f"{subject}, {part.label}, часов в неделю",
                    required=False,
                    max_digits=4,
                    decimal_places=1,
                    localize=True,
                    min_value=Decimal(0),
                    initial=_short(standing.get((subject.pk, part))),
                    widget=forms.TextInput(
                        {"class": "w-xs num", "inputmode": "decimal", "aria-label": f"{subject}: {part.label}"}
                    ),
                    error_messages=dict.fromkeys(
                        ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"),
                        "Напишите число, например 2 или 1,5.",
                    ),
                )

    @property
    def rows(self) -> list[tuple[Subject, list[forms.BoundField]]]:
        """Each subject with its fields, a part each."""
        return [(subject, [self[_name(subject, part)] for part in PARTS]) for subject in self.subjects]

    @property
    def hours(self) -> dict[tuple[Subject, str], Decimal]:
        """What was written, by subject and part."""
        found = {}
        for subject in self.subjects:
            for part in PARTS:
                if value := self.cleaned_data.get(_name(subject, part)):
                    found[subject, part.value] = value
        return found

    def clean(self) -> dict[str, Any]:
        """Every number of hours as the rules want it."""
        cleaned = super().clean() or {}
        for (subject, part), value in self.hours.items():
            if fault := rules.hours_fault(value):
                self.add_error(f"hours_{subject.pk}_{part}", fault)
        return cleaned


def _short(hours: Decimal | None) -> str | None:
    return rules.spoken(hours) if hours is not None else None


def _name(subject: Subject, part: PlanLine.Part) -> str:
    return f"hours_{subject.pk}_{part.value}"


class ReasonForm(forms.Form):
    """Why an approved plan is opened again."""

    reason = forms.CharField(label="Причина", max_length=300)


class CopyForm(forms.Form):
    """The year whose plans are copied."""

    source: forms.ModelChoiceField[Year] = forms.ModelChoiceField(label="Год, из которого взять", queryset=None)

    def __init__(self, *args: Any, year: Year, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Year.objects.exclude(pk=year.pk).filter(plans__isnull=False).distinct()
        self.fields["source"].queryset = others.order_by("-since")  # type: ignore[attr-defined]
