from __future__ import annotations

import re
from datetime import date, time

import pytest

from tests import world as worlds
from tests.world import TODAY, World
from zhurnal.diary.queries import days
from zhurnal.journal.models import Attachment
from zhurnal.people.models import Person
from zhurnal.school.models import CalendarDay, Course, Group, Subject, Year
from zhurnal.timetable.models import Lesson

MONDAY = date(2026, 11, 23)


def shown(student: Person, since: date = TODAY, until: date | None = None) -> list[days.Entry]:
    entries = days.lessons_between(student.pk, since, until or since)
    days.fill(student.pk, entries)
    return entries


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_today_holds_the_lessons_of_the_student_in_order(world: World) -> None:
    algebra, physics = shown(world.egor)
    assert (algebra.number, algebra.subject, algebra.room, algebra.teacher) == (
        3,
        "Алгебра",
        "214",
        "Третьякова О. Н.".replace(" ", "\u00a0"),
    )
    assert (algebra.starts, algebra.ends) == (time(10, 25), time(11, 5))
    assert (physics.number, physics.subject, physics.group) == (4, "Физика", "")


def test_a_subgroup_is_named_and_the_other_one_is_not_shown(world: World) -> None:
    assert [(e.subject, e.group) for e in shown(world.egor, MONDAY)] == [
        ("Алгебра", ""),
        ("Английский язык", "англ. 1"),
    ]
    assert [e.subject for e in shown(world.alisa, MONDAY)] == ["Алгебра"]


def test_lessons_outside_membership_are_not_the_students(world: World) -> None:
    assert shown(world.late, date(2026, 11, 10)) == []
    assert len(shown(world.late, date(2026, 11, 17))) == 2
    assert len(shown(world.gone, date(2026, 11, 10))) == 2
    assert shown(world.gone, date(2026, 11, 17)) == []


def test_a_student_who_changed_class_sees_both(world: World) -> None:
    worlds.member(world.class_1a, world.gone, since=date(2026, 11, 14))
    assert [e.subject for e in shown(world.gone, date(2026, 11, 10))] == ["Алгебра", "Физика"]
    assert [e.subject for e in shown(world.gone, date(2026, 11, 17))] == ["Литературное чтение"]


def test_what_is_set_in_a_lesson_is_due_in_the_next_one_of_the_course(world: World, pen) -> None:
    """Algebra stands on Monday, Tuesday and Thursday: 9, 10, 12, 16, 17, 19, 23, 24, 26 November."""
    lessons = world.lessons["algebra"]
    pen.homework(lessons[5], "в четверг 19-го")
    pen.homework(lessons[6], "в понедельник 23-го")
    pen.homework(lessons[7], "сегодня")
    by_day = {e.date: e for e in shown(world.egor, MONDAY, date(2026, 11, 29)) if e.subject == "Алгебра"}
    assert [task.text for task in by_day[MONDAY].due] == ["в четверг 19-го"]
    assert [task.text for task in by_day[TODAY].due] == ["в понедельник 23-го"]
    assert [task.text for task in by_day[date(2026, 11, 26)].due] == ["сегодня"]
    assert by_day[TODAY].task.text == "сегодня"


def test_homework_with_a_date_of_its_own_waits_for_it(world: World, pen) -> None:
    lessons = world.lessons["algebra"]
    pen.homework(lessons[0], "проект", due=TODAY)
    pen.homework(lessons[6], "к четвергу", due=date(2026, 11, 26))
    by_day = {
        e.date: [task.text for task in e.due]
        for e in shown(world.egor, MONDAY, date(2026, 11, 29))
        if e.subject == "Алгебра"
    }
    assert by_day == {MONDAY: [], TODAY: ["проект"], date(2026, 11, 26): ["к четвергу"]}


def test_a_lesson_without_homework_ends_the_waiting(world: World, pen) -> None:
    pen.homework(world.lessons["algebra"][5], "сделано 23-го")
    assert [e.due for e in shown(world.egor) if e.subject == "Алгебра"] == [[]]


def test_the_second_lesson_of_a_double_one_asks_for_nothing_set_in_the_first(world: World, pen) -> None:
    first = world.lessons["algebra"][7]
    Lesson.objects.create(course=world.algebra, date=TODAY, number=5, starts=time(12, 20), ends=time(13, 0))
    pen.homework(first, "после первого")
    pen.homework(world.lessons["algebra"][6], "к сдвоенному")
    found = [([task.text for task in e.due], e.number) for e in shown(world.egor) if e.subject == "Алгебра"]
    assert found == [(["к сдвоенному"], 3), ([], 5)]
    later = shown(world.egor, date(2026, 11, 26))
    assert [task.text for task in later[0].due] == ["после первого"]  # set on the last day before Thursday


def test_a_cancelled_lesson_is_said_and_skipped(world: World, pen, as_) -> None:
    lesson = world.lessons["algebra"][7]
    Lesson.objects.filter(pk=lesson.pk).update(state=Lesson.State.CANCELLED)
    pen.homework(world.lessons["algebra"][6], "ждёт четверга")
    assert shown(world.egor)[0].cancelled
    assert shown(world.egor)[0].due == []
    assert [task.text for task in shown(world.egor, date(2026, 11, 26))[0].due] == ["ждёт четверга"]
    assert "отменён" in as_(world.egor).get("/diary/").content.decode()


def test_the_page_tells_all_of_a_lesson(world: World, pen, as_) -> None:
    algebra, physics = world.lessons["algebra"], world.lessons["physics"]
    pen.topic(algebra[7], "Линейные <уравнения>")
    homework = pen.homework(algebra[7], "№ 534, https://example.ru/a?b=1&c=2", minutes=25)
    Attachment.objects.create(
        homework=homework, name="схема.pdf", size=350_000, kind="application/pdf", sha256="0" * 64, added_at=worlds.NOW
    )
    pen.mark(world.egor, algebra[7], 4, "контрольная работа", 5, comment="ошибка в <знаке>")
    pen.absence(world.egor, physics[4], "late", minutes=7)
    pen.homework(physics[4], is_none=True)
    Lesson.objects.filter(pk=physics[4].pk).update(substitute=world.teacher)
    page = as_(world.egor).get("/diary/").content.decode()
    said = text_of(page)
    assert "10:25–11:05 · каб. 214 · Третьякова О. Н." in said
    assert "Линейные &lt;уравнения&gt;" in page
    assert "ошибка в &lt;знаке&gt;" in page
    assert 'href="https://example.ru/a?b=1&amp;c=2"' in page
    assert "≈\u00a025\u00a0мин" in page
    assert "342\u00a0КБ" in page
    assert "схема.pdf" in page
    assert '<b class="mark mark-large m4">4</b>' in page
    assert "контрольная работа, вес 5" in page
    assert "замещает Третьякова" in said
    assert "не задано" in said
    assert ">оп</b>" in page
    assert "7\u00a0мин" in page


def test_marks_of_others_are_never_shown(world: World, pen, as_) -> None:
    work = pen.work(world.lessons["algebra"][7], "контрольная работа", 5)
    work.marks.create(student=world.alisa, value=2, set_at=worlds.NOW, comment="чужая")
    work.marks.create(student=world.egor, value=5, set_at=worlds.NOW)
    page = as_(world.egor).get("/diary/").content.decode()
    assert "чужая" not in page
    assert "mark-large m2" not in page
    assert "mark-large m5" in page


def test_a_mark_is_visible_as_soon_as_it_is_saved(world: World, pen, as_) -> None:
    client = as_(world.father)
    assert "mark-large" not in client.get("/diary/").content.decode()
    pen.mark(world.alisa, world.lessons["algebra"][7], 5)
    assert "mark-large m5" in client.get("/diary/").content.decode()


def test_a_resit_shows_both_and_a_point_its_day(world: World, pen, as_) -> None:
    pen.mark(world.egor, world.lessons["algebra"][7], 4, first_try=2, made_up_on=TODAY)
    pen.mark(world.egor, world.lessons["physics"][4], 0, deadline=date(2026, 12, 1))
    page = as_(world.egor).get("/diary/").content.decode()
    assert '<small class="before">2→</small>4' in page
    assert "сдано 24\u00a0ноября" in page
    assert "работа ещё не сдана" in page
    assert "до 1\u00a0декабря" in page


def test_the_first_grade_shows_topics_without_marks_and_homework(world: World, pen, as_) -> None:
    lesson = world.lessons["reading"][9]
    assert lesson.date == TODAY
    pen.topic(lesson, "Буква «Ш»")
    page = as_(world.mother).get(f"/diary/{world.first_grader.pk}/").content.decode()
    assert "Буква «Ш»" in page
    assert "Задано" not in page
    assert "К\u00a0уроку" not in page
    assert "§3.7" in as_(world.mother).get(f"/diary/{world.first_grader.pk}/marks/").content.decode()


@pytest.mark.parametrize(("asked", "said"), [("2026-11-28", "Уроков нет"), ("2026-11-29", "Уроков нет")])
def test_a_free_day_says_so_and_shows_the_next_school_day(world: World, as_, asked: str, said: str) -> None:
    page = as_(world.egor).get(f"/diary/?date={asked}").content.decode()
    assert said in page
    assert "понедельник, 30\u00a0ноября" in page
    assert "Английский язык" in page


def test_a_free_day_names_the_holiday(world: World, as_) -> None:
    CalendarDay.objects.create(year=world.year, date=date(2026, 11, 28), kind="vacation", title="осенние каникулы")
    assert "Уроков нет: осенние каникулы" in as_(world.egor).get("/diary/?date=2026-11-28").content.decode()
    CalendarDay.objects.create(
        year=world.year, date=date(2026, 11, 29), kind="quarantine", title="карантин", group=world.class_1a
    )
    assert "карантин" not in as_(world.egor).get("/diary/?date=2026-11-29").content.decode()


def test_after_the_last_lesson_nothing_is_promised(world: World, as_) -> None:
    assert "пока нет" in as_(world.egor).get("/diary/?date=2027-06-20").content.decode()


@pytest.mark.parametrize("asked", ["", "2026-13-40", "9999-12-31", "0001-01-01", "завтра", "2026-W48-2x"])
def test_a_senseless_date_is_today(world: World, as_, asked: str) -> None:
    assert "Вторник, 24\u00a0ноября" in as_(world.egor).get("/diary/", {"date": asked}).content.decode()


def test_the_strip_holds_the_week_and_its_neighbours(world: World, as_) -> None:
    page = as_(world.egor).get("/diary/").content.decode()
    dates = re.findall(r'date=(\d{4}-\d\d-\d\d)"(?: aria-current="date")? aria-label', page)
    assert dates == ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28"]
    assert "date=2026-11-17" in page
    assert "date=2026-12-01" in page


def test_a_day_of_another_year_names_the_year(world: World, as_) -> None:
    client, own = as_(world.egor), "/diary/"
    assert "Вторник, 12\u00a0января 2027\u00a0г." in client.get(own, {"date": "2027-01-12"}).content.decode()
    week = f"/diary/{world.egor.pk}/week/"
    assert "11–16\u00a0января 2027\u00a0г." in client.get(week, {"date": "2027-01-12"}).content.decode()
    assert "2026\u00a0г.</h1>" not in client.get(own).content.decode()


def test_the_week_is_a_spread_of_days(world: World, pen, as_) -> None:
    pen.homework(world.lessons["algebra"][6], "№ 1", minutes=20)
    page = as_(world.egor).get("/diary/week/").content.decode()
    assert page.count('<section class="day') == 6
    assert "23–28\u00a0ноября" in page
    assert "2\u00a0урока · дома ≈\u00a020\u00a0мин" in page
    assert "уроков нет" in page


def test_sunday_lessons_widen_the_week(world: World, as_) -> None:
    Lesson.objects.create(course=world.algebra, date=date(2026, 11, 29), number=1)
    assert as_(world.egor).get("/diary/week/").content.decode().count('<section class="day') == 7


def test_a_work_ahead_is_announced(world: World, pen, as_) -> None:
    pen.kind("контрольная работа")
    pen.work(world.lessons["algebra"][8], "контрольная работа", 5, "Линейные уравнения")
    assert "Контрольная работа: Линейные уравнения" in as_(world.egor).get("/diary/?date=2026-11-26").content.decode()


def test_a_work_that_the_topic_names_is_not_said_twice(world: World, pen) -> None:
    title = "Контрольная работа № 2"
    pen.topic(world.lessons["algebra"][7], f"{title} «Дроби»")
    pen.work(world.lessons["algebra"][7], "контрольная работа", 5, title)
    pen.work(world.lessons["physics"][4], "контрольная работа", 5, title)
    assert [entry.works for entry in shown(world.egor)] == [[], [title]]


def test_the_lesson_that_goes_on_is_ringed(world: World, as_) -> None:
    """At 10:00 no lesson goes on; the third begins at 10:25."""
    assert "идёт сейчас" not in as_(world.egor).get("/diary/").content.decode()
    Lesson.objects.filter(pk=world.lessons["algebra"][7].pk).update(starts=time(9, 25), ends=time(10, 5))
    page = as_(world.egor).get("/diary/").content.decode()
    assert page.count("идёт сейчас") == 1
    assert page.count('class="entry now"') == 1


def earlier_years(world: World, number: int) -> None:
    """As many finished years, each with a class of its own and lessons on every date of a quarter."""
    subject = Subject.objects.get(name="Алгебра")
    for back in range(1, number + 1):
        start = date(2026 - back, 9, 1)
        year = Year.objects.create(
            name=f"{start.year}/{start.year + 1}", since=start, until=date(start.year + 1, 8, 31)
        )
        group = Group.objects.create(year=year, kind=Group.Kind.CLASS, name=f"{8 - back}Б", grade=8 - back, letter="Б")
        worlds.member(group, world.egor, since=start, until=year.until)
        course = Course.objects.create(year=year, subject=subject, group=group)
        Lesson.objects.create(course=course, date=date(start.year, 11, 24), number=1)


def test_each_year_shows_its_own(world: World) -> None:
    earlier_years(world, 3)
    assert [e.subject for e in shown(world.egor, date(2025, 11, 24))] == ["Алгебра"]
    assert len(shown(world.egor)) == 2
