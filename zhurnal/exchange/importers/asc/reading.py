"""The elements of an aSc export as records, section by section; both layouts come out in one form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zhurnal.core.text import search_key
from zhurnal.exchange.importers.asc import records as r
from zhurnal.exchange.importers.asc.document import Document, open_document
from zhurnal.exchange.importers.asc.placing import read_cards, read_lessons
from zhurnal.exchange.importers.asc.values import Reader, distinct_names
from zhurnal.exchange.importers.findings import Remarks, Unreadable
from zhurnal.exchange.importers.names import LONGEST_PART, FullName, join_name, sex_by_middle_name, split_name

_WEEKDAYS = {
    1: ("понед", "пн", "пон", "mon"), 2: ("втор", "вт", "вівт", "tue"), 3: ("сред", "ср", "сер", "wed"),
    4: ("четв", "чт", "чет", "thu"), 5: ("пятн", "пт", "п'ят", "п’ят", "fri"), 6: ("субб", "сб", "суб", "sat"),
    7: ("воск", "вс", "нед", "нд", "sun"),
}  # fmt: skip
_SECTIONS = (
    ("subjects", "subject"), ("teachers", "teacher"), ("classrooms", "classroom"), ("classes", "class"),
    ("groups", "group"), ("lessons", "lesson"),
)  # fmt: skip


def read_asc(data: bytes) -> r.AscFile:
    """An aSc Timetables export as records with every oddity; raises Unreadable when it is no such file."""
    remarks = Remarks()
    document = open_document(data, remarks)
    for section in ("lessons", "cards", "classes"):
        if not document.has(section):
            raise Unreadable(f"В файле нет раздела «{section}»: выгрузите расписание целиком.")
    for section, tag in _SECTIONS:
        for id in document.ids_seen_twice(section, tag):
            remarks.error(tag, id, "Этот id стоит у нескольких элементов.")
    layout = r.Layout.ASC2012 if document.has("daysdefs") else r.Layout.OLDER
    teachers = tuple(_teachers(document, remarks))
    subjects, rooms = _subjects(document, remarks), _rooms(document, remarks)
    classes = tuple(_classes(document, remarks, {teacher.id for teacher in teachers}))
    groups = tuple(_groups(document, remarks, {item.id for item in classes}))
    days = _days(document, remarks)
    weeks, terms = _bits(document, remarks, "weeksdef"), _bits(document, remarks, "termsdef")
    ids = {tag: {Reader(element, remarks).id for element in document.items(section, tag)} for section, tag in _SECTIONS}
    lessons = tuple(read_lessons(document, remarks, ids, weeks, terms))
    cards, unplaced = read_cards(document, remarks, {lesson.id: lesson for lesson in lessons}, days, ids["classroom"])
    _mention_students(document, remarks)
    return r.AscFile(
        layout, document.encoding, _periods(document, remarks), days, _bits(document, remarks, "daysdef"), weeks, terms,
        subjects, teachers, rooms, classes, groups, lessons, cards, len(document.items("cards", "card")), unplaced,
        remarks.all(),
    )  # fmt: skip


def _readers(document: Document, remarks: Remarks, section: str, tag: str) -> list[Reader]:
    return [Reader(element, remarks) for element in document.items(section, tag)]


def _periods(document: Document, remarks: Remarks) -> tuple[r.AscPeriod, ...]:
    found = []
    for reader in _readers(document, remarks, "periods", "period"):
        number = reader.integer("period", "Номер урока в расписании звонков — не число")
        start, end = reader.clock("starttime"), reader.clock("endtime")
        if start and end and start >= end:
            reader.warn(f"Урок {number} кончается не позже, чем начинается.")
        if number is not None:
            found.append(r.AscPeriod(number, reader.title("name"), reader.title("short"), start, end))
    for number, times in Counter(period.number for period in found).items():
        if times > 1:
            remarks.error("period", str(number), "Урок с этим номером стоит в звонках дважды.")
    return tuple(sorted(found, key=lambda period: period.number))


def _days(document: Document, remarks: Remarks) -> tuple[r.AscDay, ...]:
    """The single days of either layout; the weekday by the name where it is known, else by the place."""
    found: list[tuple[int, Reader]] = []
    for reader in _readers(document, remarks, "days", "day"):
        index = reader.integer("day", "Номер дня — не число")
        if index is not None:
            found.append((index, reader))
    for reader in _readers(document, remarks, "daysdefs", "daysdef"):
        bits = reader.raw("days")
        if bits.count("1") == 1 and set(bits) <= {"0", "1"}:
            found.append((bits.index("1"), reader))
    found.sort(key=lambda pair: pair[0])
    days = [_day(place, index, reader) for place, (index, reader) in enumerate(found, start=1)]
    for weekday, times in Counter(day.weekday for day in days).items():
        if times > 1 or weekday > 7:
            remarks.error("days", str(weekday), "Дни недели не удаётся различить: нужны от одного до семи разных дней.")
    return tuple(days)


def _day(place: int, index: int, reader: Reader) -> r.AscDay:
    name, short = reader.title("name"), reader.title("short")
    for weekday, beginnings in _WEEKDAYS.items():
        if search_key(name or short).startswith(beginnings):
            return r.AscDay(index, weekday, name, short)
    reader.note("День недели по названию не узнан; взят по порядку.")
    return r.AscDay(index, place, name, short)


def _bits(document: Document, remarks: Remarks, tag: str) -> tuple[r.AscBits, ...]:
    """daysdefs, weeksdefs or termsdefs; [] in the older layout."""
    return tuple(
        r.AscBits(reader.id, reader.title("name"), reader.title("short"), reader.ids(f"{tag.removesuffix('def')}"))
        for reader in _readers(document, remarks, f"{tag}s", tag)
    )


def _subjects(document: Document, remarks: Remarks) -> tuple[r.AscSubject, ...]:
    readers, names, shorts = _named(document, remarks, "subjects", "subject")
    names = distinct_names(readers, names, shorts)
    return tuple(
        r.AscSubject(reader.id, name, short) for reader, name, short in zip(readers, names, shorts, strict=True)
    )


def _rooms(document: Document, remarks: Remarks) -> tuple[r.AscRoom, ...]:
    readers, names, shorts = _named(document, remarks, "classrooms", "classroom")
    names = distinct_names(readers, names, shorts)
    return tuple(
        r.AscRoom(reader.id, name, short, _capacity(reader))
        for reader, name, short in zip(readers, names, shorts, strict=True)
    )


def _capacity(reader: Reader) -> int | None:
    value = reader.raw("capacity")
    if value in ("", "*"):
        return None
    if value.isdecimal() and int(value) <= 10_000:
        return int(value)
    reader.warn(f"Вместимость — не число: «{value}».")
    return None


def _named(document: Document, remarks: Remarks, section: str, tag: str) -> tuple[list[Reader], list[str], list[str]]:
    """The elements with their names and short names; an element without both is an error."""
    readers = _readers(document, remarks, section, tag)
    names, shorts = [], []
    for reader in readers:
        short = reader.title("short")
        name = reader.title("name") or short
        if not name:
            reader.error("Нет названия.")
        names.append(name)
        shorts.append(short)
    return readers, names, shorts


def _teachers(document: Document, remarks: Remarks) -> Iterator[r.AscTeacher]:
    readers = _readers(document, remarks, "teachers", "teacher")
    genders = {reader.raw("gender") for reader in readers}
    believed = len(genders & {"M", "F"}) == 2
    if len(genders & {"M", "F"}) == 1 and len(readers) > 1:
        remarks.note("teachers", "", f"Пол у всех учителей одинаков ({genders.pop()}): он не заполнен и не читается.")
    seen: dict[tuple[str, str, str], str] = {}
    for reader in readers:
        name = _teacher_name(reader)
        if name is None:
            reader.warn("Вакансия, а не человек: уроки останутся без учителя.")
            continue
        if name.key in seen:
            same = f"То же имя, что у учителя {seen[name.key]}"
            reader.error(f"{same}: в aSc различите их (полным именем) или удалите лишнего.")
        elif max(map(len, (name.last, name.first, name.middle))) > LONGEST_PART:
            reader.error(f"Имя длиннее {LONGEST_PART} знаков.")
        elif not name.first:
            reader.warn("У учителя нет имени и отчества.")
        seen.setdefault(name.key, reader.id)
        by_gender = {"M": "м", "F": "ж"}.get(reader.raw("gender"), "") if believed else ""
        sex = sex_by_middle_name(name.middle) or by_gender
        yield r.AscTeacher(reader.id, name, reader.title("short"), sex, reader.raw("email"), reader.raw("mobile"))


def _teacher_name(reader: Reader) -> FullName | None:
    """The name from firstname and lastname, or from the whole; None for a vacancy."""
    whole = reader.title("name") or reader.title("short")
    if not any(letter.isalpha() for letter in whole) or search_key(whole).startswith(("вакан", "vacan")):
        return None
    first, last = reader.raw("firstname"), reader.raw("lastname")
    return join_name(last, first) if first and last else split_name(whole)


def _classes(document: Document, remarks: Remarks, teachers: set[str]) -> Iterator[r.AscClass]:
    for reader in _readers(document, remarks, "classes", "class"):
        short = reader.title("short")
        name = reader.title("name") or short
        if not name:
            reader.error("Нет названия класса.")
        teacher = reader.raw("teacherid")
        if teacher and teacher not in teachers:
            reader.warn(f"Классного руководителя {teacher} среди учителей нет.")
            teacher = ""
        grade = reader.raw("grade")
        if grade and not (grade.isdecimal() and 1 <= int(grade) <= 11):
            reader.note(f"Параллель «{grade}» не из 1–11 и не читается.")
            grade = ""
        yield r.AscClass(reader.id, name, short, teacher, reader.ids("classroomids"), int(grade) if grade else None)


def _groups(document: Document, remarks: Remarks, classes: set[str]) -> Iterator[r.AscGroup]:
    for reader in _readers(document, remarks, "groups", "group"):
        class_id, entire = reader.raw("classid"), reader.raw("entireclass") == "1"
        if class_id not in classes:
            reader.error(f"Группа принадлежит классу {class_id or '«»'}, которого в файле нет.")
        name = reader.title("name")
        if not name and not entire:
            reader.error("Нет названия группы.")
        yield r.AscGroup(reader.id, name, class_id, entire, reader.raw("divisiontag"))


def _mention_students(document: Document, remarks: Remarks) -> None:
    count = len(document.items("students", "student"))
    if count:
        text = f"Учеников в файле расписания {count}: они не читаются, загрузите список учеников отдельно."
        remarks.warn("students", "", text)
