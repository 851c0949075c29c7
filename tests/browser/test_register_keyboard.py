"""The register by the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.grid import TODAY, Register

ALGEBRA_TODAY = '.lesson-title a:has-text("Алгебра")'
GEOMETRY_TODAY = '.lesson-title a:has-text("Геометрия")'


@pytest.fixture
def register(server, signed_in):
    """Algebra with today's lesson chosen."""
    course, lesson = server.told["courses"]["algebra"], server.told["lessons"]["algebra"][TODAY]
    page = signed_in("teacher", f"/journal/course/{course}/?lesson={lesson}")
    return Register(page)


def from_start_page(signed_in, link):
    """The start page with one click on today's lesson; the click is an action."""
    page = signed_in("teacher", "/journal/today/")
    page.click(link)
    register = Register(page)
    register.actions = 1
    return register


def marks(server, course, date=TODAY):
    rows = server.rows(
        """select p.last_name, m.value from journal_mark m join journal_work w on w.id = m.work_id
           join timetable_lesson l on l.id = w.lesson_id join people_person p on p.id = m.student_id
           where l.course_id = ? and l.date = ? order by m.n""",
        server.told["courses"][course],
        date,
    )
    # By names as the register has them: Ё follows Е.
    return sorted(rows, key=lambda row: row[0].replace("Ё", "Е\uffff"))


def test_one_mark_of_todays_lesson_takes_two_actions(server, signed_in):
    register = from_start_page(signed_in, ALGEBRA_TODAY)
    register.press("5")
    register.wait_saved()
    assert register.actions == 2
    assert ("Абрамова", 5) in marks(server, "algebra")


def test_thirty_marks_take_thirty_two_actions(server, signed_in):
    register = from_start_page(signed_in, GEOMETRY_TODAY)
    register.click('[data-register="advance"]')
    register.press(*"543" * 10)
    register.wait_saved()
    assert register.actions == 32
    assert [value for _, value in marks(server, "geometry")][:30] == [5, 4, 3] * 10


def test_three_absent_take_five_actions(server, signed_in):
    register = from_start_page(signed_in, ALGEBRA_TODAY)
    register.click('[data-register="absent"]')
    for name in ("Голубев Саша", "Зыков Саша", "Юдин Саша"):
        register.page.get_by_label(name).check()
        register.actions += 1
    register.wait_saved()
    assert register.actions == 5
    absent = server.rows(
        "select p.last_name from journal_absence a join people_person p on p.id = a.student_id order by 1"
    )
    assert [name for (name,) in absent] == ["Голубев", "Зыков", "Юдин"]


def test_arrows_enter_tab_home_and_end_move(register):
    assert register.focused().startswith("Абрамова Саша, 24 ноября")
    register.press("ArrowDown", "Enter")
    assert register.focused().startswith("Васильева Саша, 24 ноября")
    register.press("Shift+Enter", "Tab")
    assert register.focused().startswith("Белозёров Егор, 26 ноября")
    register.press("Shift+Tab", "Shift+Tab")
    assert register.focused().startswith("Белозёров Егор, 23 ноября")
    register.press("Home")
    assert register.focused().startswith("Белозёров Егор, 9 ноября")
    register.press("Control+End")
    assert register.focused().startswith("Якушев Саша, 3 декабря")
    register.press("Control+Home")
    assert register.focused().startswith("Абрамова Саша, 9 ноября")


def test_the_grid_is_one_tab_stop_and_no_trap(register):
    register.press("Escape", "Tab")
    assert register.page.evaluate("document.activeElement.closest('zh-register')") is None
    register.press("Shift+Tab")
    assert register.focused().startswith("Абрамова Саша, 24 ноября")


def test_every_cell_is_named_by_student_date_work_and_value(register):
    register.press("ArrowLeft", "4")
    register.wait_saved()
    expect(register.page.locator('td[tabindex="0"]')).to_have_accessible_name(
        "Абрамова Саша, 23 ноября, понедельник, 2-й урок, ответ на уроке, вес 2: четыре"
    )
    expect(register.page.locator('td[tabindex="0"]')).to_have_role("gridcell")


def test_signs_in_both_layouts(register):
    register.press("Control+Home")
    register.type_russian("н")
    register.press("Enter")
    register.type_russian("б")
    register.press("Enter", "KeyY", "Enter", "Comma", "Enter")
    register.type_russian("оп")
    register.press("7", "Enter", "j", "g", "Enter", "Enter", "e", "/", "g", "Enter")
    register.press("Period", "Enter")
    register.type_russian("за")
    register.press("Enter")
    register.wait_saved()
    assert register.column("2026-11-09")[:10] == ["н", "б", "н", "б", "оп7", "оп", "", "у/п", ".", "зач"]


def test_what_begins_with_absent_is_typed_letter_by_letter(register):
    register.press("Control+Home")
    register.type_russian("нез")
    register.press("Enter")
    register.type_russian("нп")
    register.press("Enter")
    register.click('[data-register="advance"]')
    register.type_russian("нез")
    register.press("y", "t", "p", "y", "g", "Enter", "4")
    register.wait_saved()
    assert register.column("2026-11-09")[:6] == ["нез", "н/п", "нез", "нез", "н/п", "4"]


def test_two_marks_and_an_absence_with_a_mark(server, register):
    register.press("Control+Home", "ArrowRight", "5", "/", "4", "Enter")
    register.press("Comma", "Delete", "Enter")
    register.click('[data-register="advance"]')
    register.press("3", "/", "5", "Enter")
    register.click('[data-register="advance"]')
    register.wait_saved()
    assert register.column("2026-11-10")[:3] == ["5/4", "", "3/5"]
    assert marks(server, "algebra", "2026-11-10") == [
        ("Абрамова", 5),
        ("Абрамова", 4),
        ("Васильева", 3),
        ("Васильева", 5),
    ]


def test_enter_after_a_sign_that_moved_down_skips_no_child(register):
    register.press("Control+Home", "ArrowRight", "ArrowRight")
    register.click('[data-register="advance"]')
    register.press("5", "Enter", "4", "Enter", "3")
    register.click('[data-register="advance"]')
    register.wait_saved()
    assert register.column("2026-11-12")[:4] == ["5", "4", "3", ""]


def test_undo_goes_back_many_steps_and_redo_forward(register):
    register.press("Control+Home", *["ArrowRight"] * 3, "5", "Enter", "4", "Enter", "3")
    register.press("Control+z", "Control+z")
    assert register.column("2026-11-16")[:3] == ["5", "", ""]
    register.press("Control+y")
    register.wait_saved()
    assert register.column("2026-11-16")[:3] == ["5", "4", ""]
    register.press("Control+z", "Control+z", "Control+z")
    register.wait_saved()
    register.page.reload()
    assert Register(register.page).column("2026-11-16")[:3] == ["", "", ""]


def paste(register, text):
    register.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    register.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    register.press("Control+v")


def test_a_pasted_column_fills_down_and_leaves_blanks(register):
    register.press("Control+Home", *["ArrowRight"] * 4, "ArrowDown", "2", "ArrowUp")
    paste(register, "5\r\n\r\nн\r\n4\r\n")
    register.wait_saved()
    assert register.column("2026-11-17")[:5] == ["5", "2", "н", "4", ""]
    register.press("Control+z")
    register.wait_saved()
    assert register.column("2026-11-17")[:5] == ["", "2", "", "", ""]


def test_a_column_that_is_too_long_or_no_marks_is_refused_whole(register):
    register.press("Control+Home", *["ArrowRight"] * 5)
    paste(register, "\n".join("5" * 40))
    expect(register.page.locator(".toast").last).to_contain_text("В буфере 40 строк, а учеников от этой клетки вниз 31")
    paste(register, "5\nотлично\n")
    expect(register.page.locator(".toast").last).to_contain_text("Строка 2 (Белозёров Егор): «отлично» не отметка")
    assert set(register.column("2026-11-19")) == {""}


def test_copied_cells_are_a_table(register):
    register.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    register.press("Control+Home", *["ArrowRight"] * 6, "5", "Enter", "4", "ArrowUp", "Shift+ArrowDown", "Control+c")
    assert register.page.evaluate("navigator.clipboard.readText()") == "5\n4"


def test_what_the_rules_refuse_is_said_loudly_and_the_cell_is_restored(register):
    register.press("Control+Home", *["ArrowRight"] * 4, *["ArrowDown"] * 8, "KeyY", "/", "5", "Enter")
    register.wait_state("error")
    expect(register.page.locator(".problems")).to_contain_text("Ёлкина Алиса")
    expect(register.page.locator(".problems")).to_contain_text("Вы ввели «н/5»")
    register.page.get_by_role("button", name="Понятно").click()
    register.wait_saved()


def test_a_lesson_to_come_can_not_be_written_in(register):
    register.press("ArrowRight", "5")
    expect(register.page.locator(".toast").last).to_contain_text("Урок ещё не прошёл")
    assert set(register.column("2026-11-26")) == {""}


def test_all_present_takes_away_every_absence_of_the_lesson_and_can_be_taken_back(register):
    register.press("Control+Home", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown")
    register.press("KeyY", "Enter", "Comma", "Enter", "KeyY")
    register.wait_saved()
    register.click('[data-register="present"]')
    register.wait_saved()
    assert register.column("2026-11-12")[3:6] == ["", "б", ""]
    register.click('[data-register="undo"]')
    register.wait_saved()
    assert register.column("2026-11-12")[3:6] == ["н", "б", "н"]


def test_who_only_reads_moves_about_and_writes_nothing(server, signed_in):
    course, lesson = server.told["courses"]["physics"], server.told["lessons"]["physics"]["2026-11-24"]
    register = Register(signed_in("deputy", f"/journal/course/{course}/?lesson={lesson}"))
    register.press("ArrowDown", "5")
    expect(register.page.locator(".toast").last).to_contain_text("только читаете")
    assert set(register.column()) == {""}
    expect(register.page.locator("[data-register]")).to_have_count(0)


def test_the_first_grade_has_no_marks(server, signed_in):
    course, lesson = server.told["courses"]["reading"], server.told["lessons"]["reading"][TODAY]
    register = Register(signed_in("primary_teacher", f"/journal/course/{course}/?lesson={lesson}"))
    register.press("5")
    expect(register.page.locator(".toast").last).to_contain_text("отметки не ставят")
    register.press("KeyY")
    register.wait_saved()
    assert register.column() == ["н"]


def test_f2_writes_a_comment_that_shows_as_a_dot(server, register):
    register.press("Control+Home", *["ArrowRight"] * 6, *["ArrowDown"] * 5, "5")
    register.wait_saved()
    register.press("F2")
    register.page.get_by_label("Комментарий").fill("Решила у доски")
    register.page.get_by_role("button", name="Сохранить комментарий").click()
    register.wait_saved()
    expect(register.page.locator("td.note")).to_have_count(1)
    assert ("Решила у доски",) in server.rows("select comment from journal_mark")
    assert register.focused().startswith("Голубев Саша, 23 ноября")


def test_topic_and_homework_save_themselves(server, register):
    page = register.page
    page.get_by_label("Тема урока").fill("Квадратные уравнения")
    page.get_by_label("Домашнее задание").fill("№ 534, 541")
    page.keyboard.press("Tab")
    register.wait_saved()
    assert ("Квадратные уравнения",) in server.rows("select topic from journal_lessonrecord")
    assert ("№ 534, 541",) in server.rows("select text from journal_homework")
    page.get_by_label("Тема урока").fill("Present Perfect")
    page.keyboard.press("Tab")
    expect(page.locator(".lesson-panel .errorlist")).to_contain_text("§4.4.7")
