"""What is done with a lesson stands in the diary at once, without the reason (§4.4.3)."""

from __future__ import annotations

from datetime import date

from tests.diary.test_days import text_of
from tests.world import TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.timetable import actions
from zhurnal.timetable.models import Lesson, Substitution


def shown(world: World, as_, day: date = TODAY) -> str:
    page = as_(world.father).get(f"/diary/{world.alisa.pk}/", {"date": day.isoformat()}).content.decode()
    return text_of(page).replace("\u00a0", " ")


def test_a_substitution_is_seen_at_once_and_goes_when_it_is_taken_back(world: World, as_) -> None:
    lesson = Lesson.objects.get(course=world.physics, date=TODAY)
    assert "замещает" not in shown(world, as_)
    actions.substitute(SYSTEM, lesson, world.primary_teacher, kind="other", instead="Музыка", reason="болезнь")
    said = shown(world, as_)
    assert "замещает Низовцева А. П. · вместо урока — Музыка" in said
    assert "болезнь" not in said
    actions.take_back(SYSTEM, Substitution.objects.get())
    assert "замещает" not in shown(world, as_)


def test_a_cancelled_lesson_has_no_reason_in_the_diary(world: World, as_) -> None:
    actions.cancel_lesson(SYSTEM, Lesson.objects.get(course=world.physics, date=TODAY), reason="болезнь учителя")
    said = shown(world, as_)
    assert "отменён" in said
    assert "болезнь" not in said


def test_a_moved_lesson_is_seen_on_both_days(world: World, as_) -> None:
    lesson = Lesson.objects.get(course=world.physics, date=TODAY)
    actions.move_lesson(SYSTEM, lesson, day=date(2026, 11, 26), number=2)
    assert "перенесён на 26 ноября, 2-й урок" in shown(world, as_)
    there = shown(world, as_, date(2026, 11, 26))
    assert "Физика" in there
    assert "перенесён с 24 ноября" in there
