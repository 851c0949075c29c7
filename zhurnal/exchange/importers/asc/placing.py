"""Lessons and cards of an aSc export: references checked, days and weeks brought to one form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from zhurnal.exchange.importers.asc.document import Document
from zhurnal.exchange.importers.asc.records import AscBits, AscCard, AscDay, AscLesson
from zhurnal.exchange.importers.asc.values import Reader
from zhurnal.exchange.importers.findings import Remarks

LONGEST_CARD = 12
"""Lessons in a row on one card; more is a fault of the file."""


def read_lessons(
    document: Document,
    remarks: Remarks,
    ids: Mapping[str, set[str]],
    weeks: Sequence[AscBits],
    terms: Sequence[AscBits],
) -> Iterator[AscLesson]:
    """Every lesson with its references checked against `ids` by tag; a dangling one is an error."""
    week_bits, term_bits = _by_id(weeks), _by_id(terms)
    for element in document.items("lessons", "lesson"):
        reader = Reader(element, remarks)
        subject = reader.raw("subjectid")
        if subject not in ids["subject"]:
            reader.error(f"Предмета {subject or '«»'} в файле нет.")
        per_card = reader.integer("periodspercard", "Длина карточки (periodspercard) — не число") or 1
        if not 1 <= per_card <= LONGEST_CARD:
            reader.error(f"Длина карточки {per_card} не из 1–{LONGEST_CARD}.")
            per_card = 1
        yield AscLesson(
            reader.id,
            subject,
            _known(reader, "classids", ids["class"], "Класса"),
            _known(reader, "groupids", ids["group"], "Группы"),
            _known(reader, "teacherids", ids["teacher"], "Учителя"),
            _known(reader, "classroomids", ids["classroom"], "Кабинета"),
            per_card,
            reader.decimal("periodsperweek"),
            _bits_of(reader, "weeks", "weeksdefid", week_bits),
            _bits_of(reader, "terms", "termsdefid", term_bits),
        )


def _by_id(definitions: Sequence[AscBits]) -> dict[str, tuple[str, ...]]:
    return {definition.id: definition.bits for definition in definitions}


def _known(reader: Reader, attribute: str, known: set[str], word: str) -> tuple[str, ...]:
    found = reader.ids(attribute)
    for id in found:
        if id not in known:
            reader.error(f"{word} {id} в файле нет.")
    return tuple(id for id in found if id in known)


def _bits_of(reader: Reader, attribute: str, reference: str, definitions: Mapping[str, tuple[str, ...]]) -> str:
    """The bits said directly, or by a definition with a single bit string; empty for always."""
    if reader.raw(attribute):
        return reader.bits(attribute)
    bits = definitions.get(reader.raw(reference), ())
    return reader.normal_bits(bits[0], attribute) if len(bits) == 1 else ""


def read_cards(
    document: Document,
    remarks: Remarks,
    lessons: Mapping[str, AscLesson],
    days: Sequence[AscDay],
    rooms: set[str],
) -> tuple[tuple[AscCard, ...], int]:
    """The cards that stand in the week, and how many do not; a card without its lesson is an error."""
    found: list[AscCard] = []
    unplaced = 0
    known_days = {day.index for day in days}
    for number, element in enumerate(document.items("cards", "card"), start=1):
        reader = Reader(element, remarks, _card_name(element, number))
        if _lies_aside(reader):
            reader.warn("Карточка не стоит в расписании: у неё нет дня или урока.")
            unplaced += 1
            continue
        card = _card(reader, number, lessons, known_days, rooms)
        if card is not None:
            found.append(card)
    return tuple(found), unplaced


def _card_name(element: Element, number: int) -> str:
    """A card has no id: it is named by its place in the file, its lesson, day and period."""
    day = element.get("days") or element.get("day") or "–"
    return f"№ {number}: lesson {element.get('lessonid', '–')}, day {day}, period {element.get('period') or '–'}"


def _lies_aside(reader: Reader) -> bool:
    day = reader.raw("days") or reader.raw("day")
    return not reader.raw("period") or not day or (set(day) == {"0"} and len(day) > 1)


def _card(
    reader: Reader, number: int, lessons: Mapping[str, AscLesson], days: set[int], rooms: set[str]
) -> AscCard | None:
    lesson = lessons.get(reader.raw("lessonid"))
    period = reader.integer("period", "Номер урока — не число")
    placed = _days_of(reader, days)
    if lesson is None:
        reader.error("Урока этой карточки в файле нет.")
    if lesson is None or period is None or not placed:
        return None
    chosen = _known(reader, "classroomids", rooms, "Кабинета")
    weeks = reader.bits("weeks") if reader.raw("weeks") else lesson.weeks
    terms = reader.bits("terms") if reader.raw("terms") else lesson.terms
    return AscCard(number, lesson.id, placed, period, weeks, terms, chosen)


def _days_of(reader: Reader, days: set[int]) -> tuple[int, ...]:
    bits, single = reader.raw("days"), reader.raw("day")
    if bits:
        found = tuple(index for index, bit in enumerate(bits) if bit == "1")
        fits = set(bits) <= {"0", "1"}
    else:
        found = (int(single),) if single.isdecimal() else ()
        fits = bool(found)
    if not fits or not set(found) <= days:
        reader.error("Такого дня в файле нет.")
        return ()
    if len(found) > 1:
        reader.note(f"Карточка стоит сразу в {len(found)} днях: место в расписании будет в каждом.")
    return found
