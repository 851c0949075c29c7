"""Families of the demo: ages, names and hard cases."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from zhurnal.demo.families import ClassPlace, Households, settle

FIRST_DAY = date(2025, 9, 1)
SCHOOL = [ClassPlace(grade, letter) for grade in range(1, 12) for letter in "АБВ"]
SMALL = [ClassPlace(1, "А"), ClassPlace(5, "А"), ClassPlace(10, "А")]


def settled(places: list[ClassPlace] = SCHOOL, seed: int = 1) -> Households:
    return settle(Random(seed), places, FIRST_DAY)


def test_the_school_has_about_nine_hundred_students_and_fifteen_hundred_parents() -> None:
    households = settled()
    assert 850 <= len(households.children()) <= 960
    assert 1350 <= sum(len(family.adults) for family in households.families) <= 1600


def test_the_same_seed_makes_the_same_families() -> None:
    assert [str(c.name) for c in settled().children()] == [str(c.name) for c in settled().children()]
    assert [str(c.name) for c in settled().children()] != [str(c.name) for c in settled(seed=2).children()]


@pytest.mark.parametrize("places", [SCHOOL, SMALL])
def test_children_are_of_the_age_of_their_grade(places: list[ClassPlace]) -> None:
    for child in settled(places).children():
        age = (FIRST_DAY - child.born).days / 365.25
        assert 6.5 < age - (child.place.grade - 1) < 7.8


@pytest.mark.parametrize("places", [SCHOOL, SMALL])
def test_nobody_in_a_class_bears_the_same_name(places: list[ClassPlace]) -> None:
    children = settled(places).children()
    assert len({(c.place, c.name.last, c.name.first) for c in children}) == len(children)


@pytest.mark.parametrize("places", [SCHOOL, SMALL])
def test_classes_have_twenty_five_to_thirty_students(places: list[ClassPlace]) -> None:
    children = settled(places).children()
    assert all(25 <= sum(c.place == place for c in children) <= 30 for place in places)


def test_every_child_has_an_adult_and_parents_are_grown_up() -> None:
    for family in settled().families:
        assert family.adults
        eldest = min(child.born for child in family.children)
        assert all((eldest - adult.born).days > 20 * 365 for adult in family.adults)


@pytest.mark.parametrize("places", [SCHOOL, SMALL])
def test_hard_cases_are_there(places: list[ClassPlace]) -> None:
    households = settled(places)
    assert [child.place.grade for child in households.several.children] == [1, 5, 10]
    one, other = households.twins.children
    assert (one.born, one.place, one.name.last[:4]) == (other.born, other.place, other.name.last[:4])
    assert [adult.relation for adult in households.foster.adults] == ["guardian"]
