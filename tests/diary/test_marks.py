from __future__ import annotations

import re
from datetime import date

from tests import world as worlds
from tests.world import NOW, QUARTERS, World
from zhurnal.diary.queries import family
from zhurnal.diary.queries.marks import by_subject
from zhurnal.people.models import Setting
from zhurnal.school.models import Course, Group, Period, PeriodKind, Subject, Teaching, Year
from zhurnal.timetable.models import Lesson

SECOND = QUARTERS[1]


def of(world: World, name: str = "Алгебра", span: tuple[date, date] = SECOND, student=None):
    return {one.name: one for one in by_subject((student or world.egor).pk, *span)}[name]


def test_mean_and_weighted_mean(world: World, pen) -> None:
    """5·1, 4·5, 2·2: the mean is 11/3 = 3,67, the weighted one (5 + 20 + 4)/8 = 29/8 = 3,63 (3,625 goes up)."""
    lessons = world.lessons["algebra"]
    for lesson, value, weight in zip(lessons, (5, 4, 2), (1, 5, 2), strict=False):
        pen.mark(world.egor, lesson, value, f"вид {weight}", weight)
    tally = of(world).tally
    assert (tally.mean, tally.weighted_mean, tally.count) == ("3,67", "3,63", 3)


def test_points_and_passes_stay_out_of_means(world: World, pen) -> None:
    lessons = world.lessons["algebra"]
    for lesson, value in zip(lessons, (4, 0, 10, 11), strict=False):
        pen.mark(world.egor, lesson, value)
    found = of(world)
    assert (found.tally.weighted_mean, [mark.sign for mark in found.marks]) == ("4,00", ["4", "•", "зач", "нез"])


def test_an_expired_point_counts_as_two_where_the_school_says_so(world: World, pen) -> None:
    pen.mark(world.egor, world.lessons["algebra"][0], 4)
    pen.mark(world.egor, world.lessons["algebra"][1], 0, deadline=date(2026, 11, 23))
    assert of(world).tally.weighted_mean == "4,00"
    Setting.objects.create(key="journal.expired_point_is_two", value=True, since=worlds.SEPTEMBER)
    assert of(world).tally.weighted_mean == "3,00"


def test_a_subject_is_one_over_all_its_courses(world: World, pen) -> None:
    """Who changed class keeps the marks of the subject (domain.md part 3)."""
    other = Group.objects.create(year=world.year, kind=Group.Kind.CLASS, name="8В", grade=8, letter="В")
    course = Course.objects.create(year=world.year, subject=Subject.objects.get(name="Алгебра"), group=other)
    Teaching.objects.create(person=world.other_teacher, course=course, since=worlds.SEPTEMBER)
    worlds.member(other, world.gone, since=date(2026, 11, 14))
    pen.mark(world.gone, world.lessons["algebra"][0], 3)
    pen.mark(world.gone, Lesson.objects.create(course=course, date=date(2026, 11, 20), number=1), 5)
    found = of(world, student=world.gone)
    assert ([mark.value for mark in found.marks], found.tally.mean) == ([3, 5], "4,00")
    (year,) = family.years_of(world.gone.pk)
    assert year.class_titles == "8\u00a0«Б» → 8\u00a0«В»"


def test_the_running_mean_of_the_chart(world: World, pen) -> None:
    lessons = world.lessons["algebra"]
    pen.mark(world.egor, lessons[0], 5, "вид 1", 1)
    pen.mark(world.egor, lessons[1], 2, "вид 5", 5)
    pen.mark(world.egor, lessons[2], 4)
    assert [(point.value, round(point.mean, 3)) for point in of(world).points] == [(5, 5.0), (2, 2.5), (4, 2.875)]


def test_subjects_without_marks_are_named(world: World, pen, as_) -> None:
    pen.mark(world.egor, world.lessons["algebra"][0], 5)
    page = as_(world.egor).get("/diary/marks/").content.decode()
    assert "Отметок пока нет: Английский язык, Физика." in page


def test_ungraded_courses_ask_for_no_marks(world: World, as_) -> None:
    Course.objects.filter(pk=world.physics.pk).update(graded=False)
    assert "Физика" not in as_(world.egor).get("/diary/marks/").content.decode()


def test_the_list_tells_all_of_a_mark(world: World, pen, as_) -> None:
    lesson = world.lessons["algebra"][7]
    pen.topic(lesson, "Дроби <и> части")
    pen.mark(world.egor, lesson, 4, "контрольная работа", 5, comment="знак & скобки")
    pen.mark(world.egor, world.lessons["algebra"][6], 3)
    page = as_(world.egor).get("/diary/marks/").content.decode()
    assert "24\u00a0ноября, контрольная работа, вес\u00a05" in page
    assert "Дроби &lt;и&gt; части" in page
    assert "знак &amp; скобки" in page
    assert '<polyline class="mean-line"' in page
    assert "style=" not in page
    assert "Алгебра: ход взвешенного среднего, сейчас 3,71" in page  # (3·2 + 4·5)/7 = 26/7


def test_periods_are_switched_and_the_present_one_is_first(world: World, pen, as_) -> None:
    september = Lesson.objects.create(course=world.algebra, date=date(2026, 9, 15), number=1)
    pen.mark(world.egor, september, 2)
    client = as_(world.egor)
    page = client.get("/diary/marks/").content.decode()
    assert "9\u00a0ноября – 30\u00a0декабря" in page
    assert 'class="mark  m2"' not in page
    first = Period.objects.get(kind=PeriodKind.QUARTER, number=1)
    assert f"?span={first.pk}" in page
    assert 'class="mark  m2"' in client.get(f"/diary/marks/?span={first.pk}").content.decode()
    assert 'class="mark  m2"' in client.get(f"/diary/marks/?span=y{world.year.pk}").content.decode()


def test_a_senior_has_half_years(world: World) -> None:
    (year,) = family.years_of(world.senior.pk)
    assert [span.title for span in year.spans] == ["I\u00a0полугодие", "II\u00a0полугодие"]


def test_old_marks_of_all_years_are_two_taps_away(world: World, pen, as_) -> None:
    start = date(2025, 9, 1)
    year = Year.objects.create(name="2025/26", since=start, until=date(2026, 8, 31))
    Period.objects.create(year=year, kind=PeriodKind.QUARTER, number=1, since=start, until=date(2025, 10, 26))
    group = Group.objects.create(year=year, kind=Group.Kind.CLASS, name="7Б", grade=7, letter="Б")
    worlds.member(group, world.egor, since=start, until=date(2026, 8, 31))
    course = Course.objects.create(year=year, subject=Subject.objects.get(name="Алгебра"), group=group)
    pen.mark(
        world.egor, Lesson.objects.create(course=course, date=date(2025, 9, 9), number=1), 2, at=NOW, comment="давняя"
    )
    client = as_(world.egor)
    page = client.get("/diary/marks/").content.decode()
    assert "давняя" not in page
    (address,) = re.findall(rf'href="(/diary/{world.egor.pk}/marks/\?span=y{year.pk})"', page)
    old = client.get(address).content.decode()
    assert "давняя" in old
    assert "7\u00a0«Б»" in old


def test_a_foreign_or_senseless_span_is_the_present_one(world: World, as_) -> None:
    for span in ("y999", "-1", "'", "999"):
        assert (
            "9\u00a0ноября – 30\u00a0декабря" in as_(world.egor).get("/diary/marks/", {"span": span}).content.decode()
        )


def test_between_periods_the_last_one_is_shown(world: World) -> None:
    years = family.years_of(world.egor.pk)
    found = family.chosen(years, "", date(2026, 11, 4))
    assert found is not None
    assert found[1].title == "I\u00a0четверть"
    before = family.chosen(years, "", date(2026, 8, 20))
    assert before is not None
    assert before[1].title == "год"
    assert family.chosen([], "", date(2026, 11, 4)) is None
