"""Courses, teachings and weekly slots of a timetable beside those that the year has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from zhurnal.core.text import search_key
from zhurnal.exchange.importers.asc import CourseKey, PlanCourse, PlanSlot
from zhurnal.exchange.importers.asc.spans import share_of_weeks
from zhurnal.exchange.importers.findings import Remarks
from zhurnal.exchange.importers.names import FullName
from zhurnal.exchange.matching.groups import UNKNOWN_GRADE, GroupMatch
from zhurnal.exchange.matching.terms import spells_of, week_numbers
from zhurnal.people.models import Person
from zhurnal.school.models import Course, Group, Room, Subject, Teaching
from zhurnal.timetable.models import Slot

if TYPE_CHECKING:
    from zhurnal.exchange.matching.timetable import TimetableChanges

MOST_SLOT_NUMBER = 16
# Course, weekday, number, week, teacher, room, further rooms, since, until.
Identity = tuple[Hashable, ...]


def _same(row: Model | None) -> Hashable:
    """A row's identity, saved or not."""
    return None if row is None else row.pk or ("new", id(row))


class SlotMatch:
    """Fills the changes of one comparison with courses, teachings and slots."""

    def __init__(
        self,
        changes: TimetableChanges,
        *,
        groups: GroupMatch,
        subjects: dict[str, Subject],
        rooms: dict[str, Room],
        teachers: dict[FullName, Person],
        remarks: Remarks,
    ) -> None:
        self.changes, self.year, self.remarks = changes, changes.year, remarks
        self.groups, self.subjects, self.rooms, self.teachers = groups, subjects, rooms, teachers
        self.courses: dict[CourseKey, Course] = {}
        self.touched: set[Hashable] = set()

    def run(self) -> None:
        """Compare everything; some 8 queries."""
        self._match_courses()
        self.held = self._teachings()
        standing = self._standing()
        self.had_slots = {pk for slot in standing for pk in self.groups.classes_of(slot.course.group_id)}
        self._match_slots(standing)
        self._match_teachings()
        self._set_hours()

    def _match_courses(self) -> None:
        known = {(c.subject_id, c.group_id): c for c in Course.objects.filter(year=self.year).select_related("group")}
        for plan in self.changes.plan.courses:
            subject, group = self.subjects[plan.key.subject], self.groups.by_key[plan.key.group]
            course = known.get((subject.pk, group.pk)) if subject.pk and group.pk else None
            if course is None:
                graded = group.grade > 1 or group.grade == UNKNOWN_GRADE
                course = Course(year=self.year, subject=subject, group=group, graded=graded)
                self.changes.new_courses.append(course)
            self.courses[plan.key] = course

    def _standing(self) -> list[Slot]:
        """Slots of the file's classes that hold from the changes' day on; those of electives that the file does not name are the school's own."""
        rows = Slot.objects.filter(course__year=self.year).within(self.changes.since, self.year.until)
        named = {group.pk for group in self.groups.by_key.values()}
        standing: list[Slot] = []
        for slot in rows.select_related("course__group"):
            group = slot.course.group
            mine = self.groups.covers(group.pk) and (group.kind != Group.Kind.ELECTIVE or group.pk in named)
            (standing if mine else self.changes.untouched_slots).append(slot)
        return standing

    def _teachings(self) -> dict[int, dict[int, Teaching]]:
        """Terms of teaching that hold on the changes' day or later, by course and person."""
        found: dict[int, dict[int, Teaching]] = defaultdict(dict)
        for row in Teaching.objects.filter(course__year=self.year).within(self.changes.since, self.year.until):
            found[row.course_id][row.person_id] = row
        return found

    def _match_slots(self, standing: list[Slot]) -> None:
        more: dict[int, set[Hashable]] = defaultdict(set)
        for slot_id, room_id in Slot.more_rooms.through.objects.filter(slot__in=standing).values_list(
            "slot_id", "room_id"
        ):
            more[slot_id].add(room_id)
        left: dict[Identity, list[Slot]] = defaultdict(list)
        for slot in standing:
            left[self._identity(slot, more[slot.pk])].append(slot)
        taught = self._taught()
        for plan in self.changes.plan.slots:
            for slot, extra in self._wanted(plan):
                self.changes.wanted_slots.append((slot, extra))
                identity = self._identity(slot, {_same(room) for room in extra})
                of_all = self._of_all(identity, self._persons(plan), taught)
                if left[identity]:
                    left[identity].pop()
                elif of_all and left[of_all]:
                    left[of_all].pop()
                else:
                    self.changes.new_slots.append((slot, extra))
                    self.touched.add(_same(slot.course))
        for slots in left.values():
            self.changes.ended_slots += slots
            self.touched |= {slot.course_id for slot in slots}

    def _identity(self, slot: Slot, more: Iterable[Hashable]) -> Identity:
        """Two slots with one identity are the same from the changes' day on."""
        since = max(slot.since, self.changes.since)
        place = (slot.course_id or _same(slot.course), slot.weekday, slot.number, slot.week)
        teacher, room = slot.teacher_id or _same(slot.teacher), slot.room_id or _same(slot.room)
        return (*place, teacher, room, frozenset(more), since, slot.until)

    def _taught(self) -> dict[int, set[int]]:
        """Who teaches each course on the changes' day."""
        day = self.changes.since
        return {
            course: {person for person, row in people.items() if row.since <= day <= (row.until or date.max)}
            for course, people in self.held.items()
        }

    def _persons(self, plan: PlanSlot) -> set[int | None]:
        return {self.teachers[name].pk for name in plan.teachers if name in self.teachers}

    @staticmethod
    def _of_all(identity: Identity, people: set[int | None], taught: dict[int, set[int]]) -> Identity | None:
        """The same place without a teacher of its own, which means everyone who teaches the course: when the file names just them."""
        course = identity[0]
        if not isinstance(course, int) or not people or people != taught.get(course):
            return None
        return (*identity[:4], None, *identity[5:])

    def _wanted(self, plan: PlanSlot) -> Iterator[tuple[Slot, list[Room]]]:
        """The rows that one place of the plan asks for: one, unless it holds in several weeks of a long cycle or several terms."""
        if plan.number > MOST_SLOT_NUMBER or plan.number < 0:
            self.remarks.error("card", f"№ {plan.cards[0]}", f"Урок № {plan.number} не из 0–{MOST_SLOT_NUMBER}.")
            return
        course = self.courses[plan.course]
        rooms = [self.rooms[search_key(name)] for name in plan.rooms]
        teacher = next((self.teachers[name] for name in plan.teachers if name in self.teachers), None)
        spells = spells_of(plan.terms, self.year)
        if not spells:
            text = f"Для четвертей или полугодий «{plan.terms}» в учебном году нет таких периодов."
            self.remarks.error("card", f"№ {plan.cards[0]}", text)
        for since, until in spells:
            begins = max(since, self._first_day(course.group))
            if until is None or until >= begins:
                for week in week_numbers(plan.weeks):
                    slot = Slot(
                        course=course,
                        weekday=plan.weekday,
                        number=plan.number,
                        week=week,
                        teacher=teacher,
                        room=rooms[0] if rooms else None,
                        since=begins,
                        until=until,
                    )
                    yield slot, rooms[1:]

    def _first_day(self, group: Group) -> date:
        """A class that had no timetable gets it from the year's first day, others from the changes' day."""
        return self.changes.since if self.groups.classes_under(group) & self.had_slots else self.year.since

    def _match_teachings(self) -> None:
        left_by = {(slot.course_id, slot.teacher_id) for slot in self.changes.ended_slots}
        for plan in self.changes.plan.courses:
            course = self.courses[plan.key]
            wanted = self._people(plan)
            known = self.held.get(course.pk, {}) if course.pk else {}
            for person in wanted:
                if person.pk is None or person.pk not in known:
                    since = self._first_day(course.group)
                    self.changes.new_teachings.append(Teaching(person=person, course=course, since=since))
            ids = {person.pk for person in wanted}
            self.changes.ended_teachings += [
                row for pk, row in known.items() if pk not in ids and (course.pk, pk) in left_by
            ]

    def _people(self, plan: PlanCourse) -> list[Person]:
        return [self.teachers[name] for name in plan.teachers if name in self.teachers]

    def _set_hours(self) -> None:
        """Hours a week of new courses, and of those whose slots change: the mean over the weeks of the cycle."""
        hours: dict[CourseKey, Any] = defaultdict(int)
        for slot in self.changes.plan.slots:
            hours[slot.course] += share_of_weeks(slot.weeks) * share_of_weeks(slot.terms)
        for key, course in self.courses.items():
            total = Decimal(hours[key].numerator) / hours[key].denominator
            rounded = total.quantize(Decimal("0.1"), ROUND_HALF_UP)
            if course.pk is None:
                course.hours_a_week = rounded
            elif _same(course) in self.touched and course.hours_a_week != rounded:
                self.changes.new_hours.append((course, course.hours_a_week, rounded))
