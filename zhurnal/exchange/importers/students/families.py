"""Rows made into children and adults: doubled rows united, and one adult of several children made one person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhurnal.exchange.importers.findings import NOWHERE, Oddity, Place, Remarks
from zhurnal.exchange.importers.names import ClassName, FullName, sex_by_middle_name
from zhurnal.exchange.importers.students.cells import joined
from zhurnal.exchange.importers.students.records import ParentRow, Relation, StudentList, StudentRow


@dataclass(frozen=True, slots=True)
class PlanStudent:
    """A child of the plan; `guardians` are (index into the plan's parents, relation)."""

    name: FullName
    birth_date: date | None
    sex: str
    group: ClassName
    snils: str
    phone: str
    email: str
    guardians: tuple[tuple[int, Relation], ...]
    where: str
    at: Place = NOWHERE
    file: str = ""
    address: str = ""

    @property
    def key(self) -> str:
        """The name of its row in what is decided about it."""
        return self.at.key


@dataclass(frozen=True, slots=True)
class PlanParent:
    """An adult of the plan, who may have several children in it."""

    name: FullName
    sex: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class StudentsPlan:
    """The whole of a list, ready to be compared with the school and written."""

    students: tuple[PlanStudent, ...]
    parents: tuple[PlanParent, ...]
    classes: tuple[ClassName, ...]
    rows_read: int
    oddities: tuple[Oddity, ...]


def plan_students(listed: StudentList) -> StudentsPlan:
    """The plan of a read list; a child in two classes and two children that can't be told apart are errors."""
    remarks = Remarks()
    students = _without_doubles(listed.students, remarks)
    adults = _Adults(remarks)
    planned = []
    for student in students:
        guardians = tuple((adults.index_of(parent, student), parent.relation) for parent in student.parents)
        planned.append(
            PlanStudent(
                name=student.name,
                birth_date=student.birth_date,
                sex=student.sex,
                group=student.group,
                snils=student.snils,
                phone=student.phone,
                email=student.email,
                guardians=guardians,
                where=student.where,
                at=student.at,
                file=student.file,
                address=student.address,
            )
        )
    classes = {student.group.key: student.group for student in students}
    _mention_missing(students, remarks)
    return StudentsPlan(
        tuple(planned), adults.all(), tuple(classes.values()), listed.rows_read, (*listed.oddities, *remarks.all())
    )


def _without_doubles(rows: Iterable[StudentRow], remarks: Remarks) -> list[StudentRow]:
    """One row a child: rows equal by name, birth date and class are united, as lists with a row for each parent have them."""
    found: dict[tuple[object, ...], StudentRow] = {}
    for row in rows:
        key = (*row.name.key, row.birth_date or row.group.key)
        before = found.get(key)
        if before is None:
            found[key] = row
        elif before.group.key != row.group.key:
            _error(remarks, row, f"{row.name} уже есть в классе {before.group} ({before.where}).")
        elif row.birth_date is None:
            _error(remarks, row, f"{row.name} уже есть в этом классе ({before.where}): без даты рождения не различить.")
        else:
            text = "Ученик стоит в списке дважды (те же имя и дата рождения); строки объединены."
            remarks.warn(f"лист «{row.sheet}»", f"строка {row.row}", text, f"{row.name}; {before.where}", row.at)
            found[key] = _united(before, row, remarks)
    return list(found.values())


def _error(remarks: Remarks, row: StudentRow, text: str) -> None:
    remarks.error(f"лист «{row.sheet}»", f"строка {row.row}", text, at=row.at)


def _united(one: StudentRow, other: StudentRow, remarks: Remarks) -> StudentRow:
    if one.snils and other.snils and one.snils != other.snils:
        _error(remarks, other, f"У {one.name} в двух строках разные СНИЛС.")
    parents = {parent.name.key: parent for parent in (*other.parents, *one.parents)}
    return StudentRow(
        sheet=one.sheet,
        row=one.row,
        name=one.name,
        birth_date=one.birth_date,
        sex=one.sex or other.sex,
        group=one.group,
        snils=one.snils or other.snils,
        phone=joined([*one.phone.split(", "), *other.phone.split(", ")]),
        email=one.email or other.email,
        parents=tuple(sorted(parents.values(), key=lambda parent: parent not in one.parents)),
        at=one.at,
        file=one.file or other.file,
        address=one.address or other.address,
    )


class _Adults:
    """Gives each adult an index; the same name is the same person only with a shared contact, or as parent of twins."""

    def __init__(self, remarks: Remarks) -> None:
        self.remarks = remarks
        self.found: list[PlanParent] = []
        self.children: list[list[StudentRow]] = []
        self.by_name: dict[tuple[str, str, str], list[int]] = {}

    def index_of(self, parent: ParentRow, child: StudentRow) -> int:
        """The index of this adult, new or known."""
        known = self.by_name.setdefault(parent.name.key, [])
        for index in known:
            if self._same(self.found[index], parent) or self._has_twin(index, child):
                before = self.found[index]
                phone = joined([*before.phone.split(", "), *parent.phone.split(", ")])
                self.found[index] = PlanParent(before.name, before.sex, phone, before.email or parent.email)
                self.children[index].append(child)
                return index
        if known:
            text = (
                "Родитель с таким именем есть и у другого ученика, но общего телефона или почты нет: это два человека."
            )
            other = self.children[known[0]][0]
            self.remarks.warn(
                f"лист «{child.sheet}»", f"строка {child.row}", text, f"{parent.name}; {other.where}", child.at
            )
        self.found.append(PlanParent(parent.name, _sex(parent), parent.phone, parent.email))
        self.children.append([child])
        known.append(len(self.found) - 1)
        return known[-1]

    @staticmethod
    def _same(known: PlanParent, parent: ParentRow) -> bool:
        shared = set(known.phone.split(", ")) & set(parent.phone.split(", ")) - {""}
        return bool(shared or (known.email and known.email == parent.email))

    def _has_twin(self, index: int, child: StudentRow) -> bool:
        """True when another child of this adult was born on the same day and bears the same surname."""
        return child.birth_date is not None and any(
            other.birth_date == child.birth_date and other.name.key[0] == child.name.key[0]
            for other in self.children[index]
        )

    def all(self) -> tuple[PlanParent, ...]:
        """Every adult by index."""
        return tuple(self.found)


def _sex(parent: ParentRow) -> str:
    by_relation = {Relation.MOTHER: "ж", Relation.FATHER: "м"}.get(parent.relation, "")
    return sex_by_middle_name(parent.name.middle) or by_relation


def _mention_missing(students: Iterable[StudentRow], remarks: Remarks) -> None:
    for student in students:
        place = (f"лист «{student.sheet}»", f"строка {student.row}")
        if student.birth_date is None:
            remarks.warn(*place, "Нет даты рождения.", str(student.name), student.at)
        if not student.parents:
            remarks.note(*place, "Нет ни одного родителя.", str(student.name), student.at)
