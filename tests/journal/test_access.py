"""Prepared access says the same as its queryset, for everybody and every row."""

from __future__ import annotations

import pytest

from tests.world import World
from zhurnal.journal import access
from zhurnal.journal.models import Attachment, Homework
from zhurnal.people.access import Who
from zhurnal.school.models import Course
from zhurnal.timetable.models import Lesson

PEOPLE = (
    "admin", "director", "deputy", "clerk", "teacher", "other_teacher", "primary_teacher", "left_teacher", "egor", "alisa", "father",
)  # fmt: skip
PREPARED = {access.courses_to_read: Course, access.lessons_to_read: Lesson, access.lessons_to_mark: Lesson}


@pytest.mark.parametrize("rows", PREPARED, ids=lambda rows: rows.__name__)
def test_one_row_is_reached_exactly_when_the_queryset_holds_it(world: World, who, rows) -> None:
    substituted = world.lessons["algebra"][3]
    Lesson.objects.filter(pk=substituted.pk).update(substitute=world.primary_teacher)
    Lesson.objects.filter(pk=world.lessons["physics"][0].pk).update(state="cancelled")
    every = list(PREPARED[rows].objects.values_list("pk", flat=True))
    for name in PEOPLE:
        asking: Who = who(getattr(world, name))
        held = set(rows(asking).values_list("pk", flat=True))
        reached = {pk for pk in every if rows.one(asking, "pk", pk) is not None}
        assert reached == held, name


def test_the_row_comes_with_what_belongs_to_it(world: World, who, django_assert_num_queries) -> None:
    asking = who(world.teacher)
    asking.roles  # noqa: B018 - asked once a request
    lesson = world.lessons["algebra"][0]
    access.lessons_to_mark.one(asking, "pk", lesson.pk)
    with django_assert_num_queries(1):
        found = access.lessons_to_mark.one(asking, "pk", lesson.pk)
        assert found is not None
        assert (found.course.group.title, found.course.subject.name) == ("8\u00a0«Б»", "Алгебра")
    stored = Lesson.objects.get(pk=lesson.pk)
    fields = [field.attname for field in Lesson._meta.concrete_fields]
    assert [getattr(found, name) for name in fields] == [getattr(stored, name) for name in fields]


@pytest.mark.parametrize("value", [0, -1, 10**15, 10**30, "x"])
def test_what_is_no_row_is_none(world: World, who, value) -> None:
    if value == "x":
        with pytest.raises(ValueError, match="expected a number"):
            access.courses_to_read.one(who(world.teacher), "pk", value)
    else:
        assert access.courses_to_read.one(who(world.teacher), "pk", value) is None


def test_rights_of_another_day_are_not_kept(world: World, who) -> None:
    """The plan belongs to a day and to roles: who stops teaching stops reaching."""
    asking = who(world.other_teacher)
    assert access.courses_to_read.one(asking, "pk", world.physics.pk) is not None
    world.physics.teachings.update(until="2026-11-23")
    assert access.courses_to_read.one(who(world.other_teacher), "pk", world.physics.pk) is None


def test_a_file_is_reached_by_staff_and_family_alike(world: World, who) -> None:
    """A teacher who is a parent reads both ways."""
    task = Homework.objects.create(lesson=world.lessons["reading"][0], text="Читать", written_at="2026-11-09T10:00Z")
    file = Attachment.objects.create(
        homework=task, name="а.txt", size=1, kind="text/plain", sha256="0" * 64, added_at="2026-11-09T10:00Z"
    )
    reads = {
        name for name in PEOPLE if access.attachments_to_read(who(getattr(world, name))).filter(pk=file.pk).exists()
    }
    assert reads == {"admin", "director", "deputy", "primary_teacher", "teacher"}
