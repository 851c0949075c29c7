"""Rows made into families: doubles, siblings, twins and namesakes."""

from __future__ import annotations

from tests.exchange.test_students_reading import TODAY, csv_bytes
from zhurnal.exchange.importers.findings import Severity
from zhurnal.exchange.importers.students import Relation, StudentsPlan, plan_students, read_students

HEAD = ["ФИО", "Дата рождения", "Класс", "Мать", "Телефон матери", "Отец", "Телефон отца"]
MOTHER, PHONE = "Белова Мария Ивановна", "89161234567"


def plan(*rows: list[str]) -> StudentsPlan:
    return plan_students(read_students(csv_bytes([HEAD, *rows]), "список.csv", today=TODAY))


def texts(made: StudentsPlan, severity: Severity) -> list[str]:
    return [oddity.text for oddity in made.oddities if oddity.severity is severity]


def test_mother_of_two_is_one_person_when_the_phone_is_shared() -> None:
    made = plan(
        ["Белова Анна", "14.03.2014", "5А", MOTHER, PHONE, "", ""],
        ["Белов Олег", "01.02.2012", "7Б", "Белова  Мария Ивановна", "+7 916 123 45 67", "", ""],
    )
    assert [(str(parent.name), parent.sex, parent.phone) for parent in made.parents] == [(MOTHER, "ж", "+79161234567")]
    assert [student.guardians for student in made.students] == [((0, Relation.MOTHER),), ((0, Relation.MOTHER),)]
    assert [str(group) for group in made.classes] == ["5А", "7Б"]


def test_twins_have_one_mother_without_any_phone() -> None:
    made = plan(
        ["Белова Анна", "14.03.2014", "5А", MOTHER, "", "", ""], ["Белова Ева", "14.03.2014", "5Б", MOTHER, "", "", ""]
    )
    assert len(made.parents) == 1


def test_namesakes_without_a_shared_contact_are_two_people_with_a_warning() -> None:
    made = plan(
        ["Белова Анна", "14.03.2014", "5А", MOTHER, PHONE, "", ""],
        ["Ким Лев", "15.03.2014", "5А", MOTHER, "89031112233", "", ""],
    )
    assert len(made.parents) == 2
    assert texts(made, Severity.WARNING) == [
        "Родитель с таким именем есть и у другого ученика, но общего телефона или почты нет: это два человека."
    ]


def test_child_with_a_row_for_each_parent_is_one_child_with_both() -> None:
    made = plan(
        ["Белова Анна", "14.03.2014", "5А", MOTHER, PHONE, "", ""],
        ["БЕЛОВА АННА", "14.03.2014", "5а", "", "", "Белов Игорь Петрович", "89031112233"],
    )
    [student] = made.students
    assert [relation for _, relation in student.guardians] == [Relation.MOTHER, Relation.FATHER]
    assert texts(made, Severity.WARNING) == [
        "Ученик стоит в списке дважды (те же имя и дата рождения); строки объединены."
    ]


def test_child_in_two_classes_is_an_error() -> None:
    made = plan(
        ["Белова Анна", "14.03.2014", "5А", "", "", "", ""], ["Белова Анна", "14.03.2014", "5Б", "", "", "", ""]
    )
    assert texts(made, Severity.ERROR) == ["Белова Анна уже есть в классе 5А (лист «список», строка 2)."]


def test_namesakes_of_one_class_without_dates_of_birth_are_an_error() -> None:
    made = plan(["Ким Лев", "", "5А", "", "", "", ""], ["Ким Лев", "", "5А", "", "", "", ""])
    assert texts(made, Severity.ERROR) == [
        "Ким Лев уже есть в этом классе (лист «список», строка 2): без даты рождения не различить."
    ]


def test_namesakes_with_their_own_dates_of_birth_are_two_children() -> None:
    made = plan(["Ким Лев", "14.03.2014", "5А", "", "", "", ""], ["Ким Лев", "15.03.2014", "5А", "", "", "", ""])
    assert len(made.students) == 2


def test_yo_and_ye_are_one_letter_between_rows() -> None:
    made = plan(
        ["Семёнов Пётр", "14.03.2014", "5А", "", "", "", ""], ["Семенов Петр", "14.03.2014", "5А", "", "", "", ""]
    )
    assert [str(student.name) for student in made.students] == ["Семёнов Пётр"]
