"""Keys of names for search and order: SQLite folds only ASCII and sorts Ё before А."""

from __future__ import annotations

import re
import unicodedata

_ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ORDER = {letter: f"{index:02d}" for index, letter in enumerate(_ALPHABET, start=10)}
_LATIN_LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")


def squeeze(value: str) -> str:
    """The value without doubled, leading and trailing spaces (no-break ones included)."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", value)).strip()


def search_key(value: str) -> str:
    """For finding: casefolded, Ё as Е, single spaces."""
    return squeeze(value).casefold().replace("ё", "е")


def order_key(value: str) -> str:
    """For sorting by bytes in Russian order on every database: each letter as two digits, Ё after Е."""
    return "".join(_ORDER.get(letter, f"00{letter}") for letter in squeeze(value).casefold())


def cyrillic(value: str) -> str:
    """Latin letters that look like Cyrillic ones are turned into those: «5A» → «5А»."""
    return value.translate(_LATIN_LOOKALIKES)
