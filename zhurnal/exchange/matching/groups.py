"""Classes, subgroups and joined groups of a timetable beside those of the year."""

from __future__ import annotations

from collections.abc import Sequence

from zhurnal.core.text import search_key
from zhurnal.exchange.importers.asc import TimetablePlan
from zhurnal.exchange.importers.asc.groups import GroupKind, PlanClass, PlanGroup
from zhurnal.exchange.importers.findings import Remarks
from zhurnal.exchange.importers.names import class_name
from zhurnal.school import rules
from zhurnal.school.calendar import PARTS
from zhurnal.school.models import Group, Year

LONGEST_NAME = 60
UNKNOWN_GRADE = 0


def class_keys(year: Year) -> dict[str, Group]:
    """The classes of the year by the key of their name («5а»)."""
    return {class_name(group.name).key: group for group in Group.objects.filter(year=year, kind=Group.Kind.CLASS)}


class GroupMatch:
    """The year's groups by the plan's keys, those that are new, and on what the new ones stand (2 queries)."""

    def __init__(self, plan: TimetablePlan, year: Year, remarks: Remarks) -> None:
        self.year, self.remarks = year, remarks
        self.by_key: dict[str, Group] = {}
        self.new_classes: list[Group] = []
        self.new_groups: list[Group] = []
        self.links: list[tuple[Group, list[Group]]] = []
        self._saturdays = {slot.course.group for slot in plan.slots if slot.weekday == 6}
        self._known = {group.pk: group for group in Group.objects.filter(year=year)}
        self._parents = self._load_parents()
        self._match_classes(plan.classes)
        self.by_key |= {group.key: self._known[group.pk] for group in plan.groups if group.pk in self._known}
        unknown = [group for group in plan.groups if group.pk is None]
        self._match_subgroups([group for group in unknown if group.kind is GroupKind.SUBGROUP])
        self._match_joined([group for group in unknown if group.kind is GroupKind.JOINED])

    def _load_parents(self) -> dict[int, frozenset[int]]:
        found: dict[int, set[int]] = {}
        rows = PARTS.objects.filter(from_group__year=self.year).values_list("from_group_id", "to_group_id")
        for part, parent in rows:
            found.setdefault(part, set()).add(parent)
        return {part: frozenset(parents) for part, parents in found.items()}

    def _match_classes(self, classes: Sequence[PlanClass]) -> None:
        known = {class_name(g.name).key: g for g in self._known.values() if g.kind == Group.Kind.CLASS}
        for plan in classes:
            group = known.get(plan.key)
            if group is None:
                group = self._new_class(plan)
                self.new_classes.append(group)
            elif self._studies_saturdays(plan.key) and group.days_a_week < 6:
                self.remarks.warn("class", plan.name, "В расписании есть суббота, а неделя класса — пятидневная.")
            self.by_key[plan.key] = group

    def _studies_saturdays(self, key: str) -> bool:
        return any(key in (part.split("/")[0] for part in group.split("+")) for group in self._saturdays)

    def _new_class(self, plan: PlanClass) -> Group:
        grade = plan.grade if plan.grade is not None else UNKNOWN_GRADE
        days = 6 if self._studies_saturdays(plan.key) else 5
        if fault := rules.class_fault(grade, days_a_week=days, shift=1):
            self.remarks.warn("class", plan.name, fault)
            days = 5
        if plan.grade is None:
            text = "Параллель неизвестна: класс создаётся с параллелью 0."
            self.remarks.warn("class", plan.name, text)
        self._check(plan.name)
        return Group(
            year=self.year,
            kind=Group.Kind.CLASS,
            name=plan.name,
            grade=grade,
            letter=plan.letter[:10],
            period_kind=rules.period_kind_for(grade),
            days_a_week=days,
        )

    def _match_subgroups(self, groups: Sequence[PlanGroup]) -> None:
        known = {search_key(group.name): group for group in self._known.values() if group.kind == Group.Kind.SUBGROUP}
        for plan in groups:
            owner = self.by_key[plan.parents[0]]
            name = f"{owner.name}, {plan.name}"
            group = known.get(search_key(name))
            self.by_key[plan.key] = group or self._new_part(Group.Kind.SUBGROUP, name, [owner], plan.division[:60])

    def _match_joined(self, groups: Sequence[PlanGroup]) -> None:
        known = {
            self._parents.get(group.pk, frozenset()): group
            for group in self._known.values()
            if group.kind == Group.Kind.JOINED
        }
        for plan in groups:
            parents = [self.by_key[key] for key in plan.parents]
            group = known.get(frozenset(parent.pk for parent in parents))
            self.by_key[plan.key] = group or self._new_part(Group.Kind.JOINED, plan.name, parents, "")

    def _new_part(self, kind: str, name: str, parents: list[Group], division: str) -> Group:
        self._check(name)
        first = parents[0]
        group = Group(
            year=self.year,
            kind=kind,
            name=name,
            grade=first.grade,
            division=division,
            period_kind=first.period_kind,
            days_a_week=max(parent.days_a_week for parent in parents),
            shift=first.shift,
        )
        self.new_groups.append(group)
        self.links.append((group, parents))
        return group

    def _check(self, name: str) -> None:
        taken = {group.name for group in (*self._known.values(), *self.new_classes, *self.new_groups)}
        if name in taken:
            self.remarks.error("group", name, "Группа с таким названием, но из других классов, в журнале уже есть.")
        if len(name) > LONGEST_NAME:
            self.remarks.error("group", name, f"Название группы длиннее {LONGEST_NAME} знаков: сократите его в aSc.")

    def covers(self, group_id: int) -> bool:
        """True when every class that a group of the year is made of stands in the file."""
        mine = {group.pk for key, group in self.by_key.items() if group.kind == Group.Kind.CLASS and group.pk}
        return self.classes_of(group_id) <= mine

    def classes_of(self, group_id: int) -> set[int]:
        """The classes that a known group is made of, however deep."""
        parents = self._parents.get(group_id)
        return set().union(*(self.classes_of(parent) for parent in parents)) if parents else {group_id}

    def classes_under(self, group: Group) -> set[int]:
        """The known classes that a group is made of, the group itself saved or not."""
        if group.pk:
            return self.classes_of(group.pk)
        parents = next((parents for part, parents in self.links if part is group), [])
        return set().union(*(self.classes_under(parent) for parent in parents))
