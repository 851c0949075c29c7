"""Reads of the school's structure that pages and other modules share."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from zhurnal.core import clock
from zhurnal.people.models import Person

from ..models import Group, Membership, Period, Year


def current_year(day: date | None = None) -> Year | None:
    """The school year of the day (today); in a gap the next one, else the last one; None before the first-run page."""
    day = day or clock.today()
    years = list(Year.objects.order_by("since"))
    return (
        next((year for year in years if year.since <= day <= year.until), None)
        or next((year for year in years if year.since > day), None)
        or (years[-1] if years else None)
    )


def members_on(group: Group, day: date) -> QuerySet[Person]:
    """Students who are in the group on the day, by name."""
    members = Membership.objects.filter(group=group).on(day)
    return Person.objects.filter(pk__in=members.values("person_id")).order_by("order_key", "id")


def periods_of(group: Group) -> QuerySet[Period]:
    """The periods by which the group's marks are summed up, in order."""
    return Period.objects.filter(year_id=group.year_id, kind=group.period_kind).order_by("since")


def period_of(group: Group, day: date) -> Period | None:
    """The group's period that holds on the day; None in vacations."""
    return periods_of(group).filter(since__lte=day, until__gte=day).first()


def stay_of(person: Person, day: date) -> Membership | None:
    """The student's stay in a class that holds on the day or is to come (1 query, class and year included)."""
    rows = Membership.objects.filter(person=person, group__kind=Group.Kind.CLASS).exclude(until__lt=day)
    stay: Membership | None = rows.select_related("group__year").order_by("since").first()
    return stay


def years_in_order() -> list[Year]:
    """All school years, the earliest first (1 query)."""
    return list(Year.objects.order_by("since"))


def classes_in(year: Year) -> QuerySet[Group]:
    """The classes of a year in order."""
    return Group.objects.filter(year=year, kind=Group.Kind.CLASS).order_by("grade", "letter", "name")


def last_study_day(year: Year) -> date:
    """The last day of the year's last period; of a year without periods its own last day (1 query)."""
    last: date | None = Period.objects.filter(year=year).order_by("-until").values_list("until", flat=True).first()
    return last or year.until
