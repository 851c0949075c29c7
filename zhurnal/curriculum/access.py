"""Who reads and makes the curriculum."""

from __future__ import annotations

from django.db.models import QuerySet

from zhurnal.people import roles
from zhurnal.people.access import Who, is_staff
from zhurnal.school.access import reads_whole_school
from zhurnal.school.models import Group, Year

from .models import Plan


def reads_plans(who: Who) -> bool:
    """Everyone who works at the school: a teacher's plan of lessons must agree with it (§4.4.6)."""
    return is_staff(who)


def edits_plans(who: Who) -> bool:
    """The deputy head makes the curriculum, the administrator enters it."""
    return who.has(roles.ADMINISTRATOR, roles.DEPUTY_HEAD)


def approves_plans(who: Who) -> bool:
    """The deputy head and the director."""
    return who.has(roles.DEPUTY_HEAD, roles.DIRECTOR)


def reads_load(who: Who) -> bool:
    """The load of all teachers: administrator, director, deputy head."""
    return reads_whole_school(who)


def plans_to_read(who: Who) -> QuerySet[Plan]:
    """Every plan, for those who work at the school."""
    return Plan.objects.select_related("year") if reads_plans(who) else Plan.objects.none()


def plans_to_edit(who: Who) -> QuerySet[Plan]:
    """Every plan, for those who make them."""
    return Plan.objects.select_related("year") if edits_plans(who) else Plan.objects.none()


def plans_to_approve(who: Who) -> QuerySet[Plan]:
    """Every plan, for those who approve it."""
    return Plan.objects.select_related("year") if approves_plans(who) else Plan.objects.none()


def classes_to_plan(who: Who, year: Year) -> QuerySet[Group]:
    """The classes of a year, for those who make plans."""
    rows = Group.objects.filter(year=year, kind=Group.Kind.CLASS).order_by("grade", "letter", "name")
    return rows if edits_plans(who) else rows.none()
