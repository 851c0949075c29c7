"""Words of a timetable beside the names that the school knows: the same, remembered, guessed, or new."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from zhurnal.exchange.importers.grid import Grid, Lexicon, Spot, word_key
from zhurnal.exchange.importers.names import FullName, class_name, plausible_person, split_name
from zhurnal.exchange.matching.people import fits, name_of
from zhurnal.people.models import Person
from zhurnal.school.models import Group, Room, Subject, Year

NEW, SKIP = "new", "skip"
Choice = int | str
Choices = Mapping[str, Mapping[str, Choice]]
_LIKE = 0.82


class Kind(StrEnum):
    """What a word names."""

    CLASS = "class"
    SUBJECT = "subject"
    TEACHER = "teacher"
    ROOM = "room"


class How(StrEnum):
    """How a word was understood."""

    SAME = "same"
    REMEMBERED = "remembered"
    CHOSEN = "chosen"
    GUESSED = "guessed"
    NEW = "new"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the file: where it stands first, how often, and what is meant; `choice` None waits for a person."""

    kind: Kind
    text: str
    key: str
    spot: Spot
    times: int
    choice: Choice | None
    how: How


@dataclass(slots=True)
class Names:
    """What the school knows: by id and by key; teachers are those who work at the school (4 queries)."""

    classes: dict[int, Group] = field(default_factory=dict)
    subjects: dict[int, Subject] = field(default_factory=dict)
    teachers: dict[int, Person] = field(default_factory=dict)
    rooms: dict[int, Room] = field(default_factory=dict)

    @classmethod
    def of(cls, year: Year, teachers: Iterable[Person]) -> Names:
        """Those of the year, and these teachers."""
        groups = Group.objects.filter(year=year, kind=Group.Kind.CLASS).order_by("grade", "letter", "name")
        return cls(
            {one.pk: one for one in groups},
            {one.pk: one for one in Subject.objects.order_by("name")},
            {one.pk: one for one in teachers},
            {one.pk: one for one in Room.objects.order_by("name")},
        )

    def known(self, kind: Kind) -> Collection[int]:
        """The ids that a word of this kind may mean."""
        return {
            Kind.CLASS: self.classes.keys(),
            Kind.SUBJECT: self.subjects.keys(),
            Kind.TEACHER: self.teachers.keys(),
            Kind.ROOM: self.rooms.keys(),
        }[kind]

    def lexicon(self, remembered: Choices) -> Lexicon:
        """Every word that has been seen before or stands in the school's lists."""
        subjects = {word_key(name) for one in self.subjects.values() for name in (one.name, one.short_name) if name}
        people = {word_key(one.last_name) for one in self.teachers.values()}
        rooms = {word_key(one.name) for one in self.rooms.values()}
        return Lexicon(
            frozenset(subjects | {*remembered.get(Kind.SUBJECT, ())}),
            frozenset(people | {*remembered.get(Kind.TEACHER, ())}),
            frozenset(rooms | {*remembered.get(Kind.ROOM, ())}),
        )


def words_of(grid: Grid, names: Names, chosen: Choices, remembered: Choices) -> list[Word]:
    """Every word of the file once, in the order of kinds and of the file, with what is meant by it."""
    found: dict[tuple[Kind, str], tuple[str, Spot, int]] = {}
    for kind, text, spot in _said(grid):
        key = word_key(text)
        first, at, times = found.get((kind, key), (text, spot, 0))
        found[kind, key] = (first, at, times + 1)
    order = list(Kind)
    sources = ((chosen, How.CHOSEN), (remembered, How.REMEMBERED))
    words = [_word(kind, key, said, names, sources) for (kind, key), said in found.items()]
    return sorted(words, key=lambda word: order.index(word.kind))


def _said(grid: Grid) -> Iterable[tuple[Kind, str, Spot]]:
    for title, spot in grid.classes:
        yield Kind.CLASS, title, spot
    for part in grid.parts:
        if part.words.subject:
            yield Kind.SUBJECT, part.words.subject, part.at
        for one in part.words.teachers:
            yield Kind.TEACHER, one, part.at
        for one in part.words.rooms:
            yield Kind.ROOM, one, part.at


def _word(
    kind: Kind, key: str, said: tuple[str, Spot, int], names: Names, sources: Iterable[tuple[Choices, How]]
) -> Word:
    text, spot, times = said
    for source, how in sources:
        choice = source.get(kind, {}).get(key)
        if choice is not None and (isinstance(choice, str) or choice in names.known(kind)):
            return Word(kind, text, key, spot, times, choice, how)
    choice, how = guess(kind, text, key, names)
    return Word(kind, text, key, spot, times, choice, how)


def guess(kind: Kind, text: str, key: str, names: Names) -> tuple[Choice | None, How]:
    """What a word that nobody has decided about probably means, and how sure that is."""
    if kind is Kind.CLASS:
        return _guess_class(text, names)
    if kind is Kind.TEACHER:
        return _guess_teacher(text, names)
    rows: dict[int, list[str]] = (
        {pk: [one.name, one.short_name] for pk, one in names.subjects.items()}
        if kind is Kind.SUBJECT
        else {pk: [one.name] for pk, one in names.rooms.items()}
    )
    keyed = [(pk, word_key(name)) for pk, spellings in rows.items() for name in spellings if name]
    same = [pk for pk, known in keyed if known == key]
    if same:
        return same[0], How.SAME
    like = _likeliest(key, keyed) if kind is Kind.SUBJECT else None
    return (like, How.GUESSED) if like is not None else (NEW, How.NEW)


def _guess_class(text: str, names: Names) -> tuple[Choice | None, How]:
    key = class_name(text).key
    same = [pk for pk, one in names.classes.items() if class_name(one.name).key == key]
    if same:
        return same[0], How.SAME
    within = [
        pk for pk, one in names.classes.items() if re.search(rf"\b{re.escape(word_key(one.name))}\b", word_key(text))
    ]
    if len(within) == 1:
        return within[0], How.GUESSED
    return (NEW, How.NEW) if class_name(text).grade is not None else (None, How.UNKNOWN)


def _guess_teacher(text: str, names: Names) -> tuple[Choice | None, How]:
    """By full name, by initials, by a surname that one person has; a surname of several waits for a person."""
    name = split_name(text)
    exact = [pk for pk, one in names.teachers.items() if name_of(one).key == name.key]
    if len(exact) == 1:
        return exact[0], How.SAME
    fitting = [pk for pk, one in names.teachers.items() if fits(name_of(one), name)]
    if len(fitting) == 1:
        return fitting[0], How.SAME if name.first else How.GUESSED
    if fitting:
        return None, How.UNKNOWN
    like = [pk for pk, one in names.teachers.items() if _misspelt(name, one)]
    if len(like) == 1:
        return like[0], How.GUESSED
    return (NEW, How.NEW) if plausible_person(name) else (None, How.UNKNOWN)


def _misspelt(said: FullName, person: Person) -> bool:
    """A surname with a letter or two wrong; initials that are said must fit."""
    known = name_of(person)
    alike = _alike(word_key(known.last), word_key(said.last)) > _LIKE
    return alike and fits(known, FullName(known.last, said.first, said.middle))


def _likeliest(key: str, keyed: Sequence[tuple[int, str]]) -> int | None:
    """The subject of which the word is an abbreviation («англ.яз» of «Английский язык»), or a misspelling; None when several fit."""
    short = {pk for pk, known in keyed if _abbreviates(key, known) or _abbreviates(known, key)}
    if len(short) == 1:
        return short.pop()
    close = {pk for pk, known in keyed if _alike(key, known) > _LIKE}
    return close.pop() if len(close) == 1 and not short else None


def _abbreviates(short: str, whole: str) -> bool:
    """Whether each word of the one begins a word of the other, in order: «физ-ра» of «физическая культура»."""
    pieces = [piece for piece in re.split(r"[\s.\-]+", short) if piece]
    words = [word for word in re.split(r"[\s\-]+", whole) if word]
    if not pieces or short == whole or len(pieces) > len(words):
        return False
    if len(pieces) == 1 and len(words) > 1 and _run_together(short, words[0], words[-1]):
        return True
    if len(pieces) == 2 and len(pieces[1]) == 2 and words[-1].endswith(pieces[1]):
        pieces[1] = words[-1][: len(pieces[1])]
    return len(pieces[0]) > 1 and all(word.startswith(piece) for piece, word in zip(pieces, words, strict=False))


def _run_together(short: str, first: str, last: str) -> bool:
    """«физкультура» of «физическая» and «культура»."""
    cuts = range(2, len(short) - 2)
    return any(first.startswith(short[:cut]) and last.startswith(short[cut:]) for cut in cuts)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
