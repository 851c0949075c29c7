"""The pages of drafts by content and by role: the list, the grid and what its script asks and sends, comparing, publishing."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.timetable.test_drafts import draft_of, moved, slot_of
from tests.world import SEPTEMBER, World
from zhurnal.core.actions import SYSTEM
from zhurnal.school import actions as school
from zhurnal.school.models import Group, Room, Subject
from zhurnal.timetable.actions import drafts
from zhurnal.timetable.models import Draft, DraftSlot, Slot

STAFF = ("admin", "director", "deputy", "clerk", "teacher", "egor", "father")
MAKERS = ("admin", "deputy")


def text_of(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def page(name: str, draft: Draft) -> str:
    return reverse(f"timetable:{name}", args=[draft.pk])


def ask(client, name: str, draft: Draft, **fields):
    return client.get(page(name, draft), fields, headers={"Accept": "application/json"})


def send(client, name: str, draft: Draft, act: str = "", **fields):
    headers = {"Accept": "application/json", "X-Act": act or str(uuid4())}
    return client.post(page(name, draft), {"by": "class", "only": "all", **fields}, headers=headers)


def test_nobody_but_its_makers_sees_a_draft(world: World, as_) -> None:
    draft = draft_of(world)
    slot = DraftSlot.objects.first()
    for one in STAFF:
        client = as_(getattr(world, one))
        assert client.get(reverse("timetable:drafts")).status_code == (200 if one in MAKERS else 403), one
        for address in (page("draft", draft), page("draft-compare", draft), page("draft-publish", draft),
                        page("draft-free", draft), reverse("timetable:draft-lesson", args=[slot.pk])):  # fmt: skip
            assert client.get(address).status_code == (200 if one in MAKERS else 404), (one, address)
        assert client.post(page("draft-clear", draft), {"slots": slot.pk}).status_code == (
            302 if one in MAKERS else 404
        )
        draft = draft_of(world, f"После {one}")
        slot = DraftSlot.objects.filter(draft=draft).first()


def test_draft_is_made_named_and_thrown_away_by_the_pages(world: World, as_) -> None:
    client = as_(world.deputy)
    assert "Черновиков пока нет" in text_of(client.get(reverse("timetable:drafts")))
    assert "Черновики" in text_of(client.get(reverse("timetable:weeks")))
    values = {"name": "С декабря", "since": "2026-12-01", "source": "now"}
    answer = client.post(reverse("timetable:draft-add"), values)
    draft = Draft.objects.get()
    assert answer.url == page("draft", draft)
    assert "уже есть" in text_of(client.post(reverse("timetable:draft-add"), values))
    client.post(reverse("timetable:draft-add"), values | {"name": "Копия", "source": draft.pk})
    client.post(reverse("timetable:draft-add"), values | {"name": "Пустой", "source": "empty"})
    assert [one.slots.count() for one in Draft.objects.order_by("pk")] == [11, 11, 0]
    client.post(page("draft-edit", draft), {"name": "С 7 декабря", "since": "2026-12-07"})
    text = text_of(client.get(reverse("timetable:drafts")))
    assert "С 7 декабря" in text
    assert "7 декабря 2026 г." in text
    client.post(page("draft-delete", draft))
    assert Draft.objects.count() == 2


def test_grid_by_class_teacher_and_room(world: World, as_) -> None:
    client, draft = as_(world.deputy), draft_of(world)
    by_class = text_of(client.get(page("draft", draft)))
    for words in ("8 «Б»", "1 «А»", "10 «А»", "понедельник", "Английский язык гр. 1", "Третьякова", "Накладок нет"):
        assert words in by_class, words
    assert f'data-at="1-2-{world.class_8b.pk}"' in by_class
    by_teacher = text_of(client.get(page("draft", draft), {"by": "teacher"}))
    assert "Окулов Д. С." in by_teacher
    assert f'data-at="1-2-{world.teacher.pk}"' in by_teacher
    by_room = text_of(client.get(page("draft", draft), {"by": "room"}))
    assert f'data-at="1-2-{Room.objects.get(name="214").pk}"' in by_room
    one = text_of(client.get(page("draft", draft), {"only": f"c{world.class_8b.pk}"}))
    assert "Поставить урок: понедельник, 1-й" in one
    assert f'data-at="1-1-{world.class_1a.pk}"' not in one
    for wrong in ({"by": "x", "only": "g99"}, {"only": "c1" + "0" * 18}, {"by": "room", "only": "c999"}):
        assert client.get(page("draft", draft), wrong).status_code == 200


def test_classes_of_no_parallel_have_a_choice_of_their_own(world: World, as_) -> None:
    Group.objects.filter(pk=world.class_8b.pk).update(grade=0)
    text = text_of(as_(world.deputy).get(page("draft", draft_of(world))))
    assert "без параллели" in text
    assert ">0-е<" not in text


def test_side_names_clashes_hours_norms_and_windows(world: World, as_) -> None:
    client, draft = as_(world.deputy), draft_of(world)
    drafts.clear_lessons(SYSTEM, draft, [slot_of(draft, world.algebra, 4)])
    drafts.put_lesson(SYSTEM, draft, world.physics, weekday=1, number=2)
    text = text_of(client.get(page("draft", draft)))
    for words in (
        "Накладки: 1",
        "пн, 2-й: Физика, 8 «Б»",
        "в это время уже стоит Алгебра, 8 «Б»",
        "Алгебра: <b>1</b> из 3 ч.",
        "лишних 1</b> при 2 ч.",
        "8 «Б», понедельник: у класса окно, 3-й урок пуст",
        'Окулов Д. С.: <b>1</b> <span class="soft">пн 1</span>',
    ):
        assert words in text, words
    assert text.count('class="unit clash"') == 2


def test_cell_is_told_which_courses_may_stand_in_it(world: World, as_) -> None:
    client, draft = as_(world.deputy), draft_of(world)
    drafts.clear_lessons(SYSTEM, draft, [slot_of(draft, world.physics, 5)])
    found = ask(client, "draft-options", draft, column=world.class_8b.pk, weekday=1, row=4).json()["courses"]
    assert found[0]["title"] == "Физика"  # what is left comes first
    physics, english, algebra = (
        next(one for one in found if one["title"].startswith(name)) for name in ("Ф", "Ан", "Ал")
    )
    # Okulov gives English there; it would give way to a lesson of the whole class, so he is free
    assert (physics["left"], physics["hours"], physics["no"], len(physics["instead"])) == ("1", "2", "", 1)
    assert english["instead"] == algebra["instead"] == physics["instead"]
    other = school.create_course(SYSTEM, world.class_10a, Subject.objects.create(name="Физика 10"))
    school.assign_teacher(SYSTEM, other, world.other_teacher, since=SEPTEMBER)
    (busy,) = ask(client, "draft-options", draft, column=world.class_10a.pk, weekday=1, row=4).json()["courses"]
    assert busy["no"].replace("\u00a0", " ") == "Окулов Д. С. в это время ведёт Английский язык, 8Б, англ. 1"
    for wrong in ({}, {"column": "x", "weekday": 1, "row": 1}, {"column": 1, "weekday": "9" * 30, "row": 1}):
        assert ask(client, "draft-options", draft, **wrong).json() == {"courses": []}


def test_held_lesson_is_told_where_it_may_go(world: World, as_) -> None:
    client, draft = as_(world.deputy), draft_of(world)
    other = school.create_course(SYSTEM, world.class_10a, Subject.objects.create(name="Геометрия"))
    drafts.put_lesson(SYSTEM, draft, other, weekday=3, number=1, teacher=world.teacher)
    drafts.put_lesson(SYSTEM, draft, other, weekday=3, number=2, room=Room.objects.get(name="214"))
    held = slot_of(draft, world.algebra, 1)
    places = ask(client, "draft-free", draft, slots=held.pk).json()["places"]
    assert places["3-1"]["no"].replace("\u00a0", " ") == "Третьякова О. Н. в это время ведёт Геометрия, 10 «А»"
    assert places["3-2"]["no"].startswith("кабинет занят")
    assert "дважды в день и не подряд" in places["2-1"]["soft"]  # algebra is the third of Tuesday
    assert "5-1" not in places
    assert ask(client, "draft-free", draft, slots="x,999999").json() == {"places": {}}


def test_second_shift_of_a_teacher_has_rows_of_its_own(world: World, as_) -> None:
    Group.objects.filter(pk=world.class_10a.pk).update(shift=2)
    other = school.create_course(SYSTEM, world.class_10a, Subject.objects.create(name="Геометрия"))
    school.assign_teacher(SYSTEM, other, world.teacher, since=SEPTEMBER)
    client, draft = as_(world.deputy), draft_of(world)
    slot = drafts.put_lesson(SYSTEM, draft, other, weekday=1, number=2)
    text = text_of(client.get(page("draft", draft), {"by": "teacher"}))
    assert "Геометрия" in text.split(f'id="at-1-102-{world.teacher.pk}"')[1].split("</td>")[0]
    assert "Алгебра" in text.split(f'id="at-1-2-{world.teacher.pk}"')[1].split("</td>")[0]
    places = ask(client, "draft-free", draft, slots=slot.pk, by="teacher").json()["places"]
    assert places["1-3"] == {"no": "это урок другой смены"}
    # the third lesson of Tuesday in her first shift is not in the way
    said = send(client, "draft-move", draft, slots=slot.pk, weekday=2, number=3, swap="on", by="teacher").json()
    assert said["said"] == "Переставлено"
    cell = {"by": "teacher", "column": world.teacher.pk, "weekday": 1}
    assert [
        one["title"].replace("\u00a0", " ")
        for one in ask(client, "draft-options", draft, **cell, row=103).json()["courses"]
    ] == ["Геометрия, 10 «А»"]


def test_change_answers_cells_side_and_how_to_take_it_back(world: World, as_) -> None:
    client, draft = as_(world.deputy), draft_of(world)
    place = {"weekday": 5, "number": 1}
    said = send(client, "draft-put", draft, course=world.algebra.pk, **place).json()
    key = f"5-1-{world.class_8b.pk}"
    assert "Алгебра" in said["cells"][key]
    assert {one.split("-")[0] for one in said["cells"]} == {"5"}
    assert "лишних 1" in said["side"].replace("\u00a0", " ")
    ((url, fields),) = said["undo"]
    assert url == page("draft-clear", draft)
    back = client.post(url, fields | {"only": "all"}, headers={"Accept": "application/json"}).json()
    assert back["cells"][key] == ""
    ((url, fields),) = back["undo"]
    client.post(url, fields, headers={"Accept": "application/json"})
    assert DraftSlot.objects.filter(draft=draft, course=world.algebra, weekday=5).count() == 1


def test_lesson_in_the_way_changes_places(world: World, as_) -> None:
    client, draft = as_(world.deputy), draft_of(world)
    algebra = slot_of(draft, world.algebra, 2)
    said = send(client, "draft-move", draft, slots=algebra.pk, weekday=2, number=4, swap="on").json()
    assert said["said"] == "Поменяли местами"
    assert [slot_of(draft, one, 2).number for one in (world.algebra, world.physics)] == [4, 3]
    ((url, fields),) = said["undo"]
    client.post(url, fields, headers={"Accept": "application/json"})
    assert [slot_of(draft, one, 2).number for one in (world.algebra, world.physics)] == [3, 4]


def test_subgroups_stand_side_by_side(world: World, as_) -> None:
    client, draft = as_(world.deputy), draft_of(world)
    second = school.create_course(SYSTEM, world.english_2, world.english.subject)
    slot = drafts.put_lesson(SYSTEM, draft, second, weekday=5, number=5)
    said = send(client, "draft-move", draft, slots=slot.pk, weekday=3, number=3, swap="on").json()
    assert said["said"] == "Переставлено"
    cell = said["cells"][f"3-3-{world.class_8b.pk}"]
    assert cell.count('class="unit"') == 2
    assert "Накладок нет" in said["side"]


def test_lesson_put_in_the_place_of_another(world: World, as_) -> None:
    client, draft = as_(world.deputy), draft_of(world)
    old = slot_of(draft, world.algebra, 2)
    said = send(client, "draft-put", draft, course=world.physics.pk, weekday=2, number=3, instead=old.pk).json()
    assert not DraftSlot.objects.filter(pk=old.pk).exists()
    assert [url for url, _ in said["undo"]] == [page("draft-clear", draft), page("draft-put", draft)]


def test_room_is_changed_by_moving_in_the_grid_of_rooms(world: World, as_) -> None:
    client, draft = as_(world.deputy), draft_of(world)
    slot, room = slot_of(draft, world.algebra, 1), Room.objects.get(name="118")
    said = send(
        client, "draft-move", draft, slots=slot.pk, weekday=1, number=2, room=room.pk, swap="on", by="room"
    ).json()
    assert slot_of(draft, world.algebra, 1).room == room
    ((url, fields),) = said["undo"]
    client.post(url, fields, headers={"Accept": "application/json"})
    assert slot_of(draft, world.algebra, 1).room.name == "214"


def test_copies_by_script_and_a_day_by_a_form(world: World, as_) -> None:
    client, draft = as_(world.deputy), draft_of(world)
    slot = slot_of(draft, world.algebra, 1)
    said = send(client, "draft-copy", draft, slots=slot.pk, weekday=5, number=6, klass=world.class_8b.pk).json()
    assert said["said"] == "Скопировано"
    refused = send(client, "draft-copy", draft, slots=slot.pk, weekday=5, number=6, klass=world.class_10a.pk)
    assert (refused.status_code, "нет курса" in refused.json()["error"]) == (409, True)
    answer = client.post(
        page("draft-copy-day", draft), {"klass": world.class_8b.pk, "source": 1, "target": 4}, follow=True
    )
    assert "Скопировано: 2 урока." in text_of(answer)


def test_what_is_sent_twice_is_done_once(world: World, as_) -> None:
    client, draft = as_(world.deputy), draft_of(world)
    act = str(uuid4())
    slot = slot_of(draft, world.algebra, 1)
    fields = {"slots": slot.pk, "weekday": 5, "number": 6}
    assert "said" in send(client, "draft-copy", draft, act, **fields).json()
    assert send(client, "draft-copy", draft, act, **fields).json() == {"repeated": True}


def test_lesson_of_another_draft_or_year_is_unknown(world: World, as_) -> None:
    client, draft, other = as_(world.deputy), draft_of(world), draft_of(world, "Другой")
    foreign = slot_of(other, world.algebra, 1)
    for name in ("draft-clear", "draft-move", "draft-copy"):
        answer = send(client, name, draft, slots=foreign.pk, weekday=5, number=6)
        assert (answer.status_code, answer.json()["error"]) == (
            409,
            "Этих уроков в черновике уже нет: обновите страницу.",
        )
    assert DraftSlot.objects.filter(pk=foreign.pk, weekday=1).exists()


def test_lesson_is_put_and_changed_by_plain_forms(world: World, as_) -> None:
    client, draft = as_(world.deputy), draft_of(world)
    address = page("draft-put", draft) + f"?weekday=5&number=6&by=class&column={world.class_8b.pk}"
    form = client.get(address).context["form"]
    assert {one.group_id for one in form.fields["course"].queryset} == {world.class_8b.pk, world.english_1.pk}
    assert client.get(page("draft-put", draft), {"column": "9" * 5000}).status_code == 200
    answer = client.post(address, {"course": world.algebra.pk, "weekday": 5, "number": 6, "room": ""})
    assert answer.url == page("draft", draft) + f"?by=class&only=c{world.class_8b.pk}"
    slot = slot_of(draft, world.algebra, 5)
    address = reverse("timetable:draft-lesson", args=[slot.pk])
    client.post(address, {"weekday": 5, "number": 7, "week": 1, "teacher": world.teacher.pk, "room": ""})
    slot.refresh_from_db()
    assert (slot.number, slot.week, slot.teacher) == (7, 1, world.teacher)
    twice = client.post(address, {"weekday": 1, "number": 2, "week": 0, "teacher": "", "room": ""})
    assert "Этот урок здесь уже стоит." in text_of(twice)


def test_published_draft_is_read_only(world: World, as_) -> None:
    client, draft = as_(world.deputy), moved(world)
    text = text_of(client.get(page("draft-publish", draft)))
    for words in ("с <b>1 декабря 2026 г.</b>", "перенесено 1", "5 человек", "Ваше расписание с 1 декабря изменилось"):
        assert words in text, words
    answer = client.post(page("draft-publish", draft), follow=True)
    assert "«С декабря» опубликован: 1 изменение в расписании" in text_of(answer)
    grid = text_of(client.get(page("draft", draft)))
    assert "Опубликован" in grid
    assert "draggable" not in grid
    slot = slot_of(draft, world.algebra, 1)
    assert "больше не меняется" in send(client, "draft-clear", draft, slots=slot.pk).json()["error"]
    assert "уже опубликован" in text_of(client.get(page("draft-publish", draft)))


def test_clash_shuts_the_button_and_is_refused(world: World, as_) -> None:
    client, draft = as_(world.deputy), draft_of(world)
    drafts.put_lesson(SYSTEM, draft, world.physics, weekday=1, number=2)
    text = text_of(client.get(page("draft-publish", draft)))
    assert "Сначала уберите накладки: 1." in text
    assert " disabled" in text
    assert "Сначала уберите накладки" in text_of(client.post(page("draft-publish", draft)))
    assert Slot.objects.count() == 11


def test_comparison_by_class_and_teacher_and_of_two_drafts(world: World, as_) -> None:
    client, draft = as_(world.deputy), moved(world)
    by_class = text_of(client.get(page("draft-compare", draft)))
    for words in ("8 «Б»", "вт 3-й", "вт 5-й", "перенесён"):
        assert words in by_class, words
    assert "Третьякова О. Н." in text_of(client.get(page("draft-compare", draft), {"by": "teacher"}))
    copy = drafts.create_draft(SYSTEM, world.year, name="Копия", since=date(2026, 12, 1), source=draft)
    assert "Отличий нет" in text_of(client.get(page("draft-compare", copy), {"with": draft.pk}))
    assert "вт 5-й" in text_of(client.get(page("draft-compare", copy), {"with": "нет"}))


@pytest.mark.parametrize("copies", [1, 3])
def test_queries_do_not_grow_with_rows(world: World, as_, django_assert_num_queries, copies: int) -> None:
    for n in range(copies):
        course = school.create_course(SYSTEM, world.class_8b, Subject.objects.create(name=f"Предмет {n}"))
        school.assign_teacher(SYSTEM, course, world.teacher, since=SEPTEMBER)
        Slot.objects.create(
            course=course, weekday=5, number=5 + n, room=Room.objects.create(name=f"к{n}"), since=SEPTEMBER
        )
    draft = draft_of(world)
    draft_of(world, "Ещё")
    client = as_(world.deputy)
    for name, fields, number in (
        ("draft", {}, 16),
        ("draft-options", {"column": world.class_8b.pk, "weekday": 5, "row": 1}, 13),
        ("draft-free", {"slots": slot_of(draft, world.algebra, 1).pk}, 13),
        ("draft-compare", {}, 25),
        ("draft-publish", {}, 30),
    ):
        with django_assert_num_queries(number):
            assert client.get(page(name, draft), fields).status_code == 200
    with django_assert_num_queries(7):
        assert client.get(reverse("timetable:drafts")).status_code == 200
