"""Absences of teachers, the day of substitutions, and what is done with a lesson (§4.4.3)."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from tests import world as worlds
from tests.world import SEPTEMBER, TODAY, World
from zhurnal.core import clock
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry, Payload
from zhurnal.journal.models import LessonRecord
from zhurnal.people.models import Notice, Person
from zhurnal.school.models import Course, Group, Subject, Teaching
from zhurnal.timetable import actions
from zhurnal.timetable.models import Lesson, StaffAbsence, Substitution
from zhurnal.timetable.relief import Relief
from zhurnal.timetable.relief_pages import day_page

DAY = timedelta(days=1)
FRIDAY = date(2026, 11, 27)


def words(said: str) -> str:
    """A pattern of these words; names are typed with no-break spaces."""
    return re.escape(said).replace(r"\ ", r"\s")


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ").split())


def away(person: Person, since: date = TODAY, until: date | None = None, **more) -> StaffAbsence:
    return actions.add_absence(SYSTEM, person, since=since, until=until or since, reason="illness", **more)


def todays(world: World, name: str) -> Lesson:
    return next(one for one in world.lessons[name] if one.date == TODAY)


def colleague(world: World, name: str, subject: str, group: Group, *hours: int, day: date = TODAY) -> Person:
    """Another teacher, with a course and lessons of the day."""
    person = worlds.person(name, "Ирина", sex="f")
    worlds.account(person, f"t{person.pk}")
    course = Course.objects.get_or_create(
        year=world.year, subject=Subject.objects.get_or_create(name=subject)[0], group=group
    )[0]
    Teaching.objects.create(person=person, course=course, since=SEPTEMBER)
    for number in hours:
        hour, minute = worlds.BELLS[number - 1]
        Lesson.objects.create(
            course=course,
            date=day,
            number=number,
            teacher=person,
            starts=time(hour, minute),
            ends=time(hour, minute + 1),
        )
    return person


# Absences


def test_absences_do_not_overlap_and_are_not_backwards(world: World) -> None:
    away(world.other_teacher, TODAY, TODAY + 2 * DAY)
    with pytest.raises(Refused, match=words("уже записано: Окулов Д. С., 24 ноября — 26 ноября")):
        away(world.other_teacher, TODAY + DAY, TODAY + 5 * DAY)
    with pytest.raises(Refused, match="раньше первого"):
        away(world.teacher, TODAY, TODAY - DAY)
    with pytest.raises(Refused, match="один день"):
        away(world.teacher, TODAY, TODAY + DAY, first_lesson=2)
    with pytest.raises(Refused, match="Последний урок"):
        away(world.teacher, first_lesson=3, last_lesson=2)
    away(world.teacher, first_lesson=1, last_lesson=2)
    away(world.teacher, first_lesson=3)
    with pytest.raises(Refused, match="уже записано"):
        away(world.teacher, last_lesson=1)


@pytest.mark.parametrize(
    ("hours", "missed"),
    [
        ({"first_lesson": 3}, {(1, 3), (1, 5), (2, 1), (2, 4)}),  # gone before the second shift
        ({"last_lesson": 3}, {(1, 1), (1, 3)}),  # back for the second shift
        ({"first_lesson": 2, "shift": 2}, {(2, 4)}),
        ({"last_lesson": 2, "shift": 2}, {(1, 1), (1, 3), (1, 5), (2, 1)}),
        ({}, {(1, 1), (1, 3), (1, 5), (2, 1), (2, 4)}),
    ],
)
def test_hours_of_an_absence_are_of_one_shift(hours: dict[str, int], missed: set[tuple[int, int]]) -> None:
    row = StaffAbsence(since=TODAY, until=TODAY, **hours)
    places = [(1, 1), (1, 3), (1, 5), (2, 1), (2, 4)]
    assert {place for place in places if row.covers(*place)} == missed


def test_an_absence_ends_the_day_before_the_return_or_was_none(world: World) -> None:
    row = away(world.other_teacher, TODAY - DAY, TODAY + 5 * DAY)
    actions.end_absence(SYSTEM, row, back=TODAY)
    assert StaffAbsence.objects.get().until == TODAY - DAY
    actions.end_absence(SYSTEM, row, back=TODAY - DAY)
    assert not StaffAbsence.objects.exists()


def test_the_note_stays_out_of_the_log(world: World) -> None:
    row = away(world.other_teacher, note="Перелом ноги")
    actions.set_absence(SYSTEM, row, since=TODAY, until=TODAY, reason="illness", note="Операция")
    said = " ".join(Payload.objects.values_list("text", flat=True))
    assert "illness" in said
    assert "Перелом" not in said
    assert "Операция" not in said


def test_the_reason_is_read_by_the_management_alone(world: World, as_, who) -> None:
    row = away(world.other_teacher, note="Операция на колене")
    for person in (
        world.teacher,
        world.other_teacher,
        world.primary_teacher,
        world.father,
        world.clerk,
        world.director,
    ):
        assert as_(person).get(reverse("timetable:absence", args=[row.pk])).status_code == 404
    for page in ("timetable:absences", "timetable:substitutions"):
        shown = text_of(as_(world.deputy).get(reverse(page)))
        assert "болезнь" in shown
        assert "Операция на колене" in shown
    lesson = todays(world, "physics")
    actions.substitute(who(world.deputy), lesson, world.teacher)
    klass = world.class_8b.pk
    for person, address in (
        (world.teacher, reverse("timetable:own-substitutions")),
        (world.other_teacher, reverse("timetable:own-substitutions")),
        (world.teacher, reverse("timetable:class-changes", args=[klass])),
        (world.father, reverse("diary:day", args=[world.alisa.pk])),
    ):
        shown = text_of(as_(person).get(address))
        assert "Физика" in shown
        assert "болезнь" not in shown.lower()
        assert "Операция" not in shown
    assert not Notice.objects.filter(text__icontains="болезн").exists()


# The day


def test_a_day_names_lessons_without_anybody_and_the_best_candidates(world: World) -> None:
    away(world.other_teacher)
    page = day_page(TODAY)
    assert [(line.lesson.number, line.lesson.course) for line in page.unresolved] == [(4, world.physics)]
    # The class's teacher first; 1А's has lessons that day; who is away, has left or is busy is not asked.
    assert [one.person for one in page.unresolved[0].candidates] == [world.teacher, world.primary_teacher]
    assert page.unresolved[0].candidates[0].words[:2] == ["вместо урока — Алгебра", "знает класс"]


def test_absence_of_some_lessons_leaves_the_others(world: World) -> None:
    row = away(world.other_teacher, first_lesson=1, last_lesson=3)
    assert day_page(TODAY).unresolved == []
    actions.set_absence(SYSTEM, row, since=TODAY, until=TODAY, reason="trip", first_lesson=4)
    assert len(day_page(TODAY).unresolved) == 1


def test_who_teaches_the_subject_comes_first_and_the_busy_are_not_asked(world: World) -> None:
    physicist = colleague(world, "Физикова", "Физика", world.class_10a, 3)
    busy = colleague(world, "Занятова", "Физика", world.class_1a, 4)
    window = colleague(world, "Окнова", "Химия", world.class_1a, 2, 6)
    away(world.other_teacher)
    found = [one.person for one in day_page(TODAY).unresolved[0].candidates]
    assert found == [physicist, world.teacher, window]
    assert busy not in [one.person for one in day_page(TODAY, propose=True).unresolved[0].candidates]


def test_a_window_is_reckoned_by_time_for_both_shifts_have_a_fourth_lesson(world: World) -> None:
    colleague(world, "Окнова", "Химия", world.class_1a, 3, 5)
    away(world.other_teacher)
    lesson = todays(world, "physics")
    for starts, expected in ((time(11, 20), True), (time(16, 40), False)):
        Lesson.objects.filter(pk=lesson.pk).update(starts=starts, ends=time(starts.hour, 55))
        found = {one.person.last_name: one.facts.window for one in day_page(TODAY).unresolved[0].candidates}
        assert found["Окнова"] is expected


def test_a_teacher_whose_own_lesson_is_cancelled_is_free(world: World) -> None:
    freed = colleague(world, "Физикова", "Физика", world.class_10a, 4)
    away(world.other_teacher)
    assert freed not in [one.person for one in day_page(TODAY).unresolved[0].candidates]
    actions.cancel_lesson(SYSTEM, Lesson.objects.get(date=TODAY, teacher=freed), reason="Экскурсия")
    assert day_page(TODAY).unresolved[0].candidates[0].person == freed


def test_a_lesson_is_without_anybody_again_when_the_substitute_falls_ill(world: World) -> None:
    away(world.other_teacher)
    actions.substitute(SYSTEM, todays(world, "physics"), world.teacher)
    assert day_page(TODAY).unresolved == []
    away(world.teacher)
    found = day_page(TODAY).unresolved
    assert [line.lesson.course for line in found] == [world.algebra, world.physics]
    assert found[1].away == [world.teacher]


@pytest.mark.parametrize("teachers", [1, 3])
def test_the_day_is_read_in_as_many_queries_for_any_number_of_teachers(
    world: World, teachers: int, django_assert_num_queries
) -> None:
    away(world.other_teacher)
    for n in range(teachers):
        away(colleague(world, f"Больная{n}", f"Предмет {n}", world.class_10a, n + 1))
        colleague(world, f"Здоровая{n}", f"Предмет {n}", world.class_1a, 5)
    with django_assert_num_queries(5):
        page = day_page(TODAY, propose=True)
    assert len(page.unresolved) == 1 + teachers
    assert len(page.proposed) == 1 + teachers


@pytest.mark.parametrize("teachers", [1, 3])
def test_the_page_does_not_grow_with_rows(world: World, as_, teachers: int, django_assert_num_queries) -> None:
    for n in range(teachers):
        away(colleague(world, f"Больная{n}", f"Предмет {n}", world.class_10a, n + 1))
    client = as_(world.deputy)
    client.get(reverse("timetable:substitutions"))
    with django_assert_num_queries(10):
        client.get(reverse("timetable:substitutions"))


# What is done with a lesson


def test_one_click_gives_the_lesson_and_tells_those_concerned(world: World, as_) -> None:
    away(world.other_teacher)
    lesson = todays(world, "physics")
    client = as_(world.deputy)
    assert "Без учителя: 1 урок" in text_of(client.get(reverse("timetable:substitutions")))
    client.post(reverse("timetable:substitute", args=[lesson.pk]), {"substitute": world.primary_teacher.pk})
    row = Substitution.objects.get()
    assert (row.kind, row.instead, row.reason, row.absent) == (
        "other",
        "Литературное чтение",
        "болезнь",
        world.other_teacher,
    )
    assert Lesson.objects.get(pk=lesson.pk).substitute == world.primary_teacher
    given = Notice.objects.get(person=world.primary_teacher)
    assert given.text == (
        "Вы замещаете урок: Физика, 8\u00a0«Б», 24\u00a0ноября, 4-й урок, вместо урока — Литературное чтение."
    )
    told = Notice.objects.get(person=world.teacher)  # the class teacher
    assert "4-й урок, Физика: замещает Низовцева\u00a0А.\u00a0П." in told.text
    entries = Entry.objects.filter(subject=f"timetable.substitution:{row.pk}")
    assert [one.chain.key for one in entries] == [f"course:{world.physics.pk}"]
    assert "У каждого урока этого дня есть учитель" in text_of(client.get(reverse("timetable:substitutions")))


def test_the_class_teacher_has_one_notice_a_day(world: World) -> None:
    actions.substitute(SYSTEM, todays(world, "physics"), world.primary_teacher)
    actions.cancel_lesson(SYSTEM, todays(world, "algebra"), reason="Актированный день")
    told = Notice.objects.get(person=world.teacher, text__startswith="8")
    assert told.text == (
        "8\u00a0«Б», 24\u00a0ноября: 3-й урок, Алгебра: отменён; 4-й урок, Физика: замещает Низовцева\u00a0А.\u00a0П. "
        "(вместо урока — Литературное чтение)."
    )
    actions.take_back(SYSTEM, Substitution.objects.get(lesson=todays(world, "physics")))
    told.refresh_from_db()
    assert "Физика" not in told.text
    told.seen_at = clock.now()
    told.save()
    actions.restore_lesson(SYSTEM, Lesson.objects.get(pk=todays(world, "algebra").pk))
    assert Notice.objects.filter(person=world.teacher, text__contains="все уроки снова по расписанию").count() == 1


def test_changing_the_substitute_tells_both(world: World) -> None:
    lesson = todays(world, "physics")
    actions.substitute(SYSTEM, lesson, world.primary_teacher)
    actions.substitute(SYSTEM, lesson, world.teacher, kind="other", instead="Решение задач")
    assert Substitution.objects.get().instead == "Решение задач"
    assert Notice.objects.filter(person=world.primary_teacher, text__startswith="Замещение отменено").exists()
    assert Notice.objects.filter(person=world.teacher, text__contains="вместо урока — Решение задач").exists()


def test_who_is_away_or_busy_is_refused_by_name(world: World) -> None:
    lesson = todays(world, "physics")
    busy = colleague(world, "Занятова", "Химия", world.class_10a, 4)
    with pytest.raises(Refused, match=words("Занятова И. в это время ведёт другой урок: Химия, 10")):
        actions.substitute(SYSTEM, lesson, busy)
    away(world.primary_teacher)
    with pytest.raises(Refused, match=words("Низовцева А. П. в это время отсутствует")):
        actions.substitute(SYSTEM, lesson, world.primary_teacher)
    assert not Substitution.objects.exists()


def test_the_teacher_of_the_other_subgroup_takes_both(world: World, as_) -> None:
    day = date(2026, 11, 25)
    partner = colleague(world, "Английская", "Английский язык", world.english_2, 3, day=day)
    away(world.other_teacher, day)
    line = day_page(day).unresolved[0]
    assert [join.person for join in line.joins] == [partner]
    assert partner not in [one.person for one in line.candidates]
    client = as_(world.deputy)
    client.post(reverse("timetable:substitute", args=[line.lesson.pk]), {"substitute": partner.pk, "kind": "joined"})
    row = Substitution.objects.get()
    assert (row.kind, row.person, row.instead) == ("joined", partner, "")
    with pytest.raises(Refused, match="не ведёт урока, с которым можно объединить"):
        actions.substitute(SYSTEM, line.lesson, world.primary_teacher, kind="joined")


def test_a_whole_day_is_proposed_then_confirmed(world: World, as_) -> None:
    away(world.other_teacher)
    away(world.primary_teacher)
    helper = colleague(world, "Помощникова", "Чтение", world.class_1a, 6)
    client = as_(world.deputy)
    address = reverse("timetable:substitutions")
    shown = client.get(address, {"propose": 1})
    assert not Substitution.objects.exists()
    form = shown.context["form"]
    values = {name: field.initial for name, field in form.fields.items()}
    reading, physics = todays(world, "reading"), todays(world, "physics")
    assert values == {f"lesson{reading.pk}": helper.pk, f"lesson{physics.pk}": world.teacher.pk}
    wrong = client.post(reverse("timetable:propose"), values | {"day": TODAY, f"lesson{physics.pk}": world.director.pk})
    assert "Этот учитель уже занят" in text_of(wrong)
    assert not Substitution.objects.exists()
    client.post(reverse("timetable:propose"), values | {"day": TODAY.isoformat(), f"lesson{reading.pk}": ""})
    assert [row.lesson_id for row in Substitution.objects.all()] == [physics.pk]


def test_a_day_is_carried_out_whole_or_not_at_all_and_tells_once(world: World) -> None:
    day = date(2026, 11, 25)
    reading, english = (next(one for one in world.lessons[name] if one.date == day) for name in ("reading", "english"))
    given = [actions.Given(reading, world.teacher), actions.Given(english, world.teacher)]
    actions.substitute_day(SYSTEM, day, given)
    assert Notice.objects.filter(person=world.teacher, text__startswith="Вы замещаете уроки").count() == 1
    for row in Substitution.objects.all():
        actions.take_back(SYSTEM, row)
    colleague(world, "Английская", "Английский язык", world.english_2, 3, day=day)
    busy = Person.objects.get(last_name="Английская")
    with pytest.raises(Refused, match="другой урок"):
        actions.substitute_day(SYSTEM, day, [actions.Given(reading, world.teacher), actions.Given(english, busy)])


def test_what_the_substitute_wrote_is_not_taken_away(world: World, who) -> None:
    from zhurnal.journal import actions as journal

    lesson = next(one for one in world.lessons["physics"] if one.date < TODAY)
    actions.substitute(who(world.deputy), lesson, world.teacher)
    journal.save_record(who(world.teacher), lesson, topic="Плотность")
    row = Substitution.objects.get()
    with pytest.raises(Refused, match=words("Третьякова О. Н. уже ведёт запись этого урока (тема урока)")):
        actions.take_back(SYSTEM, row)
    with pytest.raises(Refused, match="уже ведёт запись"):
        actions.substitute(SYSTEM, lesson, world.primary_teacher)
    with pytest.raises(Refused, match=words("записи (тема урока): отменить")):
        actions.cancel_lesson(SYSTEM, lesson, reason="Мороз")


def test_what_the_teacher_wrote_himself_does_not_keep_the_substitute(world: World) -> None:
    lesson = todays(world, "physics")
    actions.substitute(SYSTEM, lesson, world.teacher)
    LessonRecord.objects.create(lesson=lesson, topic="Сила", written_at=clock.now(), written_by=world.other_teacher)
    actions.take_back(SYSTEM, Substitution.objects.get())
    assert Lesson.objects.get(pk=lesson.pk).substitute is None


# Moving


def test_a_lesson_is_moved_to_a_free_place_and_back(world: World, as_, who) -> None:
    lesson = todays(world, "physics")
    client = as_(world.deputy)
    address = reverse("timetable:move", args=[lesson.pk])
    shown = client.get(address)
    places = dict(shown.context["form"].fields["place"].choices)
    assert "2026-11-26/2" in places  # Thursday: algebra is the first lesson
    assert "2026-11-26/1" not in places
    assert "окно" in places["2026-11-26/4"]
    assert not any(key.startswith("2026-11-28") for key in places)  # Saturday
    client.post(address, {"place": "2026-11-26/2"})
    row = Substitution.objects.get()
    new = row.moved_to
    moved = new.pk
    assert (new.date, new.number, new.starts, new.teacher) == (date(2026, 11, 26), 2, time(9, 25), world.other_teacher)
    assert Lesson.objects.get(pk=lesson.pk).state == "cancelled"
    # Lessons made again neither restore the old place nor drop the new one.
    actions.make_lessons(SYSTEM, world.year, since=TODAY, until=FRIDAY, drop_stale=True)
    assert Lesson.objects.filter(pk=new.pk).exists()
    assert Lesson.objects.filter(course=world.physics, date=TODAY).count() == 1
    actions.take_back(who(world.deputy), row)
    assert not Lesson.objects.filter(pk=moved).exists()
    assert Lesson.objects.get(pk=lesson.pk).state == "planned"
    assert Entry.objects.filter(subject=f"timetable.lesson:{moved}").count() == 2


def test_a_taken_place_is_refused(world: World) -> None:
    lesson = todays(world, "physics")
    with pytest.raises(Refused, match="У класса"):
        actions.move_lesson(SYSTEM, lesson, day=date(2026, 11, 26), number=1)
    away(world.other_teacher, date(2026, 11, 26))
    with pytest.raises(Refused, match="нет в школе"):
        actions.move_lesson(SYSTEM, lesson, day=date(2026, 11, 26), number=2)
    colleague(world, "Кабинетова", "Химия", world.class_10a, 3, day=FRIDAY)
    Lesson.objects.filter(date=FRIDAY, number=3).update(room=lesson.room)
    with pytest.raises(Refused, match="Кабинет"):
        actions.move_lesson(SYSTEM, lesson, day=FRIDAY, number=3)
    with pytest.raises(Refused, match="не учится"):
        actions.move_lesson(SYSTEM, lesson, day=date(2026, 11, 28), number=1)
    assert not Substitution.objects.exists()


def test_a_moved_lesson_with_records_stays(world: World) -> None:
    new = actions.move_lesson(SYSTEM, todays(world, "physics"), day=date(2026, 11, 26), number=2)
    LessonRecord.objects.create(lesson=new, topic="Сила", written_at=clock.now())
    with pytest.raises(Refused, match=words("записи (тема урока): перенос остаётся")):
        actions.take_back(SYSTEM, Substitution.objects.get())


def test_who_took_another_lesson_meanwhile_does_not_get_the_old_one_back(world: World) -> None:
    physics = todays(world, "physics")
    actions.cancel_lesson(SYSTEM, physics, reason="Экскурсия")
    colleague(world, "Больная", "Химия", world.class_10a, 4)
    actions.substitute(SYSTEM, Lesson.objects.get(date=TODAY, course__subject__name="Химия"), world.other_teacher)
    with pytest.raises(Refused, match=words("Окулов Д. С. в это время уже ведёт другой урок: Химия")):
        actions.restore_lesson(SYSTEM, Lesson.objects.get(pk=physics.pk))


def test_relief_of_a_day_without_lessons_is_empty(world: World) -> None:
    assert Relief(date(2026, 11, 29)).unresolved() == []
