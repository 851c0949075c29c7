"""Who sits in a lesson: whole classes, subgroups of a division, and groups joined of several of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhurnal.core.text import search_key
from zhurnal.exchange.importers.asc.records import AscClass, AscFile, AscGroup, AscLesson
from zhurnal.exchange.importers.findings import Remarks
from zhurnal.exchange.importers.names import ClassName, FullName, class_name


class GroupKind(StrEnum):
    """Subgroups are parts of one class; joined groups are made of several classes or subgroups."""

    SUBGROUP = "subgroup"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class PlanClass:
    """A class by its key («5а»); `grade` None when neither its name nor the file says it."""

    key: str
    name: str
    grade: int | None
    letter: str
    teacher: FullName | None


@dataclass(frozen=True, slots=True)
class PlanGroup:
    """A subgroup («5а/дівчата») with its class and division, or a joined group («5а+5б») with its parents, by keys."""

    key: str
    kind: GroupKind
    name: str
    parents: tuple[str, ...]
    division: str = ""


@dataclass(frozen=True, slots=True)
class Atom:
    """A part that is not split further: a whole class (`division` empty) or one subgroup."""

    class_key: str
    division: str
    key: str
    title: str


def plan_classes(file: AscFile, remarks: Remarks) -> dict[str, PlanClass]:
    """Classes by the id of the file; two with one key are an error, one without a grade a warning."""
    teachers = {teacher.id: teacher.name for teacher in file.teachers}
    found: dict[str, PlanClass] = {}
    for item in file.classes:
        parsed = _parsed(item)
        if parsed.key in {known.key for known in found.values()}:
            remarks.error("class", item.id, "Класс с таким названием в файле уже есть.", item.name)
        if parsed.grade is None:
            remarks.warn("class", item.id, "По названию не видно параллели (1–11): укажите её после импорта.", item.name)
        found[item.id] = PlanClass(parsed.key, str(parsed), parsed.grade, parsed.letter, teachers.get(item.teacher_id))
    return found


def _parsed(item: AscClass) -> ClassName:
    """The name taken apart; a grade said by the file helps where the name does not say it."""
    parsed = class_name(item.name)
    return parsed if parsed.grade is not None else ClassName(None, "", parsed.raw) if item.grade is None else _graded(item)


def _graded(item: AscClass) -> ClassName:
    return ClassName(None, "", class_name(item.name).raw)


class Grouping:
    """The groups of a file, made as lessons ask for them; a division is made whole once one of its groups is asked for."""

    def __init__(self, file: AscFile, classes: Mapping[str, PlanClass], remarks: Remarks) -> None:
        self.classes, self.remarks = classes, remarks
        self.by_id = {group.id: group for group in file.groups}
        self.divisions: dict[tuple[str, str], list[AscGroup]] = {}
        for group in file.groups:
            if not group.entire:
                self.divisions.setdefault((group.class_id, group.division), []).append(group)
        self._atoms = dict(self._name_subgroups())
        self._used: dict[tuple[str, str], None] = {}
        self._joined: dict[str, PlanGroup] = {}
        self._of_lesson = {lesson.id: self._atoms_of(lesson) for lesson in file.lessons}
        self.titles = {plan.key: plan.name for plan in classes.values()}

    def _name_subgroups(self) -> list[tuple[str, Atom]]:
        """An atom for each subgroup; equal names in two divisions of a class are told apart by the division."""
        found: list[tuple[str, Atom]] = []
        names = Counter((group.class_id, search_key(group.name)) for group in self.by_id.values() if not group.entire)
        for (class_id, division), groups in self.divisions.items():
            owner = self.classes.get(class_id)
            for group in groups if owner else ():
                twice = names[class_id, search_key(group.name)] > 1
                title = f"{group.name} ({division})" if twice else group.name
                assert owner is not None
                found.append((group.id, Atom(owner.key, division, f"{owner.key}/{search_key(title)}", title)))
        return found
