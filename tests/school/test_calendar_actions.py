from __future__ import annotations

from datetime import date

import pytest

from tests.world import World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.school import actions, rules
from zhurnal.school.calendar import calendars_in
from zhurnal.school.models import CalendarDay, Period, Year
from zhurnal.school.queries import current_year, period_of, periods_of


@pytest.fixture
def coming(world: World) -> Year:
    plan = rules.year_plan(2027)
    return actions.create_year(
        SYSTEM, name=plan.name, since=plan.since, until=plan.until, quarters=plan.quarters, halves=plan.halves
    )


def kind_on(year: Year, day: date) -> str | None:
    return CalendarDay.objects.filter(year=year, date=day, group=None).values_list("kind", flat=True).first()


def test_year_comes_with_periods_holidays_and_vacations(coming: Year) -> None:
    titles = [str(period) for period in Period.objects.filter(year=coming).order_by("since", "-until")]
    assert titles[:2] == ["I\u00a0полугодие", "I\u00a0четверть"]
    assert kind_on(coming, date(2027, 11, 4)) == "holiday"
    assert kind_on(coming, date(2027, 10, 26)) == "vacation"
    assert kind_on(coming, date(2028, 1, 7)) == "holiday"
    assert kind_on(coming, date(2027, 10, 22)) is None
    assert Entry.objects.filter(subject=f"school.year:{coming.pk}", verb="school.year.create").count() == 1


def test_autumn_vacation_is_free_for_half_years_too(coming: Year) -> None:
    group = actions.create_group(SYSTEM, coming, grade=10, letter="А")
    calendar = calendars_in(coming, groups=[group])[group.pk]
    assert group.period_kind == "half"
    assert calendar.weekday_followed(date(2027, 10, 26)) is None
    assert calendar.weekday_followed(date(2027, 11, 8)) == 1


@pytest.mark.parametrize(
    ("name", "since", "words"),
    [("2027/28", date(2030, 9, 1), "уже есть"), ("Другой", date(2028, 8, 31), "уже входят")],
)
def test_years_do_not_meet(coming: Year, name: str, since: date, words: str) -> None:
    with pytest.raises(Refused, match=words):
        actions.create_year(SYSTEM, name=name, since=since, until=date(2031, 5, 1))


def test_vacations_move_with_the_quarter_and_leave_other_days_alone(coming: Year) -> None:
    actions.set_days(SYSTEM, coming, since=date(2027, 10, 19), kind="other", title="Ремонт")
    actions.set_period(SYSTEM, coming, kind="quarter", number=1, since=date(2027, 9, 1), until=date(2027, 10, 15))
    assert kind_on(coming, date(2027, 10, 16)) == "vacation"
    assert kind_on(coming, date(2027, 10, 19)) == "other"
    actions.set_period(SYSTEM, coming, kind="quarter", number=1, since=date(2027, 9, 1), until=date(2027, 10, 22))
    assert kind_on(coming, date(2027, 10, 16)) is None
    assert kind_on(coming, date(2027, 10, 19)) == "other"
    assert kind_on(coming, date(2027, 10, 26)) == "vacation"


@pytest.mark.parametrize(
    ("number", "since", "until", "words"),
    [
        (2, date(2027, 10, 1), date(2027, 12, 30), "пересекаются"),
        (2, date(2028, 4, 1), date(2028, 4, 2), "пересекаются|по порядку"),
        (4, date(2028, 4, 10), date(2028, 9, 2), "выходит"),
        (1, date(2028, 6, 1), date(2028, 6, 5), "по порядку"),
    ],
)
def test_periods_that_are_refused(coming: Year, number: int, since: date, until: date, words: str) -> None:
    with pytest.raises(Refused, match=words):
        actions.set_period(SYSTEM, coming, kind="quarter", number=number, since=since, until=until)


def test_quarantine_is_of_one_class(world: World) -> None:
    actions.set_days(
        SYSTEM,
        world.year,
        since=date(2026, 12, 1),
        until=date(2026, 12, 7),
        kind="quarantine",
        title="ОРВИ",
        group=world.class_8b,
    )
    calendars = calendars_in(world.year)
    assert calendars[world.class_8b.pk].weekday_followed(date(2026, 12, 1)) is None
    assert calendars[world.class_1a.pk].weekday_followed(date(2026, 12, 1)) == 2
    assert CalendarDay.objects.filter(group=world.class_8b).count() == 7


def test_a_day_set_twice_is_one_row_and_removed_it_is_ordinary(world: World) -> None:
    actions.set_days(SYSTEM, world.year, since=date(2026, 12, 12), kind="moved", weekday=1)
    (row,) = actions.set_days(SYSTEM, world.year, since=date(2026, 12, 12), kind="other", title="Мороз")
    assert (row.kind, row.weekday) == ("other", None)
    actions.remove_days(SYSTEM, [row])
    assert kind_on(world.year, date(2026, 12, 12)) is None
    assert list(Entry.objects.filter(subject=f"school.calendarday:{row.pk or 0}").values_list("verb", flat=True)) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"since": date(2026, 12, 12), "kind": "moved"}, "по расписанию какого дня"),
        ({"since": date(2026, 11, 3), "kind": "moved", "weekday": 1, "group": "class_8b"}, "ни в один учебный период"),
        ({"since": date(2027, 6, 12), "kind": "moved", "weekday": 1}, "ни в один учебный период"),
        ({"since": date(2026, 12, 12), "until": date(2026, 12, 13), "kind": "moved", "weekday": 1}, "один день"),
        ({"since": date(2026, 12, 12), "kind": "other", "weekday": 1}, "только для учебного дня"),
        ({"since": date(2026, 12, 12), "until": date(2026, 12, 11), "kind": "other"}, "раньше первого"),
        ({"since": date(2026, 8, 31), "kind": "other"}, "не входят в учебный год"),
        ({"since": date(2026, 12, 12), "kind": "other", "group": "english_1"}, "у школы или у класса"),
        ({"since": date(2026, 9, 1), "until": date(2026, 12, 1), "kind": "other"}, "не больше 62"),
    ],
)
def test_days_that_are_refused(world: World, fields: dict, words: str) -> None:
    if "group" in fields:
        fields = fields | {"group": getattr(world, fields["group"])}
    with pytest.raises(Refused, match=words):
        actions.set_days(SYSTEM, world.year, **fields)


def test_current_year_and_period(world: World, coming: Year) -> None:
    assert current_year(date(2026, 11, 24)) == world.year
    assert current_year(date(2027, 9, 1)) == coming
    assert current_year(date(2026, 8, 1)) == world.year
    assert current_year(date(2029, 1, 1)) == coming
    assert period_of(world.class_8b, date(2026, 11, 24)) == world.quarter
    assert period_of(world.class_8b, date(2026, 11, 3)) is None
    assert [period.number for period in periods_of(world.class_10a)] == [1, 2]
