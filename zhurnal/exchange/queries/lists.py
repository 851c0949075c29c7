"""What the pages of lists show: those brought, and the rows of one beside the school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhurnal.core.russian import counted
from zhurnal.core.snils import snils_shown
from zhurnal.exchange.importers.findings import Oddity, Severity, grouped
from zhurnal.exchange.lists import Choices, Look
from zhurnal.exchange.matching.doubts import Doubt
from zhurnal.exchange.matching.files import TITLES, Files
from zhurnal.exchange.matching.staff import StaffChanges
from zhurnal.exchange.matching.students import StudentsChanges
from zhurnal.exchange.models import Import
from zhurnal.exchange.report import FIELDS
from zhurnal.people.models import Guardianship, Person
from zhurnal.school.models import Membership

SHOWN = 50
_SEXES = {"м": "мужской", "ж": "женский"}
COUNTS = (
    ("classes", "класс создан", "класса создано", "классов создано"),
    ("students", "новый ученик", "новых ученика", "новых учеников"),
    ("staff", "новый сотрудник", "новых сотрудника", "новых сотрудников"),
    ("parents", "новый родитель", "новых родителя", "новых родителей"),
    ("enrolled", "зачисление", "зачисления", "зачислений"),
    ("changed", "человек изменён", "человека изменено", "человек изменено"),
    ("files", "карточка дополнена", "карточки дополнены", "карточек дополнено"),
    ("proposed", "предложение в очереди", "предложения в очереди", "предложений в очереди"),
    ("left", "строка не загружена", "строки не загружены", "строк не загружено"),
)


@dataclass(frozen=True, slots=True)
class Brought:
    """A list in the page of lists."""

    row: Import
    counts: str


def overview(rows: QuerySet[Import]) -> list[Brought]:
    """The latest lists with what came of them (1 query)."""
    latest = rows.defer("content").order_by("-made_at", "-id")[:SHOWN]
    return [Brought(row, said_counts(row)) for row in latest]


def said_counts(row: Import) -> str:
    """«3 новых ученика, 1 человек изменён»; what was not written is not said."""
    said = [counted(row.counts[key], *forms) for key, *forms in COUNTS if row.counts.get(key)]
    return ", ".join(said) or ("ничего нового" if row.state == Import.State.APPLIED else "")


def left_out(row: Import) -> list[tuple[str, str]]:
    """The rows that were not loaded, by their places, with reasons."""
    return [(_where(key), reason) for key, reason in Choices.of(row.choices).leave.items()]


def _where(key: str) -> str:
    sheet, _, number = key.partition(".")
    return f"лист {int(sheet) + 1}, строка {number}"


@dataclass(frozen=True, slots=True)
class Item:
    """One field before and after, or what is new; `before` is None for what is only said."""

    title: str
    after: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list: whom it is about and what it brings."""

    key: str
    where: str
    name: str
    group: str
    items: list[Item]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A doubt with the known people beside what the list says: facts by title for each."""

    doubt: Doubt
    titles: list[str]
    said: list[str]
    known: list[tuple[Person, str, list[str]]]


@dataclass
class ListPage:
    """A list beside the school."""

    look: Look
    new: list[tuple[str, list[Line]]] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    faulty: list[tuple[str, str, list[Oddity]]] = field(default_factory=list)
    other_errors: list[Oddity] = field(default_factory=list)
    doubts: list[SideBySide] = field(default_factory=list)
    missing: list[tuple[Person, str]] = field(default_factory=list)
    moved: list[tuple[Person, str, str, str]] = field(default_factory=list)
    remarks: list[tuple[str, list[str]]] = field(default_factory=list)
    new_classes: list[str] = field(default_factory=list)
    read: int = 0
    same: int = 0

    @property
    def new_count(self) -> int:
        """How many rows bring somebody new."""
        return sum(len(lines) for _, lines in self.new)

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way of writing it."""
        return not self.look.changes.errors and not self.look.changes.undecided


def list_page(look: Look) -> ListPage:
    """The rows of a list by what they bring (2 queries for the doubts, none without)."""
    page = ListPage(look)
    changes = look.changes
    lines = list(_staff_lines(changes) if isinstance(changes, StaffChanges) else _student_lines(changes))
    by_group: dict[str, list[Line]] = defaultdict(list)
    elsewhere = {error.at.key for error in changes.errors if error.at} | {one.key for one in changes.undecided}
    for line, new in lines:
        if line.key in elsewhere:
            continue
        if new:
            by_group[line.group].append(line)
        elif line.items:
            page.changed.append(line)
        else:
            page.same += 1
    page.new = sorted(by_group.items(), key=lambda pair: (len(pair[0]), pair[0]))
    page.left = _left(look)
    page.read = look.listed.rows_read
    _errors(page)
    page.doubts = _side_by_side(changes.doubts)
    if isinstance(changes, StudentsChanges):
        asked = {one.person.pk for doubt in changes.undecided for one in doubt.candidates}
        page.missing = [(person, group.title) for person, group in changes.missing if person.pk not in asked]
        page.moved = [(person, now.title, str(to), key) for person, now, to, key in changes.moved]
        page.new_classes = [str(name) for name in changes.new_classes]
    else:
        page.missing = [(person, "") for person in changes.missing]
    kept = [one for one in changes.remarks if one.severity is not Severity.ERROR]
    page.remarks = [(text, [one.where for one in items]) for _, text, items in grouped(kept)]
    return page


def _student_lines(changes: StudentsChanges) -> Iterator[tuple[Line, bool]]:
    changed = {id(person): (before, after) for person, before, after in changes.changed}
    new = {id(person) for person in (*changes.new_students, *changes.new_parents)}
    enrolled = {id(child): since for _, child, since in changes.enrolled}
    ties = {(id(tie.parent), id(tie.child)) for tie in changes.new_ties}
    files = _file_items(changes.files)
    shown: set[int] = set()
    for student, child in zip(changes.plan.students, changes.children, strict=True):
        is_new = id(child) in new
        items = [] if is_new else list(_items(*changed.get(id(child), ({}, {}))))
        if is_new and student.birth_date:
            items.append(Item("дата рождения", f"{student.birth_date:%d.%m.%Y}"))
        items += [Item("пол", _SEXES[student.sex])] if is_new and student.sex in _SEXES else []
        items += [Item("телефон", student.phone)] if is_new and student.phone else []
        items += files.get(id(child), []) + files.get(child.pk or -1, [])
        if not is_new and id(child) in enrolled:
            items.append(Item("зачисление", f"{student.group} с {enrolled[id(child)]:%d.%m.%Y}"))
        for index, relation in student.guardians:
            parent = changes.parents[index]
            said = str(parent) if id(parent) not in new else f"{parent} (новая запись)"
            if (id(parent), id(child)) in ties:
                contact = ", ".join(
                    filter(None, (changes.plan.parents[index].phone, changes.plan.parents[index].email))
                )
                items.append(Item(relation.value, f"{said}{f', {contact}' if contact else ''}"))
            if id(parent) in changed and id(parent) not in shown:
                shown.add(id(parent))
                for item in _items(*changed[id(parent)]):
                    items.append(Item(f"{relation.value}: {item.title}", item.after, item.before))
        yield Line(student.key, student.where, str(student.name), str(student.group), items), is_new


def _staff_lines(changes: StaffChanges) -> Iterator[tuple[Line, bool]]:
    changed = {id(person): (before, after) for person, before, after in changes.changed}
    new = {id(person) for person in changes.new}
    files = _file_items(changes.files)
    for row, person in zip(changes.listed.rows, changes.people, strict=True):
        is_new = id(person) in new
        items = [] if is_new else list(_items(*changed.get(id(person), ({}, {}))))
        if is_new:
            facts = (("предмет", row.subject), ("телефон", row.phone), ("почта", row.email))
            born = f"{row.birth_date:%d.%m.%Y}" if row.birth_date else ""
            items += [Item(title, value) for title, value in (("дата рождения", born), *facts) if value]
        items += files.get(id(person), []) + files.get(person.pk or -1, [])
        yield Line(row.key, row.where, str(row.name), "", items), is_new


def _items(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Item]:
    for name, value in after.items():
        if name in FIELDS:
            yield Item(FIELDS[name], _value(name, value), _value(name, before[name]))


def _file_items(files: Files) -> dict[int, list[Item]]:
    """What personal files get, by `id` of an unsaved owner or by the id of a known one."""
    found: dict[int, list[Item]] = {}
    for row in files.new:
        said = [Item(title, _kept(name, getattr(row, name))) for name, title in TITLES.items() if getattr(row, name)]
        found[row.person_id or id(row.person)] = said
    for row, before, after in files.changed:
        found[row.person_id] = [
            Item(TITLES[name], _kept(name, value), _kept(name, before[name]))
            for name, value in after.items()
            if name in TITLES
        ]
    return found


def _kept(name: str, value: str) -> str:
    return snils_shown(value) if name == "snils" else value


def _value(name: str, value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return {"m": "мужской", "f": "женский"}.get(value, value) if name == "sex" else str(value or "")


def _left(look: Look) -> list[Line]:
    names = {one.at.key: one for one in look.rows}
    lines = []
    for key, reason in look.choices.leave.items():
        row = names.get(key)
        where = row.where if row else _where(key)
        lines.append(Line(key, where, str(row.name) if row else "строка с ошибкой", "", [], reason))
    return lines


def _errors(page: ListPage) -> None:
    names = {one.at.key: str(one.name) for one in page.look.rows}
    by_row: dict[str, list[Oddity]] = defaultdict(list)
    for error in page.look.changes.errors:
        if error.at is None:
            page.other_errors.append(error)
        else:
            by_row[error.at.key].append(error)
    page.faulty = [(key, names.get(key, ""), items) for key, items in by_row.items()]


def _side_by_side(doubts: Sequence[Doubt]) -> list[SideBySide]:
    people = {one.person.pk for doubt in doubts for one in doubt.candidates}
    if not people:
        return []
    stays = Membership.objects.filter(person_id__in=people, group__kind="class").select_related("group")
    classes = {stay.person_id: stay.group.title for stay in stays.order_by("since")}
    ties: dict[int, list[Guardianship]] = defaultdict(list)
    held = Guardianship.objects.filter(child_id__in=people) | Guardianship.objects.filter(parent_id__in=people)
    for tie in held.select_related("parent", "child"):
        ties[tie.child_id].append(tie)
        ties[tie.parent_id].append(tie)
    found = []
    for doubt in doubts:
        titles = ["имя", *(title for title, _ in doubt.said)]
        known = [
            (one.person, one.why, [_fact(title, one.person, classes, ties[one.person.pk]) for title in titles])
            for one in doubt.candidates
        ]
        found.append(SideBySide(doubt, titles, [doubt.name, *(value for _, value in doubt.said)], known))
    return found


def _fact(title: str, person: Person, classes: dict[int, str], ties: list[Guardianship]) -> str:
    if title == "имя":
        return person.full_name
    if title == "класс":
        return classes.get(person.pk, "")
    if title == "родители":
        return ", ".join(tie.parent.full_name for tie in ties if tie.child_id == person.pk)
    if title == "ребёнок":
        return ", ".join(tie.child.full_name for tie in ties if tie.parent_id == person.pk)
    values = {
        "дата рождения": f"{person.birth_date:%d.%m.%Y}" if person.birth_date else "",
        "телефон": person.phone,
        "почта": person.email,
    }
    return values.get(title, "")
