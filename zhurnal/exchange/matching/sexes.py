"""Divisions into girls and boys, whose groups follow from the children's sex."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from zhurnal.core.text import search_key
from zhurnal.people.models import Person
from zhurnal.school.models import Group

_BEGINNINGS = {
    Person.Sex.FEMALE: ("девоч", "девуш", "дівчат", "девчат"),
    Person.Sex.MALE: ("мальч", "юнош", "хлопц", "хлопч", "парни"),
}


def sex_of_group(name: str) -> str:
    """«m» or «f» by the last words of a subgroup's name («5А, девочки»), empty for others."""
    own = search_key(name.rsplit(",", maxsplit=1)[-1])
    return next((sex.value for sex, beginnings in _BEGINNINGS.items() if own.startswith(beginnings)), "")


def divisions_by_sex(groups: Iterable[Group]) -> list[dict[str, Group]]:
    """Of one class's subgroups, the divisions of exactly one group of girls and one of boys, by sex."""
    divisions: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        divisions[group.division].append(group)
    found = [
        {sex_of_group(group.name): group for group in division} for division in divisions.values() if len(division) == 2
    ]
    return [by_sex for by_sex in found if set(by_sex) == {"m", "f"}]
