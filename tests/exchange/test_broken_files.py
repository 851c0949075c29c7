"""Files that are cut, spoilt or malicious are read or refused in words: nothing else comes out of a reader."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from tests.exchange.asc_files import school, xml
from tests.exchange.test_students_reading import csv_bytes, ods_bytes, xlsx_bytes
from tests.world import TODAY
from zhurnal.exchange.importers.asc import plan_timetable, read_asc
from zhurnal.exchange.importers.findings import Unreadable
from zhurnal.exchange.importers.students import plan_students, read_students

ROWS = [
    ["Класс", "Фамилия", "Имя", "Отчество", "Дата рождения", "Мать"],
    ["5А", "Белова", "Анна", "Игоревна", "06.05.2015", "Белова Ольга Ивановна"],
    ["5А", "Ёлкин", "Пётр", "Ильич", "07.05.2015", ""],
]
SOUND = {
    "asc": xml(school()).encode(),
    "csv": csv_bytes(ROWS),
    "ods": ods_bytes(ROWS),
    "xlsx": xlsx_bytes({"Лист": ROWS}),
}


def read(kind: str, data: bytes) -> None:
    if kind == "asc":
        plan_timetable(read_asc(data))
    else:
        plan_students(read_students(data, f"список.{kind}", today=TODAY))


def spoilt(sound: bytes, rng: random.Random) -> bytes:
    """Some bytes changed, taken away, doubled; sometimes cut."""
    data = bytearray(sound)
    for _ in range(rng.randint(1, 8)):
        at, way = rng.randrange(len(data) or 1), rng.random()
        if way < 0.6 and data:
            data[at] = rng.randrange(256)
        elif way < 0.8:
            del data[at : at + rng.randint(1, 200)]
        else:
            data[at:at] = data[at : at + rng.randint(1, 60)]
    return bytes(data[: rng.randrange(len(data) + 1)] if rng.random() < 0.15 else data)


def check(kind: str, times: int, seed: int) -> None:
    read(kind, SOUND[kind])
    rng = random.Random(seed)
    for _ in range(times):
        with suppress(Unreadable):
            read(kind, spoilt(SOUND[kind], rng))


@pytest.mark.parametrize("kind", SOUND)
def test_spoilt_files(kind: str) -> None:
    check(kind, times=400, seed=3)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("kind", SOUND)
def test_very_many_spoilt_files(kind: str) -> None:
    check(kind, times=20_000, seed=2026)


@pytest.mark.parametrize(
    "encoding", ["undefined", "idna", "punycode", "utf-7", "unicode_escape", "rot13", "base64", "unknown-8bit"]
)
def test_encodings_that_are_declared_and_are_none(encoding: str) -> None:
    with suppress(Unreadable):
        read("asc", f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + xml(school(), declaration="").encode())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "не читается"),
        (b"\x00" * 100, "не читается"),
        (b"\xff\xfe", "не читается"),
        (b'<!DOCTYPE l [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><timetable>&b;</timetable>', "DTD"),
        (b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><timetable>&a;</timetable>', "DTD"),
        (b'<!DOCTYPE l SYSTEM "http://127.0.0.1/x.dtd"><timetable/>', "DTD"),
        (b"<timetable>" + b"<a>" * 100_000, "не читается"),
        (b"<html></html>", "timetable"),
        (b"<timetable>" + b"<a/>" * 200_001 + b"</timetable>", "больше 200000"),
    ],
)
def test_what_is_no_timetable_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read("asc", data)
