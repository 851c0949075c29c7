from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.watch import watched_writes
from tests.world import NOW, World
from zhurnal.core import clock
from zhurnal.core.models import Entry
from zhurnal.diary import actions
from zhurnal.diary.models import Visit
from zhurnal.diary.queries import news

HOUR = timedelta(hours=1)


def visit(reader, student, seen_at: datetime, before_at: datetime | None = None) -> Visit:
    return Visit.objects.create(reader=reader, student=student, seen_at=seen_at, before_at=before_at)


def test_what_a_new_mark_does_to_the_weighted_mean(world: World, pen) -> None:
    """Before: (3·5 + 4·2 + 4·2 + 4·3) / 12 = 43/12 = 3,58. After «4» with weight 3: 55/15 = 3,67."""
    lessons, old = world.lessons["algebra"], NOW - 30 * HOUR
    pen.mark(world.egor, lessons[0], 3, "контрольная работа", 5, at=old)
    pen.mark(world.egor, lessons[1], 4, at=old)
    pen.mark(world.egor, lessons[2], 4, at=old)
    pen.mark(world.egor, lessons[3], 4, "самостоятельная работа", 3, at=old)
    pen.mark(world.egor, lessons[7], 4, "самостоятельная работа", 3, at=NOW - HOUR)
    (one,) = news.news(world.egor.pk, NOW - 2 * HOUR)
    assert (one.subject, [mark.sign for mark in one.marks]) == ("Алгебра", ["4"])
    assert (one.before, one.after, one.changes_mean) == ("3,58", "3,67", True)


def test_the_first_mark_of_a_subject_has_no_mean_before_it(world: World, pen) -> None:
    pen.mark(world.egor, world.lessons["physics"][4], 5)
    (one,) = news.news(world.egor.pk, NOW - HOUR)
    assert (one.before, one.after) == ("—", "5,00")


def test_a_point_changes_no_mean(world: World, pen) -> None:
    pen.mark(world.egor, world.lessons["physics"][4], 0)
    (one,) = news.news(world.egor.pk, NOW - HOUR)
    assert (one.changes_mean, one.marks[0].sign) == (False, "•")


def test_the_mean_is_of_the_period_alone(world: World, pen) -> None:
    """A two of the first quarter has no part in the second one's mean."""
    from zhurnal.timetable.models import Lesson

    september = Lesson.objects.create(course=world.algebra, date=date(2026, 9, 15), number=1)
    pen.mark(world.egor, september, 2, at=NOW - 90 * HOUR)
    pen.mark(world.egor, world.lessons["algebra"][6], 4, at=NOW - 30 * HOUR)
    pen.mark(world.egor, world.lessons["algebra"][7], 5, at=NOW)
    (one,) = news.news(world.egor.pk, NOW - HOUR)
    assert (one.before, one.after) == ("4,00", "4,50")


def test_late_news_of_two_periods_stand_apart(world: World, pen) -> None:
    from zhurnal.timetable.models import Lesson

    october = Lesson.objects.create(course=world.algebra, date=date(2026, 10, 13), number=1)
    pen.mark(world.egor, october, 3, at=NOW - timedelta(minutes=5))
    pen.mark(world.egor, world.lessons["algebra"][7], 5, at=NOW)
    assert [(one.before, one.after) for one in news.news(world.egor.pk, NOW - HOUR)] == [("—", "5,00"), ("—", "3,00")]


def test_the_newest_subject_comes_first(world: World, pen) -> None:
    pen.mark(world.egor, world.lessons["algebra"][7], 4, at=NOW - 2 * HOUR)
    pen.mark(world.egor, world.lessons["physics"][4], 4, at=NOW - HOUR)
    assert [one.subject for one in news.news(world.egor.pk, NOW - 3 * HOUR)] == ["Физика", "Алгебра"]


def test_nothing_new_is_nothing(world: World, pen) -> None:
    pen.mark(world.egor, world.lessons["algebra"][7], 4, at=NOW - 2 * HOUR)
    pen.mark(world.alisa, world.lessons["algebra"][7], 4, at=NOW)
    assert news.news(world.egor.pk, NOW - HOUR) == []


def test_the_page_says_what_is_new_before_the_lessons(world: World, pen, as_) -> None:
    visit(world.father, world.alisa, NOW - 20 * HOUR)
    pen.mark(world.alisa, world.lessons["algebra"][6], 3, at=NOW - 30 * HOUR)
    pen.mark(world.alisa, world.lessons["algebra"][7], 5, at=NOW - HOUR, comment="Молодец")
    page = as_(world.father).get("/diary/").content.decode()
    assert page.index("Новое с 23\u00a0ноября, 14:00") < page.index('class="entries"')
    assert 'class="news-mean">4,00</b>' in page
    assert "3,00" in page
    assert "Молодец" in page
    assert page.count("новая") == 1


def test_looking_at_another_day_is_not_interrupted_by_news(world: World, pen, as_) -> None:
    pen.mark(world.alisa, world.lessons["algebra"][7], 5)
    assert "news-title" not in as_(world.father).get("/diary/?date=2026-11-23").content.decode()


def test_a_get_leaves_no_visit(world: World, as_) -> None:
    with watched_writes():
        as_(world.father).get("/diary/")
        as_(world.father).get(f"/diary/{world.alisa.pk}/")
    assert not Visit.objects.exists()


def test_marks_stay_new_through_a_visit_and_are_old_in_the_next(world: World, pen, as_) -> None:
    pen.mark(world.alisa, world.lessons["algebra"][7], 5, at=NOW - HOUR)
    client = as_(world.father)
    client.post(f"/diary/{world.alisa.pk}/seen/", headers={"Accept": "application/json"})
    page = client.get("/diary/").content.decode()
    assert "news-title" in page
    assert "data-visit" not in page
    with clock.frozen(NOW + timedelta(minutes=29)):
        assert "news-title" in client.get("/diary/").content.decode()
    with clock.frozen(NOW + timedelta(minutes=31)):
        page = client.get("/diary/").content.decode()
        assert "news-title" not in page
        assert "data-visit" in page


def test_the_button_ends_the_news_at_once_and_works_without_javascript(world: World, pen, as_) -> None:
    pen.mark(world.alisa, world.lessons["algebra"][7], 5, at=NOW - HOUR)
    client = as_(world.father)
    reply = client.post(f"/diary/{world.alisa.pk}/seen/", {"all": "1"})
    assert (reply.status_code, reply.headers["Location"]) == (302, f"/diary/{world.alisa.pk}/")
    assert "news-title" not in client.get("/diary/").content.decode()


def test_a_mark_that_comes_during_the_visit_is_new(world: World, pen, as_) -> None:
    client = as_(world.father)
    client.post(f"/diary/{world.alisa.pk}/seen/", {"all": "1"})
    pen.mark(world.alisa, world.lessons["algebra"][7], 5, at=NOW + timedelta(minutes=3))
    with clock.frozen(NOW + timedelta(minutes=5)):
        assert "news-title" in client.get("/diary/").content.decode()


def test_visits_are_each_readers_own(world: World, pen, as_) -> None:
    pen.mark(world.egor, world.lessons["algebra"][7], 5, at=NOW - HOUR)
    as_(world.mother).post(f"/diary/{world.egor.pk}/seen/", {"all": "1"})
    assert "news-title" not in as_(world.mother).get(f"/diary/{world.egor.pk}/").content.decode()
    assert "news-title" in as_(world.egor).get("/diary/").content.decode()


def test_a_visit_is_written_by_an_action_with_its_entry(world: World, who) -> None:
    with watched_writes():
        actions.record_visit(who(world.father), world.alisa)
        actions.record_visit(who(world.father), world.alisa)
    (entry,) = Entry.objects.filter(verb="diary.visit.record")
    assert (entry.actor, entry.about) == (world.father.pk, world.alisa.pk)
    assert Visit.objects.get().seen_at == NOW


@pytest.mark.parametrize(
    ("later", "seen", "before"),
    [
        (timedelta(minutes=30), NOW, None),
        (timedelta(minutes=31), NOW + timedelta(minutes=31), NOW),
    ],
)
def test_a_pause_begins_the_next_visit(
    world: World, who, later: timedelta, seen: datetime, before: datetime | None
) -> None:
    actions.record_visit(who(world.father), world.alisa)
    with clock.frozen(NOW + later):
        actions.record_visit(who(world.father), world.alisa)
    row = Visit.objects.get()
    assert (row.seen_at, row.before_at) == (seen, before)


def test_who_never_looked_is_told_of_the_last_week(world: World) -> None:
    found = news.seen(world.father.pk, world.alisa.pk, NOW)
    assert (found.seen_at, found.new_since, found.begins) == (None, datetime(2026, 11, 17, 7, tzinfo=UTC), True)


def test_new_marks_of_a_sibling_are_counted_at_the_name(world: World, pen, as_) -> None:
    """The mother looks at the younger one; the elder one has two new marks, and none once she has looked."""
    pen.mark(world.egor, world.lessons["algebra"][7], 5, at=NOW - HOUR)
    pen.mark(world.egor, world.lessons["physics"][4], 4, at=NOW - HOUR)
    client = as_(world.mother)
    page = client.get(f"/diary/{world.first_grader.pk}/").content.decode()
    assert 'class="badge">2<span class="visually-hidden"> новые отметки</span>' in page
    client.post(f"/diary/{world.egor.pk}/seen/")
    assert 'class="badge"' not in client.get(f"/diary/{world.first_grader.pk}/").content.decode()
