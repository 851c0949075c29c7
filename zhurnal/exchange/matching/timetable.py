"""A timetable beside the school: rows to make, slots and teachings to end, and what only a person can decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from zhurnal.core.text import search_key
from zhurnal.exchange.importers.asc import TimetablePlan
from zhurnal.exchange.importers.asc.records import AscTeacher
from zhurnal.exchange.importers.findings import Oddity, Remarks, errors_of
from zhurnal.exchange.importers.names import FullName
from zhurnal.exchange.matching.groups import GroupMatch
from zhurnal.exchange.matching.people import SEXES, Ambiguous, Roll, fuller, name_of, new_person
from zhurnal.exchange.matching.slots import SlotMatch
from zhurnal.people.models import Person
from zhurnal.school.models import ClassTeacher, Course, Group, Room, Subject, Teaching, Year
from zhurnal.timetable import rules
from zhurnal.timetable.models import Bell, BellSchedule, Lesson, Slot

LONGEST_SUBJECT, LONGEST_ROOM = 120, 60


@dataclass
class TimetableChanges:
    """Unsaved rows in the order in which they stand on each other, changes of known rows, and remarks.

    `since` is the day from which changes hold: the year's first day until lessons have been held by the timetable, then today.
    What changes is kept as (row, before, after).
    """

    year: Year
    since: date
    plan: TimetablePlan
    new_subjects: list[Subject] = field(default_factory=list)
    new_rooms: list[Room] = field(default_factory=list)
    new_teachers: list[Person] = field(default_factory=list)
    renamed: list[tuple[Person, FullName, FullName]] = field(default_factory=list)
    new_classes: list[Group] = field(default_factory=list)
    new_groups: list[Group] = field(default_factory=list)
    links: list[tuple[Group, list[Group]]] = field(default_factory=list)
    new_class_teachers: list[ClassTeacher] = field(default_factory=list)
    new_bells: list[tuple[BellSchedule | None, dict[int, rules.Times]]] = field(default_factory=list)
    new_courses: list[Course] = field(default_factory=list)
    new_hours: list[tuple[Course, Decimal, Decimal]] = field(default_factory=list)
    new_teachings: list[Teaching] = field(default_factory=list)
    ended_teachings: list[Teaching] = field(default_factory=list)
    new_slots: list[tuple[Slot, list[Room]]] = field(default_factory=list)
    ended_slots: list[Slot] = field(default_factory=list)
    wanted_slots: list[tuple[Slot, list[Room]]] = field(default_factory=list)
    untouched_slots: list[Slot] = field(default_factory=list)
    oddities: tuple[Oddity, ...] = ()

    @property
    def nothing(self) -> bool:
        """True when the school is as the file says already."""
        return not any(
            getattr(self, name) for name in self.__dataclass_fields__ if name.startswith(("new_", "ended_", "renamed"))
        )

    @property
    def errors(self) -> list[Oddity]:
        """What forbids the import."""
        return errors_of(self.oddities)


def earliest_day(year: Year, today: date) -> date:
    """The first day from which a timetable may hold: the year's, but not a past one once lessons have been held (1 query)."""
    held = Lesson.objects.filter(course__year=year, date__lt=today).exists()
    return max(today, year.since) if held else year.since


def compare_timetable(
    plan: TimetablePlan,
    year: Year,
    today: date,
    *,
    since: date | None = None,
    people: Mapping[FullName, Person] | None = None,
) -> TimetableChanges:
    """What the plan would change in this year; reads only (some 25 queries, whatever the size of the file).

    `since` is a later day from which it is to hold; `people` are teachers who were recognised already.
    """
    remarks = Remarks()
    changes = TimetableChanges(year, max(earliest_day(year, today), since or date.min), plan)
    subjects = _subjects(plan, changes.new_subjects, remarks)
    rooms = _rooms(plan, changes.new_rooms, remarks)
    teachers = _teachers(plan.teachers, changes, remarks, people or {})
    groups = GroupMatch(plan, year, remarks)
    changes.new_classes, changes.new_groups, changes.links = groups.new_classes, groups.new_groups, groups.links
    _class_teachers(plan, changes, groups, teachers, remarks)
    _bells(plan, changes, remarks)
    if not errors_of((*plan.oddities, *remarks.all())):
        SlotMatch(changes, groups=groups, subjects=subjects, rooms=rooms, teachers=teachers, remarks=remarks).run()
    changes.oddities = (*plan.oddities, *remarks.all())
    return changes


def _subjects(plan: TimetablePlan, new: list[Subject], remarks: Remarks) -> dict[str, Subject]:
    """Subjects by the key of their name, the missing ones unsaved."""
    found = {search_key(row.name): row for row in Subject.objects.all()}
    for subject in plan.subjects:
        _check_length("subject", subject.name, LONGEST_SUBJECT, remarks)
        if search_key(subject.name) not in found:
            found[search_key(subject.name)] = row = Subject(name=subject.name, short_name=subject.short[:40])
            new.append(row)
    return found


def _rooms(plan: TimetablePlan, new: list[Room], remarks: Remarks) -> dict[str, Room]:
    """Rooms by the key of their name, the missing ones unsaved."""
    found = {search_key(row.name): row for row in Room.objects.all()}
    for room in plan.rooms:
        _check_length("classroom", room.name, LONGEST_ROOM, remarks)
        if search_key(room.name) not in found:
            found[search_key(room.name)] = row = Room(name=room.name)
            new.append(row)
    return found


def _check_length(element: str, name: str, limit: int, remarks: Remarks) -> None:
    if len(name) > limit:
        remarks.error(element, name, f"Название длиннее {limit} знаков: сократите его в aSc.")


def _teachers(
    wanted: Iterable[AscTeacher], changes: TimetableChanges, remarks: Remarks, people: Mapping[FullName, Person]
) -> dict[FullName, Person]:
    """A person for each teacher: known by name or initials, else new; two teachers of the file are never one person."""
    roll = Roll()
    found: dict[FullName, Person] = {}
    taken: dict[int, FullName] = {}
    for teacher in wanted:
        try:
            person = people.get(teacher.name) or roll.teacher(teacher.name)
        except Ambiguous as several:
            remarks.error("teacher", teacher.id, f"Подходят несколько человек: {several}.", str(teacher.name))
            continue
        if person is not None and person.pk in taken:
            text = f"Тот же человек, что и {taken[person.pk]}: {person.full_name}."
            remarks.error("teacher", teacher.id, text, str(teacher.name))
            continue
        if person is None:
            person = _new_teacher(teacher)
            changes.new_teachers.append(person)
            if roll.parent_namesakes(teacher.name):
                text = "В журнале есть родитель с тем же именем; это считается другим человеком."
                remarks.warn("teacher", teacher.id, text, str(teacher.name))
        else:
            taken[person.pk] = teacher.name
            if said := fuller(name_of(person), teacher.name):
                changes.renamed.append((person, name_of(person), said))
        found[teacher.name] = person
    return found


def _new_teacher(teacher: AscTeacher) -> Person:
    return new_person(teacher.name, sex=SEXES[teacher.sex], phone=teacher.phone[:40], email=teacher.email[:254])


def _class_teachers(
    plan: TimetablePlan,
    changes: TimetableChanges,
    groups: GroupMatch,
    teachers: dict[FullName, Person],
    remarks: Remarks,
) -> None:
    """A class without a class teacher gets the file's; one that has another keeps them, with a warning."""
    year = changes.year
    held = {
        row.group_id: row
        for row in ClassTeacher.objects.filter(group__year=year).within(changes.since, year.until).order_by("-since")
    }
    for item in plan.classes:
        person = teachers.get(item.teacher) if item.teacher else None
        group = groups.by_key[item.key]
        if person is None:
            continue
        row = held.get(group.pk) if group.pk else None
        if row is None:
            changes.new_class_teachers.append(ClassTeacher(person=person, group=group, since=year.since))
        elif row.person_id != person.pk:
            text = "Классный руководитель в журнале другой; он не меняется: это делают приказом."
            remarks.warn("class", item.name, text, str(item.teacher))


def _bells(plan: TimetablePlan, changes: TimetableChanges, remarks: Remarks) -> None:
    """The file's bells take the place of none, and of those that every school is given at first; others are the school's own."""
    times = {p.number: (p.start, p.end) for p in plan.periods if p.start and p.end}
    schedule = BellSchedule.objects.filter(year=changes.year, shift=1, is_ordinary=True).first()
    known = (
        {bell.number: (bell.starts, bell.ends) for bell in Bell.objects.filter(schedule=schedule)} if schedule else {}
    )
    if not times or times == known:
        return
    if known and known != rules.usual_bells(1):
        for number, said in times.items():
            if known.get(number, said) != said:
                remarks.note("period", str(number), "Звонок в журнале другой; он не меняется.")
    elif fault := rules.bells_fault(times):
        remarks.warn("periods", "", f"Звонки не взяты из файла: {fault}")
    else:
        changes.new_bells = [(schedule, times)]
