"""Activation codes, logins and names of devices: pure decisions, no database."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

# Signs of a code: on a Russian and on a Latin keyboard each is typed as it is seen, and no two look alike (no 0/О, 1/I/l,
# 8/В, 2/Z, 5/S). Their number is prime, so the check sign catches every wrong sign and every two that changed places.
CODE_SIGNS = "23456789ACEHKMPTX"
CODE_LENGTH = 16  # 15 random signs, 61 bits, and the check sign
CODE_GROUP = 4
_PRIME = len(CODE_SIGNS)
_VALUES = {sign: value for value, sign in enumerate(CODE_SIGNS)}
# What people type instead: Cyrillic twins, and signs that are easily taken for one of ours.
_TWINS = str.maketrans("АСЕНКМРТХЗБЧВBZSG", "ACEHKMPTX36488256")

CODE_DAYS = 30
LOGIN_LONGEST = 60
LOGIN_SHORTEST = 3
_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


def check_sign(signs: str) -> str:
    """The sign that makes Σ place·value of all sixteen divisible by 17; `signs` are the fifteen before it."""
    total = sum(place * _VALUES[sign] for place, sign in enumerate(signs, start=1))
    return CODE_SIGNS[next(value for value in range(_PRIME) if (total + CODE_LENGTH * value) % _PRIME == 0)]


def make_code(choose: Callable[[str], str]) -> str:
    """A new code of sixteen signs; `choose` draws one sign of a text (`secrets.choice`)."""
    signs = "".join(choose(CODE_SIGNS) for _ in range(CODE_LENGTH - 1))
    return signs + check_sign(signs)


def read_code(typed: str) -> str:
    """What was typed as a code of our signs: case, spaces, dashes and look-alike letters are forgiven."""
    return re.sub(r"[\s\-–—_.·]+", "", typed).upper().translate(_TWINS)


def code_mistake(code: str) -> str:
    """What is wrong with a code as `read_code` gives it, in Russian; nothing when its check sign agrees."""
    if strange := sorted({sign for sign in code if sign not in _VALUES}):
        return f"В коде не бывает знаков {', '.join(f'«{sign}»' for sign in strange[:4])}: проверьте их по листку."
    if len(code) != CODE_LENGTH:
        return f"В коде {CODE_LENGTH} знаков, а введено {len(code)}."
    if check_sign(code[:-1]) != code[-1]:
        return "В коде опечатка: сверьте каждый знак с листком."
    return ""


def code_in_groups(code: str) -> str:
    """«A2C4-…»: groups of four with dashes, as it is printed."""
    return "-".join(code[start : start + CODE_GROUP] for start in range(0, len(code), CODE_GROUP))


def transliterated(word: str) -> str:
    """A Russian word in Latin letters, lower case; whatever can't stand in a login is dropped."""
    return re.sub(r"[^a-z0-9]", "", "".join(_LATIN.get(letter, letter) for letter in word.casefold()))


def suggested_logins(last_name: str, first_name: str, middle_name: str = "") -> list[str]:
    """Logins to offer, the simplest first: belova, belova.a, belova.ai, belova.anna; then numbered by the caller."""
    last = transliterated(last_name) or "user"
    first, middle = transliterated(first_name), transliterated(middle_name)
    ends = ("", first[:1], f"{first[:1]}{middle[:1]}", first)
    logins = [f"{last}.{end}" if end else last for end in ends]
    return [login for login in dict.fromkeys(logins) if LOGIN_SHORTEST <= len(login) <= LOGIN_LONGEST]


def first_free(logins: Sequence[str], taken: set[str]) -> str:
    """The first of the suggested logins that nobody has, else the first one with the smallest free number from 2."""
    for login in logins:
        if login not in taken:
            return login
    base, number = (logins[0] if logins else "user"), 2
    while f"{base}{number}" in taken:
        number += 1
    return f"{base}{number}"


def login_mistake(login: str) -> str:
    """What is wrong with a login (casefolded already), in Russian; nothing when it may be used."""
    if not LOGIN_SHORTEST <= len(login) <= LOGIN_LONGEST:
        return f"В логине от {LOGIN_SHORTEST} до {LOGIN_LONGEST} знаков."
    if not _LOGIN.fullmatch(login):
        return "Логин — это латинские буквы и цифры; внутри можно точку, дефис и подчёркивание."
    return ""


_BROWSERS = (
    ("YaBrowser", "Яндекс Браузер"), ("Edg", "Microsoft Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def device(user_agent: str) -> str:
    """«Chrome, Windows»: what a browser says of itself, in few words; «неизвестное устройство» when it says nothing known."""
    known = (next((name for mark, name in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, known)) or "неизвестное устройство"


@dataclass(frozen=True, slots=True)
class Known:
    """A setting that the school's local act decides: its title for people, kind of value, default and bounds."""

    title: str
    kind: type[int] | type[float] | type[bool]
    default: int | float | bool
    least: float = 0
    most: float = 1
    unit: str = ""
    help: str = ""


# Who reckons with a setting reads it by `people.queries.settings_on(day)`; the default says what holds while it was never set.
SETTINGS: dict[str, Known] = {
    "access.code_days": Known("Срок действия кода доступа", int, CODE_DAYS, 1, 365, "дней"),
    "journal.allow_one": Known(
        "Отметка «1»", bool, False, help="Если включена, «1» можно поставить; в показателях она считается как «2»."
    ),
    "journal.point_days": Known(
        "Срок точки — ожидаемой работы", int, 7, 1, 60, "дней", "Если учитель не назвал другой день."
    ),
    "curriculum.rate_hours": Known(
        "Часов в неделю на ставку учителя",
        int,
        18,
        1,
        36,
        "часов",
        "По ней считаются ставки на странице «Нагрузка учителей».",
    ),
    "journal.expired_point_is_two": Known(
        "Просроченная точка считается как «2»", bool, False, help="В среднем взвешенном; сама точка остаётся точкой."
    ),
}


def setting_mistake(key: str, value: Any) -> str:
    """What is wrong with a value of this setting, in Russian; nothing when it may be set. KeyError for an unknown key."""
    known = SETTINGS[key]
    if known.kind is bool or isinstance(value, bool):
        return "" if known.kind is bool and isinstance(value, bool) else "Нужно «да» или «нет»."
    if known.kind is int and value != int(value):
        return "Нужно целое число."
    if not known.least <= value <= known.most:
        return f"Нужно число от {known.least:g} до {known.most:g}."
    return ""


def said(value: Any) -> str:
    """A setting's value in words: «да», «нет», «7», «4,6»."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    return f"{value:g}".replace(".", ",") if isinstance(value, int | float) else str(value)


def code_lifetime(days: int | None) -> timedelta:
    """How long a code may be used; the school's setting or thirty days."""
    return timedelta(days=days if days is not None else CODE_DAYS)


ADULT_AGE = 18  # Civil Code, art. 21


def is_child(birth_date: date, day: date) -> bool:
    """Whether somebody born on this date is under eighteen on a day: legal representatives act for them (152-ФЗ, art. 9)."""
    age = day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
    return age < ADULT_AGE
