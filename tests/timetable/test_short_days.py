"""A shortened day with one click: the rule, the action with its log and notices, the buttons, the diary."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.urls import reverse

from tests.world import SEPTEMBER, TODAY, World
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.people.models import Notice
from zhurnal.school.models import Group
from zhurnal.timetable import actions
from zhurnal.timetable.models import Bell, BellDay, BellSchedule, Lesson
from zhurnal.timetable.rules import bells_fault, usual_bells
from zhurnal.timetable.rules.short import SHORT_LESSONS, short_bells
from zhurnal.timetable.short_days import next_study_day

TOMORROW = date(2026, 11, 25)
NAME = "Сокращённые уроки, 30 минут"


def test_short_bells_keep_the_first_bell_and_the_breaks() -> None:
    ordinary = {1: (time(8, 30), time(9, 10)), 2: (time(9, 20), time(10, 0)), 3: (time(10, 20), time(11, 0))}
    assert short_bells(ordinary, 30) == {
        1: (time(8, 30), time(9, 0)),
        2: (time(9, 10), time(9, 40)),
        3: (time(10, 0), time(10, 30)),
    }
    assert short_bells({}, 30) == {}


@pytest.mark.parametrize("minutes", SHORT_LESSONS)
@pytest.mark.parametrize("shift", [1, 2])
def test_proposed_bells_keep_the_rules(shift: int, minutes: int) -> None:
    assert bells_fault(short_bells(usual_bells(shift), minutes)) == ""


def times_on(day: date, course: object) -> list[tuple[time | None, time | None]]:
    return list(Lesson.objects.filter(course=course, date=day).order_by("number").values_list("starts", "ends"))


def test_one_act_makes_the_bells_and_moves_the_lessons(world: World, who) -> None:
    before = Entry.objects.count()
    actions.shorten_day(who(world.admin), world.year, TOMORROW, minutes=30)
    assert times_on(TOMORROW, world.english) == [(time(10, 5), time(10, 35))]
    assert BellDay.objects.get().schedule.name == NAME
    written = Entry.objects.filter(pk__gt=before)
    assert written.values("act").distinct().count() == 1
    assert {"timetable.bells.create", "timetable.bell_day.set", "people.notice.send"} <= set(
        written.values_list("verb", flat=True)
    )


def test_all_shifts_at_once(world: World, who) -> None:
    evening = BellSchedule.objects.create(year=world.year, name="Вторая смена", shift=2)
    Bell.objects.create(schedule=evening, number=1, starts=time(14, 0), ends=time(14, 40))
    Group.objects.filter(pk=world.class_8b.pk).update(shift=2)
    made = actions.shorten_day(who(world.admin), world.year, TOMORROW, minutes=35)
    assert [one.shift for one in made] == [1, 2]
    actions.shorten_day(who(world.admin), world.year, TODAY, name=made[0].name)
    assert sorted(BellDay.objects.values_list("date", "schedule__shift")) == [
        (TODAY, 1), (TODAY, 2), (TOMORROW, 1), (TOMORROW, 2),
    ]  # fmt: skip


def test_a_shift_without_bells_of_its_own_goes_by_the_first_one(world: World, who) -> None:
    Group.objects.filter(pk=world.class_8b.pk).update(shift=2)
    actions.shorten_day(who(world.admin), world.year, TOMORROW, minutes=30)
    assert times_on(TOMORROW, world.english) == [(time(10, 5), time(10, 35))]


def test_those_concerned_are_told_once(world: World, who) -> None:
    for _ in range(2):
        actions.shorten_day(who(world.admin), world.year, TOMORROW, minutes=30)
    told = list(Notice.objects.order_by("person__order_key").values_list("person__last_name", "text"))
    words = "25\u00a0ноября — сокращённый день, звонки «Сокращённые уроки, 30 минут». Первый урок в 8:30."
    assert told == [(name, words) for name in ("Низовцева", "Окулов", "Третьякова")]
    actions.restore_day(who(world.admin), world.year, TOMORROW)
    assert Notice.objects.filter(text="25\u00a0ноября — снова обычные звонки.").count() == 3
    actions.restore_day(who(world.admin), world.year, TOMORROW)
    assert Notice.objects.count() == 6


def test_taken_back_with_the_old_times(world: World, who) -> None:
    before = times_on(TOMORROW, world.english)
    actions.shorten_day(who(world.admin), world.year, TOMORROW, minutes=30)
    actions.restore_day(who(world.admin), world.year, TOMORROW)
    assert times_on(TOMORROW, world.english) == before
    assert not BellDay.objects.exists()


@pytest.mark.parametrize(
    ("day", "wish", "words"),
    [
        (date(2026, 11, 23), {"minutes": 30}, "уже прошёл"),
        (date(2026, 11, 29), {"minutes": 30}, "не учится ни один класс"),
        (date(2027, 9, 1), {"minutes": 30}, "не входит в учебный год"),
        (TOMORROW, {"name": "Каких нет"}, "Звонков «Каких нет» нет."),
    ],
)
def test_refused(world: World, who, day: date, wish: dict, words: str) -> None:
    with pytest.raises(Refused, match=words):
        actions.shorten_day(who(world.admin), world.year, day, **wish)
    assert not BellSchedule.objects.filter(is_ordinary=False).exists()


def test_the_past_is_not_taken_back(world: World, who) -> None:
    schedule = BellSchedule.objects.create(year=world.year, name="Короткие", is_ordinary=False)
    BellDay.objects.create(schedule=schedule, date=SEPTEMBER)
    with pytest.raises(Refused, match="уже прошёл"):
        actions.restore_day(who(world.admin), world.year, SEPTEMBER)


def test_next_study_day_leaps_over_sunday(world: World) -> None:
    assert next_study_day(world.year, date(2026, 11, 27)) == date(2026, 11, 28)  # 10А has Saturdays
    assert next_study_day(world.year, date(2026, 11, 28)) == date(2026, 11, 30)


def test_one_click_on_the_page_of_bells_and_back(world: World, as_) -> None:
    deputy = as_(world.deputy)
    page = deputy.get(reverse("timetable:bells")).content.decode()
    assert "Сделать завтра, 25\u00a0ноября, сокращённым днём" in page
    answer = deputy.post(
        reverse("timetable:short-day"), {"day": "2026-11-25", "bells": "minutes:30", "back": "bells"}, follow=True
    )
    page = answer.content.decode()
    assert "Вернуть обычные звонки" in page
    assert "завтра, 25\u00a0ноября" not in page
    diary = as_(world.egor).get(reverse("diary:day", args=[world.egor.pk]), {"date": "2026-11-25"})
    assert "10:05–10:35" in diary.content.decode().replace("\u2009", "")
    answer = deputy.post(reverse("timetable:ordinary-day"), {"date": "2026-11-25", "back": "day"})
    assert answer["Location"] == f"{reverse('timetable:day')}?day=2026-11-25"
    assert not BellDay.objects.exists()


def test_only_makers_of_the_timetable_see_the_buttons(world: World, as_) -> None:
    assert "Сокращённый день" not in as_(world.teacher).get(reverse("timetable:bells")).content.decode()
    assert as_(world.teacher).post(reverse("timetable:short-day"), {}).status_code == 403


def test_the_day_page_offers_its_own_day(world: World, as_) -> None:
    page = as_(world.deputy).get(reverse("timetable:day"), {"day": "2026-11-26"}).content.decode()
    assert "Сделать 26\u00a0ноября сокращённым днём" in page
    assert (
        "Сокращённый день"
        not in as_(world.deputy).get(reverse("timetable:day"), {"day": "2026-11-20"}).content.decode()
    )


def test_nonsense_is_answered_in_words(world: World, as_) -> None:
    for data in ({}, {"day": "2026-13-45", "bells": "minutes:30"}, {"day": "2026-11-25", "bells": "minutes:5"}):
        answer = as_(world.admin).post(reverse("timetable:short-day"), data, follow=True)
        assert "Укажите день и звонки." in answer.content.decode()
