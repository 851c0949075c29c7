"""Names of people and of classes, taken apart as schools write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from zhurnal.core.text import cyrillic, search_key, squeeze
from zhurnal.exchange.importers.text import unmix

LONGEST_PART = 80
"""Letters of a surname, first name or patronymic that the journal keeps."""

_INITIALS = re.compile(r"(?<![^\W\d_])[^\W\d_]\.(?:\s*[^\W\d_]\.)*(?:\s*[^\W\d_](?![^\W\d_.]))?")
_INITIAL = re.compile(r"[^\W\d_]")
_HYPHEN = re.compile(r"\s*[-‐‑–—]\s*")
_WORD = re.compile(r"[^\W\d_]+(?:['’`ʼ-][^\W\d_]+)*\.?")
_LETTER = r"(?:[^\W\d_]{1,3}\d?)?(?:\s*\([^()]{1,12}\))?"
_CLASS = re.compile(
    rf"^0?(?P<grade>1[01]|[1-9])[\s\-–—_.]*[«\"'“(]*\s*(?P<letter>{_LETTER})\s*[»\"'”)]*$",
)
_CLASS_WORD = re.compile(r"\b(?:класса?|кл|клас)\b\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FullName:
    """Фамилия, имя, отчество; the first and middle name may be initials with dots («С.»)."""

    last: str
    first: str = ""
    middle: str = ""

    def __str__(self) -> str:
        if self.first.endswith(".") and self.middle.endswith("."):
            return f"{self.last} {self.first}{self.middle}"
        return " ".join(part for part in (self.last, self.first, self.middle) if part)

    @property
    def key(self) -> tuple[str, str, str]:
        """What two spellings of one name have in common: case, Ё as Е, Latin look-alikes."""
        return (_key(self.last), _key(self.first), _key(self.middle))

    @property
    def initials(self) -> tuple[str, str, str]:
        """The key with the first and middle name cut to their first letters: «кириков», «с», «ф»."""
        last, first, middle = self.key
        return (last, first[:1], middle[:1])

    @property
    def abbreviated(self) -> bool:
        """True when the first name is only an initial or absent."""
        return len(self.first.rstrip(".")) <= 1


@lru_cache(maxsize=20_000)
def _key(part: str) -> str:
    """Reckoned once for the names of a school, which are compared again and again."""
    return search_key(cyrillic(part))


def split_name(value: str) -> FullName:
    """The parts of «Кириков С.Ф.», «С. Ф. Кириков», «Фирсова Лидия Бенедиктовна», «Мамедов Али Ариф оглы»."""
    text = squeeze(unmix(_HYPHEN.sub("-", value))).strip(" ,;")
    initials = _INITIALS.search(text)
    if initials and not _letters(text[: initials.start()]) and _letters(text[initials.end() :]):
        return _with_initials(text[initials.end() :], initials.group())
    if initials and _letters(text[: initials.start()]) and not _letters(text[initials.end() :]):
        return _with_initials(text[: initials.start()], initials.group())
    last, *others = [f"{word}." if len(word) == 1 else word for word in text.split(" ")]
    return FullName(last, others[0] if others else "", " ".join(others[1:]))


def _letters(text: str) -> bool:
    return bool(_INITIAL.search(text))


def _with_initials(last: str, initials: str) -> FullName:
    letters = [f"{letter}." for letter in _INITIAL.findall(initials)]
    return FullName(last.strip(" ,."), letters[0], letters[1] if len(letters) > 1 else "")


def join_name(last: str, first: str, middle: str = "") -> FullName:
    """A name from separate fields; «С.Ф.» in the field of the first name is taken as two initials."""
    whole = split_name(f"{squeeze(last)} {squeeze(first)} {squeeze(middle)}")
    if _INITIALS.fullmatch(squeeze(first)) or squeeze(last).count(" ") == 0:
        return whole
    return FullName(squeeze(unmix(last)), squeeze(unmix(first)), squeeze(unmix(middle)))


def capitalised(name: FullName) -> FullName:
    """«ИВАНОВА-ПЕТРОВА АННА» and «иванова анна» as «Иванова-Петрова Анна»; mixed case is left alone."""
    return FullName(_capitalised(name.last), _capitalised(name.first), _capitalised(name.middle))


def _capitalised(part: str) -> str:
    if part not in (part.upper(), part.lower()):
        return part
    words = re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), part)
    return re.sub(r"\b(Оглы|Оглу|Кызы|Кизи|Улы)\b", lambda match: match.group().lower(), words)


def plausible_person(name: FullName) -> bool:
    """True for what can be a person's name: words of letters, a last and a first name."""
    words = f"{name.last} {name.first} {name.middle}".split()
    parts = (name.last, name.first, name.middle)
    return (
        bool(name.last and name.first)
        and all(_WORD.fullmatch(word) for word in words)
        and max(map(len, parts)) <= LONGEST_PART
    )


def sex_by_middle_name(middle: str) -> str:
    """«м» or «ж» by the ending of the patronymic, empty when it does not tell."""
    ending = search_key(middle)
    if ending.endswith(("вич", "ьич", "оглы", "оглу", "улы")) or ending in ("ильич", "кузьмич", "лукич", "фомич"):
        return "м"
    return "ж" if ending.endswith(("вна", "чна", "шна", "кызы", "кизи")) else ""


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class: grade 1–11 (None for one whose name does not say it) and letter, or the name as it is."""

    grade: int | None
    letter: str
    raw: str = ""

    def __str__(self) -> str:
        return f"{self.grade}{self.letter}" if self.grade is not None else self.raw

    @property
    def key(self) -> str:
        """Equal for all spellings of one class: «5а», «5A» (Latin) and «5 - А»."""
        return search_key(str(self))


def _upper(letter: str) -> str:
    head, bracket, tail = letter.partition("(")
    return head.strip().upper() + bracket + tail


def class_name(value: str) -> ClassName:
    """«1-А», «5 "A"», «05а класс», «11» as grade and letter, look-alikes folded; else the name without a grade."""
    text = squeeze(_CLASS_WORD.sub(" ", squeeze(value)))
    match = _CLASS.match(text)
    if not match:
        return ClassName(None, "", squeeze(unmix(value)))
    return ClassName(int(match["grade"]), cyrillic(_upper(match["letter"])))
