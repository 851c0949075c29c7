"""Who brings lists and timetables, and who decides about them."""

from __future__ import annotations

from django.db.models import QuerySet

from zhurnal.core import clock
from zhurnal.people import roles
from zhurnal.people.access import Who
from zhurnal.people.models import Appointment, Person
from zhurnal.school.models import Group, Membership, Year
from zhurnal.timetable.access import edits_timetable

from .models import Import, Proposal

LISTS = (Import.Kind.STUDENTS, Import.Kind.STAFF)
TIMETABLES = (Import.Kind.TIMETABLE_ASC, Import.Kind.TIMETABLE_GRID)


def brings_lists(who: Who) -> bool:
    """The clerk hands lists and changes over (§4.5), the administrator enters them (§4.1.6)."""
    return who.has(roles.ADMINISTRATOR, roles.CLERK)


def decides(who: Who) -> bool:
    """The administrator alone writes lists into the journal (§4.1.6)."""
    return who.has(roles.ADMINISTRATOR)


def administrators() -> QuerySet[Person]:
    """Whom the clerk's lists and changes are given to."""
    held = Appointment.objects.filter(role=roles.ADMINISTRATOR).on(clock.today())
    return Person.objects.filter(pk__in=held.values("person_id"))


def proposes(who: Who) -> bool:
    """The clerk, who tells the administrator of changes every week (§4.5.2)."""
    return who.has(roles.CLERK)


def watches_deadline(who: Who) -> bool:
    """The management, and the clerk who gives the lists by 5 September (§4.5.1)."""
    return who.has(*roles.MANAGEMENT, roles.CLERK)


def lists_to_read(who: Who) -> QuerySet[Import]:
    """Lists: every one for the administrator, one's own for the clerk. Their sealed content is not fetched."""
    rows = Import.objects.filter(kind__in=LISTS).select_related("made_by", "decided_by", "undone_by")
    if decides(who):
        return rows
    return rows.filter(made_by_id=who.person_id) if proposes(who) else rows.none()


def lists_to_prepare(who: Who) -> QuerySet[Import]:
    """Lists whose columns and rows may still be decided about: one's own drafts; for the administrator every one not applied yet."""
    rows = lists_to_read(who)
    if decides(who):
        return rows.filter(state__in=(Import.State.DRAFT, Import.State.PROPOSED))
    return rows.filter(state=Import.State.DRAFT)


def lists_to_apply(who: Who) -> QuerySet[Import]:
    """Lists that wait to be written, for the administrator."""
    return lists_to_prepare(who) if decides(who) else Import.objects.none()


def lists_to_hand_over(who: Who) -> QuerySet[Import]:
    """One's own drafts, for the clerk."""
    rows = lists_to_read(who).filter(made_by_id=who.person_id, state=Import.State.DRAFT)
    return rows if proposes(who) else rows.none()


def lists_to_drop(who: Who) -> QuerySet[Import]:
    """One's own drafts; nothing was made of them."""
    return lists_to_read(who).filter(made_by_id=who.person_id, state=Import.State.DRAFT)


def lists_to_decline(who: Who) -> QuerySet[Import]:
    """Lists that were handed over, for the administrator."""
    rows = lists_to_read(who).filter(state=Import.State.PROPOSED)
    return rows if decides(who) else rows.none()


def lists_to_undo(who: Who) -> QuerySet[Import]:
    """Lists that were applied, for the administrator."""
    rows = lists_to_read(who).filter(state=Import.State.APPLIED, act__isnull=False)
    return rows if decides(who) else rows.none()


def brings_timetables(who: Who) -> bool:
    """The deputy head forms the timetable (§4.6.2), the administrator enters it (§4.1.5)."""
    return edits_timetable(who)


def timetables_to_read(who: Who) -> QuerySet[Import]:
    """Timetables that were brought as files, for those who make the timetable."""
    rows = Import.objects.filter(kind__in=TIMETABLES).select_related("made_by", "decided_by")
    return rows if edits_timetable(who) else rows.none()


def timetables_to_apply(who: Who) -> QuerySet[Import]:
    """Those of them that nobody has decided about."""
    return timetables_to_read(who).filter(state=Import.State.DRAFT)


def proposals_to_read(who: Who) -> QuerySet[Proposal]:
    """Proposed changes: every one for the administrator, one's own for the clerk."""
    rows = Proposal.objects.select_related("person", "group", "made_by", "decided_by")
    if decides(who):
        return rows
    return rows.filter(made_by_id=who.person_id) if proposes(who) else rows.none()


def proposals_to_decide(who: Who) -> QuerySet[Proposal]:
    """Proposed changes that wait, for the administrator."""
    rows = proposals_to_read(who).filter(state=Proposal.State.WAITING)
    return rows if decides(who) else rows.none()


def proposals_to_withdraw(who: Who) -> QuerySet[Proposal]:
    """One's own proposals that wait."""
    return proposals_to_read(who).filter(state=Proposal.State.WAITING, made_by_id=who.person_id)


def people_to_propose_about(who: Who) -> QuerySet[Person]:
    """Everybody, for the clerk."""
    return Person.objects.all() if proposes(who) else Person.objects.none()


def students_to_propose_about(who: Who) -> QuerySet[Person]:
    """Who is in a class today or later, for the clerk."""
    stays = Membership.objects.filter(group__kind=Group.Kind.CLASS).exclude(until__lt=clock.today())
    return people_to_propose_about(who).filter(pk__in=stays.values("person_id"))


def classes_to_propose(who: Who, year: Year | None) -> QuerySet[Group]:
    """The classes of the year, for the clerk."""
    rows = Group.objects.filter(year=year, kind=Group.Kind.CLASS).order_by("grade", "letter", "name")
    return rows if proposes(who) and year is not None else rows.none()
