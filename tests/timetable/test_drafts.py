"""Drafts of the timetable: made, changed and published by actions, with the log, the lessons and those who are told."""

from __future__ import annotations

from datetime import date

import pytest

from tests.world import TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.journal.models import LessonRecord
from zhurnal.people.models import Guardianship, Notice
from zhurnal.school.models import Room
from zhurnal.timetable.actions import drafts, publish
from zhurnal.timetable.actions.lessons import make_lessons
from zhurnal.timetable.drafting import board_of, in_force
from zhurnal.timetable.models import Draft, DraftSlot, Lesson, Slot

DECEMBER = date(2026, 12, 1)  # a Tuesday


def draft_of(world: World, name: str = "С декабря", **fields) -> Draft:
    return drafts.create_draft(SYSTEM, world.year, name=name, since=fields.pop("since", DECEMBER), **fields)


def slot_of(draft: Draft, course, weekday: int) -> DraftSlot:
    return DraftSlot.objects.get(draft=draft, course=course, weekday=weekday)


def test_draft_is_a_copy_of_the_timetable_of_its_day(world: World) -> None:
    Slot.objects.filter(course=world.algebra, weekday=1).update(until=date(2026, 11, 30))
    gym = Room.objects.create(name="Спортзал")
    Slot.objects.get(course=world.physics, weekday=2).more_rooms.add(gym)
    draft = draft_of(world)
    assert DraftSlot.objects.filter(draft=draft).count() == 10
    assert not DraftSlot.objects.filter(draft=draft, course=world.algebra, weekday=1).exists()
    assert list(slot_of(draft, world.physics, 2).more_rooms.all()) == [gym]
    again = draft_of(world, "Копия", source=draft)
    assert DraftSlot.objects.filter(draft=again).count() == 10
    assert list(slot_of(again, world.physics, 2).more_rooms.all()) == [gym]
    assert DraftSlot.objects.filter(draft=draft_of(world, "Пустой", empty=True)).count() == 0
    assert Entry.objects.filter(verb="timetable.draft.create", subject=f"timetable.draft:{draft.pk}").count() == 1


def test_name_and_day_of_a_draft_are_checked(world: World) -> None:
    draft = draft_of(world)
    with pytest.raises(Refused, match="уже есть"):
        draft_of(world)
    with pytest.raises(Refused, match="не входит в учебный год"):
        draft_of(world, "Лето", since=date(2026, 8, 1))
    drafts.set_draft(SYSTEM, draft, name="С 7 декабря", since=date(2026, 12, 7))
    assert Draft.objects.get(pk=draft.pk).since == date(2026, 12, 7)
    drafts.delete_draft(SYSTEM, draft)
    assert (Draft.objects.count(), DraftSlot.objects.count()) == (0, 0)
    assert Slot.objects.count() == 11


def test_clash_is_allowed_in_a_draft_and_found(world: World) -> None:
    draft = draft_of(world)
    assert board_of(draft).clashes == []
    slot = drafts.put_lesson(SYSTEM, draft, world.physics, weekday=1, number=2, room=Room.objects.get(name="214"))
    (place, clash), *more = board_of(draft).clashes
    assert {place.name, clash.other.name} == {"Физика, 8\u00a0«Б»", "Алгебра, 8\u00a0«Б»"}
    assert (clash.kind, len(more)) == ("group", 1)  # and the room
    with pytest.raises(Refused, match="уже стоит"):
        drafts.put_lesson(SYSTEM, draft, world.physics, weekday=1, number=2)
    drafts.set_lesson(SYSTEM, slot, weekday=1, number=6, week=2, teacher=world.teacher, room=None)
    assert board_of(draft).clashes == []
    drafts.put_lesson(SYSTEM, draft, world.physics, weekday=1, number=6, week=1)  # the other week is free


def test_board_of_the_draft_and_of_the_day_agree(world: World) -> None:
    draft = draft_of(world)
    ours, now = board_of(draft), in_force(world.year, DECEMBER)
    assert [(one.course, one.at, one.teacher, one.room) for one in ours.units] == [
        (one.course, one.at, one.teacher, one.room) for one in now.units
    ]
    assert ours.hours_left[world.algebra.pk] == 0
    assert ours.usual_room(world.physics.pk) == Room.objects.get(name="305").pk
    assert ours.windows_of(world.teacher.pk) == {}


def test_lessons_change_places_and_back(world: World) -> None:
    draft = draft_of(world)
    algebra, physics = slot_of(draft, world.algebra, 2), slot_of(draft, world.physics, 2)
    drafts.move_lessons(SYSTEM, draft, [algebra], weekday=2, number=4, others=[physics])
    assert [slot_of(draft, one, 2).number for one in (world.algebra, world.physics)] == [4, 3]
    drafts.move_lessons(SYSTEM, draft, [algebra], weekday=2, number=3, others=[physics])
    assert [slot_of(draft, one, 2).number for one in (world.algebra, world.physics)] == [3, 4]
    free = Room.objects.create(name="9")
    drafts.move_lessons(SYSTEM, draft, [algebra], weekday=5, number=1, room=free)
    assert slot_of(draft, world.algebra, 5).room == free
    assert slot_of(draft, world.algebra, 5).teacher == world.teacher
    with pytest.raises(Refused, match="Такого места"):
        drafts.move_lessons(SYSTEM, draft, [algebra], weekday=8, number=1)
    with pytest.raises(Refused, match="уже нет"):
        drafts.move_lessons(SYSTEM, draft, [], weekday=1, number=1)


def test_copies_stay_within_the_class_or_find_its_own_course(world: World) -> None:
    draft = draft_of(world)
    algebra = slot_of(draft, world.algebra, 1)
    (copy,) = drafts.copy_lessons(SYSTEM, draft, [algebra], weekday=5, number=5, klass=world.class_8b)
    assert (copy.course, copy.teacher, copy.room) == (world.algebra, world.teacher, algebra.room)
    with pytest.raises(Refused, match="нет курса «Алгебра»"):
        drafts.copy_lessons(SYSTEM, draft, [algebra], weekday=5, number=5, klass=world.class_10a)
    own = type(world.algebra).objects.create(year=world.year, subject=world.algebra.subject, group=world.class_10a)
    (copy,) = drafts.copy_lessons(SYSTEM, draft, [algebra], weekday=5, number=5, klass=world.class_10a)
    assert (copy.course, copy.teacher) == (own, None)


def test_day_is_copied_where_the_class_is_free(world: World) -> None:
    draft = draft_of(world)
    copies = drafts.copy_day(
        SYSTEM, draft, world.class_8b, source=1, target=5
    )  # Monday 2, 4 to Friday, where 2 is taken
    assert [(one.course, one.number) for one in copies] == [(world.english, 4)]
    with pytest.raises(Refused, match="Копировать нечего"):
        drafts.copy_day(SYSTEM, draft, world.class_8b, source=1, target=5)
    with pytest.raises(Refused, match="другой день"):
        drafts.copy_day(SYSTEM, draft, world.class_8b, source=1, target=1)


def moved(world: World) -> Draft:
    """Algebra of Tuesday goes from the third to the fifth lesson."""
    draft = draft_of(world)
    drafts.move_lessons(SYSTEM, draft, [slot_of(draft, world.algebra, 2)], weekday=2, number=5)
    return draft


def tuesdays(world: World) -> list[tuple[date, int]]:
    rows = Lesson.objects.filter(course=world.algebra, date__in=[date(2026, 11, 24), DECEMBER, date(2026, 12, 8)])
    return list(rows.order_by("date", "number").values_list("date", "number"))


def test_published_draft_holds_from_its_day(world: World) -> None:
    before = {one.pk: (one.since, one.until) for one in Slot.objects.exclude(course=world.algebra, weekday=2)}
    done = publish.publish_draft(SYSTEM, moved(world))
    assert (done.new, done.ended, done.kept) == (1, 1, 10)
    old, new = Slot.objects.filter(course=world.algebra, weekday=2).order_by("since")
    assert (old.number, old.until, new.number, new.since, new.until) == (3, date(2026, 11, 30), 5, DECEMBER, None)
    assert before.items() <= {one.pk: (one.since, one.until) for one in Slot.objects.all()}.items()
    # to the end of the quarter, which the lessons made so far did not reach
    assert tuesdays(world) == [(date(2026, 11, 24), 3), (DECEMBER, 5), (date(2026, 12, 8), 5)]
    assert Lesson.objects.filter(date=date(2026, 12, 30)).exists()
    assert done.left == []
    draft = Draft.objects.get()
    assert draft.published_at is not None
    with pytest.raises(Refused, match="уже опубликован"):
        publish.publish_draft(SYSTEM, draft)
    with pytest.raises(Refused, match="больше не меняется"):
        drafts.put_lesson(SYSTEM, draft, world.physics, weekday=1, number=6)


def test_draft_published_or_deleted_by_a_colleague_meanwhile_is_refused(world: World) -> None:
    seen_before = moved(world)
    slot = slot_of(seen_before, world.physics, 5)
    publish.publish_draft(SYSTEM, Draft.objects.get())
    with pytest.raises(Refused, match="уже опубликован"):
        publish.publish_draft(SYSTEM, seen_before)
    with pytest.raises(Refused, match="больше не меняется"):
        drafts.clear_lessons(SYSTEM, seen_before, [slot])
    drafts.delete_draft(SYSTEM, Draft.objects.get())
    with pytest.raises(Refused, match="уже нет"):
        drafts.clear_lessons(SYSTEM, seen_before, [slot])


def test_lessons_with_records_stay_and_are_named(world: World) -> None:
    make_lessons(SYSTEM, world.year, since=date(2026, 12, 7), until=date(2026, 12, 30))
    written = Lesson.objects.get(course=world.algebra, date=date(2026, 12, 8))
    LessonRecord.objects.create(lesson=written, topic="Корни", written_at="2026-12-08T10:00Z")
    done = publish.publish_draft(SYSTEM, moved(world))
    assert done.left == [written]
    assert tuesdays(world)[2:] == [(date(2026, 12, 8), 3), (date(2026, 12, 8), 5)]


def test_room_and_teacher_of_standing_lessons_are_renewed(world: World) -> None:
    draft = draft_of(world)
    slot = slot_of(draft, world.physics, 5)
    drafts.set_lesson(
        SYSTEM, slot, weekday=5, number=2, week=0, teacher=world.teacher, room=Room.objects.create(name="9")
    )
    made = Lesson.objects.get(course=world.physics, date=date(2026, 12, 4))
    done = publish.publish_draft(SYSTEM, draft)
    made.refresh_from_db()
    assert (made.room.name, done.lessons.dropped) == ("9", 0)
    assert done.lessons.renewed >= 1
    assert [one.kind for one in done.changes] == ["changed"]


def told() -> dict[str, str]:
    return {one.person.last_name: one.text.replace("\u00a0", " ") for one in Notice.objects.all()}


def test_only_those_concerned_are_told_each_once(world: World) -> None:
    publish.publish_draft(SYSTEM, moved(world))
    line = "Расписание 8 «Б» с 1 декабря изменилось: Алгебра: вт 3-й → вт 5-й."
    assert told() == {
        "Третьякова": f"Ваше расписание с 1 декабря изменилось: 8 «Б», Алгебра: вт 3-й → вт 5-й. {line}",
        "Белозёров": line,
        "Ёлкина": line,
        "Ёлкин": line,
        "Новикова": line,
    }
    assert Notice.objects.count() == 5  # none to the gone student, the first grade, other teachers


def test_families_of_another_subgroup_are_not_told(world: World) -> None:
    draft = draft_of(world)
    drafts.move_lessons(SYSTEM, draft, [slot_of(draft, world.english, 3)], weekday=3, number=5)
    publish.publish_draft(SYSTEM, draft)
    assert set(told()) == {"Окулов", "Третьякова", "Белозёров"}  # teacher, class teacher and mother of Egor, Egor


def test_parent_limited_by_a_court_is_not_told(world: World) -> None:
    Guardianship.objects.filter(parent=world.father).update(sees=False)
    publish.publish_draft(SYSTEM, moved(world))
    assert "Ёлкин" not in told()
    assert "Ёлкина" in told()


def test_notice_of_a_whole_week_is_no_longer_than_a_notice_may_be(world: World) -> None:
    draft = draft_of(world)
    for slot in DraftSlot.objects.filter(draft=draft):
        drafts.move_lessons(SYSTEM, draft, [slot], weekday=slot.weekday, number=slot.number + 6)
    publish.publish_draft(SYSTEM, draft)
    texts = [one.text for one in Notice.objects.filter(person=world.teacher)]
    assert texts
    assert all(len(text) <= 500 and "и ещё" in text and text.endswith(".") for text in texts)


def test_publishing_is_refused_with_a_clash_and_names_it(world: World) -> None:
    draft = draft_of(world)
    drafts.put_lesson(SYSTEM, draft, world.physics, weekday=1, number=2)
    with pytest.raises(Refused, match=r"понедельник, 2-й урок, Физика.*в это время уже стоит Алгебра"):
        publish.publish_draft(SYSTEM, draft)
    assert Slot.objects.count() == 11
    assert Notice.objects.count() == 0


def test_publishing_what_stands_already_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="не отличается"):
        publish.publish_draft(SYSTEM, draft_of(world))


def test_past_day_needs_a_reason_and_no_records(world: World) -> None:
    draft = moved(world)
    drafts.set_draft(SYSTEM, draft, name=draft.name, since=date(2026, 11, 23))
    with pytest.raises(Refused, match="уже прошёл"):
        publish.publish_draft(SYSTEM, draft)
    record = LessonRecord.objects.create(lesson=world.lessons["physics"][4], topic="Ом", written_at="2026-11-24T10:00Z")
    assert date(2026, 11, 23) <= record.lesson.date <= TODAY
    with pytest.raises(Refused, match="уже есть записи"):
        publish.publish_draft(SYSTEM, draft, reason="Приказ № 5")
    record.delete()
    publish.publish_draft(SYSTEM, draft, reason="Приказ № 5")
    assert tuesdays(world)[0] == (date(2026, 11, 24), 5)
    entry = Entry.objects.get(verb="timetable.draft.publish", subject=f"timetable.draft:{draft.pk}")
    assert "Приказ № 5" in entry.payload.text


def test_planned_slots_of_later_give_way_to_the_draft(world: World) -> None:
    Slot.objects.create(course=world.physics, weekday=4, number=6, since=date(2026, 12, 14))
    Slot.objects.filter(course=world.physics, weekday=5).update(until=date(2026, 12, 20))
    draft = moved(world)
    done = publish.publish_draft(SYSTEM, draft)
    assert done.ended == 2
    assert not Slot.objects.filter(course=world.physics, weekday=4).exists()
    assert Slot.objects.get(course=world.physics, weekday=5).until is None
