"""Nothing that was typed is lost, doubled or put on another child or in another's name, whatever happens to the connection."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.grid import Register
from tests.world import PASSWORD

DAYS = iter(
    [
        "2026-11-09",
        "2026-11-10",
        "2026-11-11",
        "2026-11-12",
        "2026-11-13",
        "2026-11-14",
        "2026-11-16",
        "2026-11-17",
        "2026-11-18",
    ]
)
LATENCY = 0.15  # seconds each way
PAUSE = 100  # milliseconds between keys: ten a second


@pytest.fixture
def day():
    """A lesson of geometry that no other test of this file writes in."""
    return next(DAYS)


def address(server, day):
    return f"/journal/course/{server.told['courses']['geometry']}/?lesson={server.told['lessons']['geometry'][day]}"


def saved(server, day):
    """(last name, mark, by whom) of all marks of the day."""
    return in_order(
        server.rows(
            """select p.last_name, m.value, m.set_by_id from journal_mark m join journal_work w on w.id = m.work_id
           join timetable_lesson l on l.id = w.lesson_id join people_person p on p.id = m.student_id
           where l.course_id = ? and l.date = ?""",
            server.told["courses"]["geometry"],
            day,
        )
    )


def in_order(rows):
    """By names as the register has them: Ё follows Е."""
    return sorted(rows, key=lambda row: row[0].replace("Ё", "Е\uffff"))


def works(server, day):
    lesson = server.told["lessons"]["geometry"][day]
    return server.rows("select count(*) from journal_work where lesson_id = ?", lesson)[0][0]


def entries(server, day):
    """How many times the log says that a mark of the day was set."""
    return server.rows(
        """select count(*) from core_entry e join journal_mark m on e.subject = 'journal.mark:' || m.id
           join journal_work w on w.id = m.work_id where w.lesson_id = ?""",
        server.told["lessons"]["geometry"][day],
    )[0][0]


def type_thirty(register, on_key=lambda number: None):
    for number, key in enumerate("54325" * 6, start=1):
        register.press(key, "Enter")
        on_key(number)
        register.page.wait_for_timeout(PAUSE)


def test_thirty_marks_typed_ten_a_second_into_a_slow_and_cut_connection_arrive_once_each(server, signed_in, wire, day):
    wire.delay = LATENCY
    page = signed_in("teacher", address(server, day), url=wire.url)
    register = Register(page)
    shown = register.column(day)

    def cut_and_mend(number):
        if number == 8:
            wire.cut()
        if number == 26:
            wire.mend()

    type_thirty(register, cut_and_mend)
    assert register.column(day) != shown
    register.wait_saved()
    check_thirty(server, register, day)


def check_thirty(server, register, day):
    expected = list("54325" * 6)
    assert register.column(day)[:30] == expected
    found = saved(server, day)
    assert [str(value) for _, value, _ in found] == expected
    assert len({name for name, _, _ in found}) == 30
    assert works(server, day) == 1
    assert entries(server, day) == 30
    register.page.goto(server.url + address(server, day))
    assert Register(register.page).column(day)[:30] == expected


def test_marks_outlive_a_closed_page(server, signed_in, wire, device, day):
    wire.delay = LATENCY
    context = device()
    page = signed_in("teacher", address(server, day), url=wire.url, context=context)
    register = Register(page)
    type_thirty(register, lambda number: wire.cut() if number == 5 else None)
    register.wait_state("offline")
    assert "на этом компьютере" in register.state()
    page.close()
    wire.mend()
    page = signed_in("teacher", "/journal/today/", url=wire.url, context=context)
    page.wait_for_selector('#save-state[data-state="saved"]')
    page.goto(wire.url + address(server, day))
    check_thirty(server, Register(page), day)


def test_lost_answers_double_nothing(server, signed_in, wire, day):
    page = signed_in("teacher", address(server, day), url=wire.url)
    register = Register(page)
    wire.loses_answers = True
    register.press("5", "Enter", "4", "Enter", "3", "ArrowUp", "2")
    register.wait_state("offline")
    wire.loses_answers = False
    register.wait_saved()
    assert [value for _, value, _ in saved(server, day)] == [5, 2, 3]
    assert works(server, day) == 1
    assert entries(server, day) == 4


def test_another_account_on_the_same_computer_neither_sends_nor_reads_the_queue(server, signed_in, wire, device, day):
    context = device()
    page = signed_in("teacher", address(server, day), url=wire.url, context=context)
    register = Register(page)
    wire.cut()
    register.press("5", "Enter", "4")
    register.wait_state("offline")
    page.close()
    wire.mend()

    other = Register(signed_in("other_teacher", address(server, day), url=wire.url, context=context))
    other.press("ArrowDown", "ArrowDown", "ArrowDown", "3")
    other.wait_saved()
    assert other.column(day)[:4] == ["", "", "", "3"]
    assert [value for _, value, _ in saved(server, day)] == [3]
    other.page.close()

    again = Register(signed_in("teacher", address(server, day), url=wire.url, context=context))
    again.wait_saved()
    teacher = server.told["sessions"]["teacher"]["person"]
    assert [(value, by == teacher) for _, value, by in saved(server, day)] == [(5, True), (4, True), (3, False)]


def test_a_page_left_open_saves_nothing_in_the_name_of_who_signed_in_after(server, signed_in, device, day):
    context = device()
    page = signed_in("teacher", address(server, day), context=context)
    register = Register(page)
    sign_in(context, server, "other_teacher")
    register.press("5")
    register.wait_state("offline")
    expect(page.locator("#save-state")).to_contain_text("Сеанс закончился")
    assert saved(server, day) == []

    sign_in(context, server, "teacher")
    page.evaluate("dispatchEvent(new Event('online'))")
    register.wait_saved()
    assert [(value, by) for _, value, by in saved(server, day)] == [(5, server.told["sessions"]["teacher"]["person"])]


def test_a_session_that_is_over_keeps_what_was_typed_until_the_person_signs_in_again(server, signed_in, day):
    page = signed_in("teacher", address(server, day))
    register = Register(page)
    page.context.clear_cookies(name="zhurnal_session")
    register.press("5", "Enter", "4")
    register.wait_state("offline")
    page.get_by_role("link", name="Войти снова").click()
    page.get_by_label("Логин").fill("teacher")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    register = Register(page)
    register.wait_saved()
    assert register.column(day)[:2] == ["5", "4"]
    assert [value for _, value, _ in saved(server, day)] == [5, 4]


def test_what_was_being_written_in_the_panel_outlives_a_closed_page(server, signed_in, wire, device, day):
    context = device()
    page = signed_in("teacher", address(server, day), url=wire.url, context=context)
    Register(page)
    page.get_by_label("Тема урока").press_sequentially("Теорема Пифагора")
    page.wait_for_function("() => document.querySelector('zh-record').queue.entries.length === 1")
    assert server.rows("select * from journal_lessonrecord") == []
    page.close()
    page = signed_in("teacher", "/journal/today/", url=wire.url, context=context)
    page.wait_for_selector('#save-state[data-state="saved"]')
    assert ("Теорема Пифагора",) in server.rows("select topic from journal_lessonrecord")


@pytest.mark.long
def test_a_minute_without_a_connection(server, signed_in, wire, day):
    wire.delay = LATENCY
    register = Register(signed_in("teacher", address(server, day), url=wire.url))
    wire.cut()
    type_thirty(register)
    register.page.wait_for_timeout(57_000)
    wire.mend()
    register.wait_saved()
    check_thirty(server, register, day)
