"""Forms of the timetable: they turn input into clean values, never save; what the rules refuse is said by the actions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.db.models import QuerySet

from zhurnal.core.forms import Day, Rows
from zhurnal.people.forms import LONG_ENOUGH, DateInput, password_field
from zhurnal.people.models import Person
from zhurnal.people.rules import LOGIN_LONGEST
from zhurnal.school.forms import WEEKDAY_CHOICES
from zhurnal.school.models import Course, Room

from .rules import Times
from .rules.short import SHORT_LESSONS, short_name


class SetupForm(forms.Form):
    """The school and its first administrator."""

    name = forms.CharField(
        label="Полное название школы", max_length=300, help_text="Как в уставе: оно стоит в печатных документах."
    )
    short_name = forms.CharField(
        label="Краткое название", max_length=80, help_text="Видно внизу каждой страницы: «Гимназия № 4»."
    )
    last_name = forms.CharField(label="Фамилия", max_length=80)
    first_name = forms.CharField(label="Имя", max_length=80)
    middle_name = forms.CharField(label="Отчество", max_length=80, required=False)
    login = forms.CharField(
        label="Логин",
        max_length=LOGIN_LONGEST,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        help_text="Латинские буквы и цифры.",
    )
    password = password_field("Пароль", new=True, help_text=LONG_ENOUGH)
    again = password_field("Пароль ещё раз", new=True)
    accepted = forms.BooleanField(
        label="Обязуюсь хранить логин и пароль в тайне и не передавать их другим (п. 3.2 и 7.7)",
        error_messages={"required": "Без этого обязательства доступ не открывается (§3.2, §7.7)."},
    )
    school_fields = ("name", "short_name")
    name_fields = ("last_name", "first_name", "middle_name")

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        found = super().clean() or {}
        if found.get("password") and found.get("again") and found["password"] != found["again"]:
            self.add_error("again", "Пароли не совпадают.")
        return found

    @property
    def of_school(self) -> list[forms.BoundField]:
        """The fields about the school."""
        return [self[name] for name in self.school_fields]

    @property
    def of_person(self) -> list[forms.BoundField]:
        """The fields of the administrator's name."""
        return [self[name] for name in self.name_fields]

    @property
    def of_access(self) -> list[forms.BoundField]:
        """The fields of the administrator's access."""
        return [self[name] for name in ("login", "password", "again", "accepted")]


def parse_bells(text: str) -> dict[int, Times]:
    """Bells typed a line each, «1  8:30–9:10»; ValidationError names the line that is not understood."""
    found: dict[int, Times] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        match = re.fullmatch(r"\s*(\d{1,2})\D+?(\d{1,2})[:.](\d\d)\s*[-–—]+\s*(\d{1,2})[:.](\d\d)\s*", line)
        if match is None:
            raise forms.ValidationError(f"Не понято: «{line.strip()}». Пишите так: 1. 8:30–9:10")
        n, *clock = map(int, match.groups())
        try:
            times = time(clock[0], clock[1]), time(clock[2], clock[3])
        except ValueError as error:
            raise forms.ValidationError(f"Такого времени не бывает: «{line.strip()}».") from error
        if n in found:
            raise forms.ValidationError(f"{n}-й урок назван дважды.")
        found[n] = times
    return found


def bells_text(bells: Iterable[tuple[int, time, time]]) -> str:
    """The same the other way."""
    return "\n".join(f"{n}. {a.hour}:{a.minute:02d}–{b.hour}:{b.minute:02d}" for n, a, b in bells)


class BellsForm(forms.Form):
    """A bell schedule: its name and times, a lesson a line."""

    name = forms.CharField(label="Название", max_length=80)
    times = forms.CharField(
        label="Уроки, каждый с новой строки",
        widget=forms.Textarea({"rows": 9}),
        help_text="«1. 8:30–9:10». Первый урок не раньше 8:00, вторая смена до 19:00 (СП 2.4.3648-20).",
    )

    def clean_times(self) -> dict[int, Times]:
        """The times by lesson number."""
        return parse_bells(self.cleaned_data["times"])


class NewBellsForm(BellsForm):
    """A new bell schedule: for which shift, and whether it is for named dates."""

    shift = forms.TypedChoiceField(label="Смена", choices=[(1, "первая"), (2, "вторая")], coerce=int)
    is_ordinary = forms.BooleanField(
        label="Обычные звонки этой смены", required=False, help_text="Иначе звонки действуют только в назначенные дни."
    )


class DayForm(forms.Form):
    """One date."""

    date = Day(label="День", widget=DateInput())


class ShortDayForm(forms.Form):
    """Which day is shortened, by which bells: a set by its name, or lessons of so many minutes."""

    day = Day(label="День", widget=DateInput(), error_messages={"required": "Укажите день."})
    bells = forms.ChoiceField(label="Звонки")
    back = forms.ChoiceField(choices=[("bells", ""), ("day", "")], required=False)

    def __init__(self, *args: Any, names: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bells"].choices = short_choices(names)  # type: ignore[attr-defined]

    @property
    def wish(self) -> dict[str, Any]:
        """What the action is asked for: name or minutes."""
        how, _, what = self.cleaned_data["bells"].partition(":")
        return {"minutes": int(what)} if how == "minutes" else {"name": what}


class HourForm(forms.Form):
    """A day and a lesson of it: «2-й урок» of a shift."""

    day = Day(label="День", widget=DateInput(attrs={"class": "w-sm"}))
    hour = forms.ChoiceField(label="Урок")

    def __init__(self, *args: Any, hours: Iterable[tuple[int, int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        many = {shift for shift, _, _ in hours} > {1}
        self.fields["hour"].choices = [  # type: ignore[attr-defined]
            (f"{shift}-{number}", f"{number}-й, {time}{f', {shift}-я смена' if many else ''}")
            for shift, number, time in hours
        ]

    @property
    def asked(self) -> tuple[int, int] | None:
        """Shift and number asked for."""
        if not self.is_bound or not self.is_valid():
            return None
        shift, number = self.cleaned_data["hour"].split("-")
        return int(shift), int(number)


def short_choices(names: Iterable[str]) -> list[tuple[str, str]]:
    """The sets that there are, then usual shortened lessons that have none yet."""
    known = list(names)
    made = [(f"name:{name}", name) for name in known]
    offered = [(f"minutes:{n}", short_name(n)) for n in SHORT_LESSONS if short_name(n) not in known]
    return made + offered


class CourseChoice(forms.ModelChoiceField[Course]):
    """Courses by subject and group."""

    def label_from_instance(self, obj: Any) -> str:
        """«Алгебра» of the class, «Английский язык — 8Б, англ. 1» of a group."""
        return obj.subject.name if obj.group.kind == "class" else f"{obj.subject.name} — {obj.group.name}"


class SlotForm(forms.Form):
    """A place in the week: which course, who, where, in which weeks, from which day on."""

    course = CourseChoice(label="Курс", queryset=Course.objects.none(), empty_label="выберите курс")
    weekday = forms.TypedChoiceField(label="День", choices=WEEKDAY_CHOICES, coerce=int)
    number = forms.TypedChoiceField(label="Урок", choices=[(n, f"{n}-й") for n in range(17)], coerce=int)
    week = forms.TypedChoiceField(
        label="Недели",
        choices=[(0, "каждая"), (1, "первая неделя цикла"), (2, "вторая"), (3, "третья"), (4, "четвёртая")],
        coerce=int,
        help_text="Недели цикла считаются с недели, в которую начался учебный год.",
    )
    teacher = forms.ModelChoiceField(
        label="Учитель", queryset=Person.objects.none(), required=False, empty_label="все учителя курса"
    )
    room = forms.ModelChoiceField(
        label="Кабинет", queryset=Room.objects.none(), required=False, empty_label="не указан"
    )
    since = Day(
        label="С какого дня", widget=DateInput(), help_text="Уроки, которые уже созданы, меняются на странице «Уроки»."
    )

    def __init__(self, *args: Any, courses: QuerySet[Course], teachers: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["course"].queryset = courses.select_related("subject", "group").order_by("subject__name", "group__name")
        fields["teacher"].queryset = teachers.order_by("order_key", "id")
        fields["room"].queryset = Room.objects.order_by("name")


class FurtherRoomsForm(forms.Form):
    """Rooms beside the lesson's own."""

    rooms = Rows(
        label="Ещё кабинеты", queryset=Room.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, rooms: QuerySet[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rooms"].queryset = rooms  # type: ignore[attr-defined]


class LessonsForm(forms.Form):
    """For which days lessons are made."""

    since = Day(label="С какого дня", widget=DateInput())
    until = Day(label="По какой день включительно", widget=DateInput())


class ReasonForm(forms.Form):
    """Why a lesson does not take place."""

    reason = forms.CharField(label="Почему урок отменён", max_length=200)
