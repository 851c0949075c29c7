"""The pages of the timetable by content and by role; foreign ids."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.urls import reverse

from tests.world import SEPTEMBER, TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.school import actions as school
from zhurnal.school.models import Course, Group, Room, Subject
from zhurnal.timetable import actions
from zhurnal.timetable.models import BellDay, BellSchedule, Lesson, Slot

STAFF = {"admin", "deputy", "director", "clerk", "teacher", "other_teacher", "primary_teacher"}
OPEN = {
    "timetable:overview": {"admin", "deputy", "director"},
    "timetable:bells": STAFF,
    "timetable:weeks": STAFF,
    "timetable:bells-add": {"admin", "deputy"},
    "timetable:lessons": {"admin", "deputy"},
    "timetable:day": {"admin", "deputy"},
    "timetable:substitutions": {"admin", "deputy"},
    "timetable:absences": {"admin", "deputy"},
    "timetable:relief-journal": {"admin", "deputy", "director"},
    "timetable:relief-hours": {"admin", "deputy", "director"},
    "timetable:own-substitutions": {"teacher", "other_teacher", "primary_teacher"},
    "timetable:mine": {"teacher", "other_teacher", "primary_teacher"},
}
PEOPLE = (*sorted(STAFF), "left_teacher", "egor", "father")


def text_of(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


@pytest.mark.parametrize("name", OPEN)
def test_doors(world: World, as_, name: str) -> None:
    for one in PEOPLE:
        assert as_(getattr(world, one)).get(reverse(name)).status_code == (200 if one in OPEN[name] else 403), one


@pytest.mark.parametrize(
    ("name", "row", "allowed"),
    [
        ("timetable:week", "class_8b", STAFF),
        ("timetable:teacher", "teacher", STAFF),
        ("timetable:slot-add", "class_8b", {"admin", "deputy"}),
        ("timetable:slot", "slot", {"admin", "deputy"}),
        ("timetable:bells-edit", "bells", {"admin", "deputy"}),
        ("timetable:substitute", "lesson", {"admin", "deputy"}),
        ("timetable:cancel", "lesson", {"admin", "deputy"}),
        ("timetable:move", "lesson", {"admin", "deputy"}),
        ("timetable:class-changes", "class_8b", STAFF),
    ],
)
def test_pages_of_rows(world: World, as_, name: str, row: str, allowed: set[str]) -> None:
    rows = {"slot": Slot.objects.first(), "bells": BellSchedule.objects.get(), "lesson": world.lessons["algebra"][0]}
    subject = rows.get(row) or getattr(world, row)
    for one in PEOPLE:
        status = as_(getattr(world, one)).get(reverse(name, args=[subject.pk])).status_code
        assert status == (200 if one in allowed else 404), one


def test_week_of_a_class_has_its_subgroups_and_times(world: World, as_) -> None:
    text = text_of(as_(world.teacher).get(reverse("timetable:week", args=[world.class_8b.pk])))
    for words in ("Алгебра", "Английский язык", "англ. 1", "каб. 214", "8:30–9:10", "7 уроков в неделю"):
        assert words in text
    assert "Поставить урок" not in text
    assert "Поставить урок: понедельник, 1-й" in text_of(
        as_(world.deputy).get(reverse("timetable:week", args=[world.class_8b.pk]))
    )


def test_timetable_before_and_after_a_change(world: World, as_) -> None:
    slot = Slot.objects.get(course=world.algebra, weekday=1)
    actions.remove_slot(SYSTEM, slot, since=date(2026, 12, 1))
    client, address = as_(world.admin), reverse("timetable:week", args=[world.class_8b.pk])
    assert "7 уроков" in text_of(client.get(address))
    assert "6 уроков" in text_of(client.get(address, {"day": "2026-12-01"}))
    assert "7 уроков" in text_of(client.get(address, {"day": "нет"}))


def test_slot_is_put_changed_and_removed_by_the_pages(world: World, as_) -> None:
    client = as_(world.deputy)
    address = reverse("timetable:slot-add", args=[world.class_8b.pk])
    values = {"course": world.physics.pk, "weekday": 3, "number": 5, "week": 0, "since": "2026-11-25"}
    page = client.get(address, {"weekday": 3, "number": 5})
    assert (page.context["form"].initial["weekday"], page.context["form"].initial["number"]) == ("3", "5")
    client.post(address, values)
    slot = Slot.objects.get(course=world.physics, weekday=3)
    clash = client.post(address, values | {"weekday": 1, "number": 2})
    assert "Место занято: в это время уже стоит Алгебра" in text_of(clash)
    foreign = client.post(address, values | {"course": world.reading.pk, "number": 6})
    assert foreign.status_code == 200
    assert not Slot.objects.filter(course=world.reading, number=6).exists()
    client.post(reverse("timetable:slot", args=[slot.pk]), values | {"number": 6})
    assert Slot.objects.get(pk=slot.pk).number == 6
    client.post(reverse("timetable:slot-remove", args=[slot.pk]))
    assert not Slot.objects.filter(pk=slot.pk).exists()


def test_lessons_are_previewed_then_made(world: World, as_) -> None:
    client, address = as_(world.deputy), reverse("timetable:lessons")
    span = {"since": "2026-12-07", "until": "2026-12-13"}
    text = text_of(client.get(address, span))
    assert "Создать 11 уроков" in text
    assert Lesson.objects.filter(date__gte=date(2026, 12, 7)).count() == 0
    assert "создано: 11 уроков" in text_of(client.post(address, span, follow=True))
    assert Lesson.objects.filter(date__gte=date(2026, 12, 7)).count() == 11
    assert "уже созданы" in text_of(client.get(address, span))
    Slot.objects.filter(course=world.physics).delete()
    assert "2 урока, которых больше нет в расписании" in text_of(client.get(address, span))
    client.post(address, span | {"drop": "on"})
    assert Lesson.objects.filter(date__gte=date(2026, 12, 7)).count() == 9
    refused = client.post(address, {"since": "2026-08-01", "until": "2026-09-30"})
    assert "не входят в учебный год" in text_of(refused)


def test_proposed_period_is_the_running_quarter(world: World, as_) -> None:
    text = text_of(as_(world.admin).get(reverse("timetable:lessons")))
    assert "9 ноября — 30 декабря 2026 г." in text


def test_bells_are_typed_a_line_each(world: World, as_) -> None:
    client = as_(world.admin)
    row = BellSchedule.objects.get()
    page = client.get(reverse("timetable:bells-edit", args=[row.pk]))
    assert page.context["form"].initial["times"].splitlines()[0] == "1. 8:30–9:10"
    address = reverse("timetable:bells-edit", args=[row.pk])
    wrong = client.post(address, {"name": "x", "times": "1. 8:30–9:10\nвторой урок"})
    assert "Не понято: «второй урок»" in text_of(wrong)
    client.post(address, {"name": "Звонки", "times": "1 8:00-8:40\n2. 8.50 — 9.30"})
    assert list(row.bells.order_by("number").values_list("starts", flat=True)) == [time(8, 0), time(8, 50)]
    early = client.post(address, {"name": "Звонки", "times": "1 7:00-7:40"})
    assert "раньше 8:00" in text_of(early)


def test_shortened_day_by_the_page(world: World, as_) -> None:
    client = as_(world.deputy)
    client.post(reverse("timetable:bells-add"), {"name": "Сокращённые", "shift": 1, "times": "3. 9:50–10:20"})
    row = BellSchedule.objects.get(name="Сокращённые")
    client.post(reverse("timetable:bell-day", args=[row.pk]), {"date": TODAY.isoformat()})
    assert Lesson.objects.get(course=world.algebra, date=TODAY).starts == time(9, 50)
    client.post(reverse("timetable:bell-day-remove", args=[BellDay.objects.get().pk]))
    assert Lesson.objects.get(course=world.algebra, date=TODAY).starts == time(10, 25)


def test_substitution_by_the_page(world: World, as_) -> None:
    client = as_(world.deputy)
    day = reverse("timetable:day")
    text = text_of(client.get(day, {"day": "2026-11-24", "teacher": world.teacher.pk}))
    assert "Алгебра" in text
    assert "Физика" not in text
    lesson = Lesson.objects.get(course=world.algebra, date=TODAY)
    page = text_of(client.get(reverse("timetable:substitute", args=[lesson.pk])))
    assert "24.11.2026, 3-й урок: Алгебра" in page
    client.post(
        reverse("timetable:substitute", args=[lesson.pk]), {"substitute": world.other_teacher.pk, "reason": "Болезнь"}
    )
    assert "Окулов Д. С." in text_of(client.get(day, {"day": "2026-11-24"}))
    assert "замещение" in text_of(as_(world.other_teacher).get(reverse("timetable:mine")))
    assert "Вторник, 24 ноября" not in text_of(as_(world.teacher).get(reverse("timetable:mine")))
    foreign = client.post(reverse("timetable:substitute", args=[lesson.pk]), {"substitute": world.egor.pk})
    assert foreign.status_code == 200
    assert Lesson.objects.get(pk=lesson.pk).substitute == world.other_teacher


def test_busy_colleague_is_named(world: World, as_) -> None:
    other = school.create_course(SYSTEM, world.class_10a, Subject.objects.create(name="Химия"))
    Lesson.objects.create(
        course=other, date=TODAY, number=3, starts=time(10, 25), ends=time(11, 5), teacher=world.other_teacher
    )
    lesson = Lesson.objects.get(course=world.algebra, date=TODAY)
    address = reverse("timetable:substitute", args=[lesson.pk])
    client = as_(world.deputy)
    assert "Заняты в это время: Окулов Д. С." in text_of(client.get(address))
    refused = text_of(client.post(address, {"substitute": world.other_teacher.pk}))
    assert "ведёт другой урок: Химия, 10 «А»" in refused
    assert Lesson.objects.get(pk=lesson.pk).substitute is None


def test_lesson_is_cancelled_and_restored_by_the_page(world: World, as_) -> None:
    client, lesson = as_(world.admin), world.lessons["algebra"][-1]
    address = reverse("timetable:cancel", args=[lesson.pk])
    client.post(address, {"reason": "Мороз"})
    assert Lesson.objects.get(pk=lesson.pk).state == "cancelled"
    client.post(address)
    assert Lesson.objects.get(pk=lesson.pk).state == "planned"


def test_own_week_is_of_lessons_given(world: World, as_) -> None:
    text = text_of(as_(world.teacher).get(reverse("timetable:mine")))
    for words in ("Вторник, 24 ноября", "10:25–11:05", "23 ноября — 29 ноября 2026 г."):
        assert words in text
    assert f'href="{reverse("timetable:weeks")}">Расписание школы' in text
    empty = text_of(as_(world.teacher).get(reverse("timetable:mine"), {"day": "2026-11-04"}))
    assert "На этой неделе уроков нет" in empty


@pytest.mark.parametrize("copies", [1, 3])
def test_own_timetable_does_not_grow_with_rows(world: World, as_, django_assert_num_queries, copies: int) -> None:
    for n in range(copies):
        course = school.create_course(SYSTEM, world.class_8b, Subject.objects.create(name=f"Предмет {n}"))
        school.assign_teacher(SYSTEM, course, world.teacher, since=SEPTEMBER)
        room = Room.objects.create(name=f"к{n}")
        Slot.objects.create(course=course, weekday=5, number=5 + n, room=room, since=SEPTEMBER)
        Lesson.objects.create(course=course, date=TODAY, number=5 + n, teacher=world.teacher, room=room)
    client = as_(world.teacher)
    with django_assert_num_queries(13):
        assert client.get(reverse("timetable:mine")).status_code == 200


def test_overview_says_what_comes_next(world: World, as_) -> None:
    text = text_of(as_(world.admin).get(reverse("timetable:overview")))
    for words in (
        "3 класса",
        "5 учеников",
        "ученики есть в 3 из 3",
        "2 подгруппы, все ученики распределены",
        "2 родителя",
        "Ответственные по приказу",
        "Уроки созданы по 4 декабря 2026 г.",
    ):
        assert words in text
    assert "Нет учебного года" not in text
    Course.objects.create(year=world.year, subject=world.english.subject, group=world.english_2, hours_a_week=2)
    assert "подгруппа не указана у 1 ученика" in text_of(as_(world.admin).get(reverse("timetable:overview")))


def test_a_class_without_courses_says_where_they_come_from(world: World, as_) -> None:
    klass = Group.objects.create(year=world.year, kind="class", name="3Ю", grade=3, letter="Ю")
    add = reverse("timetable:slot-add", args=[klass.pk])
    assert "В классе ещё нет курсов" in text_of(as_(world.deputy).get(add))
    add = reverse("timetable:slot-add", args=[world.class_8b.pk])
    assert "В классе ещё нет курсов" not in text_of(as_(world.deputy).get(add))


def test_further_rooms_of_a_place(world: World, as_) -> None:
    slot = Slot.objects.get(course=world.physics, weekday=2)
    own, other = Room.objects.get(name="305"), Room.objects.get(name="214")
    deputy, url = as_(world.deputy), reverse("timetable:slot-rooms", args=[slot.pk])
    assert "Ещё кабинеты…" in text_of(deputy.get(reverse("timetable:slot", args=[slot.pk])))
    assert f'value="{own.pk}"' not in text_of(deputy.get(url))
    assert deputy.post(url, {"rooms": [other.pk]}).status_code == 302
    assert list(slot.more_rooms.all()) == [other]
    assert deputy.post(url, {"rooms": [own.pk]}).status_code == 200  # its own room is no further one
    page = text_of(deputy.get(reverse("timetable:week", args=[world.class_8b.pk])))
    assert page.count("каб. 214") == 8  # thrice algebra and once physics, for wide and for narrow screens


def test_a_changed_place_keeps_its_further_rooms(world: World, who) -> None:
    slot = Slot.objects.get(course=world.physics, weekday=2)
    actions.set_further_rooms(who(world.deputy), slot, [Room.objects.get(name="214")])
    new = actions.set_slot(
        who(world.deputy), slot, course=slot.course, weekday=2, number=6, week=0, teacher=slot.teacher, room=slot.room,
        since=TODAY,
    )  # fmt: skip
    assert new.pk != slot.pk
    assert [room.name for room in new.more_rooms.all()] == ["214"]
