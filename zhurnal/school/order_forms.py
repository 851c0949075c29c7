"""Forms of orders: whom, from where, to where; several people in one order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from zhurnal.core import clock
from zhurnal.core.forms import Day, Rows
from zhurnal.people.forms import DateInput
from zhurnal.people.models import Person

from .actions import LineOf
from .forms import GroupChoice, StudentsChoice
from .models import Group, Order
from .papers import ENTERING

TO_CLASS = ENTERING | {Order.Kind.TRANSFER}
FROM_CLASS = frozenset({Order.Kind.FORM, Order.Kind.TRANSFER, Order.Kind.EXPEL, Order.Kind.PLAN})
WITH_PLACE = frozenset({Order.Kind.ENROL, Order.Kind.RETURN, Order.Kind.EXPEL})
FIRST_BIRTH = date(1900, 1, 1)
NEW = ("last_name", "first_name", "middle_name", "birth_date", "sex")
# Kinds that people draft; divisions come from proposals.
BY_HAND = {
    Order.Kind.ENROL: "Новые ученики — из списка людей без класса или новый человек сразу.",
    Order.Kind.FORM: "Классы нового учебного года из прошлогодних классов.",
    Order.Kind.TRANSFER: "Из класса в класс внутри школы.",
    Order.Kind.EXPEL: "Выбытие из школы: куда и почему. Журнал выбывшего остаётся читаемым.",
    Order.Kind.RETURN: "Возвращение того, кто выбыл раньше.",
    Order.Kind.PLAN: "Обучение по индивидуальному учебному плану на срок.",
}
SINCE = {
    Order.Kind.EXPEL: "Последний день в школе",
    Order.Kind.PLAN: "Первый день плана",
    Order.Kind.TRANSFER: "С какого дня в новом классе",
}


class SourceForm(forms.Form):
    """From which classes the people of an order are."""

    classes = Rows(Group.objects.none(), label="Из каких классов", error_messages={"required": "Отметьте класс."})

    def __init__(self, *args: Any, classes: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["classes"].queryset = classes  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    """An order of one kind: what holds for everyone, and a row for each person; an empty place of a row is the common one."""

    number = forms.CharField(
        label="Номер приказа", max_length=40, required=False, help_text="Можно вписать, когда приказ подписан."
    )
    date = Day(label="Дата приказа", widget=DateInput())
    since = Day(label="С какого дня", widget=DateInput())
    until = Day(label="Последний день плана", required=False, widget=DateInput())
    to = GroupChoice(
        label="В какой класс", queryset=Group.objects.none(), required=False, empty_label="— у каждого свой"
    )
    place = forms.CharField(
        label="Откуда прибыли", max_length=200, required=False, help_text="Например: школа № 3, г. Котлас."
    )
    reason = forms.CharField(label="Причина", max_length=300, required=False)
    text = forms.CharField(
        label="Основание", max_length=500, required=False, help_text="Например: заявление родителей, личное дело."
    )
    people = StudentsChoice(
        label="Кто", queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    last_name = forms.CharField(label="Фамилия", max_length=80, required=False)
    first_name = forms.CharField(label="Имя", max_length=80, required=False)
    middle_name = forms.CharField(label="Отчество", max_length=80, required=False)
    birth_date = Day(earliest=FIRST_BIRTH, label="Дата рождения", required=False, widget=DateInput())
    sex = forms.ChoiceField(label="Пол", required=False, choices=[("", "—"), *Person.Sex.choices])

    def __init__(self, *args: Any, kind: str, people: QuerySet[Person], groups: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = Order.Kind(kind)
        self.initial.setdefault("date", clock.today())
        self.initial.setdefault("since", clock.today())
        self.fields["since"].label = SINCE.get(self.kind, "С какого дня")
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        self.groups = {group.pk: group for group in groups}
        self.fields["to"].queryset = groups  # type: ignore[attr-defined]
        if self.kind == Order.Kind.EXPEL:
            self.fields["place"].label = "Куда выбывают"
        unused = [] if self.kind in TO_CLASS else ["to"]
        unused += [] if self.kind in WITH_PLACE else ["place"]
        unused += [] if self.kind == Order.Kind.PLAN else ["until"]
        unused += list(NEW) if self.kind != Order.Kind.ENROL else []
        for name in unused:
            del self.fields[name]
        self._add_rows(people)

    def _add_rows(self, people: Iterable[Person]) -> None:
        self.persons = list(people)
        choices = [("", "общий"), *((pk, group.title) for pk, group in self.groups.items())]
        for person in self.persons:
            if self.kind in TO_CLASS:
                self.fields[f"to_{person.pk}"] = forms.TypedChoiceField(
                    label=person.call_name, required=False, coerce=int, empty_value=None, choices=choices
                )
            if self.kind in WITH_PLACE:
                self.fields[f"place_{person.pk}"] = forms.CharField(
                    label=person.call_name, required=False, max_length=200
                )

    def clean(self) -> dict[str, Any]:
        """Somebody is named, and everyone who needs a class has one."""
        found = super().clean() or {}
        new = self.kind == Order.Kind.ENROL and bool(found.get("last_name") or found.get("first_name"))
        if new and not (found.get("last_name") and found.get("first_name")):
            self.add_error("last_name", "У нового ученика нужны и фамилия, и имя.")
        if not found.get("people") and not new:
            self.add_error("people", "Отметьте хотя бы одного человека.")
        if self.kind in TO_CLASS and not found.get("to") and "to" not in self.errors:
            without = [one.call_name for one in found.get("people") or () if not found.get(f"to_{one.pk}")]
            if without or new:
                named = ", ".join([*without[:5], *(["новый ученик"] if new else [])])
                self.add_error("to", f"Не указано, в какой класс: {named}.")
        return found

    def lines(self) -> list[LineOf]:
        """What the order says of each person."""
        found = self.cleaned_data
        lines = [self._line(person, str(person.pk)) for person in found["people"]]
        if self.kind == Order.Kind.ENROL and found["last_name"]:
            lines.append(self._line({name: found[name] for name in NEW}, ""))
        return lines

    def _line(self, person: Any, key: str) -> LineOf:
        found = self.cleaned_data
        own = self.groups.get(found.get(f"to_{key}") or 0)
        return LineOf(
            person, found["since"], to=own or found.get("to"), until=found.get("until"),
            place=found.get(f"place_{key}") or found.get("place", ""), reason=found.get("reason", ""),
        )  # fmt: skip

    def head(self) -> list[forms.BoundField]:
        """The fields that hold for everyone."""
        names = ("number", "date", "since", "until", "to", "place", "reason", "text")
        return [self[name] for name in names if name in self.fields]

    def newcomer(self) -> list[forms.BoundField]:
        """The fields of a new person."""
        return [self[name] for name in NEW if name in self.fields]

    def rows(self, titles: dict[int, str]) -> list[dict[str, Any]]:
        """The people with their class, tick and own places, for the template."""
        ticked = {str(one) for one in self["people"].value() or ()}
        return [
            {
                "person": person,
                "klass": titles.get(person.pk, ""),
                "ticked": str(person.pk) in ticked,
                "to": self[f"to_{person.pk}"] if f"to_{person.pk}" in self.fields else None,
                "place": self[f"place_{person.pk}"] if f"place_{person.pk}" in self.fields else None,
            }
            for person in self.persons
        ]


class ForceForm(forms.Form):
    """The number and the date under which the director has signed."""

    number = forms.CharField(label="Номер", max_length=40, widget=forms.TextInput({"class": "w-sm"}))
    date = Day(label="Дата", widget=DateInput())


class CancelForm(forms.Form):
    """Why an order is taken back."""

    reason = forms.CharField(label="Почему приказ отменяется", max_length=300)


class WordsForm(forms.Form):
    """The order's words as they will be printed."""

    body = forms.CharField(label="Текст приказа", required=False, widget=forms.Textarea({"rows": 18}), max_length=20000)


def guessed_class(group: Group, targets: Sequence[Group]) -> Group | None:
    """Where the students of a class go in the new year: the next grade, the same letter."""
    return next((one for one in targets if (one.grade, one.letter) == (group.grade + 1, group.letter)), None)


class SpanForm(forms.Form):
    """Any days of a year."""

    since = Day(label="С", widget=DateInput())
    until = Day(label="По", widget=DateInput())

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last one."""
        found = super().clean() or {}
        if found.get("since") and found.get("until") and found["since"] > found["until"]:
            self.add_error("until", "Последний день раньше первого.")
        return found


class AcceptForm(forms.Form):
    """The order by which the administrator transfers between subgroups."""

    since = Day(label="С какого дня", widget=DateInput())
    order_number = forms.CharField(label="Номер приказа", max_length=40, widget=forms.TextInput({"class": "w-sm"}))
    order_date = Day(label="Дата приказа", widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("order_date", clock.today())


class DeclineForm(forms.Form):
    """Why a proposal is declined."""

    answer = forms.CharField(label="Почему отклоняете", max_length=500)


class GroupForm(forms.Form):
    """An elective, or classes and subgroups joined."""

    KINDS = (
        (Group.Kind.ELECTIVE, "факультатив: состав отмечают вручную"),
        (Group.Kind.JOINED, "общая группа: все ученики выбранных классов и подгрупп, состав следует за ними"),
    )
    kind = forms.ChoiceField(label="Что за группа", choices=KINDS, widget=forms.RadioSelect)
    name = forms.CharField(
        label="Название", max_length=60, help_text="Например: «Хор», «10А + 10Б, физкультура, юноши»."
    )
    classes = Rows(Group.objects.none(), label="Из каких классов и подгрупп", required=False)

    def __init__(self, *args: Any, groups: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kind", Group.Kind.ELECTIVE)
        self.fields["classes"].queryset = groups  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A joined group stands on two at least; an elective on one."""
        found = super().clean() or {}
        least = 2 if found.get("kind") == Group.Kind.JOINED else 1
        if "classes" in found and len(found["classes"]) < least:
            words = (
                "Отметьте хотя бы два класса или две подгруппы."
                if least == 2
                else "Отметьте, из каких классов ученики."
            )
            self.add_error("classes", words)
        return found

    def clean_classes(self) -> list[Group]:
        """The groups in order: a group takes grade, week and shift from the first."""
        return list(self.cleaned_data["classes"])


class MembersForm(forms.Form):
    """Who is in an elective from a day on."""

    since = Day(label="С какого дня", widget=DateInput())
    people = StudentsChoice(
        label="Состав", queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", clock.today())
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
