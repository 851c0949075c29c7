from __future__ import annotations

from datetime import date

import pytest

from tests import world as worlds
from tests.world import World
from zhurnal.diary import access
from zhurnal.people.models import Guardianship, Person
from zhurnal.school.models import ClassTeacher, Membership

SECTIONS = ("", "week/", "marks/", "absences/")


def test_whose_diaries_each_role_reads(world: World, who) -> None:
    def read(person):
        return {one.first_name for one in access.students_to_read(who(person))}

    everyone = {"Егор", "Алиса", "Вера", "Олег", "Лев", "Тимофей"}
    assert read(world.egor) == {"Егор"}
    assert read(world.father) == {"Алиса"}
    assert read(world.mother) == {"Егор", "Алиса", "Вера", "Олег", "Тимофей"}  # class teacher of 8Б and mother of two
    assert read(world.primary_teacher) == {"Тимофей"}
    assert read(world.other_teacher) == set()  # teaches 8Б, but the diary as a whole is not his
    assert read(world.clerk) == set()
    assert read(world.left_teacher) == set()
    for one in (world.admin, world.director, world.deputy):
        assert read(one) == everyone


PEOPLE = (
    "admin", "director", "deputy", "clerk", "teacher", "other_teacher", "primary_teacher", "left_teacher", "egor", "alisa", "father",
)  # fmt: skip


def test_the_hot_forms_say_the_same_as_the_querysets(world: World, who) -> None:
    every = list(Person.objects.values_list("pk", flat=True))
    for name in PEOPLE:
        asking = who(getattr(world, name))
        held = set(access.students_to_read(asking).values_list("pk", flat=True))
        assert {pk for pk in every if access.students_to_read.one(asking, "pk", pk) is not None} == held, name
        assert set(access.own_student_ids(asking)) == set(access.own_students(asking).values_list("pk", flat=True)), (
            name
        )


@pytest.mark.parametrize("section", SECTIONS)
def test_a_foreign_child_is_not_found(world: World, as_, section: str) -> None:
    for reader, student in (
        (world.father, world.egor),
        (world.egor, world.alisa),
        (world.other_teacher, world.egor),
        (world.primary_teacher, world.egor),
    ):
        assert as_(reader).get(f"/diary/{student.pk}/{section}").status_code == 404


def test_an_ended_guardianship_closes_the_diary(world: World, as_) -> None:
    assert as_(world.father).get(f"/diary/{world.alisa.pk}/").status_code == 200
    Guardianship.objects.filter(parent=world.father).update(until=date(2026, 11, 23))
    assert as_(world.father).get(f"/diary/{world.alisa.pk}/").status_code == 404


def test_the_family_pages_are_for_families(world: World, as_) -> None:
    for section in SECTIONS:
        assert as_(world.egor).get(f"/diary/{section}").status_code == 200
        assert as_(world.deputy).get(f"/diary/{section}").status_code == 403


def test_who_moved_to_another_class_is_read_by_the_new_class_teacher_only(world: World, who) -> None:
    Membership.objects.filter(person=world.gone, group=world.class_8b).update(until=date(2026, 11, 13))
    assert world.gone in access.students_to_read(who(world.teacher))  # left the school: the class teacher keeps reading
    worlds.member(world.class_10a, world.gone, since=date(2026, 11, 14))
    assert world.gone not in access.students_to_read(who(world.teacher))
    ClassTeacher.objects.create(person=world.other_teacher, group=world.class_10a, since=worlds.SEPTEMBER)
    assert world.gone in access.students_to_read(who(world.other_teacher))


def test_a_departed_student_keeps_reading(world: World, as_) -> None:
    worlds.account(world.gone, "gone")
    page = as_(world.gone).get("/diary/?date=2026-11-10").content.decode()
    assert "Алгебра" in page
    assert "Физика" in page
    assert "Уроков нет" in as_(world.gone).get("/diary/").content.decode()


def test_only_families_leave_visits(world: World, as_) -> None:
    """The class teacher's and the deputy head's look is not the family's."""
    address = f"/diary/{world.alisa.pk}/seen/"
    assert as_(world.deputy).post(address).status_code == 404
    assert as_(world.teacher).post(address).status_code == 404
    assert as_(world.father).get(address).status_code == 405
    assert as_(world.father).post(address).status_code == 302
    page = as_(world.teacher).get(f"/diary/{world.alisa.pk}/").content.decode()
    assert "data-visit" not in page


def test_the_class_teacher_opens_the_class_at_once(world: World, as_) -> None:
    reply = as_(world.teacher).get("/diary/classes/")
    assert reply.status_code == 302
    page = as_(world.teacher).get(reply.headers["Location"]).content.decode()
    names = ["Белозёров Егор", "Ёлкина Алиса", "Новикова Вера", "Прежний Олег"]
    assert [page.index(name) for name in names] == sorted(page.index(name) for name in names)
    assert page.count("выбыл") == 1
    assert as_(world.teacher).get(f"/diary/classes/{world.class_1a.pk}/").status_code == 404


def test_the_management_chooses_among_all_classes(world: World, as_) -> None:
    page = as_(world.deputy).get("/diary/classes/").content.decode()
    assert all(title in page for title in ("1\u00a0«А»", "8\u00a0«Б»", "10\u00a0«А»"))


def test_children_are_one_tap_apart_and_the_last_one_is_remembered(world: World, as_) -> None:
    client = as_(world.mother)
    page = client.get("/diary/").content.decode()
    assert "Егор, 8\u00a0«Б»" in page
    assert "Тимофей, 1\u00a0«А»" in page
    assert f'href="/diary/{world.first_grader.pk}/"' in page
    assert "Литературное чтение" not in page
    client.get(f"/diary/{world.first_grader.pk}/")
    assert "Литературное чтение" in client.get("/diary/").content.decode()
    assert f'href="/diary/{world.egor.pk}/marks/"' in client.get("/diary/marks/").content.decode()


def test_a_forged_choice_opens_nothing(world: World, as_) -> None:
    client = as_(world.father)
    client.cookies["zhurnal_child"] = str(world.egor.pk)
    assert "Алиса" in client.get("/diary/").content.decode()


def test_one_child_needs_no_choice(world: World, as_) -> None:
    assert "Чей дневник" not in as_(world.father).get("/diary/").content.decode()
