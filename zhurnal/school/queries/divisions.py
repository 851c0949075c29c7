"""Divisions of classes into subgroups: who is where, who is in none, and what teachers propose (§4.3.3, §4.4.8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from zhurnal.people.models import Person

from ..calendar import PARTS
from ..models import Course, DivisionProposal, Group, Membership, ProposedPlace, Teaching


@dataclass(frozen=True, slots=True)
class DivisionPage:
    """A division to be filled: its groups, the students of the class, who is where, who is in none on the day, what waits."""

    groups: list[Group]
    students: list[Person]
    placed: dict[int, int]
    unplaced: list[Person]
    taught: dict[int, str]
    waiting: list[DivisionProposal]


def division_page(klass: Group, name: str, day: date) -> DivisionPage | None:
    """The division of this name of the class; None when there is none (6 queries)."""
    groups = list(Group.objects.filter(kind=Group.Kind.SUBGROUP, classes=klass, division=name).order_by("name"))
    if not groups:
        return None
    ids = [group.pk for group in groups]
    stays = Membership.objects.filter(group=klass).exclude(until__lt=day).select_related("person")
    rows = sorted(stays, key=lambda row: (row.person.order_key, row.person_id))
    held = list(Membership.objects.filter(group__in=ids).exclude(until__lt=day).order_by("-since"))
    covered = {row.person_id for row in held if row.since <= day}
    here = [row.person for row in rows if row.since <= day]
    waiting = DivisionProposal.objects.filter(klass=klass, division=name, state=DivisionProposal.State.NEW)
    return DivisionPage(
        groups,
        list(dict.fromkeys(row.person for row in rows)),
        {row.person_id: row.group_id for row in held},
        [person for person in here if person.pk not in covered],
        _taught(ids, day),
        list(waiting.select_related("made_by").order_by("made_at")),
    )


def _taught(groups: Iterable[int], day: date) -> dict[int, str]:
    """Who teaches in each group: «Окулов Д. С.» (1 query)."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    rows = Teaching.objects.filter(course__group__in=groups).exclude(until__lt=day)
    for row in rows.select_related("person", "course").order_by("since", "id"):
        found[row.course.group_id][row.person.short_name] = None
    return {group: ", ".join(names) for group, names in found.items()}


@dataclass(frozen=True, slots=True)
class DivisionLine:
    """A division that a person may open: its class, name, groups, and how many students are in none today."""

    klass: Group
    name: str
    groups: int
    unplaced: int


def divisions_of(classes: QuerySet[Group], day: date) -> list[DivisionLine]:
    """The divisions of these classes (4 queries)."""
    known = {one.pk: one for one in classes.order_by("grade", "letter", "name")}
    parts = PARTS.objects.filter(to_group__in=known, from_group__kind=Group.Kind.SUBGROUP).select_related("from_group")
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for part in parts.order_by("from_group__division"):
        found[part.to_group_id, part.from_group.division].append(part.from_group_id)
    ids = [*known, *(group for groups in found.values() for group in groups)]
    members: dict[int, set[int]] = defaultdict(set)
    for group, person in Membership.objects.filter(group__in=ids).on(day).values_list("group_id", "person_id"):
        members[group].add(person)
    order = list(known)
    lines = [
        DivisionLine(
            known[klass], name, len(groups), len(members[klass] - {one for group in groups for one in members[group]})
        )
        for (klass, name), groups in found.items()
    ]
    return sorted(lines, key=lambda line: (order.index(line.klass.pk), line.name))


def unplaced_on(klass: Group, division: str, day: date) -> set[int]:
    """Ids of the students of the class who are in no group of the division on the day (2 queries)."""
    parts = Group.objects.filter(kind=Group.Kind.SUBGROUP, classes=klass, division=division)
    placed = Membership.objects.filter(group__in=parts.values("pk")).on(day).values_list("person_id", flat=True)
    return set(Membership.objects.filter(group=klass).on(day).values_list("person_id", flat=True)) - set(placed)


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """A proposal with the places that it asks for."""

    proposal: DivisionProposal
    places: list[ProposedPlace]


def proposal_page(proposal: DivisionProposal) -> ProposalPage:
    """The places of a proposal by name (1 query)."""
    rows = proposal.places.select_related("person", "from_group", "to_group").order_by("person__order_key", "id")
    return ProposalPage(proposal, list(rows))


def proposals_in_order(proposals: QuerySet[DivisionProposal], *, at_most: int = 100) -> list[DivisionProposal]:
    """What waits first, then what was decided, the latest first (1 query)."""
    rows = list(proposals.order_by("-made_at", "-id")[:at_most])
    return sorted(rows, key=lambda one: one.state != DivisionProposal.State.NEW)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """An elective or a joined group: of which classes, how many members, its courses with their teachers."""

    group: Group
    classes: str
    members: int
    courses: str


def groups_page(groups: QuerySet[Group], day: date) -> list[GroupLine]:
    """Electives and joined groups in order (4 queries)."""
    rows = list(groups.prefetch_related("classes").order_by("kind", "grade", "name"))
    ids = [group.pk for group in rows]
    members: dict[int, int] = defaultdict(int)
    for group in Membership.objects.filter(group__in=ids).on(day).values_list("group_id", flat=True):
        members[group] += 1
    subjects: dict[int, list[str]] = defaultdict(list)
    for course in Course.objects.filter(group__in=ids).select_related("subject").order_by("subject__name"):
        subjects[course.group_id].append(course.subject.name)
    return [
        GroupLine(
            group,
            ", ".join(sorted(one.title for one in group.classes.all())),
            members[group.pk],
            ", ".join(subjects[group.pk]),
        )
        for group in rows
    ]


def students_for(group: Group, day: date) -> QuerySet[Person]:
    """Who may be a member of an elective: the students of its classes on the day or later; of its whole grade when it has none."""
    classes = (
        group.classes.all()
        if group.classes.exists()
        else Group.objects.filter(year=group.year, kind=Group.Kind.CLASS, grade=group.grade)
    )
    stays = Membership.objects.filter(group__in=classes.values("pk")).exclude(until__lt=day)
    return Person.objects.filter(pk__in=stays.values("person_id")).order_by("order_key", "id")


def members_now(group: Group, day: date) -> Sequence[int]:
    """Ids of those who are in the group on the day or come to it later (1 query)."""
    return list(Membership.objects.filter(group=group).exclude(until__lt=day).values_list("person_id", flat=True))
