"""Classes, divisions into subgroups, electives and joined groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhurnal.core import clock, text
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused

from .. import rules
from ..models import Group, Membership, Year
from .movement import follow_joined


@action("school.group.create")
def create_group(
    act: Acting,
    year: Year,
    *,
    kind: str = Group.Kind.CLASS,
    name: str = "",
    grade: int | None = None,
    letter: str = "",
    division: str = "",
    classes: Sequence[Group] = (),
    period_kind: str | None = None,
    days_a_week: int | None = None,
    shift: int | None = None,
) -> Group:
    """Make a class («5А» of grade and letter), or a subgroup, elective or joined group that stands on `classes`.

    Others than classes take grade, periods, week and shift from the first of theirs. A joined group's members are always those
    of the groups it stands on (classes or subgroups). Refused for a name that is taken and against СП 2.4.3648-20.
    """
    first = classes[0] if classes else None
    if kind == Group.Kind.CLASS:
        if grade is None:
            raise Refused("Укажите параллель класса.", field="grade")
        letter = text.cyrillic(letter.strip())
        name = name or f"{grade}{letter}"
    elif first is None and (grade is None or kind in {Group.Kind.SUBGROUP, Group.Kind.JOINED}):
        raise Refused("Укажите, из каких классов группа.", field="classes")
    if kind == Group.Kind.SUBGROUP and not division:
        raise Refused("Укажите, по какому предмету деление.", field="division")
    grade = grade if grade is not None or first is None else first.grade
    assert grade is not None
    days_a_week = days_a_week or (first.days_a_week if first else 5)
    shift = shift or (first.shift if first else 1)
    group = Group(
        year=year, kind=kind, name=name, grade=grade, letter=letter, division=division, days_a_week=days_a_week, shift=shift,
        period_kind=period_kind or (first.period_kind if first else rules.period_kind_for(grade)),
    )  # fmt: skip
    _check(group)
    act.create(group)
    if classes:
        act.link(group, "classes", classes)
    if kind == Group.Kind.JOINED:
        members = Membership.objects.filter(group__in=[one.pk for one in classes])
        follow_joined(act, members.values_list("person_id", flat=True), since=year.since, year=year)
    return group


def _check(group: Group) -> None:
    is_class = group.kind == Group.Kind.CLASS
    if not group.name:
        raise Refused("Назовите группу.", field="name")
    if not 0 <= group.grade <= 12:
        raise Refused("Параллель — от 1 до 11.", field="grade")
    if any(other != group for other in Group.objects.filter(year=group.year, name=group.name)):
        raise Refused(f"«{group.name}» в учебном году {group.year} уже есть.", field="letter" if is_class else "name")
    if is_class and (fault := rules.class_fault(group.grade, days_a_week=group.days_a_week, shift=group.shift)):
        raise Refused(fault, field="shift" if group.shift != 1 else "days_a_week")


@action("school.group.divide")
def create_division(act: Acting, klass: Group, *, division: str, names: Sequence[str]) -> list[Group]:
    """Make a division of a class: two or more subgroups under one word («Английский язык»), still without members."""
    names = [text.squeeze(name) for name in names if text.squeeze(name)]
    if len(names) < 2:
        raise Refused("В делении хотя бы две подгруппы.", field="names")
    if Group.objects.filter(kind=Group.Kind.SUBGROUP, classes=klass, division=division).exists():
        raise Refused(f"Деление «{division}» у класса уже есть.", field="division")
    return [
        create_group(act.actor, klass.year, kind=Group.Kind.SUBGROUP, name=name, division=division, classes=[klass])
        for name in names
    ]


@action("school.group.set")
def set_group(
    act: Acting, group: Group, *, name: str, letter: str, period_kind: str, days_a_week: int, shift: int
) -> None:
    """Change a class's name, periods, week and shift; its subgroups follow. Refused against СП 2.4.3648-20.

    The kind of periods is refused once the year has begun: marks are summed up by it.
    """
    changes: dict[str, Any] = {
        "name": name,
        "letter": text.cyrillic(letter.strip()),
        "days_a_week": days_a_week,
        "shift": shift,
    }
    _check(Group(pk=group.pk, year=group.year, kind=group.kind, grade=group.grade, **changes))
    if (
        period_kind != group.period_kind
        and clock.today() >= group.year.since
        and Membership.objects.filter(group=group).exists()
    ):
        raise Refused("Учебный год начался: вид периодов у класса с учениками не меняют.", field="period_kind")
    act.update(group, period_kind=period_kind, **changes)
    for part in Group.objects.filter(kind=Group.Kind.SUBGROUP, classes=group):
        act.update(part, period_kind=period_kind, days_a_week=days_a_week, shift=shift)


@action("school.group.remove")
def remove_class(act: Acting, klass: Group) -> None:
    """Remove a class or another group made by mistake; `Refused` as soon as anything ever referred to it."""
    whose = ("Класс", "у него") if klass.kind == Group.Kind.CLASS else ("Группу", "у неё")
    held = (
        ("ученики (или были раньше)", klass.memberships),
        ("курсы", klass.courses),
        ("подгруппы или общие группы", klass.parts),
        ("классный руководитель", klass.class_teachers),
        ("особые дни в календаре", klass.days),
    )
    if kept := [words for words, rows in held if rows.exists()]:
        raise Refused(
            f"{whose[0]} {klass.title} удалить нельзя: {whose[1]} есть {', '.join(kept)}. Удаляют только созданное по ошибке."
        )
    act.link(klass, "classes", [])
    act.delete(klass)
