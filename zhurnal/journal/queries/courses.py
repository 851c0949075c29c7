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


def sections(courses: QuerySet[Course], person_id: int, day: date, *, words: str = "") -> list[CourseSection]:
    """Own registers first, then the others by class; `words` keeps those whose subject, group or teacher hold every word.

    Three queries. A subgroup stands with its class, a group joined from several classes with its grade.
    """
    found = list(
        courses.order_by("group__grade", "group__letter", "group__name", "subject__name").values_list(
            "pk", "subject__name", "group_id", "group__kind", "group__name", "group__grade", "group__letter"
        )
    )
    teachers, homes = _teachers({values[0] for values in found}, day), _homes({values[2] for values in found})
    mine, others = CourseSection("Мои курсы"), dict[tuple[int, bool, str], CourseSection]()
    for pk, subject, group_id, kind, name, grade, letter in found:
        own = teachers.get(pk, [])
        title = group_title(kind, name, grade, letter)
        line = CourseLine(
            pk, subject, title, ", ".join(one.short_name for one in own), any(one.pk == person_id for one in own)
        )
        if not _found(line, words):
            continue
        if line.mine:
            mine.lines.append(line)
            continue
        home = title if kind == Group.Kind.CLASS else homes.get(group_id, "")
        place = (grade, not home, home or f"Группы, {grade}-е классы")
        others.setdefault(place, CourseSection(place[2])).lines.append(line)
    return [section for section in (mine, *(others[place] for place in sorted(others))) if section.lines]


def _teachers(courses: set[int], day: date) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = defaultdict(list)
    for teaching in Teaching.objects.on(day).select_related("person").order_by("since"):
        if teaching.course_id in courses:
            found[teaching.course_id].append(teaching.person)
    return found


def _homes(groups: set[int]) -> dict[int, str]:
    """The class of each group that stands on one class alone."""
    classes: dict[int, list[str]] = defaultdict(list)
    for group_id, kind, name, grade, letter in Group.classes.through.objects.values_list(
        "from_group_id", "to_group__kind", "to_group__name", "to_group__grade", "to_group__letter"
    ):
        if group_id in groups:
            classes[group_id].append(group_title(kind, name, grade, letter))
    return {group_id: titles[0] for group_id, titles in classes.items() if len(titles) == 1}


def _found(line: CourseLine, words: str) -> bool:
    plain = re.sub(r"[«»\s]", "", line.group)
    where = text.search_key(text.cyrillic(f"{line.subject} {line.group} {plain} {line.teachers}"))
    return all(word in where for word in text.search_key(text.cyrillic(words)).split())
