"""What schools write into a cell of the timetable, taken apart: subject, part of the class, week, teachers, rooms.

Алгебра / Третьякова О. Н. / 214
Английский язык (англ. 1) / Окулов Д. С. / 118 // Петров И. И. / 119
Физика⏎Окулов Д.С.⏎каб. 305
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from zhurnal.core.text import cyrillic, search_key, squeeze

_CHUNKS = re.compile(r"\s*//+\s*|\n\s*[-–—_=]{2,}\s*\n")
_NOTHING = re.compile(r"[-–—.…\s]*")
_TEACHER = re.compile(
    r"(?:[А-ЯЁІЇЄҐ][\w’'-]+\s+[А-ЯЁІЇЄҐ]\.?(?:\s*[А-ЯЁІЇЄҐ]\.?)?(?![\w.])|[А-ЯЁІЇЄҐ]\.\s*(?:[А-ЯЁІЇЄҐ]\.)?\s*[А-ЯЁІЇЄҐ][\w’'-]+)"
)
_ROOM = re.compile(r"(?:(?:каб(?:инет)?|ауд|к|пом)\.?\s*№?\s*|№\s*)?\d{1,4}\s*[-–/]?\s*[а-яёa-z]?", re.IGNORECASE)
_NAMED_ROOM = re.compile(
    r"(?:спорт|акт|мал|больш)\w*\.?\s*зал\w*|спортзал\w*|стадион|мастерск\w*|зал\b.*|бассейн", re.IGNORECASE
)
_ROOM_WORD = re.compile(r"^(?:каб(?:инет)?|ауд)\.?\s*№?\s*(?=\S)|^№\s*", re.IGNORECASE)
_TAIL_ROOM = re.compile(r"[\s,]+((?:(?:каб(?:инет)?|ауд)\.?\s*№?\s*)?\d{2,4}[а-яa-z]?)$", re.IGNORECASE)
_WEEK = re.compile(r"нед(?:еля|\.)?\s*(\d)\b|\b(\d)\s*-?(?:я|ая)?\s*нед(?:еля|\.)?", re.IGNORECASE)
_GROUP = re.compile(
    r"(?<![\w.])(?:(\d)\s*-?(?:я|ая)?\s*(?:гр(?:уппа|\.)?|подгр(?:уппа|\.)?|п/г)|(?:гр(?:уппа|\.)?|подгр(?:уппа|\.)?|п/г)\s*(\d))(?!\w)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*(?:\(((?:[^()]|\([^()]*\))*)\)|\[([^\[\]]*)\])\s*$")


def word_key(word: str) -> str:
    """Equal for spellings of one word: case, Ё and Е, spaces, Latin look-alikes, dots after letters."""
    return re.sub(r"\s*\.\s*", ".", search_key(cyrillic(word))).replace(" /", "/").replace("/ ", "/")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that the school knows, by key: what a field of a cell is compared with before its shape is."""

    subjects: frozenset[str] = frozenset()
    teachers: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """One lesson of a cell, in the words of the file; `week` 0 for every one; `fault` says what is not understood."""

    subject: str
    part: str = ""
    week: int = 0
    teachers: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    fault: str = ""


@dataclass(slots=True)
class _Draft:
    """A lesson being put together."""

    subject: str = ""
    part: str = ""
    week: int = 0
    teachers: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    fault: str = ""

    def done(self) -> Words:
        """As it is handed over."""
        teachers, rooms = tuple(dict.fromkeys(self.teachers)), tuple(dict.fromkeys(self.rooms))
        return Words(self.subject, self.part, self.week, teachers, rooms, self.fault)


def parts_of(text: str, lexicon: Lexicon) -> list[Words]:
    """The lessons of a cell; [] for an empty one or a dash. A part without a subject of its own has that of the one before."""
    reader = _Cell(lexicon)
    for chunk in _CHUNKS.split(text):
        reader.chunk([squeeze(line) for line in chunk.splitlines() if squeeze(line)])
    return [one.done() for one in reader.found]


class _Cell:
    """Reads one cell."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.found: list[_Draft] = []

    def chunk(self, lines: Sequence[str]) -> None:
        """What stands between two «//»: a lesson, or a lesson a line."""
        begins = True
        for line in lines:
            fields = self._fields(line)
            if len(fields) > 1:
                self._slashed(fields)
                begins = False
            elif not _NOTHING.fullmatch(line):
                begins = self._plain(line, begins=begins)

    def _fields(self, line: str) -> list[str]:
        """Fields between slashes; a slash inside a word that the school knows, or between digits, parts nothing."""
        if self._known_subject(line) or word_key(line) in self.lexicon.rooms:
            return [line]
        pieces = re.split(r"\s*(?:\||/(?!\d)|(?<!\d)/)\s*", line)
        return _rejoined(pieces, "/", lambda words: self._known_subject(words) or word_key(words) in self.lexicon.rooms)

    def _slashed(self, fields: list[str]) -> None:
        """«предмет / учитель / кабинет», with the last two in either order or absent."""
        first, rest = fields[0], fields[1:]
        if self.found and (not first or self._kind(first) != "subject"):
            draft, rest = self._again(), fields if first else rest
        else:
            draft = self._new(first)
        draft_kinds = [self._kind(one) for one in rest]
        if len(rest) == 2 and draft_kinds != ["room", "teacher"]:
            draft_kinds = ["teacher", "room"]
        elif len(rest) > 2:
            draft.fault = f"Лишние части: «{' / '.join(rest[2:])}». В ячейке ждут предмет, учителя и кабинет."
            rest, draft_kinds = rest[:2], ["teacher", "room"]
        for words, kind in zip(rest, draft_kinds, strict=True):
            self._add(draft, words, "teacher" if kind == "subject" else kind)

    def _plain(self, line: str, *, begins: bool) -> bool:
        """A line without slashes: a field of its own, or subject, teacher and room one after another."""
        kind = self._kind(line)
        if kind != "subject":
            if not self.found:
                self.found.append(_Draft(fault=f"Не назван предмет: «{line}»."))
            elif begins and (self.found[-1].teachers or self.found[-1].rooms):
                self._again()
            self._add(self.found[-1], line, kind)
            return False
        subject, teachers, rooms = self._run_together(line)
        draft = self._new(subject)
        for words in teachers:
            self._add(draft, words, "teacher")
        for words in rooms:
            self._add(draft, words, "room")
        return False

    def _run_together(self, line: str) -> tuple[str, list[str], list[str]]:
        """«Алгебра Третьякова О.Н. 214» as subject, teachers, rooms."""
        if self._known_subject(line):
            return line, [], []
        teachers = _TEACHER.findall(line)
        for one in teachers:
            line = line.replace(one, " ")
        line = squeeze(line)
        rooms = []
        if (tail := _TAIL_ROOM.search(line)) and not self._known_subject(line):
            rooms, line = [tail[1]], line[: tail.start()]
        return line.strip(" ,;"), teachers, rooms

    def _known_subject(self, words: str) -> bool:
        while True:
            if word_key(words) in self.lexicon.subjects:
                return True
            if not (match := _BRACKETS.search(words)):
                return False
            words = words[: match.start()]

    def _kind(self, words: str) -> str:
        """«subject», «teacher» or «room»: by the words that are known, then by their shape."""
        key = word_key(words)
        if self._known_subject(words):
            return "subject"
        if key in self.lexicon.rooms or word_key(_ROOM_WORD.sub("", words)) in self.lexicon.rooms:
            return "room"
        if key in self.lexicon.teachers or _TEACHER.fullmatch(_names(words)[0] if _names(words) else ""):
            return "teacher"
        if all(_ROOM.fullmatch(one) or _NAMED_ROOM.fullmatch(one) for one in re.split(r"\s*[,;+]\s*", words)):
            return "room"
        return "subject"

    def _new(self, words: str) -> _Draft:
        """A lesson begun by its subject, from which week and part are taken off."""
        draft = _Draft()
        words = self._take_week(draft, words)
        while word_key(words) not in self.lexicon.subjects and (match := _BRACKETS.search(words)):
            inner, before = squeeze(match[1] or match[2] or ""), words[: match.start()]
            if inner and not self._part_fits(inner, before):
                break
            draft.part, words = inner or draft.part, before
        if not draft.part and word_key(words) not in self.lexicon.subjects and (group := _GROUP.search(words)):
            draft.part = f"{group[1] or group[2]}-я группа"
            words = words[: group.start()] + words[group.end() :]
        draft.subject = squeeze(words).strip(" ,;:")
        if not draft.subject:
            draft.fault = "Не назван предмет."
        self.found.append(draft)
        return draft

    def _part_fits(self, inner: str, before: str) -> bool:
        """Brackets name a part of the class, unless they belong to the name of a subject that nobody knows yet."""
        return word_key(before) in self.lexicon.subjects or bool(_GROUP.search(inner)) or not self.lexicon.subjects

    def _take_week(self, draft: _Draft, words: str) -> str:
        match = _WEEK.search(words)
        if not match or word_key(words) in self.lexicon.subjects:
            return words
        draft.week = int(match[1] or match[2])
        rest = words[: match.start()] + words[match.end() :]
        return squeeze(re.sub(r"[(\[]\s*[,.]?\s*[)\]]", " ", rest))

    def _again(self) -> _Draft:
        """A further lesson of the same subject: another group."""
        before = self.found[-1]
        draft = _Draft(before.subject, "", before.week)
        self.found.append(draft)
        return draft

    def _add(self, draft: _Draft, words: str, kind: str) -> None:
        if _NOTHING.fullmatch(words):
            return
        if kind == "room":
            pieces = _rejoined(re.split(r"\s*[,;]\s*", words), ", ", lambda one: word_key(one) in self.lexicon.rooms)
            draft.rooms += [_ROOM_WORD.sub("", one).strip() for one in pieces if not _NOTHING.fullmatch(one)]
            return
        if group := _GROUP.search(words):
            draft.part = draft.part or f"{group[1] or group[2]}-я группа"
            words = squeeze(words[: group.start()] + words[group.end() :]).strip(" ()")
        draft.teachers += [one for one in _names(words) if not _NOTHING.fullmatch(one)]


def _names(words: str) -> list[str]:
    """Teachers of a field: «Окулов Д. С., Третьякова О. Н.»."""
    return [squeeze(one) for one in re.split(r"\s*[,;&+]\s*|\s+и\s+", words) if squeeze(one)]


def _rejoined(pieces: Iterable[str], glue: str, known: Callable[[str], bool]) -> list[str]:
    """The pieces, where neighbours that make a known word together are one again (the longest first)."""
    rest, found = list(pieces), []
    while rest:
        for size in range(len(rest), 1, -1):
            joined = glue.join(rest[:size])
            if known(joined) or (glue == "/" and known(" / ".join(rest[:size]))):
                found.append(joined)
                rest = rest[size:]
                break
        else:
            found.append(rest.pop(0))
    return found
