"""Bytes to text when nobody says the encoding, and words spoilt by look-alike letters put right."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from zhurnal.core.text import squeeze

_SINGLE_BYTE = ("windows-1251", "windows-1252", "windows-1250")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WORD = re.compile(r"[^\W\d_]+")
_CENTRAL = frozenset("áéíóúýäöüßçôëâîšžąćęłńśźżčďěňřťůľőűăşţđ")
_WESTERN = frozenset("áéíóúýäöüßçôëâîšžàæèêïñœûÿå")
_ALPHABET_CYRILLIC = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ")

_TO_CYRILLIC = str.maketrans("aceiopxyABCEHIKMOPTXY", "асеіорхуАВСЕНІКМОРТХУ")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the name of the encoding that it was read with."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of `data`: byte order mark, then the declared encoding, then UTF-8, then the likeliest single-byte one.

    A declaration that does not fit the bytes is not believed; the caller compares `encoding` with what was declared.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(data.decode(encoding, errors="replace"), encoding.removesuffix("-sig"))
    for encoding in filter(None, (declared, "utf-8")):
        try:
            return Decoded(data.decode(encoding), encoding.lower())
        except (UnicodeError, LookupError):  # «undefined» is an encoding, too
            continue
    return _likeliest(data)


def _likeliest(data: bytes) -> Decoded:
    """Of the three Windows code pages, the one whose words look most like words."""
    candidates = [Decoded(data.decode(encoding, errors="replace"), encoding) for encoding in _SINGLE_BYTE]
    return max(candidates, key=lambda candidate: _plausibility(candidate.text))


def _plausibility(text: str) -> float:
    """Mean score of the words with letters beyond ASCII: whole Cyrillic words, or Latin words with known accents."""
    scores = [_word_score(word) for word in _WORD.findall(text) if not word.isascii()]
    return sum(scores) / len(scores) - text.count("\ufffd") if scores else 0.0


def _word_score(word: str) -> float:
    letters = word.lower()
    beyond = [letter for letter in letters if not letter.isascii()]
    if all(letter in _ALPHABET_CYRILLIC for letter in beyond):
        return 1.0 if len(beyond) == len(letters) and not _zigzag(word) else 0.2
    if len(beyond) == len(letters) and len(letters) > 2:
        return 0.0
    return 0.9 * max(sum(letter in page for letter in beyond) for page in (_CENTRAL, _WESTERN)) / len(beyond)


def _zigzag(word: str) -> bool:
    """Capitals inside a word: what cp1251 text looks like in another Cyrillic page."""
    return word[1:] != word[1:].lower() and word != word.upper()


def clean(value: str | None) -> str:
    """The value as a name: single spaces, none at the ends; None is empty."""
    return squeeze(value or "")


def unmix(value: str) -> str:
    """Words written mostly in Cyrillic get Cyrillic letters for the Latin look-alikes in them: «Фiзика» → «Фізика»."""
    return _WORD.sub(lambda match: _unmix_word(match.group()), value)


def _unmix_word(word: str) -> str:
    latin = sum(1 for letter in word if letter.isascii())
    if latin == 0 or latin * 2 > len(word) or not all(x.isascii() or x.lower() in _ALPHABET_CYRILLIC for x in word):
        return word
    whole = word.translate(_TO_CYRILLIC)
    return word if any(letter.isascii() for letter in whole) else whole
