"""The journal of substitutions: lines, signatures by log entry, hours for payment, files (§4.4.3)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from tests.pdf_words import words
from tests.timetable.test_relief import away, text_of, todays
from tests.world import NOW, TODAY, World
from zhurnal.cli.verify import verify
from zhurnal.core import clock
from zhurnal.core.actions import SYSTEM
from zhurnal.core.errors import Refused
from zhurnal.core.models import Destruction, Entry, Payload
from zhurnal.journal import access as journal_access
from zhurnal.people.models import Notice
from zhurnal.timetable import actions
from zhurnal.timetable.access import SUBSTITUTE_KEEPS, lessons_to_conduct
from zhurnal.timetable.models import Lesson, Substitution
from zhurnal.timetable.relief_pages import journal_lines
from zhurnal.timetable.relief_sheets import hours_sheet, journal_sheet
from zhurnal.timetable.signing import SIGNED

NOVEMBER = date(2026, 11, 1)
HOUR = timedelta(hours=1)


def held(world: World, name: str, n: int) -> Lesson:
    """A lesson of last weeks."""
    return [one for one in world.lessons[name] if one.date < TODAY][n]


@pytest.fixture
def row(world: World) -> Substitution:
    """The class teacher gave Monday's English instead of its teacher, who was ill."""
    lesson = held(world, "english", -1)
    away(world.other_teacher, lesson.date)
    actions.substitute(SYSTEM, lesson, world.primary_teacher, kind="other", instead="Чтение")
    return Substitution.objects.get()


def line_of(row: Substitution):
    return next(one for one in journal_lines(Substitution.objects.all(), NOVEMBER) if one.row.pk == row.pk)


# Signing


def test_the_signature_holds_the_hash_of_its_log_entry(world: World, row: Substitution, as_) -> None:
    as_(world.primary_teacher).post(reverse("timetable:sign", args=[row.pk]))
    row.refresh_from_db()
    entry = Entry.objects.get(verb=SIGNED)
    assert (row.signed_at, row.signed_act, entry.actor) == (NOW, entry.act, world.primary_teacher.pk)
    found = line_of(row).signature
    assert (found.signed.hash, found.broken) == (entry.hash, False)
    shown = text_of(as_(world.deputy).get(reverse("timetable:relief-journal")))
    assert found.short in shown
    assert entry.hash in shown
    assert "не подписано" not in shown


@pytest.mark.parametrize(
    "forge",
    [
        "UPDATE core_entry SET hash = '{zeros}' WHERE id = {entry}",
        "UPDATE core_entry SET actor = {other} WHERE id = {entry}",
        "UPDATE core_entry SET at = '2026-11-20 07:00:00' WHERE id = {entry}",
        "UPDATE core_payload SET text = replace(text, 'Чтение', 'Музыка') WHERE entry_id = {entry}",
        "UPDATE timetable_substitution SET kind = 'same' WHERE id = {row}",
        "UPDATE timetable_substitution SET person_id = {other} WHERE id = {row}",
        "UPDATE timetable_substitution SET signed_act = '{act}' WHERE id = {row}",
        "UPDATE timetable_substitution SET signed_at = '2026-11-20 07:00:00' WHERE id = {row}",
        "UPDATE timetable_lesson SET number = 7 WHERE id = {lesson}",
    ],
    ids=["hash", "actor", "moment", "content", "kind", "person", "act", "signed-at", "lesson"],
)
def test_a_forged_signature_does_not_agree(world: World, row: Substitution, as_, who, forge: str) -> None:
    actions.sign(who(world.primary_teacher), [row])
    entry = Entry.objects.get(verb=SIGNED)
    assert not line_of(row).signature.broken
    ids = {"zeros": "0" * 64, "entry": entry.pk, "other": world.teacher.pk, "row": row.pk, "lesson": row.lesson_id}
    act = Entry.objects.exclude(act=entry.act).first().act
    ids["act"] = act.hex if connection.vendor == "sqlite" else str(act)
    with connection.cursor() as cursor:
        for table in ("core_entry", "core_payload"):
            drop_triggers(cursor, table)
        cursor.execute(forge.format(**ids))
    assert line_of(row).signature.broken
    assert "подпись не сходится" in text_of(as_(world.deputy).get(reverse("timetable:relief-journal")))
    sheet = journal_sheet(journal_lines(Substitution.objects.all(), NOVEMBER), NOVEMBER, as_of=NOW, made_by="")
    assert sheet.rows[0][-1] == "подпись не сходится"


def drop_triggers(cursor, table: str) -> None:
    """Whoever forges the log has to get rid of its guards first."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
    else:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to come is not altered
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def test_the_signature_outlives_the_destruction_of_contents(world: World, row: Substitution, who) -> None:
    actions.sign(who(world.primary_teacher), [row])
    entry = Entry.objects.get(verb=SIGNED)
    Destruction.objects.create(chain=entry.chain, approved_by=world.director.pk, approved_at=NOW, text="Акт № 1")
    Payload.objects.filter(entry=entry).delete()
    signature = line_of(row).signature
    assert (signature.broken, signature.signed.hash) == (False, entry.hash)


def test_nobody_signs_for_another_nor_before_the_lesson(world: World, row: Substitution, as_, who) -> None:
    for person in (world.teacher, world.deputy, world.admin, world.other_teacher):
        assert as_(person).post(reverse("timetable:sign", args=[row.pk])).status_code == 404
    with pytest.raises(Refused, match="только тот, кто замещал"):
        actions.sign(who(world.deputy), [row])
    lesson = todays(world, "physics")  # 11:20, it is 10:00
    actions.substitute(SYSTEM, lesson, world.primary_teacher)
    early = Substitution.objects.get(lesson=lesson)
    with pytest.raises(Refused, match="ещё не начался: Физика"):
        actions.sign(who(world.primary_teacher), [early])
    with clock.frozen(NOW + 2 * HOUR):
        assert actions.sign(who(world.primary_teacher), [early]) == 1


def test_all_of_a_month_in_one_click_but_what_has_not_begun(world: World, row: Substitution, as_) -> None:
    actions.substitute(SYSTEM, held(world, "physics", 0), world.primary_teacher)
    actions.substitute(SYSTEM, todays(world, "physics"), world.primary_teacher)
    client = as_(world.primary_teacher)
    assert "Ждут вашей подписи: 2 урока" in text_of(client.get(reverse("timetable:own-substitutions")))
    client.post(reverse("timetable:sign-month"), {"month": "2026-11"})
    assert Substitution.objects.filter(signed_at=None).count() == 1
    assert len({one.signed_act for one in Substitution.objects.exclude(signed_at=None)}) == 1
    assert not any(one.signature.broken for one in journal_lines(Substitution.objects.all(), NOVEMBER) if one.signature)


def test_who_has_not_signed_is_reminded_once(world: World, row: Substitution, as_) -> None:
    actions.substitute(SYSTEM, held(world, "physics", 0), world.primary_teacher)
    actions.substitute(SYSTEM, todays(world, "physics"), world.teacher)  # has not begun
    client, address = as_(world.deputy), reverse("timetable:remind-to-sign")
    assert "Напоминание отправлено: 1 учитель" in text_of(client.post(address, {"month": "2026-11"}, follow=True))
    client.post(address, {"month": "2026-11"})
    told = Notice.objects.get(text__startswith="Распишитесь")
    assert told.person == world.primary_teacher
    assert "2\u00a0урока без вашей подписи" in told.text
    assert as_(world.director).post(address).status_code == 403
    assert "Напоминать некому" in text_of(client.post(address, {"month": "2026-10"}, follow=True))


def test_a_signed_line_changes_only_after_the_signature_is_taken_back(world: World, row: Substitution, who) -> None:
    actions.sign(who(world.primary_teacher), [row])
    for change in (
        lambda: actions.substitute(SYSTEM, row.lesson, world.teacher),
        lambda: actions.substitute(SYSTEM, row.lesson, world.primary_teacher, kind="same"),
        lambda: actions.take_back(SYSTEM, Substitution.objects.get()),
        lambda: actions.cancel_lesson(SYSTEM, row.lesson, reason="Ошибка"),
    ):
        with pytest.raises(Refused, match="уже расписалась"):
            change()
    with pytest.raises(Refused, match="кто подписал"):
        actions.unsign(who(world.deputy), row)
    actions.unsign(who(world.primary_teacher), row)
    actions.substitute(SYSTEM, row.lesson, world.teacher)
    assert Substitution.objects.get().person == world.teacher


def test_a_line_changed_in_its_table_is_named(world: World, who, settings, tmp_path: Path, capsys) -> None:
    """Signed or not: `zhurnal verify` compares the lines with the log."""
    settings.ZHURNAL_HOME = tmp_path
    furnish(world)
    actions.sign(who(world.primary_teacher), [Substitution.objects.get(lesson__course=world.algebra)])
    actions.take_back(SYSTEM, Substitution.objects.get(kind="cancelled"))
    assert verify(quiet=True) == 0
    forged = Substitution.objects.get(kind="moved")
    Substitution.objects.filter(pk=forged.pk).update(reason="прогул")
    assert verify(quiet=True) == 1
    assert f"timetable.substitution:{forged.pk}: строка изменена мимо журнала действий" in capsys.readouterr().err


# The right of the substitute


def test_the_substitute_has_that_lesson_only_and_for_thirty_days(world: World, who) -> None:
    lesson = held(world, "physics", -1)
    actions.substitute(SYSTEM, lesson, world.primary_teacher)
    asking = who(world.primary_teacher)
    own = lessons_to_conduct(asking).filter(course=world.physics)
    assert [one.pk for one in own] == [lesson.pk]
    assert journal_access.reads_only_substituted(asking, world.physics)
    assert [one.pk for one in journal_access.lessons_to_read(asking).filter(course=world.physics)] == [lesson.pk]
    with clock.frozen(NOW + SUBSTITUTE_KEEPS):
        late = who(world.primary_teacher)
        assert not lessons_to_conduct(late).filter(course=world.physics).exists()
        assert world.physics not in journal_access.courses_to_read(late)


def test_the_right_goes_with_the_substitution(world: World, who) -> None:
    lesson = todays(world, "physics")
    actions.substitute(SYSTEM, lesson, world.primary_teacher)
    assert lessons_to_conduct(who(world.primary_teacher)).filter(pk=lesson.pk).exists()
    actions.take_back(SYSTEM, Substitution.objects.get())
    assert not lessons_to_conduct(who(world.primary_teacher)).filter(pk=lesson.pk).exists()
    actions.substitute(SYSTEM, lesson, world.primary_teacher)
    actions.cancel_lesson(SYSTEM, Lesson.objects.get(pk=lesson.pk), reason="Мороз")
    assert not lessons_to_conduct(who(world.primary_teacher)).filter(pk=lesson.pk).exists()


# The journal and the hours


def furnish(world: World) -> None:
    """In November: three given (one signed), one cancelled, one moved."""
    actions.substitute(SYSTEM, held(world, "physics", 0), world.teacher)
    actions.substitute(SYSTEM, held(world, "english", 0), world.primary_teacher, reason="курсы")
    actions.substitute(SYSTEM, held(world, "algebra", 0), world.primary_teacher, kind="same")
    actions.cancel_lesson(SYSTEM, held(world, "reading", 0), reason="карантин")
    actions.move_lesson(SYSTEM, todays(world, "physics"), day=date(2026, 11, 26), number=2)


def test_the_journal_says_what_was_done_line_by_line(world: World, who) -> None:
    furnish(world)
    signed = Substitution.objects.get(lesson__course=world.algebra)
    actions.sign(who(world.primary_teacher), [signed])
    lines = journal_lines(Substitution.objects.all(), NOVEMBER)
    sheet = journal_sheet(lines, NOVEMBER, as_of=NOW, made_by="Завучева Е. С.")
    said = [
        (row[0], row[1], row[3], row[4][:6], row[5], row[6][:6], row[7].replace("\u00a0", " ")) for row in sheet.rows
    ]
    assert said == [
        (date(2026, 11, 9), 1, "Литературное чтение", "Низовц", "карантин", "—", "урок отменён"),
        (date(2026, 11, 9), 2, "Алгебра", "Третья", "", "Низовц", "тот же предмет"),
        (date(2026, 11, 9), 4, "Английский язык", "Окулов", "курсы", "Низовц", "другой предмет: Литературное чтение"),
        (date(2026, 11, 10), 4, "Физика", "Окулов", "", "Третья", "другой предмет: Алгебра"),
        (date(2026, 11, 24), 4, "Физика", "Окулов", "", "—", "урок перенесён на 26 ноября, 2-й урок"),
    ]
    assert [row[8][:16] for row in sheet.rows] == ["—", "24.11.2026 10:00", "не подписано", "не подписано", "—"]
    assert sheet.footnotes[0] == "Ждут подписи: 2."


def test_hours_are_counted_by_kind_subject_and_signature(world: World, who) -> None:
    furnish(world)
    actions.sign(who(world.primary_teacher), [Substitution.objects.get(lesson__course=world.algebra)])
    lines = journal_lines(Substitution.objects.all(), NOVEMBER)
    sheet = hours_sheet(lines, NOVEMBER, as_of=NOW, made_by="")
    assert sheet.rows == [
        # given: same, other, joined, all, signed | subjects | missed: all, replaced, cancelled, moved
        ("Низовцева Анна Павловна", 1, 1, None, 2, 1, "Алгебра — 1; Литературное чтение — 1", 1, None, 1, None),
        ("Окулов Дмитрий Сергеевич", None, None, None, None, None, "", 3, 2, None, 1),
        ("Третьякова Ольга Николаевна", None, 1, None, 1, None, "Алгебра — 1", 1, 1, None, None),
    ]
    assert sheet.totals == [("Всего", 1, 2, 0, 3, 1, None, 5, 3, 1, 1)]
    assert hours_sheet([], NOVEMBER, as_of=NOW, made_by="").totals == []


@pytest.mark.parametrize("name", ["timetable:relief-journal", "timetable:relief-hours"])
def test_journal_and_hours_are_files_too(world: World, row: Substitution, as_, name: str) -> None:
    client = as_(world.director)
    address = reverse(name)
    pdf = client.get(address, {"month": "2026-11", "format": "pdf"})
    assert pdf["Content-Type"] == "application/pdf"
    text = words(pdf.content).replace("\u00a0", " ")
    for said in ("Низовцева", "ноябрь 2026 г.", "Гимназия № 4", "Заместитель директора по УВР"):
        assert said in text
    xlsx = client.get(address, {"month": "2026-11", "format": "xlsx"})
    assert xlsx.content.startswith(b"PK")
    csv = client.get(address, {"month": "2026-11", "format": "csv"}).content.decode("utf-8-sig")
    assert "Низовцева" in csv
    assert "Низовцева" not in client.get(address, {"month": "2026-10", "format": "csv"}).content.decode("utf-8-sig")


@pytest.mark.parametrize("copies", [1, 3])
def test_the_journal_is_read_in_two_queries(world: World, who, copies: int, django_assert_num_queries) -> None:
    for n in range(copies):
        actions.substitute(SYSTEM, held(world, "physics", n), world.teacher)
    actions.sign(who(world.teacher), list(Substitution.objects.all()))
    with django_assert_num_queries(2):
        lines = journal_lines(Substitution.objects.all(), NOVEMBER)
        journal_sheet(lines, NOVEMBER, as_of=NOW, made_by="")
        hours_sheet(lines, NOVEMBER, as_of=NOW, made_by="")
    assert len(lines) == copies


def test_only_what_waits_for_a_signature(world: World, row: Substitution, as_) -> None:
    actions.cancel_lesson(SYSTEM, held(world, "reading", 0), reason="карантин")
    client = as_(world.deputy)
    assert "карантин" in text_of(client.get(reverse("timetable:relief-journal")))
    shown = text_of(client.get(reverse("timetable:relief-journal"), {"unsigned": 1}))
    assert "Английский язык" in shown
    assert "карантин" not in shown
