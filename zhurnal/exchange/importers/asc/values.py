"""Attributes of aSc elements as values; what does not fit is remarked with the element named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from zhurnal.core.text import search_key
from zhurnal.exchange.importers.findings import Remarks
from zhurnal.exchange.importers.text import clean, unmix

_BITS = re.compile(r"[01]+")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")


@dataclass(frozen=True, slots=True)
class Reader:
    """One element with its remarks: every value asked for is checked and complained of by name."""

    element: Element
    remarks: Remarks
    named: str = ""

    @property
    def id(self) -> str:
        """The element's id as in the file (asterisk and all), or the name that stands for a missing one."""
        return self.named or (self.element.get("id") or "").strip()

    def raw(self, name: str) -> str:
        """The attribute without spaces at the ends; empty when absent."""
        return (self.element.get(name) or "").strip()

    def ids(self, name: str) -> tuple[str, ...]:
        """A comma-separated list of ids, each once, in the order of the file."""
        return tuple(dict.fromkeys(part.strip() for part in self.raw(name).split(",") if part.strip()))

    def title(self, name: str) -> str:
        """A name for people: single spaces, Latin look-alikes in Russian words put right, both remarked."""
        given = self.element.get(name) or ""
        tidy = clean(given)
        whole = unmix(tidy)
        if tidy != given:
            self.note("Лишние пробелы в названии убраны.", given)
        if whole != tidy:
            self.note("Латинские буквы внутри слова заменены на кириллицу.", tidy)
        return whole

    def integer(self, name: str, fault: str) -> int | None:
        """A whole number, or None with an error."""
        value = self.raw(name)
        if re.fullmatch(r"-?\d{1,6}", value):
            return int(value)
        self.error(f"{fault}: «{value}».")
        return None

    def decimal(self, name: str) -> Decimal | None:
        """A number with point or comma, or None; a malformed one is warned of."""
        value = self.raw(name).replace(",", ".")
        if not value:
            return None
        try:
            return Decimal(value)
        except InvalidOperation:
            self.warn(f"Атрибут {name} — не число: «{value}».")
            return None

    def bits(self, name: str) -> str:
        """A bit string, empty for «always» (absent, or all ones); what is no bit string is an error."""
        return self.normal_bits(self.raw(name), name)

    def normal_bits(self, value: str, name: str) -> str:
        """The same for a value already taken from its attribute."""
        if not value or (_BITS.fullmatch(value) and "0" not in value):
            return ""
        if not _BITS.fullmatch(value) or "1" not in value:
            self.error(f"Атрибут {name} должен быть строкой из нулей и единиц, а не «{value}».")
            return ""
        return value

    def clock(self, name: str) -> time | None:
        """A local time «8:30», or None; a malformed one is warned of."""
        value = self.raw(name)
        match = _TIME.fullmatch(value)
        if match and int(match[1]) < 24 and int(match[2]) < 60:
            return time(int(match[1]), int(match[2]))
        if value:
            self.warn(f"Атрибут {name} — не время: «{value}».")
        return None

    def error(self, text: str, label: str = "") -> None:
        """An error about this element."""
        self.remarks.error(self.element.tag, self.id, text, label or self._label())

    def warn(self, text: str, label: str = "") -> None:
        """A warning about this element."""
        self.remarks.warn(self.element.tag, self.id, text, label or self._label())

    def note(self, text: str, label: str = "") -> None:
        """A note about this element."""
        self.remarks.note(self.element.tag, self.id, text, label or self._label())

    def _label(self) -> str:
        return clean(self.element.get("name") or self.element.get("short"))


def distinct_names(readers: Sequence[Reader], names: Sequence[str], shorts: Sequence[str]) -> list[str]:
    """Names made unique: a doubled one gets its short name in brackets; those still doubled are warned of."""
    times = Counter(search_key(name) for name in names)
    short_times = Counter(search_key(short) for short in shorts if short)
    found: list[str] = []
    for reader, name, short in zip(readers, names, shorts, strict=True):
        if short and short_times[search_key(short)] > 1:
            reader.note("Краткое название стоит ещё у одного элемента.", short)
        if times[search_key(name)] > 1 and short and search_key(short) != search_key(name):
            reader.note("Название стоит ещё у одного элемента; к нему добавлено краткое.")
            found.append(f"{name} ({short})")
        else:
            found.append(name)
    for name in repeated(found):
        readers[found.index(name)].warn("Несколько элементов с одним названием станут одним.", name)
    return found


def repeated(names: Iterable[str]) -> list[str]:
    """Names that occur more than once (case and Ё/Е aside), in the first spelling."""
    seen: dict[str, list[str]] = {}
    for name in names:
        seen.setdefault(search_key(name), []).append(name)
    return [spellings[0] for spellings in seen.values() if len(spellings) > 1]
