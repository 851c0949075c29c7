"""A grid whose words are understood, as a plan by natural keys: the same that an aSc file becomes, compared and written alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from zhurnal.core.russian import WEEKDAYS
from zhurnal.core.text import search_key
from zhurnal.exchange.importers.asc import CourseKey, PlanCourse, PlanSlot, TimetablePlan
from zhurnal.exchange.importers.asc.groups import GroupKind, PlanClass, PlanGroup
from zhurnal.exchange.importers.asc.records import AscRoom, AscSubject, AscTeacher
from zhurnal.exchange.importers.findings import Remarks
from zhurnal.exchange.importers.grid import Grid, GridPart, word_key
from zhurnal.exchange.importers.names import FullName, class_name, split_name
from zhurnal.exchange.matching.people import name_of
from zhurnal.exchange.matching.words import SKIP, Kind, Names, Word
from zhurnal.people.models import Person
from zhurnal.school.calendar import classes_under, parents_in
from zhurnal.school.models import Course, Group, Teaching, Year


@dataclass(frozen=True, slots=True)
class GridPlan:
    """The plan, and the teachers that were recognised, by the name that the plan calls them."""

    plan: TimetablePlan
    people: Mapping[FullName, Person]


@dataclass(slots=True)
class _Lesson:
    """A lesson of the file in the school's names."""

    part: GridPart
    klass: str
    subject: str
    teachers: tuple[FullName, ...]
    rooms: tuple[str, ...]
    group: str = ""


def plan_grid(grid: Grid, words: Sequence[Word], names: Names, year: Year, day: date) -> GridPlan:
    """What the grid asks of the school (4 queries); an error for each word that waits for a person."""
    return _Planner(grid, words, names, _Standing(year, day)).plan()


class _Standing:
    """The year's groups with their classes, and who teaches what to whom on the day (4 queries)."""

    def __init__(self, year: Year, day: date) -> None:
        self.groups = {one.pk: one for one in Group.objects.filter(year=year)}
        parents = parents_in(year)
        self.classes = {pk: classes_under(pk, parents) for pk in self.groups}
        people: dict[int, set[int]] = defaultdict(set)
        for course, person in Teaching.objects.filter(course__year=year).on(day).values_list("course_id", "person_id"):
            people[course].add(person)
        self.courses: dict[str, dict[int, set[int]]] = defaultdict(dict)
        for pk, subject, group in Course.objects.filter(year=year).values_list("pk", "subject__name", "group_id"):
            self.courses[search_key(subject)][group] = people[pk]

    def of_class(self, klass: int) -> list[Group]:
        """The groups in which students of the class sit, but for the class itself."""
        return [
            group for pk, group in self.groups.items() if klass in self.classes[pk] and group.kind != Group.Kind.CLASS
        ]


@dataclass(slots=True)
class _Planner:
    grid: Grid
    words: Sequence[Word]
    names: Names
    standing: _Standing
    remarks: Remarks = field(default_factory=Remarks)
    by_word: dict[tuple[Kind, str], Word] = field(default_factory=dict)
    classes: dict[str, PlanClass] = field(default_factory=dict)
    known_class: dict[str, Group] = field(default_factory=dict)
    groups: dict[str, PlanGroup] = field(default_factory=dict)
    people: dict[FullName, Person] = field(default_factory=dict)

    def plan(self) -> GridPlan:
        """Words to names, lessons to groups, groups to slots."""
        self.by_word = {(word.kind, word.key): word for word in self.words}
        self._check_words()
        self._name_classes()
        lessons = [lesson for part in self.grid.parts if (lesson := self._lesson(part))]
        for together in _by_cell(lessons).values():
            self._place(together)
        slots = self._slots(lessons)
        self._clashes(lessons)
        plan = TimetablePlan(
            periods=(),
            subjects=self._subjects(lessons),
            teachers=self._teachers(lessons),
            rooms=tuple(AscRoom("", name, "", None) for name in _once(room for one in lessons for room in one.rooms)),
            classes=tuple(self.classes.values()),
            groups=tuple(self.groups.values()),
            courses=_courses(slots),
            slots=slots,
            groups_read=0,
            groups_unused=0,
            cards_read=len(self.grid.parts),
            cards_placed=len(lessons),
            oddities=(*self.grid.oddities, *self.remarks.all()),
        )
        return GridPlan(plan, self.people)

    def _check_words(self) -> None:
        what = {Kind.CLASS: "класс", Kind.SUBJECT: "предмет", Kind.TEACHER: "учитель", Kind.ROOM: "кабинет"}
        for word in self.words:
            if word.choice is None:
                text = f"Не понятно, кто или что это: {what[word.kind]} «{word.text}». Выберите в списке названий."
                self.remarks.error("", word.spot.where, text)

    def _choice(self, kind: Kind, text: str) -> int | str | None:
        word = self.by_word.get((kind, word_key(text)))
        return word.choice if word else None

    def _name_classes(self) -> None:
        for title, spot in self.grid.classes:
            choice = self._choice(Kind.CLASS, title)
            if choice in (None, SKIP):
                continue
            if isinstance(choice, int):
                group = self.names.classes[choice]
                key = class_name(group.name).key
                if key in self.classes and self.classes[key].name == group.name and key in self.known_class:
                    continue
                self.known_class[key] = group
                self.classes[key] = PlanClass(key, group.name, group.grade, group.letter, None)
            else:
                parsed = class_name(title)
                if parsed.grade is None:
                    self.remarks.error("", spot.where, f"Новый класс «{title}»: по названию не видно параллели (1–11).")
                self.classes.setdefault(
                    parsed.key, PlanClass(parsed.key, str(parsed), parsed.grade, parsed.letter, None)
                )

    def _class_key(self, title: str) -> str | None:
        choice = self._choice(Kind.CLASS, title)
        if choice in (None, SKIP):
            return None
        return class_name(self.names.classes[choice].name if isinstance(choice, int) else title).key

    def _lesson(self, part: GridPart) -> _Lesson | None:
        """The lesson in the school's names; None for what is left out or not understood."""
        klass, subject = self._class_key(part.klass), self._subject(part.words.subject)
        if klass is None or subject is None:
            return None
        teachers = [one for text in part.words.teachers if (one := self._teacher(text))]
        rooms = [name for text in part.words.rooms if (name := self._room(text))]
        return _Lesson(part, klass, subject, tuple(dict.fromkeys(teachers)), tuple(dict.fromkeys(rooms)))

    def _subject(self, text: str) -> str | None:
        choice = self._choice(Kind.SUBJECT, text) if text else None
        if choice in (None, SKIP):
            return None
        return self.names.subjects[choice].name if isinstance(choice, int) else text

    def _teacher(self, text: str) -> FullName | None:
        choice = self._choice(Kind.TEACHER, text)
        if choice in (None, SKIP):
            return None
        if isinstance(choice, int):
            name = name_of(self.names.teachers[choice])
            self.people[name] = self.names.teachers[choice]
            return name
        return split_name(text)

    def _room(self, text: str) -> str | None:
        choice = self._choice(Kind.ROOM, text)
        if choice in (None, SKIP):
            return None
        return self.names.rooms[choice].name if isinstance(choice, int) else text

    # Who sits in a lesson

    def _place(self, together: list[_Lesson]) -> None:
        """The groups of the lessons of one class at one hour: each a part of the class when they meet, else the whole class."""
        taken: set[str] = set()
        for lesson in sorted(together, key=lambda one: (not one.part.words.part, not one.teachers)):
            meets = any(other is not lesson and _same_week(lesson, other) for other in together)
            lesson.group = self._group(lesson, meets=meets, taken=taken)
            if meets:
                taken.add(lesson.group)

    def _group(self, lesson: _Lesson, *, meets: bool, taken: set[str]) -> str:
        if lesson.part.words.part:
            return self._named_part(lesson)
        if len(lesson.part.joined) > 1 and (joined := self._joined(lesson)):
            return joined
        known = self._taught_to(lesson)
        if not meets and lesson.klass in known:
            return lesson.klass
        people = {self.people[name].pk for name in lesson.teachers if name in self.people}
        fitting = [key for key, who in known.items() if key not in taken and key != lesson.klass and who & people]
        if len(fitting) == 1 and (meets or people):
            return fitting[0]
        if not meets:
            return lesson.klass
        free = [key for key, who in known.items() if key not in taken and key != lesson.klass and not who]
        if free:
            return free[0]
        number = 1
        while (key := self._subgroup(lesson, f"{number}-я группа")) in taken:
            number += 1
        return key

    def _taught_to(self, lesson: _Lesson) -> dict[str, set[int]]:
        """The groups of the class that have a course of the subject → who teaches it there."""
        klass = self.known_class.get(lesson.klass)
        if klass is None:
            return {}
        courses = self.standing.courses.get(search_key(lesson.subject), {})
        found = {lesson.klass: courses[klass.pk]} if klass.pk in courses else {}
        for group in self.standing.of_class(klass.pk):
            if group.pk in courses:
                found[self._known_group(group)] = courses[group.pk]
        return found

    def _known_group(self, group: Group) -> str:
        """The key of a group of the school, which the plan then knows."""
        key = f"#{group.pk}"
        kind = GroupKind.SUBGROUP if group.kind == Group.Kind.SUBGROUP else GroupKind.JOINED
        self.groups.setdefault(key, PlanGroup(key, kind, group.name, (), group.division, group.pk))
        return key

    def _named_part(self, lesson: _Lesson) -> str:
        """The group of that name among those of the class, else a new subgroup."""
        klass, wanted = self.known_class.get(lesson.klass), word_key(lesson.part.words.part)
        if klass is not None:
            fitting = [
                group
                for group in self.standing.of_class(klass.pk)
                if wanted in (word_key(group.name), word_key(group.name.removeprefix(f"{klass.name}, ")))
            ]
            courses = self.standing.courses.get(search_key(lesson.subject), {})
            fitting.sort(key=lambda group: group.pk not in courses)
            if fitting:
                return self._known_group(fitting[0])
            if (number := wanted[:1]).isdigit() and (known := self._numbered(lesson, number)):
                return known
        return self._subgroup(lesson, lesson.part.words.part)

    def _numbered(self, lesson: _Lesson, number: str) -> str | None:
        """«1-я группа» of the file beside «англ. 1» of the school: the one group with a course of the subject and this number."""
        groups = self._taught_to(lesson).keys() - {lesson.klass}
        found = [key for key in groups if number in self.groups[key].name.split(", ")[-1]]
        return found[0] if len(found) == 1 else None

    def _subgroup(self, lesson: _Lesson, name: str) -> str:
        """A subgroup that the school does not know yet; two subjects have divisions of their own."""
        title = name if lesson.subject.casefold() in name.casefold() else f"{lesson.subject}, {name}"
        key = f"{lesson.klass}/{search_key(title)}"
        self.groups.setdefault(key, PlanGroup(key, GroupKind.SUBGROUP, title, (lesson.klass,), lesson.subject))
        return key

    def _joined(self, lesson: _Lesson) -> str | None:
        """The classes over which the cell is merged, as one group."""
        keys = sorted({key for title in lesson.part.joined if (key := self._class_key(title))})
        if len(keys) < 2:
            return None
        known = [self.known_class[key].pk for key in keys if key in self.known_class]
        if len(known) == len(keys):
            courses = self.standing.courses.get(search_key(lesson.subject), {})
            for pk, group in self.standing.groups.items():
                if group.kind != Group.Kind.CLASS and pk in courses and set(self.standing.classes[pk]) == set(known):
                    return self._known_group(group)
        key = "+".join(keys)
        name = " + ".join(self.classes[one].name for one in keys)
        self.groups.setdefault(key, PlanGroup(key, GroupKind.JOINED, name, tuple(keys)))
        return key

    # Slots

    @staticmethod
    def _slots(lessons: Sequence[_Lesson]) -> tuple[PlanSlot, ...]:
        """One slot for each course, hour and week: a joined group stands in several columns."""
        cycle = max(2, max((one.part.words.week for one in lessons), default=0))
        made: dict[tuple[CourseKey, int, int, str], PlanSlot] = {}
        for number, lesson in enumerate(lessons, 1):
            part = lesson.part
            week = part.words.week
            bits = "".join("1" if at == week else "0" for at in range(1, cycle + 1)) if week else ""
            place = (CourseKey(search_key(lesson.subject), lesson.group), part.weekday, part.number, bits)
            before = made.get(place)
            rooms, teachers = lesson.rooms, lesson.teachers
            if before:
                rooms = tuple(dict.fromkeys((*before.rooms, *rooms)))
                teachers = tuple(dict.fromkeys((*before.teachers, *teachers)))
            made[place] = PlanSlot(*place, "", rooms, teachers, (before.cards[0] if before else number,))
        return tuple(sorted(made.values(), key=lambda slot: (slot.weekday, slot.number, slot.cards)))

    @staticmethod
    def _subjects(lessons: Iterable[_Lesson]) -> tuple[AscSubject, ...]:
        return tuple(AscSubject("", name, "") for name in _once(one.subject for one in lessons))

    @staticmethod
    def _teachers(lessons: Iterable[_Lesson]) -> tuple[AscTeacher, ...]:
        found = dict.fromkeys(name for one in lessons for name in one.teachers)
        return tuple(AscTeacher("", name, "", "", "", "") for name in found)

    def _clashes(self, lessons: Iterable[_Lesson]) -> None:
        """A warning for each teacher and room that two lessons of one hour share, and each class that a whole lesson shares."""
        at: dict[tuple[int, int, int], list[_Lesson]] = defaultdict(list)
        for lesson in lessons:
            klass = self.known_class.get(lesson.klass)
            at[klass.shift if klass else 1, lesson.part.weekday, lesson.part.number].append(lesson)
        for (_, weekday, number), together in at.items():
            for one, other in combinations(together, 2):
                if _same_week(one, other) and (one.subject, one.group) != (other.subject, other.group):
                    self._clash(one, other, f"{WEEKDAYS[weekday - 1]}, {number}-й урок")

    def _clash(self, one: _Lesson, other: _Lesson, when: str) -> None:
        where = f"{one.part.at.where}" + ("" if one.part.at == other.part.at else f" и {other.part.at.where}")
        for name in set(one.teachers) & set(other.teachers):
            self.remarks.warn("", where, f"Накладка ({when}): учитель {name} на двух уроках сразу.")
        for room in set(one.rooms) & set(other.rooms):
            self.remarks.warn("", where, f"Накладка ({when}): кабинет {room} на двух уроках сразу.")
        if one.klass == other.klass and one.klass in (one.group, other.group):
            self.remarks.warn("", where, f"Накладка ({when}): у класса {self.classes[one.klass].name} два урока сразу.")


def _by_cell(lessons: Iterable[_Lesson]) -> dict[tuple[str, int, int], list[_Lesson]]:
    found: dict[tuple[str, int, int], list[_Lesson]] = defaultdict(list)
    for lesson in lessons:
        found[lesson.klass, lesson.part.weekday, lesson.part.number].append(lesson)
    return found


def _same_week(one: _Lesson, other: _Lesson) -> bool:
    mine, theirs = one.part.words.week, other.part.words.week
    return not mine or not theirs or mine == theirs


def _once(names: Iterable[str]) -> list[str]:
    return list({search_key(name): name for name in names}.values())


def _courses(slots: Iterable[PlanSlot]) -> tuple[PlanCourse, ...]:
    hours: dict[CourseKey, Counter[FullName]] = {}
    for slot in slots:
        hours.setdefault(slot.course, Counter()).update(slot.teachers)
    return tuple(PlanCourse(key, tuple(name for name, _ in count.most_common())) for key, count in hours.items())
