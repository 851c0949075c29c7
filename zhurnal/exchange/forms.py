"""Forms of exchange: they turn input into clean values, never save; what the rules refuse is said by the actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from zhurnal.core import clock
from zhurnal.core.forms import Day
from zhurnal.people.access import Who
from zhurnal.people.forms import DateInput, PersonForm
from zhurnal.school.actions import OrderOf
from zhurnal.school.forms import GroupChoice
from zhurnal.school.models import Group, Year

from . import access
from .actions import Decision
from .importers.columns import CONTACTS, column_of
from .lists import KINDS, Choices, Look
from .matching.students import StudentsChanges
from .models import Proposal
from .queries import ColumnsPage, meanings
from .uploads import BroughtFile

REASON = "Причина"


class ListForm(forms.Form):
    """A spreadsheet with a list."""

    file = BroughtFile(
        label="Файл",
        help_text="XLSX, XLS, ODS или CSV, до 10 МБ. Шапка может стоять в любой строке.",
        accept=".xlsx,.xls,.ods,.csv,.txt",
        most=10,
        what="список",
    )


class ColumnsForm(forms.Form):
    """What each column of each heading means: a choice a column, named `c<heading>_<column>`."""

    def __init__(self, *args: Any, kind: str, page: ColumnsPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.page = kind, page
        for n, part in enumerate(page.parts):
            options = meanings(kind, part.header.columns)
            for line in part.columns:
                self.fields[f"c{n}_{line.index}"] = forms.ChoiceField(
                    label=f"Столбец {line.letter} «{line.heading}»" if line.heading else f"Столбец {line.letter}",
                    choices=[("", "не загружать"), *options],
                    initial=line.code,
                    required=False,
                )

    def rows(self) -> list[tuple[Any, list[tuple[Any, forms.BoundField]]]]:
        """Headings with their columns and fields, for the template."""
        return [
            (part, [(line, self[f"c{n}_{line.index}"]) for line in part.columns])
            for n, part in enumerate(self.page.parts)
        ]

    def columns(self) -> dict[str, dict[str, str]]:
        """Signature → column → meaning."""
        return {
            part.signature: {str(line.index): self.cleaned_data[f"c{n}_{line.index}"] for line in part.columns}
            for n, part in enumerate(self.page.parts)
        }

    def clean(self) -> dict[str, Any]:
        """Each meaning is chosen once in a heading, and somewhere there is a name."""
        found = super().clean() or {}
        named = False
        for n, part in enumerate(self.page.parts):
            codes = {line.index: found.get(f"c{n}_{line.index}", "") for line in part.columns}
            for code, times in Counter(filter(None, codes.values())).items():
                column = column_of(code)
                if times > 1 and column is not None and column.field not in CONTACTS:
                    last = max(index for index, one in codes.items() if one == code)
                    self.add_error(f"c{n}_{last}", "Это уже выбрано для другого столбца.")
            named = named or KINDS[self.kind].named(part.header.meaning(codes))
        if not named:
            whom = "сотрудника" if self.kind == "staff" else "ученика"
            raise forms.ValidationError(
                f"Укажите столбец с фамилией и именем {whom} (или два столбца: фамилия и имя) и ещё хотя бы один."
            )
        return found


class RowsForm(forms.Form):
    """What is decided about single rows of a list."""

    without_faulty = forms.BooleanField(label="Загрузить без строк с ошибками", required=False)

    def __init__(self, *args: Any, look: Look, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.look = look
        changes = look.changes
        keys = [*look.keys, *look.faulty_rows, *look.choices.leave]
        missing = [person for person, _ in changes.missing] if isinstance(changes, StudentsChanges) else []
        moved = [key for *_, key in changes.moved] if isinstance(changes, StudentsChanges) else []
        self.fields["leave"] = _many(keys)
        self.fields["depart"] = _many([str(person.pk) for person in missing])
        self.fields["transfer"] = _many(moved)
        for doubt in changes.doubts:
            answers = [("", ""), ("0", "другой человек"), *((str(one.person.pk), one.why) for one in doubt.candidates)]
            self.fields[f"who_{doubt.key}"] = forms.ChoiceField(choices=answers, required=False)
        for key in look.choices.leave:
            self.fields[f"reason_{key}"] = forms.CharField(label=REASON, max_length=200, required=False)

    def choices(self) -> Choices:
        """Everything that is decided, as it is kept; doubts of rows that are left out stay as they were."""
        found = self.cleaned_data
        leave = {key: found.get(f"reason_{key}", "").strip() for key in found["leave"]}
        if found["without_faulty"]:
            leave |= {key: leave.get(key, "") for key in self.look.faulty_rows}
        before = self.look.choices
        answers = {doubt.key: found.get(f"who_{doubt.key}", "") for doubt in self.look.changes.doubts}
        same = {key: pk for key, pk in before.same.items() if key not in answers}
        other = {key for key in before.other if key not in answers}
        same |= {key: int(answer) for key, answer in answers.items() if answer not in ("", "0")}
        other |= {key for key, answer in answers.items() if answer == "0"}
        return Choices(
            leave=leave,
            same=same,
            other=frozenset(other),
            depart=frozenset(int(pk) for pk in found["depart"]),
            transfer=frozenset(found["transfer"]),
        )


def _many(values: Iterable[str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(choices=[(value, value) for value in dict.fromkeys(values)], required=False)


class ReasonForm(forms.Form):
    """Why something is declined."""

    reason = forms.CharField(
        label="Почему отклоняете",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="Документовед прочитает это в уведомлении.",
        error_messages={"required": "Напишите причину: документовед должен знать, что исправить."},
    )


NOTE = "Пояснение для администратора"


class ArrivalForm(PersonForm):
    """A new student, as the clerk tells of them."""

    group = GroupChoice(label="Класс", queryset=Group.objects.none(), empty_label="выберите класс")
    since = Day(label="С какого дня учится", widget=DateInput())
    note = forms.CharField(
        label=NOTE, max_length=300, required=False, help_text="Откуда прибыл, номер приказа, если он уже есть."
    )

    def __init__(self, *args: Any, who: Who, year: Year | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", clock.today())
        self.fields["group"].queryset = access.classes_to_propose(who, year)  # type: ignore[attr-defined]

    def person_fields(self) -> dict[str, Any]:
        """The person's own."""
        return {name: self.cleaned_data[name] for name in PersonForm.Meta.fields}


class ChangeForm(PersonForm):
    """Another name or other contacts."""

    note = forms.CharField(label=NOTE, max_length=300, required=False, help_text="Например: свидетельство о браке.")

    def person_fields(self) -> dict[str, Any]:
        """The person's own."""
        return {name: self.cleaned_data[name] for name in PersonForm.Meta.fields}


class DepartureForm(forms.Form):
    """A student who leaves."""

    since = Day(label="Последний день в школе", widget=DateInput())
    note = forms.CharField(
        label=NOTE, max_length=300, required=False, help_text="Куда выбывает и почему, номер приказа, если он уже есть."
    )


@dataclass(frozen=True, slots=True)
class _Fields:
    decision: str
    reason: str
    number: str
    date: str
    since: str
    twin: str


class DecisionsForm(forms.Form):
    """Accept or decline each proposal; movement takes an order. Fields end with the proposal's id."""

    CHOICES = (("", "решить позже"), ("accept", "принять"), ("decline", "отклонить"))

    def __init__(self, *args: Any, proposals: Iterable[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = {row.pk: row for row in proposals}
        for pk, row in self.proposals.items():
            names = self.names(pk)
            self.fields[names.decision] = forms.ChoiceField(label="Решение", choices=self.CHOICES, required=False)
            self.fields[names.reason] = forms.CharField(label="Причина отказа", max_length=300, required=False)
            if row.kind != Proposal.Kind.CHANGE:
                self._movement(names, row)

    def _movement(self, names: _Fields, row: Proposal) -> None:
        leaving = row.kind == Proposal.Kind.DEPARTURE
        self.fields[names.number] = forms.CharField(label="Номер приказа", max_length=40, required=False)
        self.fields[names.date] = Day(label="Дата приказа", required=False, widget=DateInput(), initial=clock.today())
        self.fields[names.since] = Day(
            label="Последний день" if leaving else "С какого дня", required=False, widget=DateInput(), initial=row.since
        )
        if row.kind == Proposal.Kind.ARRIVAL:
            self.fields[names.twin] = forms.BooleanField(
                label="Это однофамилец, а не тот, кто уже есть", required=False
            )

    @staticmethod
    def names(pk: int) -> _Fields:
        """The names of a proposal's fields."""
        return _Fields(*(f"{part}_{pk}" for part in ("decision", "reason", "number", "date", "since", "twin")))

    def bound(self, pk: int) -> list[forms.BoundField]:
        """The fields of a proposal beside the decision, for the template."""
        names = self.names(pk)
        wanted = (names.number, names.date, names.since, names.twin, names.reason)
        return [self[name] for name in wanted if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """An order for who moves, a reason for what is declined."""
        found = super().clean() or {}
        for pk, row in self.proposals.items():
            names = self.names(pk)
            decision = found.get(names.decision)
            if decision == "decline" and not found.get(names.reason, "").strip():
                self.add_error(names.reason, "Напишите причину: документовед должен знать, почему отклонено.")
            if decision == "accept" and row.kind != Proposal.Kind.CHANGE:
                if not found.get(names.number, "").strip():
                    self.add_error(names.number, "Движение — по приказу: укажите номер.")
                if names.date not in self.errors and not found.get(names.date):
                    self.add_error(names.date, "Укажите дату приказа.")
        return found

    def decisions(self) -> list[Decision]:
        """What was decided; the others wait on."""
        return [self._decision(row) for pk, row in self.proposals.items() if self.cleaned_data[self.names(pk).decision]]

    def _decision(self, row: Proposal) -> Decision:
        names, found = self.names(row.pk), self.cleaned_data
        day: date | None = found.get(names.date)
        number = found.get(names.number, "").strip()
        return Decision(
            proposal=row,
            accept=found[names.decision] == "accept",
            reason=found.get(names.reason, ""),
            order=OrderOf(number, day, row.note[:300]) if number and day else None,
            since=found.get(names.since),
            twin=bool(found.get(names.twin)),
        )
