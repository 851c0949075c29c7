"""The bytes of an aSc export to a tree: encoding found out, size limited, entities and DTDs refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from zhurnal.exchange.importers.findings import Remarks, Unreadable
from zhurnal.exchange.importers.text import decode

LARGEST_FILE = 16 * 1024 * 1024
"""Bytes; an export of a large school is some 400 kB."""

MOST_ELEMENTS = 200_000

_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Document:
    """The root `timetable` and the encoding it was read with."""

    root: Element
    encoding: str

    def items(self, section: str, tag: str) -> list[Element]:
        """The elements of one section in the order of the file; [] when the section is absent."""
        return [element for part in self.root.findall(section) for element in part.findall(tag)]

    def has(self, section: str) -> bool:
        """True when the file has that section at all."""
        return self.root.find(section) is not None

    def ids_seen_twice(self, section: str, tag: str) -> Iterator[str]:
        """Ids borne by more than one element of a section, each once."""
        seen: dict[str, int] = {}
        for element in self.items(section, tag):
            seen[element.get("id", "")] = seen.get(element.get("id", ""), 0) + 1
        return (id for id, times in seen.items() if times > 1)


def open_document(data: bytes, remarks: Remarks) -> Document:
    """The tree of an aSc export; raises Unreadable for what is too large, no XML, dangerous, or no timetable."""
    if len(data) > LARGEST_FILE:
        raise Unreadable(f"Файл больше {LARGEST_FILE // 1024 // 1024} МБ: это не выгрузка расписания.")
    declared = _DECLARED.match(data)
    name = declared.group(1).decode("ascii") if declared else None
    decoded = decode(data, name)
    _mention_encoding(remarks, name, decoded.encoding)
    root = _parse(decoded.text)
    if root.tag.lower() != "timetable":
        raise Unreadable(f"Корневой элемент файла — «{root.tag}», а у выгрузки aSc Timetables должен быть «timetable».")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise Unreadable(f"В файле больше {MOST_ELEMENTS} элементов: это не расписание одной школы.")
    return Document(root, decoded.encoding)


def _mention_encoding(remarks: Remarks, declared: str | None, found: str) -> None:
    if declared is None and found not in ("utf-8", "utf-16"):
        remarks.note("файл", "", f"Кодировка не объявлена; прочитано как {found}.")
    elif declared is not None and declared.lower() != found and {declared.lower(), found} != {"utf-16", "utf-16le"}:
        remarks.warn("файл", "", f"Объявлена кодировка {declared}, но байты ей не отвечают; прочитано как {found}.")


def _parse(text: str) -> Element:
    try:
        root: Element = fromstring(_FORBIDDEN.sub(" ", _DECLARATION.sub("", text, count=1)), forbid_dtd=True)
    except DefusedXmlException as danger:
        raise Unreadable("В файле есть DTD или сущности: такой XML не принимается.") from danger
    except (ParseError, ValueError) as fault:
        raise Unreadable(f"Файл не читается как XML: {fault}.") from fault
    return root
