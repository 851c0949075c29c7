"""Forms of the school's structure: they turn input into clean values, never save; what the rules refuse is said by the actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet

from zhurnal.core import clock
from zhurnal.core.forms import Day, Rows
from zhurnal.core.russian import WEEKDAYS, day_month_year
from zhurnal.people.access import Who
from zhurnal.people.forms import DateInput
from zhurnal.people.models import Person

from . import access
from .actions import OrderOf
from .models import CalendarDay, Group, Period, PeriodKind, Subject, Year
from .rules import Span, YearPlan

SHORT = MaxLengthValidator(10, "Буква или название — не длиннее 10 знаков.")
WEEKDAY_CHOICES = [(n, name) for n, name in enumerate(WEEKDAYS, start=1)]


def number(value: Any) -> int | None:
    """An id or a number that came in an address, or None."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class StudentsChoice(Rows):
    """People by full name and birth date, so that namesakes are told apart."""

    def label_from_instance(self, obj: Any) -> str:
        """«Белова Анна Игоревна, 06.05.2012»"""
        return f"{obj.full_name}, {obj.birth_date:%d.%m.%Y}" if obj.birth_date else str(obj.full_name)


class GroupChoice(forms.ModelChoiceField[Group]):
    """Groups by their titles."""

    def label_from_instance(self, obj: Any) -> str:
        """«8 «Б»»"""
        return str(obj.title)


class YearForm(forms.Form):
    """A new school year: its days and periods, as proposed."""

    name = forms.CharField(label="Название", max_length=20, widget=forms.TextInput({"class": "w-sm"}))
    since = Day(label="Первый день", widget=DateInput())
    until = Day(label="Последний день", widget=DateInput(), help_text="Обычно 31 августа.")

    def __init__(self, *args: Any, plan: YearPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(name=plan.name, since=plan.since, until=plan.until)


def _place(kind: str, n: int, end: str) -> str:
    return f"{kind}_{n}_{end}"


class PeriodsForm(forms.Form):
    """First and last days of the periods of each kind, in one table; rows are (kind, number) → span."""

    NUMBERS = {PeriodKind.QUARTER: 4, PeriodKind.HALF: 2, PeriodKind.TRIMESTER: 3}

    def __init__(self, *args: Any, spans: dict[tuple[str, int], Span], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = [kind for kind in PeriodKind if kind != PeriodKind.TRIMESTER or any(k == kind for k, _ in spans)]
        for kind in self.kinds:
            for n in range(1, self.NUMBERS[kind] + 1):
                title = Period(kind=kind, number=n).title
                span = spans.get((kind, n), (None, None))
                for end, word, value in (("since", "с", span[0]), ("until", "по", span[1])):
                    label = f"{title}, {word}"
                    self.fields[_place(kind, n, end)] = Day(
                        label=label, required=value is not None, widget=DateInput(), initial=value
                    )

    def clean(self) -> dict[str, Any]:
        """Both ends of a period or none."""
        found = super().clean() or {}
        for kind in self.kinds:
            for n in range(1, self.NUMBERS[kind] + 1):
                ends = [found.get(_place(kind, n, end)) for end in ("since", "until")]
                if (ends[0] is None) != (ends[1] is None) and not self.errors:
                    missing = _place(kind, n, "since" if ends[0] is None else "until")
                    self.add_error(missing, "Укажите и первый, и последний день периода.")
        return found

    def spans(self) -> dict[tuple[str, int], Span]:
        """The cleaned spans."""
        found = {}
        for kind in self.kinds:
            for n in range(1, self.NUMBERS[kind] + 1):
                since, until = (self.cleaned_data[_place(kind, n, end)] for end in ("since", "until"))
                if since and until:
                    found[str(kind), n] = (since, until)
        return found

    def rows(self) -> list[tuple[str, list[tuple[str, forms.BoundField, forms.BoundField]]]]:
        """The kinds with their rows for the template: (title, since, until)."""
        return [
            (
                kind.label,
                [
                    (Period(kind=kind, number=n).title, self[_place(kind, n, "since")], self[_place(kind, n, "until")])
                    for n in range(1, self.NUMBERS[kind] + 1)
                ],
            )
            for kind in self.kinds
        ]


class DaysForm(forms.Form):
    """Free days or a moved school day, for the school or one class."""

    kind = forms.ChoiceField(label="Что в эти дни", choices=CalendarDay.Kind.choices, initial=CalendarDay.Kind.OTHER)
    since = Day(label="С какого дня", widget=DateInput())
    until = Day(label="По какой день включительно", required=False, widget=DateInput(), help_text="Пусто — один день.")
    weekday = forms.TypedChoiceField(
        label="По расписанию какого дня",
        choices=[("", "—"), *WEEKDAY_CHOICES],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Только для учебного дня по переносу.",
    )
    title = forms.CharField(label="Название или причина", max_length=120, required=False)
    group = GroupChoice(
        label="Класс",
        queryset=Group.objects.none(),
        required=False,
        empty_label="вся школа",
        help_text="Карантин бывает у одного класса.",
    )

    def __init__(self, *args: Any, who: Who, year: Year, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = access.classes_of(year, who)  # type: ignore[attr-defined]


class SpellForm(forms.Form):
    """Special days that are to be ordinary again."""

    days = Rows(CalendarDay.objects.none())

    def __init__(self, *args: Any, who: Who, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].queryset = access.days_to_edit(who)  # type: ignore[attr-defined]


class ClassForm(forms.Form):
    """A class: grade, letter, periods, week, shift."""

    grade = forms.TypedChoiceField(label="Параллель", choices=[(n, str(n)) for n in range(1, 12)], coerce=int)
    # Not max_length: a browser that is told the length cuts what is pasted without a word.
    letter = forms.CharField(label="Буква", validators=[SHORT], widget=forms.TextInput({"class": "w-xs"}))
    period_kind = forms.ChoiceField(
        label="Периоды",
        choices=[("", "как обычно: четверти, с 10-го класса полугодия"), *PeriodKind.choices],
        required=False,
    )
    days_a_week = forms.TypedChoiceField(
        label="Учебная неделя", choices=[(5, "пять дней"), (6, "шесть дней")], coerce=int
    )
    shift = forms.TypedChoiceField(label="Смена", choices=[(1, "первая"), (2, "вторая")], coerce=int)


class ClassChangeForm(ClassForm):
    """A class that exists: its grade stays, and it may go on without a letter if it came so from an import."""

    grade = None  # type: ignore[assignment] # Django's way to leave a field of the parent out
    period_kind = forms.ChoiceField(label="Периоды", choices=PeriodKind.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["letter"].required = bool(self.initial.get("letter"))


class OrderForm(forms.Form):
    """The order by which students move; subclasses add who and where."""

    since = Day(label="С какого дня", widget=DateInput())
    order_number = forms.CharField(label="Номер приказа", max_length=40)
    order_date = Day(label="Дата приказа", widget=DateInput())
    order_text = forms.CharField(label="Откуда, куда, причина", max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", clock.today())
        self.initial.setdefault("order_date", clock.today())

    def order(self) -> OrderOf | None:
        """The order that was entered."""
        found = self.cleaned_data
        if not found["order_number"]:
            return None
        return OrderOf(found["order_number"].strip(), found["order_date"], found["order_text"].strip())


class EnrolForm(OrderForm):
    """Who comes to the class: people of the list, or a new person."""

    people = StudentsChoice(
        label="Кого зачислить", queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    last_name = forms.CharField(label="Фамилия", max_length=80, required=False)
    first_name = forms.CharField(label="Имя", max_length=80, required=False)
    middle_name = forms.CharField(label="Отчество", max_length=80, required=False)
    birth_date = Day(earliest=date(1900, 1, 1), label="Дата рождения", required=False, widget=DateInput())
    sex = forms.ChoiceField(label="Пол", required=False, choices=[("", "—"), *Person.Sex.choices])

    def __init__(self, *args: Any, who: Who, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = access.people_to_enrol(who).order_by("order_key", "id")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody is named, in one way or the other."""
        found = super().clean() or {}
        if not found.get("people") and not (found.get("last_name") and found.get("first_name")):
            self.add_error("last_name", "Отметьте людей из списка или напишите фамилию и имя нового ученика.")
        return found

    def new_person(self) -> dict[str, Any] | None:
        """The fields of the person to be entered, if one is."""
        names = ("last_name", "first_name", "middle_name", "birth_date", "sex")
        return {name: self.cleaned_data[name] for name in names} if self.cleaned_data["last_name"] else None


class TransferForm(OrderForm):
    """To which class a student goes."""

    to = GroupChoice(label="В какой класс", queryset=Group.objects.none())
    field_order = ("to",)

    def __init__(self, *args: Any, who: Who, year: Year, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = access.classes_of(year, who)  # type: ignore[attr-defined]
        self.fields["since"].label = "С какого дня учится в новом классе"


class ExpelForm(OrderForm):
    """The last day of a student."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].label = "Последний день в школе"
        self.fields["order_text"].label = "Куда и почему выбывает"


class ClassTeacherForm(forms.Form):
    """Who leads a class from a day on."""

    person = forms.ModelChoiceField(
        label="Классный руководитель", queryset=Person.objects.none(), required=False, empty_label="нет"
    )
    since = Day(label="С какого дня", widget=DateInput())

    def __init__(self, *args: Any, who: Who, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", clock.today())
        self.fields["person"].queryset = access.staff_to_assign(who).order_by("order_key", "id")  # type: ignore[attr-defined]


class DivisionForm(forms.Form):
    """A new division of a class."""

    division = forms.CharField(label="По какому предмету деление", max_length=60)
    names = forms.CharField(
        label="Подгруппы, каждая с новой строки",
        widget=forms.Textarea({"rows": 3}),
        help_text="Названия не повторяются в школе: «8Б, англ. 1».",
    )


class PlacingForm(forms.Form):
    """Which subgroup of a division each student is in: a choice a student, named `place_<person id>`."""

    since = Day(label="С какого дня", widget=DateInput())
    order_number = forms.CharField(
        label="Номер приказа",
        max_length=40,
        required=False,
        help_text="Перевод из группы в группу — по приказу (§4.4.8).",
    )
    order_date = Day(label="Дата приказа", required=False, widget=DateInput())
    reason = forms.CharField(
        label="Почему", max_length=500, help_text="Администратор прочтёт это, когда будет решать (§4.3.3, §4.4.8)."
    )

    def __init__(
        self, *args: Any, students: Iterable[Person], groups: Iterable[Group], proposing: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", clock.today())
        for name in ("order_number", "order_date") if proposing else ("reason",):
            del self.fields[name]
        self.groups = {group.pk: group for group in groups}
        self.students = list(students)
        for student in self.students:
            self.fields[f"place_{student.pk}"] = forms.TypedChoiceField(
                label=student.call_name,
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", "—"), *((pk, group.name) for pk, group in self.groups.items())],
            )

    def placing(self) -> dict[int, Group | None]:
        """Person id → group, for every student of the form."""
        chosen = {student.pk: self.cleaned_data[f"place_{student.pk}"] for student in self.students}
        return {person: self.groups[group] if group else None for person, group in chosen.items()}

    def order(self) -> OrderOf | None:
        """The order that was entered, if one was."""
        found = self.cleaned_data
        if not found["order_number"]:
            return None
        return OrderOf(found["order_number"].strip(), found["order_date"] or found["since"])


class SubjectForm(forms.Form):
    """A subject's names."""

    name = forms.CharField(label="Название", max_length=120)
    short_name = forms.CharField(label="Кратко", max_length=40, required=False)


class RoomForm(forms.Form):
    """A room's name."""

    name = forms.CharField(label="Номер или название", max_length=60)


class CourseForm(forms.Form):
    """A new course of a class or one of its groups, with its teacher."""

    group = GroupChoice(label="Класс или группа", queryset=Group.objects.none(), empty_label=None)
    subject = forms.ModelChoiceField(label="Предмет", queryset=Subject.objects.none(), empty_label="выберите предмет")
    hours_a_week = forms.DecimalField(
        label="Часов в неделю", max_digits=4, decimal_places=1, min_value=0, max_value=20, localize=True
    )
    graded = forms.BooleanField(
        label="С отметками", required=False, initial=True, help_text="В первых классах отметок нет никогда (§3.7)."
    )
    person = forms.ModelChoiceField(
        label="Учитель", queryset=Person.objects.none(), required=False, empty_label="назначить позже"
    )
    since = Day(label="Учитель ведёт с", widget=DateInput())

    def __init__(self, *args: Any, who: Who, groups: QuerySet[Group], since: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", since)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        self.fields["subject"].queryset = access.subjects_to_edit(who).order_by("name")  # type: ignore[attr-defined]
        self.fields["person"].queryset = access.staff_to_assign(who).order_by("order_key", "id")  # type: ignore[attr-defined]


class CourseChangeForm(forms.Form):
    """Hours and whether the course is graded."""

    hours_a_week = CourseForm.base_fields["hours_a_week"]
    graded = CourseForm.base_fields["graded"]


class TeacherForm(forms.Form):
    """Another teacher of a course."""

    person = forms.ModelChoiceField(label="Учитель", queryset=Person.objects.none())
    since = Day(label="С какого дня", widget=DateInput())
    until = Day(
        label="По какой день включительно", required=False, widget=DateInput(), help_text="Пусто — до конца года."
    )

    def __init__(self, *args: Any, who: Who, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", clock.today())
        self.fields["person"].queryset = access.staff_to_assign(who).order_by("order_key", "id")  # type: ignore[attr-defined]


class LastDayForm(forms.Form):
    """The last day of something that ends."""

    until = Day(label="Последний день", widget=DateInput())


class FamilyPeopleForm(forms.Form):
    """Chosen people of a class's families."""

    people = Rows(Person.objects.none(), error_messages={"required": "Отметьте хотя бы одного человека."})

    def __init__(self, *args: Any, klass: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        families = access.families_of(Group.objects.filter(pk=klass.pk))
        self.fields["people"].queryset = families.order_by("order_key", "id")  # type: ignore[attr-defined]


def spell_title(since: Any, until: Any) -> str:
    """«4 ноября 2026 г.» or «26 октября 2026 г. — 1 ноября 2026 г.»"""
    return day_month_year(since) if since == until else f"{day_month_year(since)} — {day_month_year(until)}"
