"""Who sits in a lesson: whole classes, subgroups of a division, and groups joined of several of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from zhurnal.core.text import search_key
from zhurnal.exchange.importers.asc.records import AscFile, AscGroup, AscLesson
from zhurnal.exchange.importers.findings import Remarks
from zhurnal.exchange.importers.names import FullName, class_name


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
    """A subgroup («5а/дівчата») with its class and division, or a joined group («5а+5б») with its parents, by keys.

    `pk` is a group of the school that was recognised already, of whatever kind.
    """

    key: str
    kind: GroupKind
    name: str
    parents: tuple[str, ...]
    division: str = ""
    pk: int | None = None


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
        parsed = class_name(item.name)
        grade = parsed.grade if parsed.grade is not None else item.grade
        if parsed.key in {known.key for known in found.values()}:
            remarks.error("class", item.id, "Класс с таким названием в файле уже есть.", item.name)
        if grade is None:
            remarks.warn("class", item.id, "По названию не видно параллели (1–11).", item.name)
        found[item.id] = PlanClass(parsed.key, str(parsed), grade, parsed.letter, teachers.get(item.teacher_id))
    return found


class Grouping:
    """The groups that lessons ask for; a division is made whole once one of its groups is asked for."""

    def __init__(self, file: AscFile, classes: Mapping[str, PlanClass], remarks: Remarks) -> None:
        self._classes, self._remarks = classes, remarks
        self._by_id = {group.id: group for group in file.groups if group.class_id in classes}
        self._divisions: dict[tuple[str, str], list[AscGroup]] = {}
        for group in self._by_id.values():
            if not group.entire:
                self._divisions.setdefault((group.class_id, group.division), []).append(group)
        self._subgroups = self._name_subgroups()
        self._used: dict[tuple[str, str], None] = {}
        self._atoms = {lesson.id: self._atoms_of(lesson) for lesson in file.lessons}

    def _name_subgroups(self) -> dict[str, Atom]:
        """An atom for each subgroup; equal names in two divisions of a class are told apart by the division."""
        groups = [group for division in self._divisions.values() for group in division]
        times = Counter((group.class_id, search_key(group.name)) for group in groups)
        found = {}
        for group in groups:
            twice = times[group.class_id, search_key(group.name)] > 1
            title = f"{group.name} ({group.division})" if twice else group.name
            owner = self._classes[group.class_id].key
            found[group.id] = Atom(owner, group.division, f"{owner}/{search_key(title)}", title)
        return found

    def _atoms_of(self, lesson: AscLesson) -> tuple[Atom, ...]:
        groups = [self._by_id[id] for id in lesson.group_ids if id in self._by_id]
        for group in groups:
            if group.class_id not in lesson.class_ids:
                self._remarks.warn("lesson", lesson.id, f"Группа {group.id} не из классов урока; её класс добавлен.")
        named = {*lesson.class_ids, *(group.class_id for group in groups)}
        classes = [class_id for class_id in self._classes if class_id in named]
        found: list[Atom] = []
        for class_id in classes:
            own = [group for group in groups if group.class_id == class_id]
            if not own and groups:
                text = f"Для класса {self._classes[class_id].name} не названа группа; взят весь класс."
                self._remarks.warn("lesson", lesson.id, text)
            found += self._parts(lesson, class_id, own)
        return tuple(dict.fromkeys(found))

    def _parts(self, lesson: AscLesson, class_id: str, groups: list[AscGroup]) -> list[Atom]:
        """The whole class, or the subgroups named; all groups of one division together are the whole class."""
        owner = self._classes[class_id]
        whole = [Atom(owner.key, "", owner.key, owner.name)]
        for group in groups:
            if not group.entire:
                self._used[class_id, group.division] = None
        if not groups or any(group.entire for group in groups):
            return whole
        for division in dict.fromkeys(group.division for group in groups):
            if {group.id for group in self._divisions[class_id, division]} <= {group.id for group in groups}:
                text = "В уроке названы все группы деления: это урок всего класса, одна страница журнала."
                self._remarks.note("lesson", lesson.id, text, owner.name)
                return whole
        return [self._subgroups[group.id] for group in groups]

    def group_of(self, lesson: AscLesson) -> str | None:
        """The key of the group that sits in the lesson; None when the lesson has no class at all."""
        atoms = self._atoms[lesson.id]
        return "+".join(sorted(atom.key for atom in atoms)) if atoms else None

    def title_of(self, lesson: AscLesson) -> str:
        """The same for people: «7А + 7Б, девочки»."""
        return self._title(self._atoms[lesson.id])

    def _title(self, atoms: tuple[Atom, ...]) -> str:
        names = {plan.key: plan.name for plan in self._classes.values()}
        shared = {atom.title for atom in atoms if atom.division}
        if len(shared) == 1 and all(atom.division for atom in atoms):
            return f"{' + '.join(names[atom.class_key] for atom in atoms)}, {shared.pop()}"
        return " + ".join(f"{names[a.class_key]} ({a.title})" if a.division else a.title for a in atoms)

    def parts(self, key: str) -> tuple[Atom, ...]:
        """The atoms of a group by its key."""
        return self._parts_by_key[key]

    @cached_property
    def _parts_by_key(self) -> dict[str, tuple[Atom, ...]]:
        return {"+".join(sorted(atom.key for atom in atoms)): atoms for atoms in self._atoms.values()}

    def groups(self) -> tuple[PlanGroup, ...]:
        """The subgroups of every division in use, then the joined groups."""
        subgroups = [
            PlanGroup(atom.key, GroupKind.SUBGROUP, atom.title, (atom.class_key,), self._division_name(*used))
            for used in self._used
            for atom in (self._subgroups[group.id] for group in self._divisions[used])
        ]
        joined = [
            PlanGroup(key, GroupKind.JOINED, self._title(atoms), tuple(sorted(atom.key for atom in atoms)))
            for key, atoms in self._parts_by_key.items()
            if len(atoms) > 1
        ]
        return (*subgroups, *joined)

    def _division_name(self, class_id: str, division: str) -> str:
        return " / ".join(self._subgroups[group.id].title for group in self._divisions[class_id, division])

    def unused(self) -> int:
        """How many subgroups of the file stand in divisions that no lesson uses."""
        return sum(len(groups) for key, groups in self._divisions.items() if key not in self._used)
