"""A list of students written into the school: families made once, known people completed, movement left to orders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db.models import Model

from tests.exchange.asc_files import Rows, lesson, school
from tests.exchange.test_students_reading import csv_bytes, xlsx_bytes
from tests.watch import watched_writes
from zhurnal.core.models import Entry
from zhurnal.exchange.commands import DONE, FAILED, import_students, import_timetable
from zhurnal.people.models import Guardianship, Person
from zhurnal.school.models import Course, Group, Membership, Subject, Teaching, Year

HEAD = ["ФИО", "Дата рождения", "Пол", "Класс", "Мать", "Телефон матери", "Отец", "Телефон отца"]
ANNA = ["Белова Анна Игоревна", "14.03.2013", "ж", "7А", "Белова Мария Ивановна", "89161234567", "", ""]
OLEG = [
    "Белов Олег Игоревич",
    "01.02.2012",
    "м",
    "7Б",
    "Белова Мария Ивановна",
    "89161234567",
    "Белов Игорь Петрович",
    "89031112233",
]
TABLES: tuple[type[Model], ...] = (Person, Group, Membership, Guardianship)


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., int]:
    def run(*rows: list[str], dry_run: bool = False) -> int:
        path = tmp_path / "список.csv"
        path.write_bytes(csv_bytes([HEAD, *rows], encoding="windows-1251"))
        with watched_writes():
            return import_students(path, dry_run=dry_run)

    return run


Load = Callable[..., int]


def state() -> list[list[tuple[object, ...]]]:
    return [sorted(model._default_manager.values_list()) for model in TABLES]


def families() -> list[tuple[str, str, str]]:
    return sorted(Guardianship.objects.values_list("child__first_name", "parent__first_name", "relation"))


def test_families_are_made(year: Year, load: Load) -> None:
    assert load(ANNA, OLEG) == DONE
    anna = Person.objects.get(first_name="Анна")
    assert (anna.full_name, anna.birth_date, anna.sex) == ("Белова Анна Игоревна", date(2013, 3, 14), "f")
    assert sorted(Membership.objects.values_list("person__first_name", "group__name", "since")) == [
        ("Анна", "7А", date(2026, 9, 1)), ("Олег", "7Б", date(2026, 9, 1)),
    ]  # fmt: skip
    assert families() == [("Анна", "Мария", "mother"), ("Олег", "Игорь", "father"), ("Олег", "Мария", "mother")]
    mother = Person.objects.get(first_name="Мария")
    assert (mother.phone, mother.sex) == ("+79161234567", "f")
    assert Group.objects.get(name="7А").grade == 7


def test_counts_are_printed(year: Year, load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    load(ANNA, OLEG)
    said = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    for line in (
        "Классы 2 2",
        "Ученики 2 2",
        "Зачисления в класс 2 2",
        "Родители 2 2",
        "Родство 3 3",
        "Строк прочитано: 2.",
    ):
        assert line in said


def test_second_run_changes_nothing(year: Year, load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    load(ANNA, OLEG)
    before, entries = state(), Entry.objects.count()
    assert load(ANNA, OLEG) == DONE
    assert (state(), Entry.objects.count()) == (before, entries)
    assert "Всё это в журнале уже есть: ничего не изменено." in capsys.readouterr().out


def test_dry_run_writes_nothing(year: Year, load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    assert load(ANNA, dry_run=True) == DONE
    assert Person.objects.count() == 0
    assert "будет создано" in capsys.readouterr().out


def test_one_bad_cell_forbids_all(year: Year, load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    assert load(ANNA, [*OLEG[:1], "31.02.2012", *OLEG[2:]]) == FAILED
    assert Person.objects.count() == 0
    assert "лист «список», строка 3, столбец B «Дата рождения»" in capsys.readouterr().out


def test_new_contacts_are_taken_and_empty_cells_erase_nothing(
    year: Year, load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    load(OLEG)
    load([*OLEG[:5], "89990001122", "Белов Игорь Петрович", ""])
    assert Person.objects.get(first_name="Мария").phone == "+79990001122"
    assert Person.objects.get(first_name="Игорь").phone == "+79031112233"
    assert "Изменено: Белова Мария Ивановна — телефон: +79161234567 → +79990001122." in capsys.readouterr().out


def test_missing_birth_date_is_completed(year: Year, load: Load) -> None:
    load([ANNA[0], "", *ANNA[2:]])
    load(ANNA)
    assert Person.objects.get(first_name="Анна").birth_date == date(2013, 3, 14)


def test_yo_and_a_missing_patronymic_do_not_make_another_child(year: Year, load: Load) -> None:
    load(["Семёнов Пётр Львович", "14.03.2013", "м", "7А", "", "", "", ""])
    load(["Семенов Петр", "14.03.2013", "м", "7А", "", "", "", ""])
    assert Person.objects.get().full_name == "Семёнов Пётр Львович"


def test_another_class_is_left_to_an_order(year: Year, load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    load(ANNA, OLEG)
    load([*ANNA[:3], "7Б", *ANNA[4:]], OLEG)
    assert Membership.objects.get(person__first_name="Анна").group.name == "7А"
    assert "перевод делают приказом" in capsys.readouterr().out


def test_who_came_later_is_enrolled_from_today_and_who_is_missing_is_named(
    year: Year, load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    load(ANNA)
    load([*OLEG[:3], "7А", *OLEG[4:]])
    assert Membership.objects.get(person__first_name="Олег").since == date(2026, 11, 24)
    assert (
        "Есть в журнале, но не в списке: если выбыл, отчислите приказом.\n    ученик Белова Анна Игоревна"
        in capsys.readouterr().out
    )


def test_class_of_an_unknown_parallel_must_exist(year: Year, load: Load) -> None:
    assert load([*ANNA[:3], "З инд", *ANNA[4:]]) == FAILED
    Group.objects.create(year=year, kind="class", name="З инд", grade=0)
    assert load([*ANNA[:3], "З инд", *ANNA[4:]]) == DONE


def test_teacher_is_the_parent_only_with_a_shared_contact(year: Year, load: Load) -> None:
    group = Group.objects.create(year=year, kind="class", name="7А", grade=7, letter="А")
    course = Course.objects.create(year=year, group=group, subject=Subject.objects.create(name="Алгебра"))
    teacher = Person.objects.create(
        last_name="Белова", first_name="Мария", middle_name="Ивановна", phone="+79161234567"
    )
    Teaching.objects.create(person=teacher, course=course, since=year.since)
    load(ANNA, [*OLEG[:5], "89990001122", "", ""])
    assert [tie.parent == teacher for tie in Guardianship.objects.order_by("child__first_name")] == [True, False]


def test_girls_and_boys_and_joined_groups_fill_by_themselves(
    year: Year, load: Load, asc_file: Callable[[dict[str, Rows]], Path]
) -> None:
    lessons = [lesson("L1", "S1", "C1,C2", "C1all,C2all"), lesson("L2", "S2", "C1,C2", "C1g,C2g", "T2")]
    import_timetable(asc_file(school(lessons=lessons)), dry_run=False)
    load(ANNA, OLEG)
    assert sorted(Membership.objects.values_list("person__first_name", "group__name")) == [
        ("Анна", "7А"), ("Анна", "7А + 7Б"), ("Анна", "7А + 7Б, Девочки"), ("Анна", "7А, Девочки"),
        ("Олег", "7А + 7Б"), ("Олег", "7Б"), ("Олег", "7Б, Мальчики"),
    ]  # fmt: skip


def test_xlsx_of_several_sheets_is_imported(year: Year, tmp_path: Path) -> None:
    head = ["Фамилия", "Имя", "Отчество", "Дата рождения"]
    rows = {"5А": [head, ["Белова", "Анна", "Игоревна", date(2015, 3, 14)]], "5Б": [head, ["Ким", "Лев", "", 42078]]}
    path = tmp_path / "классы.xlsx"
    path.write_bytes(xlsx_bytes(rows))
    assert import_students(path, dry_run=False) == DONE
    assert sorted(Membership.objects.values_list("person__birth_date", "group__name")) == [
        (date(2015, 3, 14), "5А"), (date(2015, 3, 15), "5Б"),
    ]  # fmt: skip


@pytest.mark.parametrize("children", [1, 20])
def test_queries_do_not_grow_with_the_list(
    year: Year, load: Load, children: int, django_assert_num_queries: Callable[..., object]
) -> None:
    rows = [
        [
            f"Белова {chr(1040 + n)}нна",
            f"{n + 1:02d}.03.2013",
            "ж",
            "7А",
            f"Белова {chr(1040 + n)}ария",
            f"8916123450{n % 10}",
            "",
            "",
        ]
        for n in range(children)
    ]
    with django_assert_num_queries(37):
        assert load(*rows) == DONE
