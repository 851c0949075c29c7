"""Forms of drafts: every id is looked for among what the person may put into a timetable, and within the draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from zhurnal.core.forms import Day, Rows
from zhurnal.people.access import Who
from zhurnal.people.forms import DateInput
from zhurnal.people.models import Person
from zhurnal.school.forms import WEEKDAY_CHOICES
from zhurnal.school.models import Course, Group, Room

from . import access
from .forms import CourseChoice
from .models import Draft, DraftSlot

NUMBERS = [(n, f"{n}-й") for n in range(17)]
WEEKS = [(0, "каждая"), (1, "первая неделя цикла"), (2, "вторая"), (3, "третья"), (4, "четвёртая")]


class DraftForm(forms.Form):
    """Name and first day of a draft."""

    name = forms.CharField(
        label="Название", max_length=80, help_text="Чтобы отличать черновики: «С 1 декабря», «Без шестых уроков»."
    )
    since = Day(
        label="С какого дня действует", widget=DateInput(), help_text="Расписание станет таким после публикации."
    )


class NewDraftForm(DraftForm):
    """And what it is made from."""

    source = forms.ChoiceField(label="Из чего сделать", help_text="Копия ничего не меняет в том, с чего она снята.")

    def __init__(self, *args: Any, drafts: QuerySet[Draft], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drafts = {str(one.pk): one for one in drafts.order_by("-made_at")}
        copies = [(pk, f"копия черновика «{one.name}»") for pk, one in self.drafts.items()]
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            ("now", "копия расписания, действующего в этот день"),
            *copies,
            ("empty", "пустой черновик"),
        ]

    @property
    def source_draft(self) -> Draft | None:
        """The draft that is copied."""
        return self.drafts.get(self.cleaned_data["source"])


class _OfDraft(forms.Form):
    """A form of one draft: rows of its own lessons, courses of its year, rooms, teachers."""

    def __init__(self, *args: Any, draft: Draft, who: Who, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = access.draft_slots_to_edit(who).filter(draft=draft)
        courses = access.courses_to_schedule(who).filter(year=draft.year).select_related("subject", "group")
        wanted: dict[str, Any] = {
            "slots": own,
            "others": own,
            "instead": own,
            "course": courses.order_by("group__grade", "group__name", "subject__name"),
            "teacher": access.substitutes_to_choose(who).order_by("order_key", "id"),
            "room": Room.objects.order_by("name"),
            "klass": access.classes_to_schedule(who).filter(year=draft.year).order_by("grade", "letter"),
        }
        fields: dict[str, Any] = self.fields
        for name, rows in wanted.items():
            if name in fields:
                fields[name].queryset = rows


class _Place(_OfDraft):
    """Weekday and number."""

    weekday = forms.TypedChoiceField(label="День", choices=WEEKDAY_CHOICES, coerce=int)
    number = forms.TypedChoiceField(label="Урок", choices=NUMBERS, coerce=int)


def _room() -> forms.ModelChoiceField[Room]:
    return forms.ModelChoiceField(
        label="Кабинет", queryset=Room.objects.none(), required=False, empty_label="не указан"
    )


def _teacher() -> forms.ModelChoiceField[Person]:
    return forms.ModelChoiceField(
        label="Учитель", queryset=Person.objects.none(), required=False, empty_label="все учителя курса"
    )


def _week(*, required: bool = True) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Недели", choices=WEEKS, coerce=int, required=required, initial=0,
        empty_value=0,  # type: ignore[arg-type] # any value may stand for nothing
        help_text="Недели цикла считаются с недели, в которую начался учебный год.",
    )  # fmt: skip


class DraftCourseChoice(CourseChoice):
    """Courses of the whole school: the class is named first."""

    def label_from_instance(self, obj: Any) -> str:
        """«8 «Б» — Алгебра»."""
        return f"{obj.group.title} — {obj.subject.name}"


class PutForm(_Place):
    """A lesson to be put; lessons in its way may go."""

    course = DraftCourseChoice(label="Курс", queryset=Course.objects.none())
    week = _week(required=False)
    teacher = _teacher()
    room = _room()
    instead = Rows(queryset=DraftSlot.objects.none(), required=False, widget=forms.MultipleHiddenInput)
    field_order = ("course", "weekday", "number", "room", "teacher", "week", "instead")


class LessonForm(_Place):
    """Everything of a lesson in a draft but its course."""

    room = _room()
    teacher = _teacher()
    week = _week()


class MoveForm(_Place):
    """Lessons to be moved, and those that change places with them."""

    slots = Rows(queryset=DraftSlot.objects.none())
    others = Rows(queryset=DraftSlot.objects.none(), required=False)
    swap = forms.BooleanField(required=False)
    room = _room()


class CopyForm(_Place):
    """Lessons to be copied; into another class its course of the same subject."""

    slots = Rows(queryset=DraftSlot.objects.none())
    klass = forms.ModelChoiceField(queryset=Group.objects.none(), required=False)
    room = _room()


class ClearForm(_OfDraft):
    """Lessons to be taken out."""

    slots = Rows(queryset=DraftSlot.objects.none())


class CopyDayForm(_OfDraft):
    """A day of a class to be copied to another."""

    klass = forms.ModelChoiceField(label="Класс", queryset=Group.objects.none())
    source = forms.TypedChoiceField(label="Какой день", choices=WEEKDAY_CHOICES, coerce=int)
    target = forms.TypedChoiceField(label="На какой день", choices=WEEKDAY_CHOICES, coerce=int)


class PublishForm(forms.Form):
    """Why a draft is published for a day that has gone."""

    reason = forms.CharField(
        label="Основание", max_length=200, required=False, help_text="Обязательно, если день уже прошёл: «Приказ № 12»."
    )
