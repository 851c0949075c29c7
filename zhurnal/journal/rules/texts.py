"""Records are kept in Russian in every subject (§4.4.7)."""

from __future__ import annotations

import re
import unicodedata

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def not_russian(text: str, what: str = "Запись") -> str:
    """Why a topic or homework is refused: it has letters and none is Cyrillic; numbers, signs and links alone are fine."""
    words = _ADDRESS.sub(" ", text)
    has_letters = any(unicodedata.category(sign).startswith("L") for sign in words)
    if has_letters and not _CYRILLIC.search(words):
        return f"{what}: записи ведутся на русском языке (§4.4.7). Добавьте русские слова, иноязычные можно привести рядом."
    return ""


def links_of(text: str) -> list[str]:
    """The addresses in a text, in order, without trailing punctuation; only http and https."""
    found = (match.group().rstrip(".,;:!?)»\"'") for match in _ADDRESS.finditer(text))
    return [address if address.lower().startswith("http") else f"https://{address}" for address in found]
