"""A timetable written into the school: everything once, all or nothing, changes from a day on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Model

from tests.exchange.asc_files import Rows, card, halves, lesson, older, school
from tests.exchange.test_asc_plan import REAL
from tests.watch import watched_writes
from zhurnal.core.actions import SYSTEM
from zhurnal.core.models import Entry
from zhurnal.exchange.commands import DONE, FAILED, import_timetable
from zhurnal.people.models import Guardianship, Person
from zhurnal.school.models import ClassTeacher, Course, Group, Membership, Room, Subject, Teaching, Year
from zhurnal.timetable.actions import create_bells
from zhurnal.timetable.models import Bell, Lesson, Slot
from zhurnal.timetable.rules import usual_bells

TABLES: tuple[type[Model], ...] = (
    Group, Subject, Room, Person, Course, Teaching, ClassTeacher, Slot, Bell, Group.classes.through, Slot.more_rooms.through,
)  # fmt: skip
Write = Callable[[dict[str, Rows]], Path]


def state() -> list[list[tuple[object, ...]]]:
    return [sorted(model._default_manager.values_list()) for model in TABLES]


def load(path: Path, *, dry_run: bool = False) -> int:
    with watched_writes():
        return import_timetable(path, dry_run=dry_run)


def places() -> list[tuple[int, int, int, date, date | None]]:
    return sorted(Slot.objects.values_list("weekday", "number", "week", "since", "until"), key=str)


def test_everything_is_made_from_the_file(year: Year, asc_file: Write) -> None:
    lessons = [lesson("L1", "S1", "C1", "C1all", periodsperweek="2.0"), lesson("L2", "S2", "C1,C2", "C1g,C2g", "T2,T1")]
    cards = [card("L1", "100000", "1", "R1"), card("L1", "000001", "1", "R1"), card("L2", "010000", "6", "R2,R1")]
    assert load(asc_file(school(lessons=lessons, cards=cards))) == DONE
    class_7a = Group.objects.get(name="7А")
    assert (class_7a.grade, class_7a.letter, class_7a.days_a_week, class_7a.period_kind) == (7, "А", 6, "quarter")
    girls = Group.objects.get(kind=Group.Kind.JOINED)
    assert girls.name == "7А + 7Б, Девочки"
    assert sorted(girls.classes.values_list("name", flat=True)) == ["7А, Девочки", "7Б, Девочки"]
    part = Group.objects.get(name="7А, Девочки")
    assert (part.division, list(part.classes.all())) == ("Девочки / Мальчики", [class_7a])
    algebra = Course.objects.get(group=class_7a)
    assert (algebra.subject.name, algebra.hours_a_week, algebra.graded) == ("Алгебра", Decimal("2.0"), True)
    assert [t.person.full_name for t in algebra.teachings.all()] == ["Кириков С. Ф."]
    slot = Slot.objects.get(course__group=girls)
    assert (slot.teacher and slot.teacher.full_name) == "Фирсова Лидия Бенедиктовна"
    assert (slot.weekday, slot.number, slot.week, slot.since) == (2, 6, 0, date(2026, 9, 1))
    assert (slot.room and slot.room.name, [room.name for room in slot.more_rooms.all()]) == ("13", ["12"])
    assert Teaching.objects.filter(course__group=girls).count() == 2
    assert ClassTeacher.objects.get().group.name == "7Б"
    assert Bell.objects.get(number=1).starts == time(8, 30)


def test_counts_are_printed(year: Year, asc_file: Write, capsys: pytest.CaptureFixture[str]) -> None:
    load(asc_file(school()))
    said = capsys.readouterr().out.replace("\xa0", " ").splitlines()
    for line in ("Классы 2 2 0", "Предметы 2 2 0", "Учителя 2 2 0", "Кабинеты 2 2 0", "Курсы 1 1 0", "Слоты 1 1 0"):
        assert line in [" ".join(row.split()) for row in said]
    assert "Карточек прочитано: 1, размещено: 1." in said
    assert "Готово: всё загружено." in said


def test_second_run_changes_nothing(year: Year, asc_file: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = asc_file(school(lessons=[lesson("L1", "S1", "C1,C2", "C1h1,C2all")]))
    load(path)
    before, entries = state(), Entry.objects.count()
    assert load(path) == DONE
    assert (state(), Entry.objects.count()) == (before, entries)
    assert "Всё это в журнале уже есть: ничего не изменено." in capsys.readouterr().out


def test_dry_run_shows_and_writes_nothing(year: Year, asc_file: Write, capsys: pytest.CaptureFixture[str]) -> None:
    before = state()
    assert load(asc_file(school()), dry_run=True) == DONE
    assert state() == before
    assert "Это проба: ничего не записано." in capsys.readouterr().out


@pytest.mark.parametrize("dry_run", [True, False])
def test_error_in_the_file_changes_nothing(
    year: Year, asc_file: Write, capsys: pytest.CaptureFixture[str], dry_run: bool
) -> None:
    before = state()
    assert load(asc_file(school(lessons=[lesson("L1", "S9", "C1", "C1all")])), dry_run=dry_run) == FAILED
    assert state() == before
    said = capsys.readouterr()
    assert "✗ Ошибка: Предмета S9 в файле нет.\n    lesson L1" in said.out
    assert said.err == "В файле есть ошибки: ничего не изменено.\n"


def test_unreadable_file_and_missing_file_are_told(
    year: Year, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.xml").write_text("no xml")
    assert load(tmp_path / "x.xml") == FAILED
    assert load(tmp_path / "none.xml") == FAILED
    said = capsys.readouterr().err
    assert "Файл не читается как XML" in said
    assert "none.xml» не открывается" in said


def test_without_a_year_it_says_what_to_do(
    no_school: None, asc_file: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_timetable(asc_file(school()), dry_run=False) == FAILED
    assert "Учебного года ещё нет" in capsys.readouterr().err


def test_changed_timetable_replaces_slots_wholly_until_lessons_are_held(year: Year, asc_file: Write) -> None:
    load(asc_file(school()))
    load(asc_file(school(cards=[card("L1", "010000", "2", "R2")])))
    assert places() == [(2, 2, 0, date(2026, 9, 1), None)]


def test_changed_timetable_holds_from_today_once_lessons_are_held(year: Year, asc_file: Write) -> None:
    load(asc_file(school()))
    Lesson.objects.create(course=Course.objects.get(), date=date(2026, 11, 23), number=1)
    load(asc_file(school(cards=[card("L1", "010000", "2", "R2")])))
    assert places() == [(1, 1, 0, date(2026, 9, 1), date(2026, 11, 23)), (2, 2, 0, date(2026, 11, 24), None)]
    load(asc_file(school(cards=[card("L1", "010000", "2", "R2")])))
    assert len(places()) == 2


def test_new_teacher_of_a_course_follows_the_one_whose_slots_end(year: Year, asc_file: Write) -> None:
    load(asc_file(school()))
    Lesson.objects.create(course=Course.objects.get(), date=date(2026, 11, 23), number=1)
    load(asc_file(school(lessons=[lesson("L1", "S1", "C1", "C1all", "T2")])))
    assert sorted(Teaching.objects.values_list("person__last_name", "since", "until")) == [
        ("Кириков", date(2026, 9, 1), date(2026, 11, 23)),
        ("Фирсова", date(2026, 11, 24), None),
    ]


def test_classes_that_the_file_does_not_name_keep_their_slots(year: Year, asc_file: Write) -> None:
    load(asc_file(school()))
    classes = [{"id": "C3", "name": "8-А", "short": "8-А"}]
    load(asc_file(school(classes=classes, groups=halves("C3"), lessons=[lesson("L1", "S1", "C3", "C3all")])))
    assert sorted(Slot.objects.filter(until=None).values_list("course__group__name", flat=True)) == ["7А", "8А"]


def test_weeks_of_the_cycle_and_terms_become_weeks_and_days(year: Year, asc_file: Write) -> None:
    cards = [
        card("L1", "100000", "1", weeks="10"),
        card("L1", "100000", "2", weeks="01"),
        card("L1", "100000", "3", terms="10"),
    ]
    load(asc_file(school(cards=cards)))
    assert places() == [
        (1, 1, 1, date(2026, 9, 1), None),
        (1, 2, 2, date(2026, 9, 1), None),
        (1, 3, 0, date(2026, 9, 1), date(2026, 12, 30)),
    ]


def test_terms_that_the_year_does_not_have_are_an_error(year: Year, asc_file: Write) -> None:
    assert load(asc_file(school(cards=[card("L1", "100000", "1", terms="10000")]))) == FAILED


def test_initials_fit_the_one_full_name_of_the_staff(year: Year, asc_file: Write) -> None:
    known = Person.objects.create(last_name="Кириков", first_name="Семён", middle_name="Фомич")
    load(asc_file(school()))
    assert Slot.objects.get().teacher == known
    assert Person.objects.filter(last_name="Кириков").count() == 1


def test_full_name_completes_initials(year: Year, asc_file: Write) -> None:
    known = Person.objects.create(last_name="Фирсова", first_name="Л.", middle_name="Б.")
    load(asc_file(school()))
    known.refresh_from_db()
    assert known.full_name == "Фирсова Лидия Бенедиктовна"


def test_initials_that_fit_two_people_are_an_error(
    year: Year, asc_file: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    for first in ("Семён", "Степан"):
        Person.objects.create(last_name="Кириков", first_name=first, middle_name="Фомич")
    assert load(asc_file(school())) == FAILED
    assert "Подходят несколько человек: Кириков Семён Фомич, Кириков Степан Фомич." in capsys.readouterr().out


def test_students_and_parents_are_never_taken_for_teachers(year: Year, asc_file: Write) -> None:
    group = Group.objects.create(year=year, kind="class", name="8Б", grade=8, letter="Б")
    child = Person.objects.create(last_name="Кириков", first_name="Семён", middle_name="Фомич")
    Membership.objects.create(person=child, group=group, since=year.since)
    mother = Person.objects.create(last_name="Фирсова", first_name="Лидия", middle_name="Бенедиктовна")
    Guardianship.objects.create(parent=mother, child=child, relation="mother", since=year.since)
    load(asc_file(school()))
    assert Slot.objects.get().teacher != child
    assert Person.objects.filter(last_name="Фирсова").count() == 2


def test_students_of_known_classes_enter_the_new_joined_groups(year: Year, asc_file: Write) -> None:
    load(asc_file(school()))
    child = Person.objects.create(last_name="Белова", first_name="Анна")
    Membership.objects.create(person=child, group=Group.objects.get(name="7А"), since=year.since)
    load(asc_file(school(lessons=[lesson("L1", "S1", "C1,C2", "C1all,C2all")])))
    assert Membership.objects.get(group__kind=Group.Kind.JOINED).person == child


def test_class_without_a_grade_is_made_ungraded_by_parallel(year: Year, asc_file: Write) -> None:
    classes = [{"id": "C1", "name": "З інд", "short": ""}, {"id": "C2", "name": "1-Б", "short": ""}]
    load(asc_file(older(classes=classes, lessons=[lesson("L1", "S1", "C1", "C1all"), lesson("L2", "S1", "C2", "C2all")],
                        cards=[{"lessonid": id, "day": "0", "period": "1", "classroomids": ""} for id in ("L1", "L2")])))  # fmt: skip
    assert sorted(Course.objects.values_list("group__name", "group__grade", "graded")) == [
        ("1Б", 1, False),
        ("З інд", 0, True),
    ]


def test_bells_that_every_school_gets_give_way_to_the_file(year: Year, asc_file: Write) -> None:
    create_bells(SYSTEM, year, name="Обычные звонки", times=usual_bells(1))
    load(asc_file(school()))
    assert list(Bell.objects.order_by("number").values_list("number", "starts"))[1:] == [
        (number, time(7 + number, 30)) for number in range(2, 7)
    ]


def test_bells_of_the_school_are_kept(year: Year, asc_file: Write, capsys: pytest.CaptureFixture[str]) -> None:
    load(asc_file(school()))
    periods = [{"period": "1", "starttime": "8:00", "endtime": "8:45"}]
    load(asc_file(school(periods=periods)))
    assert Bell.objects.get(number=1).starts == time(8, 30)
    assert "Звонок в журнале другой; он не меняется." in capsys.readouterr().out


@pytest.mark.parametrize("hours", [1, 5])
def test_queries_do_not_grow_with_the_file(
    year: Year, asc_file: Write, hours: int, django_assert_num_queries: Callable[..., object]
) -> None:
    """The comparison twice (shown, then in the transaction), one insert a table, and the log; the same for 1 card as for 5."""
    cards = [card("L1", "100000", str(number), "R1") for number in range(1, hours + 1)]
    path = asc_file(school(lessons=[lesson("L1", "S1", "C1", "C1all", periodsperweek=f"{hours}.0")], cards=cards))
    with django_assert_num_queries(60):
        import_timetable(path, dry_run=False)


@pytest.mark.skipif(
    not REAL.is_dir(), reason="the real timetables (../shared/data/timetable) are not beside this checkout"
)
@pytest.mark.parametrize(
    ("name", "classes", "groups", "teachers", "courses", "slots"),
    [("school_a.xml", 33, 127, 54, 488, 1023), ("school_c_cp1251.xml", 30, 5, 46, 347, 781)],
)
def test_real_timetable_imports_whole_and_once(
    year: Year, name: str, classes: int, groups: int, teachers: int, courses: int, slots: int
) -> None:
    assert load(REAL / name) == DONE
    assert Group.objects.filter(kind="class").count() == classes
    assert Group.objects.exclude(kind="class").count() == groups
    assert (Person.objects.count(), Course.objects.count(), Slot.objects.count()) == (teachers, courses, slots)
    before = state()
    assert load(REAL / name) == DONE
    assert state() == before
