"""Registers to open, grouped as people look for them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from zhurnal.core import text
from zhurnal.people.models import Person
from zhurnal.school.models import Course, Group, Teaching

from .today import group_title


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One register in a list."""

    id: int
    subject: str
    group: str
    teachers: str
    mine: bool


@dataclass(slots=True)
class CourseSection:
    """Registers of one class (with its subgroups and joined groups), or one's own ones."""

    title: str
    lines: list[CourseLine] = field(default_factory=list)


def course_lines(courses: QuerySet[Course], person_id: int, day: date) -> list[tuple[tuple[int, str], CourseLine]]:
    """Registers with (grade, class or group) for grouping, in the order of classes and subjects; two queries."""
    found = list(
        courses.order_by("group__grade", "group__letter", "group__name", "subject__name").values_list(
            "pk", "subject__name", "group__kind", "group__name", "group__grade", "group__letter", "group__division"
        )
    )
    teachers = _teachers([values[0] for values in found], day)
    lines = []
    for pk, subject, kind, name, grade, letter, _ in found:
        group = group_title(kind, name, grade, letter)
        own = teachers.get(pk, [])
        names = ", ".join(person.short_name for person in own)
        line = CourseLine(pk, subject, group, names, any(person.pk == person_id for person in own))
        lines.append(((grade, group if kind == Group.Kind.CLASS else ""), line))
    return lines


def _teachers(courses: list[int], day: date) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    wanted = set(courses)
    for teaching in Teaching.objects.on(day).select_related("person").order_by("since"):
        if teaching.course_id in wanted:
            found[teaching.course_id].append(teaching.person)
    return found


def sections(courses: QuerySet[Course], person_id: int, day: date, *, words: str = "") -> list[CourseSection]:
    """Own registers first, then the others by class; `words` keeps those whose subject, group or teacher hold every word."""
    mine, others = CourseSection("Мои курсы"), dict[str, CourseSection]()
    for (grade, group), line in course_lines(courses, person_id, day):
        if not _found(line, words):
            continue
        if line.mine:
            mine.lines.append(line)
        else:
            title = group or f"Группы, {grade}-е классы"
            others.setdefault(title, CourseSection(title)).lines.append(line)
    return [section for section in (mine, *others.values()) if section.lines]


def _found(line: CourseLine, words: str) -> bool:
    plain = re.sub(r"[«»\s]", "", line.group)
    where = text.search_key(text.cyrillic(f"{line.subject} {line.group} {plain} {line.teachers}"))
    return all(word in where for word in text.search_key(text.cyrillic(words)).split())
