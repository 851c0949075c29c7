"""Lists brought by hand: columns chosen and remembered, rows decided about, written whole, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.exchange.test_students_reading import csv_bytes, xlsx_bytes
from tests.watch import watched_writes
from tests.world import NOW, TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.core.models import Entry
from zhurnal.exchange import actions, lists, queries
from zhurnal.exchange.importers.findings import Severity
from zhurnal.exchange.lists import Choices
from zhurnal.exchange.matching.doubts import close
from zhurnal.exchange.models import Import, Proposal
from zhurnal.exchange.traces import obstacles, traces_of
from zhurnal.journal.models import Absence
from zhurnal.people import actions as people
from zhurnal.people.models import CardCheck, Guardianship, Notice, Person, PersonalFile
from zhurnal.school import actions as school
from zhurnal.school.models import Group, Membership

HEAD = ["ФИО", "Дата рождения", "Пол", "Класс", "СНИЛС", "Мать", "Телефон матери"]
VERA = ["Зимина Вера Олеговна", "14.03.2012", "ж", "8Б", "112-233-445 95", "Зимина Анна Львовна", "89161234567"]
EGOR = ["Белозёров Егор Олегович", "06.05.2012", "м", "8Б", "", "", ""]
ALISA = ["Ёлкина Алиса Сергеевна", "01.03.2012", "ж", "8Б", "", "", ""]
LATE = ["Новикова Вера Ильинична", "07.07.2012", "ж", "8Б", "", "", ""]
NOTHING = Choices.of({})
TABLES: tuple[Any, ...] = (Person, Group, Membership, Guardianship, PersonalFile)


def brought(actor: Any, *rows: list[str], head: list[str] = HEAD, kind: str = Import.Kind.STUDENTS) -> Import:
    return actions.bring(actor, kind, name="8Б.csv", content=csv_bytes([head, *rows], encoding="windows-1251"))


def applied(actor: Any, *rows: list[str], **chosen: Any) -> Import:
    with watched_writes():
        return actions.apply(actor, brought(actor, *rows), Choices.of(chosen))


def look(row: Import, world: World, **chosen: Any) -> lists.Look:
    return lists.look_at(lists.listed_of(row, TODAY), Choices.of(chosen), world.year, TODAY)


def state() -> list[list[tuple[object, ...]]]:
    return [sorted(model._default_manager.values_list(), key=str) for model in TABLES]


def test_content_is_sealed_and_never_in_the_log(world: World, who) -> None:
    row = brought(who(world.clerk), VERA)
    assert "Зимина".encode("windows-1251") not in bytes(row.content)
    [entry] = Entry.objects.filter(subject=f"exchange.import:{row.pk}").select_related("payload")
    assert "content" not in entry.payload.text


def test_a_list_is_written_with_families_and_files(world: World, who) -> None:
    row = applied(who(world.admin), VERA, EGOR, ALISA, LATE)
    vera = Person.objects.get(last_name="Зимина", first_name="Вера")
    assert vera.memberships.get().since == TODAY
    assert vera.guardians.get().parent.phone == "+79161234567"
    assert vera.file.snils == "11223344595"
    assert (row.state, row.counts["students"], row.counts["parents"], row.counts["files"]) == ("applied", 1, 1, 1)
    assert Person.objects.filter(last_name__in=["Белозёров", "Ёлкина", "Новикова"]).count() == 4


@pytest.mark.parametrize("chosen", [{}, {"leave": {"0.3": ""}}])
def test_an_error_forbids_all_until_its_row_is_left_out(world: World, who, chosen: dict[str, Any]) -> None:
    before = state()
    broken = ["Зимин Олег Олегович", "31.02.2012", *EGOR[2:]]
    if not chosen:
        with pytest.raises(Refused, match="столбец B «Дата рождения»"):
            applied(who(world.admin), VERA, broken, **chosen)
        assert state() == before
        return
    applied(who(world.admin), VERA, broken, **chosen)
    assert Person.objects.filter(last_name="Зимина").count() == 2
    assert not Person.objects.filter(last_name="Зимин").exists()


def test_a_namesake_with_another_date_is_decided_about(world: World, who) -> None:
    actor, row = who(world.admin), ["Белозёров Егор Олегович", "06.05.2011", *EGOR[2:]]
    [doubt] = look(brought(actor, row), world).changes.doubts
    assert (doubt.key, [one.person.pk for one in doubt.candidates]) == ("0.2", [world.egor.pk])
    before = state()
    with pytest.raises(Refused, match="тот же это человек или другой"):
        applied(actor, row)
    assert state() == before
    applied(actor, row, other=["0.2"])
    assert Person.objects.filter(first_name="Егор").count() == 2
    applied(actor, ["Белозёров Егор Олегович", "06.05.2010", *EGOR[2:]], same={"0.2": world.egor.pk})
    world.egor.refresh_from_db()
    assert world.egor.birth_date == date(2010, 5, 6)


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ("Белозёрова Егор Олегович", "06.05.2012"),
        ("Белозёров Егорр Олегович", "06.05.2012"),
        ("Белозёров Егор", ""),
        ("Сидоров Егор Олегович", "06.05.2012"),
    ],
)
def test_who_resembles_a_known_child_is_doubted(world: World, who, name: str, born: str) -> None:
    row = [name, born, "м", "10А", "", "", ""]
    [doubt] = look(brought(who(world.admin), row), world).changes.doubts
    assert [one.person for one in doubt.candidates] == [world.egor]


def test_who_is_doubted_is_neither_new_nor_missing_until_decided(world: World, who) -> None:
    other = [EGOR[0], "06.05.2011", *EGOR[2:]]
    row = brought(who(world.admin), other)
    page = queries.list_page(look(row, world))
    assert (page.new_count, len(page.doubts)) == (0, 1)
    assert world.egor not in [person for person, _ in page.missing]
    page = queries.list_page(look(row, world, other=["0.2"]))
    assert page.new_count == 1
    assert world.egor in [person for person, _ in page.missing]


def test_twins_of_alike_names_are_no_doubt_when_both_stand_in_the_list(world: World, who) -> None:
    twin = ["Белозёров Егер Олегович", "06.05.2012", "м", "8Б", "", "", ""]
    assert look(brought(who(world.admin), EGOR, twin), world).changes.doubts == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("данил", "даниил", True), ("наталья", "наталия", True), ("анна", "яна", False), ("лев", "ян", False)],
)
def test_words_that_differ_by_a_slip(one: str, other: str, same: bool) -> None:
    assert close(one, other) is same


def test_snils_finds_the_person_under_another_surname(world: World, who) -> None:
    PersonalFile.objects.create(
        person=world.egor, snils="11223344595", snils_match=PersonalFile.match_of("11223344595")
    )
    row = ["Сидоров Егор Олегович", "07.07.2012", "м", "8Б", "112-233-445 95", "", ""]
    assert look(brought(who(world.admin), row), world).changes.children == [world.egor]
    stranger = ["Зимина Вера Олеговна", "14.03.2012", "ж", "8Б", "112-233-445 95", "", ""]
    found = look(brought(who(world.admin), stranger), world).changes
    assert [one.why for one in found.doubts[0].candidates] == ["тот же СНИЛС, но другое имя"]
    assert "стоит в карточке: Белозёров Егор Олегович" in found.errors[0].text


def test_the_missing_and_the_moved_become_proposals(world: World, who) -> None:
    moved = ["Старшев Лев Ильич", "01.01.2010", "м", "8Б", "", "", ""]
    row = applied(who(world.admin), EGOR, moved, depart=[world.alisa.pk], transfer=["0.3"])
    found = sorted(Proposal.objects.values_list("kind", "person", "group", "state"))
    assert found == [
        ("departure", world.alisa.pk, None, "waiting"),
        ("transfer", world.senior.pk, world.class_8b.pk, "waiting"),
    ]
    assert row.counts["proposed"] == 2


def test_an_undo_leaves_everything_as_before(world: World, who) -> None:
    PersonalFile.objects.create(person=world.egor, number="А-7", lives_at="ул. Старая, 1")
    before = state()
    married = ["Ёлкина Алиса Сергеевна", "01.03.2012", "ж", "8Б", "112-233-445 95", "", ""]
    new_class = ["Зимин Пётр Олегович", "14.03.2019", "м", "1Ж", "", "Зимина Анна Львовна", "89161234567"]
    egor = [*EGOR[:4], "128-336-885 82", "", "89990001122"]
    row = applied(who(world.admin), [*VERA[:4], "", *VERA[5:]], married, new_class, egor, depart=[world.late.pk])
    assert PersonalFile.objects.get(person=world.egor).snils == "12833688582"
    assert state() != before
    assert obstacles(traces_of(row.act)) == []
    Notice.objects.create(
        person=Person.objects.get(first_name="Пётр", last_name="Зимин"), text="!", made_at=row.made_at
    )
    with watched_writes():
        actions.undo(who(world.admin), row)
    assert state() == before
    row.refresh_from_db()
    assert (row.state, Proposal.objects.count()) == ("undone", 0)
    with pytest.raises(Refused, match="только загруженный"):
        actions.undo(who(world.admin), row)


def _absent(world: World, vera: Person) -> None:
    Absence.objects.create(lesson=world.lessons["algebra"][0], student=vera, kind="absent", set_at=NOW)


def _given_a_code(world: World, vera: Person) -> None:
    people.make_codes(SYSTEM, [vera])


def _renamed(world: World, vera: Person) -> None:
    people.change_person(SYSTEM, vera, last_name="Летова")
    people.change_person(SYSTEM, vera, last_name="Зимина")


def _transferred(world: World, vera: Person) -> None:
    school.transfer(SYSTEM, vera, world.class_10a, since=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("use", "why"),
    [
        (_absent, "отмечены пропуски"),
        (_given_a_code, "выдан код доступа"),
        (_renamed, "изменено позже"),
        (_transferred, "есть другое движение"),
    ],
)
def test_an_undo_is_refused_for_who_was_used_since(world: World, who, use: Callable[..., Any], why: str) -> None:
    row = applied(who(world.admin), VERA)
    vera = Person.objects.get(last_name="Зимина", first_name="Вера")
    use(world, vera)
    before = state()
    with pytest.raises(Refused, match=f"Зимина Вера Олеговна — .*{why}"):
        actions.undo(who(world.admin), row)
    assert state() == before


def test_columns_are_chosen_and_remembered(world: World, who) -> None:
    head = ["Кто", "Когда родился", "Пол", "Где учится"]
    actor = who(world.admin)
    row = brought(actor, VERA[:4], head=head)
    [sheet] = lists.sheets_of(row)
    assert sheet.supposed
    with pytest.raises(Refused, match="Не найдена строка заголовков"):
        actions.apply(actor, row, NOTHING)
    codes = {"0": "student.0.full", "1": "student.0.birth", "2": "", "3": "student.0.class"}
    assert sheet.header is not None
    actions.choose_columns(actor, row, {sheet.header.signature: codes})
    assert [str(one.name) for one in lists.listed_of(row, TODAY).students] == ["Зимина Вера Олеговна"]  # type: ignore[union-attr]
    again = brought(actor, ["Летов Олег Олегович", *VERA[1:4]], head=["КТО", "Когда  родился", "пол", "Где учится"])
    [child] = lists.listed_of(again, TODAY).students  # type: ignore[union-attr]
    assert (str(child.name), str(child.group), child.sex) == ("Летов Олег Олегович", "8Б", "м")


STAFF = ["ФИО", "Должность", "Предмет", "Телефон", "Почта", "Дата рождения", "СНИЛС"]


def test_staff_are_known_completed_and_entered(world: World, who) -> None:
    rows = [
        ["Третьякова Ольга Николаевна", "учитель", "Алгебра", "89161112233", "", "", ""],
        ["Новый Павел Андреевич", "учитель", "Химия", "", "new@example.org", "03.04.1985", "112-233-445 95"],
    ]
    actor = who(world.admin)
    row = brought(actor, *rows, head=STAFF, kind=Import.Kind.STAFF)
    found = look(row, world).changes
    assert world.director in found.missing  # type: ignore[union-attr]
    with watched_writes():
        made = actions.apply(actor, row, NOTHING)
    assert (made.counts["staff"], made.counts["changed"]) == (1, 1)
    world.teacher.refresh_from_db()
    assert world.teacher.phone == "+79161112233"
    new = Person.objects.get(last_name="Новый")
    assert (new.birth_date, new.file.position, new.file.snils) == (date(1985, 4, 3), "учитель", "11223344595")


def test_an_employee_with_a_parents_name_is_doubted(world: World, who) -> None:
    row = ["Ёлкин Сергей Иванович", "сторож", "", "", "", "", ""]
    [doubt] = look(brought(who(world.admin), row, head=STAFF, kind=Import.Kind.STAFF), world).changes.doubts
    assert [one.why for one in doubt.candidates] == ["родитель с тем же именем"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Файл пуст"),
        (b"PK\x03\x04broken", "повреждён"),
        (b"\xd0\xcf\x11\xe0 no book", "не читается"),
        ("один столбец\nи всё".encode(), "ни одной строки с заголовками"),
    ],
)
def test_a_broken_file_is_refused_in_words_and_leaves_nothing(world: World, who, content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        actions.bring(who(world.clerk), Import.Kind.STUDENTS, name="список.xlsx", content=content)
    assert not Import.objects.exists()


def test_a_list_is_applied_once(world: World, who) -> None:
    actor = who(world.admin)
    row = brought(actor, VERA)
    actions.apply(actor, row, NOTHING)
    with pytest.raises(Refused, match="уже загружен"):
        actions.apply(actor, row, NOTHING)


def test_what_was_shown_is_compared_anew_when_it_is_written(world: World, who) -> None:
    actor = who(world.admin)
    first, second = brought(actor, VERA), brought(actor, VERA)
    assert len(look(second, world).changes.new_students) == 1  # type: ignore[union-attr]
    actions.apply(actor, first, NOTHING)
    assert actions.apply(actor, second, NOTHING).counts["students"] == 0
    assert Person.objects.filter(last_name="Зимина", first_name="Вера").count() == 1


def test_a_file_of_no_school_is_refused(world: World, who) -> None:
    content = csv_bytes([HEAD, *[VERA] * 6001])
    with pytest.raises(Refused, match="6002 строк"):
        actions.bring(who(world.admin), Import.Kind.STUDENTS, name="все.csv", content=content)


def test_a_checked_card_that_a_list_changes_is_to_be_checked_again(world: World, who) -> None:
    check = CardCheck.objects.create(person=world.egor, by=world.teacher, at=NOW)
    row = applied(who(world.admin), [*EGOR[:4], "112-233-445 95", "", ""])
    check.refresh_from_db()
    assert check.changed_at is not None
    actions.undo(who(world.admin), row)
    check.refresh_from_db()
    assert check.changed_at is None


def test_sheets_of_one_file_have_columns_of_their_own(world: World, who) -> None:
    content = xlsx_bytes({"8Б": [HEAD, VERA], "Прочие": [["Фамилия", "Имя", "Кл."], ["Летов", "Олег", "8Б"]]})
    row = actions.bring(who(world.admin), Import.Kind.STUDENTS, name="все.xlsx", content=content)
    listed = lists.listed_of(row, TODAY)
    assert [one.at.key for one in listed.students] == ["0.2", "1.2"]  # type: ignore[union-attr]


def test_list_without_heading_loses_nobody(world: World, who) -> None:
    people = ["Летов Олег Олегович", "02.02.2012", "м", "8Б"], VERA[:4], ["Новых Пётр Ильич", "не дата", "", "8Б"]
    actor = who(world.admin)
    row = brought(actor, *people[1:], head=people[0])
    [sheet] = lists.sheets_of(row)
    assert sheet.supposed
    assert sheet.header is not None
    assert sheet.header.bare
    codes = {"0": "student.0.full", "1": "student.0.birth", "2": "student.0.sex", "3": "student.0.class"}
    actions.choose_columns(actor, row, {sheet.header.signature: codes})
    listed = lists.listed_of(row, TODAY)
    assert [str(one.name) for one in listed.students][:2] == ["Летов Олег Олегович", "Зимина Вера Олеговна"]  # type: ignore[union-attr]
    [fault] = [one for one in listed.oddities if one.severity is Severity.ERROR]
    assert fault.where.endswith("», строка 3, столбец B")
