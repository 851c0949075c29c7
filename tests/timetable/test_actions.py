from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from tests.world import TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.journal.models import LessonRecord
from zhurnal.people.models import Notice
from zhurnal.school import actions as school
from zhurnal.school.models import Course, Room, Subject, Teaching
from zhurnal.timetable import actions
from zhurnal.timetable.models import BellSchedule, Lesson, Slot
from zhurnal.timetable.planning import plan_lessons

DAY = timedelta(days=1)
WEEK = (date(2026, 12, 7), date(2026, 12, 13))  # a week of the second quarter without lessons in the world


def made(world: World, **fields) -> actions.lessons.Made:
    since, until = fields.pop("span", WEEK)
    return actions.make_lessons(SYSTEM, world.year, since=since, until=until, **fields)


def lessons_of(course: Course) -> list[tuple[date, int]]:
    return list(
        Lesson.objects.filter(course=course, date__range=WEEK).order_by("date", "number").values_list("date", "number")
    )


def test_week_is_made_from_slots_and_bells(world: World) -> None:
    answer = made(world)
    assert (answer.made, answer.dropped, answer.standing) == (11, 0, 0)  # algebra 3, physics 2, English 2, reading 4
    assert lessons_of(world.algebra) == [(date(2026, 12, 7), 2), (date(2026, 12, 8), 3), (date(2026, 12, 10), 1)]
    first = Lesson.objects.get(course=world.algebra, date=date(2026, 12, 7))
    assert (first.starts, first.ends, first.teacher, first.room.name) == (
        time(9, 25),
        time(10, 5),
        world.teacher,
        "214",
    )
    entry = Entry.objects.get(subject=f"timetable.lesson:{first.pk}")
    assert (entry.verb, entry.chain.key) == ("timetable.lessons.make", f"course:{world.algebra.pk}")


def test_second_run_adds_only_what_is_missing(world: World) -> None:
    made(world)
    Lesson.objects.filter(course=world.algebra, date=date(2026, 12, 8)).delete()
    kept = set(Lesson.objects.values_list("pk", flat=True))
    assert made(world) == actions.lessons.Made(made=1, dropped=0, standing=10)
    assert kept < set(Lesson.objects.values_list("pk", flat=True))
    assert made(world).made == 0


def test_free_moved_and_quarantine_days(world: World) -> None:
    school.set_days(SYSTEM, world.year, since=date(2026, 12, 7), kind="holiday")
    school.set_days(SYSTEM, world.year, since=date(2026, 12, 12), kind="moved", weekday=1)
    school.set_days(SYSTEM, world.year, since=date(2026, 12, 10), kind="quarantine", group=world.class_8b)
    made(world)
    assert lessons_of(world.algebra) == [(date(2026, 12, 8), 3), (date(2026, 12, 12), 2)]
    assert lessons_of(world.english) == [(date(2026, 12, 9), 3), (date(2026, 12, 12), 4)]
    assert (date(2026, 12, 10), 2) in lessons_of(world.reading)


def test_no_lessons_between_quarters(world: World) -> None:
    made(world, span=(date(2026, 12, 28), date(2027, 1, 12)))
    days = set(Lesson.objects.filter(date__gte=date(2026, 12, 28)).values_list("date", flat=True))
    assert days == {date(2026, 12, 28), date(2026, 12, 29), date(2026, 12, 30), date(2027, 1, 11), date(2027, 1, 12)}


def test_weeks_take_turns(world: World) -> None:
    # 7 December is 14 weeks after the Monday of the year's first week: an odd week of a cycle of two
    Slot.objects.filter(course=world.physics, weekday=2).update(week=1)
    Slot.objects.filter(course=world.physics, weekday=5).update(week=2)
    made(world)
    assert lessons_of(world.physics) == [(date(2026, 12, 8), 4)]
    made(world, span=(date(2026, 12, 14), date(2026, 12, 20)))
    assert list(
        Lesson.objects.filter(course=world.physics, date__gte=date(2026, 12, 14)).values_list("date", flat=True)
    ) == [date(2026, 12, 18)]


def test_lesson_has_the_teacher_of_its_day(world: World) -> None:
    held = Teaching.objects.get(course=world.algebra, person=world.teacher)
    school.end_teaching(SYSTEM, held, until=date(2026, 12, 8))
    school.assign_teacher(SYSTEM, world.algebra, world.other_teacher, since=date(2026, 12, 9))
    made(world)
    teachers = (
        Lesson.objects.filter(course=world.algebra, date__range=WEEK).order_by("date").values_list("teacher", flat=True)
    )
    assert list(teachers) == [world.teacher.pk, world.teacher.pk, world.other_teacher.pk]


def test_only_these_courses(world: World) -> None:
    assert made(world, courses=Course.objects.filter(pk=world.english.pk)).made == 2
    assert lessons_of(world.algebra) == []


def test_stale_lessons_go_unless_something_is_written(world: World) -> None:
    made(world)
    Slot.objects.filter(course=world.algebra).delete()
    written = Lesson.objects.get(course=world.algebra, date=date(2026, 12, 8))
    LessonRecord.objects.create(lesson=written, topic="Корни", written_at="2026-12-08T10:00Z")
    actions.substitute(SYSTEM, Lesson.objects.get(course=world.algebra, date=date(2026, 12, 7)), world.other_teacher)
    assert made(world).dropped == 0
    gone = Lesson.objects.get(course=world.algebra, date=date(2026, 12, 10)).pk
    assert made(world, drop_stale=True).dropped == 1
    assert lessons_of(world.algebra) == [(date(2026, 12, 7), 2), (date(2026, 12, 8), 3)]
    assert Entry.objects.filter(subject=f"timetable.lesson:{gone}").count() == 2


@pytest.mark.parametrize("copies", [1, 3])
def test_reading_for_lessons_is_twelve_queries(world: World, copies: int, django_assert_num_queries) -> None:
    for number in range(copies):
        course = school.create_course(SYSTEM, world.class_8b, Subject.objects.create(name=f"Предмет {number}"))
        Slot.objects.create(course=course, weekday=1, number=5 + number, since=TODAY)
    with django_assert_num_queries(12):
        plan = plan_lessons(world.year, *WEEK)
    assert len(plan.new) == 11 + copies


def test_lessons_outside_the_year_are_refused(world: World) -> None:
    with pytest.raises(Refused, match="не входят"):
        made(world, span=(date(2026, 8, 1), date(2026, 9, 10)))


def test_substitute_is_told_and_may_be_taken_back(world: World, who) -> None:
    lesson = world.lessons["physics"][0]
    deputy = who(world.deputy)
    actions.substitute(deputy, lesson, world.teacher, reason="Болезнь")
    assert Lesson.objects.get(pk=lesson.pk).substitute == world.teacher
    assert "Вы замещаете урок: Физика" in Notice.objects.get(person=world.teacher).text
    with pytest.raises(Refused, match="и так ведёт"):
        actions.substitute(deputy, lesson, world.other_teacher)
    actions.substitute(deputy, lesson, None)
    assert Notice.objects.filter(person=world.teacher, text__contains="отменено").count() == 1


def test_lesson_with_records_is_not_cancelled(world: World) -> None:
    first, second = world.lessons["physics"][:2]
    LessonRecord.objects.create(lesson=first, topic="Сила", written_at="2026-11-10T10:00Z")
    with pytest.raises(Refused, match="есть записи"):
        actions.cancel_lesson(SYSTEM, first, reason="Мороз")
    with pytest.raises(Refused, match="почему"):
        actions.cancel_lesson(SYSTEM, second, reason=" ")
    actions.cancel_lesson(SYSTEM, second, reason="Мороз")
    assert second.state == "cancelled"
    with pytest.raises(Refused, match="отменён"):
        actions.substitute(SYSTEM, second, world.teacher)
    actions.restore_lesson(SYSTEM, second)
    assert second.state == "planned"


def test_slot_is_refused_where_group_teacher_or_room_is_taken(world: World) -> None:
    geometry = school.create_course(SYSTEM, world.class_8b, Subject.objects.create(name="Геометрия"))
    with pytest.raises(Refused, match="уже стоит Алгебра"):
        actions.create_slot(SYSTEM, geometry, weekday=1, number=2, since=TODAY)
    with pytest.raises(Refused, match="уже стоит Английский язык"):
        actions.create_slot(SYSTEM, geometry, weekday=1, number=4, since=TODAY)
    maths = school.create_course(SYSTEM, world.class_10a, Subject.objects.get(name="Алгебра"))
    with pytest.raises(Refused, match="кабинет занят: Алгебра"):
        actions.create_slot(SYSTEM, maths, weekday=1, number=2, room=Room.objects.get(name="214"), since=TODAY)
    school.assign_teacher(SYSTEM, maths, world.teacher, since=TODAY)
    with pytest.raises(Refused, match="Третьякова"):
        actions.create_slot(SYSTEM, maths, weekday=1, number=2, since=TODAY)
    assert actions.create_slot(SYSTEM, maths, weekday=1, number=3, since=TODAY).pk


def test_changed_slot_keeps_its_past(world: World) -> None:
    slot = Slot.objects.get(course=world.algebra, weekday=1)
    same = {"course": slot.course, "week": 0, "teacher": slot.teacher, "room": slot.room}
    new = actions.set_slot(SYSTEM, slot, weekday=1, number=6, since=TODAY, **same)
    assert (slot.until, new.since, new.number) == (TODAY - DAY, TODAY, 6)
    again = actions.set_slot(SYSTEM, new, weekday=1, number=7, since=TODAY, **same)
    assert (again.pk, again.number) == (new.pk, 7)
    actions.remove_slot(SYSTEM, again, since=TODAY + DAY)
    assert again.until == TODAY
    actions.remove_slot(SYSTEM, again, since=TODAY)
    assert not Slot.objects.filter(course=world.algebra, number=7).exists()


def test_bells_of_a_day_change_its_lessons(world: World) -> None:
    short = actions.create_bells(
        SYSTEM,
        world.year,
        name="Сокращённые",
        is_ordinary=False,
        times={1: (time(8, 30), time(9, 0)), 3: (time(9, 50), time(10, 20))},
    )
    lesson = Lesson.objects.get(course=world.algebra, date=TODAY)
    row = actions.set_bell_day(SYSTEM, short, TODAY)
    lesson.refresh_from_db()
    assert (lesson.starts, lesson.ends) == (time(9, 50), time(10, 20))
    actions.remove_bell_day(SYSTEM, row)
    lesson.refresh_from_db()
    assert lesson.starts == time(10, 25)


def test_new_bells_hold_from_today_on(world: World) -> None:
    bells = BellSchedule.objects.get()
    actions.set_bells(SYSTEM, bells, name="Обычные", times={n: (time(8 + n, 0), time(8 + n, 40)) for n in range(1, 8)})
    assert Lesson.objects.get(course=world.algebra, date=TODAY).starts == time(11, 0)
    assert Lesson.objects.get(course=world.algebra, date=date(2026, 11, 10)).starts == time(10, 25)
    with pytest.raises(Refused, match="уже есть"):
        actions.create_bells(SYSTEM, world.year, name="Другие", times={})
    with pytest.raises(Refused, match="8:00"):
        actions.set_bells(SYSTEM, bells, name="Ранние", times={1: (time(7, 0), time(7, 40))})
