"""What is asked before a print."""

from __future__ import annotations

from typing import Any

from django import forms

from zhurnal.core.forms import Day
from zhurnal.people.access import Who
from zhurnal.school.models import Course, Group

from . import access, blanks

SPANS = ((blanks.DAY, "день"), (blanks.WEEK, "неделя"))


class _WhenForm(forms.Form):
    date = Day(label="Дата", widget=forms.DateInput(attrs={"type": "date", "class": "w-sm"}, format="%Y-%m-%d"))
    span = forms.ChoiceField(label="На сколько", choices=SPANS, initial=blanks.DAY)


class _GroupField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, group: Any) -> str:
        return f"{group.title}, {group.year.name}"


class _CourseField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, course: Any) -> str:
        return f"{course.subject.name}, {course.group.title}"


class ClassBlankForm(_WhenForm):
    """Which class, which day or week."""

    group = _GroupField(label="Класс", queryset=Group.objects.none(), empty_label=None)
    field_order = ("group", "date", "span")

    def __init__(self, who: Who, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        classes = access.classes_to_report(who).select_related("year")
        self.fields["group"].queryset = classes.order_by("-year__since", "grade", "letter")  # type: ignore[attr-defined]


class CourseBlankForm(_WhenForm):
    """Which of one's own courses, or all of them."""

    course = _CourseField(label="Курс", queryset=Course.objects.none(), empty_label="Все мои курсы", required=False)
    field_order = ("course", "date", "span")

    def __init__(self, who: Who, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = access.courses_to_print(who)  # type: ignore[attr-defined]
