"""The calendars of groups as the rules take them, and the classes that a group is made of. Read by actions and queries alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from .models import CalendarDay, Group, Period, Year
from .rules import ClassCalendar, Span

PARTS = Group.classes.through


def parents_in(year: Year) -> dict[int, list[int]]:
    """Groups of the year that stand on others → those: a subgroup on its class, a joined group on classes or subgroups."""
    rows = PARTS.objects.filter(from_group__year=year).values_list("from_group_id", "to_group_id")
    found: dict[int, list[int]] = defaultdict(list)
    for part, parent in rows:
        found[part].append(parent)
    return dict(found)


def classes_under(group_id: int, parents: dict[int, list[int]]) -> tuple[int, ...]:
    """The classes that a group is made of, however deep; a group that stands on none is its own."""
    if group_id not in parents:
        return (group_id,)
    found: dict[int, None] = {}
    for parent in parents[group_id]:
        found.update(dict.fromkeys(classes_under(parent, parents)))
    return tuple(sorted(found))


def calendars_in(year: Year, *, groups: Iterable[Group] | None = None) -> dict[int, ClassCalendar]:
    """The own calendar of each group of the year (2 queries, 3 without `groups`): a subgroup's lessons follow its class's."""
    wanted = list(groups) if groups is not None else list(Group.objects.filter(year=year))
    periods: dict[str, list[Span]] = defaultdict(list)
    for kind, since, until in Period.objects.filter(year=year).order_by("since").values_list("kind", "since", "until"):
        periods[kind].append((since, until))
    common: dict[date, int | None] = {}
    own: dict[int, dict[date, int | None]] = defaultdict(dict)
    for group_id, day, weekday in CalendarDay.objects.filter(year=year).values_list("group_id", "date", "weekday"):
        (common if group_id is None else own[group_id])[day] = weekday
    return {
        group.pk: ClassCalendar(
            tuple(periods[group.period_kind]),
            {**common, **own[group.pk]} if group.pk in own else common,
            group.days_a_week,
        )
        for group in wanted
    }
