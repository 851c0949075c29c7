"""The classes and students whose diaries a class teacher or the management opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Max, QuerySet

from zhurnal.people.models import Person
from zhurnal.school.models import Group

from ..models import Visit


@dataclass(frozen=True, slots=True)
class Reader:
    """A student of a class, and when anyone of the family last looked into the diary."""

    pk: int
    name: str
    left: bool
    looked_at: datetime | None


def open_classes(classes: QuerySet[Group], day: date) -> list[Group]:
    """The classes of the year of this day, or of the latest year, in order."""
    found = list(
        classes.filter(year__since__lte=day).select_related("year").order_by("-year__since", "grade", "letter")
    )
    return [group for group in found if group.year_id == found[0].year_id]


def by_grade(classes: Iterable[Group]) -> list[tuple[int, list[Group]]]:
    """Classes by grade."""
    grades: dict[int, list[Group]] = {}
    for group in classes:
        grades.setdefault(group.grade, []).append(group)
    return sorted(grades.items())


def with_visits(people: QuerySet[Person], group: Group, day: date) -> list[Reader]:
    """These students by name; two queries whatever their number."""
    looked = dict(
        Visit.objects.filter(student__in=people.values("pk"))
        .values_list("student")
        .annotate(last=Max("seen_at"))
        .order_by()
    )
    rows = (
        people.filter(memberships__group=group)
        .annotate(until=F("memberships__until"))
        .order_by("order_key", "pk", "memberships__since")
    )
    found = {
        one.pk: Reader(one.pk, one.call_name, bool(one.until and one.until < day), looked.get(one.pk)) for one in rows
    }
    return list(found.values())
