"""The plan of an aSc file: who sits in a lesson, which slots a card makes, and that no card is lost."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.asc_files import card, halves, lesson, older, school, xml
from zhurnal.exchange.importers.asc import CourseKey, TimetablePlan, plan_timetable, read_asc
from zhurnal.exchange.importers.asc.groups import GroupKind
from zhurnal.exchange.importers.asc.spans import share_of_weeks
from zhurnal.exchange.importers.findings import Severity, errors_of
from zhurnal.exchange.importers.names import FullName

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "timetable"


def plan(sections: dict[str, list[dict[str, str]]]) -> TimetablePlan:
    return plan_timetable(read_asc(xml(sections).encode()))


def texts(made: TimetablePlan, severity: Severity) -> list[str]:
    return [oddity.text for oddity in made.oddities if oddity.severity is severity]


def places(made: TimetablePlan) -> list[tuple[int, int, str]]:
    return [(slot.weekday, slot.number, slot.weeks) for slot in made.slots]


def test_one_card_is_one_slot() -> None:
    made = plan(school())
    [slot] = made.slots
    assert (slot.course, slot.weekday, slot.number, slot.weeks) == (CourseKey("алгебра", "7а"), 1, 1, "")
    assert (slot.rooms, slot.teachers, slot.cards) == (("12",), (FullName("Кириков", "С.", "Ф."),), (1,))
    assert [(c.name, c.grade, c.letter, c.teacher) for c in made.classes] == [
        ("7А", 7, "А", None), ("7Б", 7, "Б", FullName("Фирсова", "Лидия", "Бенедиктовна")),
    ]  # fmt: skip
    assert (made.cards_read, made.cards_placed) == (1, 1)


def test_lesson_of_several_classes_is_one_joined_group_and_one_slot() -> None:
    made = plan(school(lessons=[lesson("L1", "S1", "C2,C1", "C2all,C1all")]))
    [group] = made.groups
    assert (group.key, group.kind, group.name, group.parents) == ("7а+7б", GroupKind.JOINED, "7А + 7Б", ("7а", "7б"))
    assert len(made.slots) == 1


def test_girls_of_two_classes_are_joined_and_their_divisions_are_whole() -> None:
    made = plan(school(lessons=[lesson("L1", "S2", "C1,C2", "C1g,C2g")]))
    assert [(group.key, group.name, group.division) for group in made.groups] == [
        ("7а/девочки", "Девочки", "Девочки / Мальчики"),
        ("7а/мальчики", "Мальчики", "Девочки / Мальчики"),
        ("7б/девочки", "Девочки", "Девочки / Мальчики"),
        ("7б/мальчики", "Мальчики", "Девочки / Мальчики"),
        ("7а/девочки+7б/девочки", "7А + 7Б, Девочки", ""),
    ]
    assert made.groups_unused == 4


def test_both_halves_in_one_lesson_are_the_whole_class_with_two_teachers() -> None:
    made = plan(school(lessons=[lesson("L1", "S1", "C1", "C1h2,C1h1", "T1,T2")]))
    [course] = made.courses
    assert course.key == CourseKey("алгебра", "7а")
    assert [name.last for name in course.teachers] == ["Кириков", "Фирсова"]
    assert [group.key for group in made.groups] == ["7а/1 группа", "7а/2 группа"]


def test_whole_class_with_a_part_of_another() -> None:
    made = plan(school(lessons=[lesson("L1", "S1", "C1,C2", "C1h1,C1h2,C2h2")]))
    assert made.groups[-1].name == "7А + 7Б (2 группа)"
    assert made.groups[-1].parents == ("7а", "7б/2 группа")


def test_lesson_without_groups_is_for_its_classes_and_without_classes_is_not_placed() -> None:
    lessons = [lesson("L1", "S1", "C1", ""), lesson("L2", "S2", "", "")]
    made = plan(school(lessons=lessons, cards=[card("L1", "100000", "1"), card("L2", "100000", "2")]))
    assert [slot.course.group for slot in made.slots] == ["7а"]
    assert (made.cards_read, made.cards_placed) == (2, 1)
    assert "У урока нет класса: его карточки не размещаются." in texts(made, Severity.WARNING)


def test_equal_names_in_two_divisions_are_told_apart() -> None:
    extra = [{"id": "X1", "classid": "C1", "name": "1 группа", "entireclass": "0", "divisiontag": "3"},
             {"id": "X2", "classid": "C1", "name": "3 группа", "entireclass": "0", "divisiontag": "3"}]  # fmt: skip
    made = plan(school(groups=halves("C1") + halves("C2") + extra, lessons=[lesson("L1", "S1", "C1", "X1")]))
    assert [group.key for group in made.groups] == ["7а/1 группа (3)", "7а/3 группа"]


def test_double_lesson_in_the_2012_layout_has_a_card_for_each_period() -> None:
    lessons = [lesson("L1", "S1", "C1", "C1all", periodspercard="2", periodsperweek="2.0")]
    made = plan(school(lessons=lessons, cards=[card("L1", "100000", "3"), card("L1", "100000", "4")]))
    assert places(made) == [(1, 3, ""), (1, 4, "")]


def test_double_lesson_in_the_older_layout_has_one_card_for_both_periods() -> None:
    lessons = [lesson("L1", "S1", "C1", "C1all", periodspercard="2", periodsperweek="2.0")]
    made = plan(older(lessons=lessons))
    assert places(made) == [(1, 1, ""), (1, 2, "")]
    assert (made.cards_read, made.cards_placed) == (1, 1)


def test_hours_a_week_tell_the_way_of_a_file_against_its_layout() -> None:
    lessons = [lesson("L1", "S1", "C1", "C1all", periodspercard="2", periodsperweek="2.0")]
    assert places(plan(school(lessons=lessons))) == [(1, 1, ""), (1, 2, "")]


def test_hours_that_do_not_come_out_are_warned_of() -> None:
    made = plan(school(lessons=[lesson("L1", "S1", "C1", "C1all", periodsperweek="2.5")]))
    assert texts(made, Severity.WARNING) == ["В неделю поставлено уроков: 1, а должно быть 2,5."]


def test_card_past_the_last_bell_keeps_its_place_with_a_warning() -> None:
    lessons = [lesson("L1", "S1", "C1", "C1all", periodspercard="3", periodsperweek="3.0")]
    made = plan(older(lessons=lessons, cards=[{"lessonid": "L1", "day": "0", "period": "5", "classroomids": ""}]))
    assert places(made) == [(1, 5, ""), (1, 6, ""), (1, 7, "")]
    assert texts(made, Severity.WARNING) == ["Урок № 7 не имеет звонка в файле (последний — № 6); место оставлено."]


def test_lessons_of_alternating_weeks_share_a_place_and_a_teacher_without_a_clash() -> None:
    lessons = [lesson(id, "S1", cls, f"{cls}all", weeks=weeks, periodsperweek="0.5")
               for id, cls, weeks in (("L1", "C1", "10"), ("L2", "C2", "01"))]  # fmt: skip
    cards = [{"lessonid": id, "day": "0", "period": "1", "classroomids": "R1"} for id in ("L1", "L2")]
    made = plan(older(lessons=lessons, cards=cards))
    assert places(made) == [(1, 1, "10"), (1, 1, "01")]
    assert texts(made, Severity.WARNING) == []


def test_clashes_of_teacher_room_and_class_are_warned_of_by_name() -> None:
    lessons = [lesson("L1", "S1", "C1", "C1all"), lesson("L2", "S2", "C1", "C1h1")]
    made = plan(school(lessons=lessons, cards=[card("L1", "100000", "1", "R1"), card("L2", "100000", "1", "R1")]))
    clashes = [(o.element, o.id) for o in made.oddities if o.text == "Накладка: день 1, урок 1."]
    assert clashes == [("teacher", "Кириков С.Ф."), ("classroom", "12"), ("class", "7А")]


def test_halves_of_one_division_at_one_time_are_no_clash() -> None:
    lessons = [lesson("L1", "S1", "C1", "C1h1"), lesson("L2", "S1", "C1", "C1h2", "T2")]
    made = plan(school(lessons=lessons, cards=[card("L1", "100000", "1", "R1"), card("L2", "100000", "1", "R2")]))
    assert texts(made, Severity.WARNING) == []
    assert [slot.course.group for slot in made.slots] == ["7а/1 группа", "7а/2 группа"]


def test_two_lessons_of_one_subject_and_class_are_one_course_with_both_teachers() -> None:
    lessons = [lesson("L1", "S1", "C1", "C1all"), lesson("L2", "S1", "C1", "C1all", "T2", periodsperweek="2.0")]
    cards = [card("L1", "100000", "1"), card("L2", "010000", "1"), card("L2", "001000", "1")]
    made = plan(school(lessons=lessons, cards=cards))
    [course] = made.courses
    assert [name.last for name in course.teachers] == ["Фирсова", "Кириков"]
    assert [[name.last for name in slot.teachers] for slot in made.slots] == [["Кириков"], ["Фирсова"], ["Фирсова"]]


def test_two_cards_of_one_course_in_one_place_are_one_slot_and_both_count_as_placed() -> None:
    lessons = [lesson("L1", "S1", "C1", "C1all"), lesson("L2", "S1", "C1", "C1all", "T2")]
    made = plan(school(lessons=lessons, cards=[card("L1", "100000", "1", "R1"), card("L2", "100000", "1", "R2")]))
    [slot] = made.slots
    assert (slot.rooms, slot.cards, made.cards_placed) == (("12", "13"), (1, 2), 2)


def test_room_outside_the_candidates_and_no_room_are_noted_once_a_lesson() -> None:
    lessons = [lesson("L1", "S1", "C1", "C1all", classroomids="R2", periodsperweek="3.0")]
    cards = [card("L1", "100000", "1", "R1"), card("L1", "010000", "1"), card("L1", "001000", "1")]
    made = plan(school(lessons=lessons, cards=cards))
    assert [o.text for o in made.oddities if o.element == "lesson"] == [
        "Кабинет карточки не из допустимых для урока; взят кабинет карточки.",
        "У карточек урока нет кабинета.",
    ]
    assert [slot.rooms for slot in made.slots] == [("12",), (), ()]


def test_class_without_a_grade_is_kept_by_its_name() -> None:
    made = plan(
        school(classes=[{"id": "C1", "name": "З  инд", "short": ""}, {"id": "C2", "name": "Кл. 7Б", "short": ""}])
    )
    assert [(c.key, c.name, c.grade) for c in made.classes] == [("з инд", "З инд", None), ("7б", "7Б", 7)]
    assert texts(made, Severity.WARNING) == ["По названию не видно параллели (1–11)."]


def test_spellings_of_one_class_are_an_error() -> None:
    made = plan(school(classes=[{"id": "C1", "name": "7А", "short": ""}, {"id": "C2", "name": "7-A", "short": ""}]))
    assert [oddity.id for oddity in errors_of(made.oddities)] == ["C2"]


def test_weeks_of_unequal_length_are_an_error() -> None:
    lessons = [lesson("L1", "S1", "C1", "C1all", weeks="10"), lesson("L2", "S1", "C2", "C2all", weeks="100")]
    cards = [card("L1", "100000", "1", weeks="10"), card("L2", "100000", "2", weeks="100")]
    made = plan(school(lessons=lessons, cards=cards))
    assert [oddity.id for oddity in errors_of(made.oddities)] == ["L1"]


@pytest.mark.parametrize(("bits", "share"), [("", Fraction(1)), ("10", Fraction(1, 2)), ("110", Fraction(2, 3))])
def test_share_of_weeks(bits: str, share: Fraction) -> None:
    assert share_of_weeks(bits) == share


week_places = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6), st.sampled_from("12")), unique=True, max_size=40)


@settings(deadline=None)
@given(week_places)
def test_no_card_is_lost(cards: list[tuple[int, int, str]]) -> None:
    lessons = [lesson("L1", "S1", "C1", "C1all"), lesson("L2", "S2", "C2", "C2all", "T2")]
    rows = [card(f"L{which}", "0" * day + "1" + "0" * (5 - day), str(number)) for day, number, which in cards]
    made = plan(school(lessons=lessons, cards=rows))
    assert made.cards_read == made.cards_placed == len(made.slots) == len(cards)


@settings(deadline=None)
@given(week_places)
def test_both_layouts_of_one_week_make_the_same_slots(cards: list[tuple[int, int, str]]) -> None:
    lessons = [lesson("L1", "S1", "C1", "C1all"), lesson("L2", "S2", "C2", "C2all", "T2")]
    new = [card(f"L{which}", "0" * day + "1" + "0" * (5 - day), str(number)) for day, number, which in cards]
    old = [
        {"lessonid": f"L{which}", "day": str(day), "period": str(number), "classroomids": ""}
        for day, number, which in cards
    ]
    names = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота")
    days = [{"name": name, "short": name, "day": str(index)} for index, name in enumerate(names)]
    assert plan(school(lessons=lessons, cards=new)).slots == plan(older(days=days, lessons=lessons, cards=old)).slots


@pytest.mark.skipif(
    not REAL.is_dir(), reason="the real timetables (../shared/data/timetable) are not beside this checkout"
)
@pytest.mark.parametrize(
    ("name", "classes", "subjects", "teachers", "rooms", "cards", "slots"),
    [("school_a.xml", 33, 36, 54, 62, 1023, 1023), ("school_c_cp1251.xml", 30, 35, 46, 42, 772, 781)],
)
def test_real_timetable_is_planned_whole(
    name: str, classes: int, subjects: int, teachers: int, rooms: int, cards: int, slots: int
) -> None:
    """School c has five double cards and one of five periods: 772 + 5·1 + 1·4 = 781 places."""
    made = plan_timetable(read_asc((REAL / name).read_bytes()))
    assert errors_of(made.oddities) == []
    assert (len(made.classes), len(made.subjects), len(made.teachers), len(made.rooms)) == (
        classes,
        subjects,
        teachers,
        rooms,
    )
    assert (made.cards_read, made.cards_placed, len(made.slots)) == (cards, cards, slots)
