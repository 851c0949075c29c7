from __future__ import annotations

from datetime import date

from tests.world import QUARTERS, TODAY, World
from zhurnal.diary.queries.absences import absences_between
from zhurnal.timetable.models import Lesson


def page(world: World, student=None):
    return absences_between((student or world.egor).pk, *QUARTERS[1], TODAY)


def test_counts_by_kind_full_days_and_share(world: World, pen) -> None:
    """Egor has had 18 lessons by 24 November: 8 of algebra, 5 of physics, 5 of English."""
    algebra, physics, english = (world.lessons[name] for name in ("algebra", "physics", "english"))
    pen.absence(world.egor, algebra[1], "ill", first_kind="absent")  # Tuesday 10: algebra and physics, the whole day
    pen.absence(world.egor, physics[0], "ill")
    pen.absence(world.egor, algebra[0], "absent")  # Monday 9: English was attended
    pen.absence(world.egor, physics[4], "late", minutes=7)
    pen.absence(world.egor, english[1], "exempt")  # Wednesday 11: exempt is present
    found = page(world)
    assert found.by_kind == {"absent": 1, "ill": 2, "late": 1, "exempt": 1}
    assert (found.missed, found.lessons, found.attended_percent) == (3, 18, 83)  # 15/18 = 83,3
    assert found.full_days == [date(2026, 11, 10)]
    assert [(one.date, one.full, [row.sign for row in one.rows]) for one in found.days] == [
        (date(2026, 11, 24), False, ["оп"]),
        (date(2026, 11, 11), False, ["осв"]),
        (date(2026, 11, 10), True, ["б", "б"]),
        (date(2026, 11, 9), False, ["н"]),
    ]


def test_a_cancelled_lesson_is_no_part_of_a_full_day(world: World, pen) -> None:
    pen.absence(world.egor, world.lessons["algebra"][1], "absent")
    assert page(world).full_days == []
    Lesson.objects.filter(pk=world.lessons["physics"][0].pk).update(state=Lesson.State.CANCELLED)
    assert page(world).full_days == [date(2026, 11, 10)]


def test_lessons_ahead_are_not_attended_yet(world: World) -> None:
    assert (page(world).lessons, page(world, world.late).lessons) == (18, 8)  # of the late one: 16 to 24 November


def test_before_the_first_lesson_there_is_no_share(world: World) -> None:
    found = page(world, world.senior)
    assert (found.lessons, found.attended_percent, found.percent_note) == (0, None, "")


def test_the_page(world: World, pen, as_) -> None:
    pen.absence(world.egor, world.lessons["algebra"][1], "ill", first_kind="absent")
    said = as_(world.egor).get("/diary/absences/").content.decode()
    assert "посещено 94\u00a0% из 18" in said
    assert "урок пропущен" in said
    assert "Болел (учитель отметил «н»)" in said
    assert "вторник" in said
    assert "Пропусков нет" in as_(world.father).get("/diary/absences/").content.decode()


def test_the_first_grade_has_its_attendance(world: World, pen, as_) -> None:
    pen.absence(world.first_grader, world.lessons["reading"][9], "absent")
    assert "Литературное чтение" in as_(world.mother).get(f"/diary/{world.first_grader.pk}/absences/").content.decode()
