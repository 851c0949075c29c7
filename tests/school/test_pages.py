"""The pages of the school by content, by role, and by a literal number of queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests import world as worlds
from tests.world import SEPTEMBER, TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.models import Entry
from zhurnal.people.models import Account, ActivationCode, Guardianship
from zhurnal.school import actions
from zhurnal.school.models import (
    CalendarDay,
    ClassTeacher,
    Course,
    Group,
    Membership,
    Period,
    Room,
    Subject,
    Teaching,
    Year,
)
from zhurnal.timetable.models import Lesson, Slot

OPEN = {
    "school:about": {"admin"},
    "school:calendar": {"admin", "deputy", "director", "clerk", "teacher"},
    "school:classes": {"admin", "deputy", "director"},
    "school:class-add": {"admin"},
    "school:subjects": {"admin"},
    "school:rooms": {"admin"},
    "school:year-add": {"admin", "deputy"},
    "school:my-class": {"teacher", "primary_teacher"},
}
PEOPLE = (
    "admin",
    "deputy",
    "director",
    "clerk",
    "teacher",
    "other_teacher",
    "primary_teacher",
    "left_teacher",
    "egor",
    "father",
)


@pytest.mark.parametrize("name", OPEN)
def test_doors(world: World, as_, name: str) -> None:
    allowed = OPEN[name] | (
        {"other_teacher", "primary_teacher"} if "teacher" in OPEN[name] and name != "school:my-class" else set()
    )
    for one in PEOPLE:
        status = as_(getattr(world, one)).get(reverse(name)).status_code
        assert status == (403 if one not in allowed else 302 if name == "school:my-class" else 200), one


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("school:class", {"admin", "deputy", "director", "teacher"}),
        ("school:families", {"admin", "teacher"}),
        ("school:division-add", {"admin", "teacher"}),
        ("school:class-edit", {"admin"}),
        ("school:enrol", {"admin"}),
        ("school:class-teacher", {"admin"}),
        ("school:course-add", {"admin"}),
    ],
)
def test_pages_of_a_class_are_of_its_own_teacher(world: World, as_, name: str, allowed: set[str]) -> None:
    for one in PEOPLE:
        status = as_(getattr(world, one)).get(reverse(name, args=[world.class_8b.pk])).status_code
        assert status == (200 if one in allowed else 404), one


def grow(world: World, copies: int) -> None:
    """More of everything that a page of a class lists."""
    for n in range(copies):
        student = worlds.person("Добавленный", f"Имя{n}")
        parent = worlds.person("Добавленная", f"Мать{n}")
        worlds.account(parent, f"parent{n}")
        worlds.member(world.class_8b, student)
        worlds.member(world.english_1, student)
        Guardianship.objects.create(parent=parent, child=student, relation="mother", since=SEPTEMBER)
        group = actions.create_group(SYSTEM, world.year, grade=7, letter="АБВ"[n])
        ClassTeacher.objects.create(group=group, person=world.other_teacher, since=SEPTEMBER)
        course = Course.objects.create(
            year=world.year, group=world.class_8b, subject=Subject.objects.create(name=f"Предмет {n}")
        )
        Teaching.objects.create(course=course, person=world.other_teacher, since=SEPTEMBER)
        actions.create_division(SYSTEM, world.class_8b, division=f"Деление {n}", names=[f"д{n}1", f"д{n}2"])
        CalendarDay.objects.create(year=world.year, date=date(2026, 12, 1 + 2 * n), kind="other", group=world.class_8b)
        room = Room.objects.create(name=f"Кабинет {n}")
        Slot.objects.create(course=course, weekday=3, number=4 + n, room=room, since=SEPTEMBER)
        Lesson.objects.create(
            course=course, date=TODAY, number=5 + n, teacher=world.teacher, substitute=world.other_teacher, room=room
        )


@pytest.mark.parametrize("copies", [1, 3])
@pytest.mark.parametrize(
    ("name", "on_class", "queries"),
    [
        ("school:calendar", False, 9),
        ("school:classes", False, 10),
        ("school:class", True, 19),
        ("school:families", True, 11),
        ("school:subjects", False, 6),
        ("school:rooms", False, 6),
        ("timetable:overview", False, 8),
        ("timetable:weeks", False, 15),
        ("timetable:week", True, 15),
        ("timetable:bells", False, 18),
        ("timetable:lessons", False, 24),
        ("timetable:day", False, 12),
    ],
)
def test_queries_do_not_grow_with_rows(
    world: World, as_, django_assert_num_queries, name: str, on_class: bool, queries: int, copies: int
) -> None:
    grow(world, copies)
    client, address = as_(world.admin), reverse(name, args=[world.class_8b.pk] if on_class else [])
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


DAY = timedelta(days=1)


def text_of(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def test_class_page_shows_students_subgroups_and_courses(world: World, as_) -> None:
    text = text_of(as_(world.teacher).get(reverse("school:class", args=[world.class_8b.pk])))
    for words in ("Белозёров Егор Олегович", "англ. 1", "Третьякова О. Н.", "Алгебра", "с 16.11.2026"):
        assert words in text
    assert "Выбыли: 1" in text
    assert "Ни в какой подгруппе:</b> Новикова Вера</p>" in text
    assert text.index("Белозёров Егор") < text.index("Ёлкина Алиса") < text.index("Новикова Вера")
    assert "Зачислить" not in text
    assert f"/diary/{world.egor.pk}/" in text
    assert f"/people/{world.egor.pk}/" in text_of(
        as_(world.admin).get(reverse("school:class", args=[world.class_8b.pk]))
    )


def test_calendar_shows_periods_holidays_and_quarantine(world: World, as_) -> None:
    actions.set_days(SYSTEM, world.year, since=date(2026, 11, 4), kind="holiday", title="День народного единства")
    actions.set_days(
        SYSTEM, world.year, since=date(2026, 12, 1), until=date(2026, 12, 4), kind="quarantine", group=world.class_8b
    )
    text = text_of(as_(world.deputy).get(reverse("school:calendar")))
    for words in ("II четверть", "9 ноября — 30 декабря 2026 г.", "День народного единства", "1 декабря — 4 декабря"):
        assert words in text
    assert "8 «Б»" in text
    assert "Убрать" in text
    assert "Убрать" not in text_of(as_(world.teacher).get(reverse("school:calendar")))


def test_days_are_set_and_removed_by_the_pages(world: World, as_) -> None:
    client = as_(world.deputy)
    address = reverse("school:days", args=[world.year.pk])
    client.post(address, {"kind": "moved", "since": "2026-12-12", "weekday": "1", "title": "За 31 декабря"})
    row = CalendarDay.objects.get(date=date(2026, 12, 12))
    assert (row.kind, row.weekday, row.title) == ("moved", 1, "За 31 декабря")
    again = client.post(address, {"kind": "moved", "since": "2026-12-13", "title": "Без дня недели"})
    assert "по расписанию какого дня недели учатся" in text_of(again)
    assert "Без дня недели" in text_of(again)
    client.post(reverse("school:days-remove", args=[world.year.pk]), {"days": row.pk})
    assert not CalendarDay.objects.filter(date=date(2026, 12, 12)).exists()


def test_periods_are_moved_by_the_page(world: World, as_) -> None:
    client, address = as_(world.admin), reverse("school:periods", args=[world.year.pk])
    form = client.get(address).context["form"]
    values = {name: field.initial.isoformat() for name, field in form.fields.items() if field.initial}
    assert client.post(address, values | {"quarter_2_until": "2026-12-25"}).status_code == 302
    assert Period.objects.get(pk=world.quarter.pk).until == date(2026, 12, 25)
    refused = client.post(address, values | {"quarter_2_since": "2026-10-20"})
    assert "пересекаются" in text_of(refused)


def test_next_year_is_created_by_the_page(world: World, as_) -> None:
    client, address = as_(world.admin), reverse("school:year-add")
    form = client.get(address).context["form"]
    assert form.initial["name"] == "2027/28"
    client.post(address, {name: form.initial[name] for name in ("name", "since", "until")})
    assert Period.objects.filter(year=Year.objects.get(name="2027/28")).count() == 6


def test_new_student_is_enrolled_by_the_page(world: World, as_) -> None:
    client, address = as_(world.admin), reverse("school:enrol", args=[world.class_8b.pk])
    order = {"since": "2026-11-25", "order_number": "5-у", "order_date": "2026-11-24", "order_text": "из школы № 2"}
    empty = client.post(address, order)
    assert "напишите фамилию и имя" in text_of(empty)
    client.post(address, order | {"last_name": "Новенький", "first_name": "Пётр", "sex": "m"})
    row = Membership.objects.get(person__last_name="Новенький")
    assert (row.group, row.since, row.order.number, row.order.text) == (
        world.class_8b,
        date(2026, 11, 25),
        "5-у",
        "из школы № 2",
    )
    acts = Entry.objects.filter(about=row.person_id).values_list("act", flat=True)
    assert len(set(acts)) == 1


def test_person_of_another_standing_is_not_enrolled(world: World, as_) -> None:
    client, address = as_(world.admin), reverse("school:enrol", args=[world.class_8b.pk])
    order = {"since": "2026-11-25", "order_number": "5-у", "order_date": "2026-11-24"}
    for foreign in (world.senior, world.director, world.father):
        assert client.post(address, order | {"people": foreign.pk}).status_code == 200
    assert Membership.objects.filter(group=world.class_8b, since=date(2026, 11, 25)).count() == 0
    client.post(address, order | {"people": world.gone.pk})
    assert Membership.objects.filter(group=world.class_8b, person=world.gone).count() == 2


def test_transfer_and_departure_by_the_pages(world: World, as_) -> None:
    client = as_(world.admin)
    order = {"since": "2026-11-25", "order_number": "6-у", "order_date": "2026-11-24"}
    page = client.get(reverse("school:transfer", args=[world.alisa.pk]))
    assert "Перевод: Ёлкина Алиса" in text_of(page)
    client.post(reverse("school:transfer", args=[world.alisa.pk]), order | {"to": world.class_10a.pk})
    assert Membership.objects.get(person=world.alisa, until=None).group == world.class_10a
    client.post(reverse("school:expel", args=[world.egor.pk]), order | {"order_number": "7-у"})
    assert Membership.objects.get(person=world.egor, group=world.class_8b).until == date(2026, 11, 25)
    foreign = client.post(reverse("school:transfer", args=[world.late.pk]), order | {"to": world.english_1.pk})
    assert foreign.status_code == 200
    assert Membership.objects.filter(person=world.late, until=None).get().group == world.class_8b
    assert client.get(reverse("school:transfer", args=[world.gone.pk])).status_code == 404
    assert as_(world.teacher).get(reverse("school:transfer", args=[world.egor.pk])).status_code == 404


def test_the_administrator_places_by_a_choice_a_row(world: World, as_) -> None:
    client = as_(world.admin)
    address = f"{reverse('school:division', args=[world.class_8b.pk])}?name=Английский язык"
    text = text_of(client.get(address))
    assert 'aria-label="Новикова Вера: 8Б, англ. 1"' in text
    values = {
        "since": "2026-11-24",
        f"place_{world.egor.pk}": world.english_2.pk,
        f"place_{world.alisa.pk}": world.english_2.pk,
    }
    client.post(address, values | {f"place_{world.late.pk}": world.english_1.pk})
    assert Membership.objects.get(group=world.english_1, until=None).person == world.late
    other = Group.objects.create(year=world.year, kind="subgroup", name="чужая", grade=8, division="Чужое")
    assert client.post(address, values | {f"place_{world.late.pk}": other.pk}).status_code == 200
    assert not Membership.objects.filter(group=other).exists()
    assert client.get(f"{reverse('school:division', args=[world.class_8b.pk])}?name=Нет").status_code == 404


def test_new_division_leads_to_placing(world: World, as_) -> None:
    address = reverse("school:division-add", args=[world.class_8b.pk])
    answer = as_(world.teacher).post(address, {"division": "Труд", "names": "8Б, труд 1\n8Б, труд 2"}, follow=True)
    assert "8Б, труд 2" in text_of(answer)
    assert Group.objects.filter(division="Труд", classes=world.class_8b).count() == 2


def test_class_and_its_teacher_by_the_pages(world: World, as_) -> None:
    client = as_(world.admin)
    client.post(reverse("school:class-add"), {"grade": 5, "letter": "А", "days_a_week": 5, "shift": 1})
    made = Group.objects.get(name="5А")
    refused = client.post(reverse("school:class-add"), {"grade": 9, "letter": "Б", "days_a_week": 6, "shift": 2})
    assert "первую смену" in text_of(refused)
    client.post(
        reverse("school:class-teacher", args=[made.pk]), {"person": world.other_teacher.pk, "since": "2026-11-24"}
    )
    assert ClassTeacher.objects.get(group=made).person == world.other_teacher
    pupil = client.post(
        reverse("school:class-teacher", args=[made.pk]), {"person": world.egor.pk, "since": "2026-11-24"}
    )
    assert pupil.status_code == 200
    client.post(
        reverse("school:class-edit", args=[made.pk]),
        {"letter": "Б", "period_kind": "quarter", "days_a_week": 6, "shift": 1},
    )
    assert Group.objects.get(pk=made.pk).name == "5Б"


def test_course_and_its_teachers_by_the_pages(world: World, as_) -> None:
    client = as_(world.admin)
    subject = Subject.objects.create(name="Химия")
    values = {
        "group": world.class_8b.pk,
        "subject": subject.pk,
        "hours_a_week": "2,5",
        "graded": "on",
        "since": "2026-11-24",
    }
    client.post(reverse("school:course-add", args=[world.class_8b.pk]), values | {"person": world.other_teacher.pk})
    course = Course.objects.get(subject=subject)
    assert (float(course.hours_a_week), course.teachings.get().person) == (2.5, world.other_teacher)
    foreign = client.post(reverse("school:course-add", args=[world.class_8b.pk]), values | {"group": world.class_1a.pk})
    assert foreign.status_code == 200
    assert not Course.objects.filter(group=world.class_1a, subject=subject).exists()
    client.post(reverse("school:assign", args=[course.pk]), {"person": world.teacher.pk, "since": "2026-11-24"})
    teaching = Teaching.objects.get(course=course, person=world.teacher)
    client.post(reverse("school:teaching-end", args=[teaching.pk]), {"until": "2026-12-01"})
    assert Teaching.objects.get(pk=teaching.pk).until == date(2026, 12, 1)
    assert "по 01.12.2026" in text_of(client.get(reverse("school:course", args=[course.pk])))


def test_subject_twice_is_said_beside_the_field(world: World, as_) -> None:
    answer = as_(world.admin).post(reverse("school:subjects"), {"name": "алгебра"})
    assert "«алгебра» уже есть" in text_of(answer)
    assert "Алгебра" in text_of(answer)


# «Доступ семей» (§4.3.8)


def test_families_access_of_the_own_class(world: World, as_) -> None:
    text = text_of(as_(world.teacher).get(reverse("school:families", args=[world.class_8b.pk])))
    for words in (
        "Ёлкин Сергей Иванович",
        "отец",
        "есть доступ",
        "нет доступа",
        "Закрыть доступ",
        "Сбросить доступ",
        "сотрудник",
    ):
        assert words in text
    assert "Белозёров Тимофей" not in text


def test_codes_for_many_are_slips(world: World, as_) -> None:
    client, address = as_(world.teacher), reverse("school:family-codes", args=[world.class_8b.pk])
    answer = client.post(address, {"people": [world.late.pk, world.father.pk]})
    assert answer["Content-Type"] == "application/pdf"
    assert set(ActivationCode.objects.values_list("person", flat=True)) == {world.late.pk, world.father.pk}
    assert "Отметьте хотя бы одного человека" in text_of(client.post(address, {}, follow=True))


def test_codes_sent_twice_are_made_once(world: World, as_) -> None:
    client, address = as_(world.teacher), reverse("school:family-codes", args=[world.class_8b.pk])
    sent = {"people": [world.late.pk], "act": "6f0e4c1a-3b52-4d7c-8a0e-2f4b5c6d7e8f"}
    assert client.post(address, sent)["Content-Type"] == "application/pdf"
    assert "Код уже выдан" in text_of(client.post(address, sent))
    assert ActivationCode.objects.count() == 1


@pytest.mark.parametrize("foreign", ["senior", "first_grader", "director", "other_teacher", "gone"])
@pytest.mark.parametrize("page", ["family-codes", "family-block", "family-restore"])
def test_access_of_others_is_not_touched(world: World, as_, page: str, foreign: str) -> None:
    person = getattr(world, foreign)
    answer = as_(world.teacher).post(reverse(f"school:{page}", args=[world.class_8b.pk]), {"people": person.pk})
    assert answer.status_code == 404
    assert not ActivationCode.objects.exists()
    assert not Account.objects.filter(is_active=False).exists()


def test_colleague_who_is_a_parent_is_left_to_the_administrator(world: World, as_) -> None:
    Guardianship.objects.create(parent=world.other_teacher, child=world.alisa, relation="guardian", since=SEPTEMBER)
    address = reverse("school:family-codes", args=[world.class_8b.pk])
    answer = as_(world.teacher).post(address, {"people": world.other_teacher.pk})
    assert answer.status_code == 409
    assert "администратор" in text_of(answer)
    assert as_(world.admin).post(address, {"people": world.other_teacher.pk}).status_code == 200


def test_access_is_closed_and_given_back(world: World, as_) -> None:
    client = as_(world.teacher)
    client.post(reverse("school:family-block", args=[world.class_8b.pk]), {"people": world.father.pk})
    assert not Account.objects.get(person=world.father).is_active
    text = text_of(client.get(reverse("school:families", args=[world.class_8b.pk])))
    assert "Вернуть доступ" in text
    client.post(reverse("school:family-restore", args=[world.class_8b.pk]), {"people": world.father.pk})
    assert Account.objects.get(person=world.father).is_active
    none = client.post(reverse("school:family-block", args=[world.class_8b.pk]), {"people": world.late.pk})
    assert none.status_code == 404


def test_class_without_students_says_what_to_do(world: World, as_) -> None:
    Membership.objects.filter(group=world.class_10a).delete()
    client = as_(world.admin)
    assert "В классе пока никого нет" in text_of(client.get(reverse("school:class", args=[world.class_10a.pk])))
    assert "В классе пока никого нет" in text_of(client.get(reverse("school:families", args=[world.class_10a.pk])))


def test_teacher_of_two_classes_chooses(world: World, as_) -> None:
    assert as_(world.teacher).get(reverse("school:my-class"))["Location"] == reverse(
        "school:class", args=[world.class_8b.pk]
    )
    ClassTeacher.objects.create(group=world.class_10a, person=world.teacher, since=TODAY)
    text = text_of(as_(world.teacher).get(reverse("school:my-class")))
    assert "10 «А»" in text
    assert "8 «Б»" in text
