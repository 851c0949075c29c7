"""What stands in one cell: dates, phones, addresses, СНИЛС, sex; a value that can't be understood raises BadCell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from zhurnal.core import snils as snils_rules
from zhurnal.core.text import search_key, squeeze
from zhurnal.exchange.importers.tables import Cell

SCHOOL_AGE = range(4, 26)
"""Years of age at which somebody may stand in a list of students."""

WORKING_AGE = range(14, 100)
"""Years of age at which somebody may work at a school."""

_EXCEL_EPOCH = date(1899, 12, 30)
_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_NUMERIC_DATE = re.compile(r"(\d{1,2})\s*[./\-,]\s*(\d{1,2})\s*[./\-,]\s*(\d{4}|\d{2})\s*(?:г|год|г\.р|гр)?\.?")
_ISO_DATE = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_WORD_DATE = re.compile(r"(\d{1,2})\s+([а-я]{3,8})\.?\s+(\d{4})\s*(?:г|год|года)?\.?")
_GAP = r"[\s()\-–—.]*"
_PHONE = re.compile(
    rf"\+(?!7)\d(?:{_GAP}\d){{7,14}}(?!\d)"  # abroad
    rf"|(?<!\d)(?:\+?[78]{_GAP})?(?:\d{_GAP}){{9}}\d(?!\d)"
    r"|(?<!\d)\d(?:[\s\-]*\d){4,6}(?!\d)"  # in town
)
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_NOTHING = frozenset({"", "-", "–", "—", "нет", "отсутствует", "не указан", "не указано", "н/д", "б/н", "0"})
_LONGEST_NOTHING = max(map(len, _NOTHING))


class BadCell(ValueError):
    """The reason, a Russian clause, why a value is not taken."""


def words(cell: Cell | None) -> str:
    """A cell as text with single spaces; whole floats without «.0», dashes and «нет» as nothing."""
    text = squeeze(raw_text(cell))
    return "" if len(text) <= _LONGEST_NOTHING and search_key(text) in _NOTHING else text


def raw_text(cell: Cell | None) -> str:
    """A cell as text with its line breaks."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell if isinstance(cell, str) else str(cell)


def birth_date(cell: Cell | None, today: date, *, ages: range = SCHOOL_AGE) -> date | None:
    """A date of birth from a date, an Excel serial number or words; None for nothing; ages beyond a school's are refused."""
    found = _date(cell, today)
    if found is None:
        return None
    age = today.year - found.year - ((today.month, today.day) < (found.month, found.day))
    if age not in ages:
        whom = "ученику" if ages == SCHOOL_AGE else "сотруднику"
        raise BadCell(f"дата рождения {found:%d.%m.%Y} не подходит {whom}: возраст {age}")
    return found


def _date(cell: Cell | None, today: date) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = words(cell)
    if not text:
        return None
    if re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
        return _EXCEL_EPOCH + timedelta(days=int(text[:5]))
    try:
        return _written_date(search_key(text), today)
    except ValueError as fault:
        raise BadCell(f"«{text}» — не дата") from fault


def _written_date(text: str, today: date) -> date:
    """A date in figures (day first, or ISO) or with the month in words; raises ValueError."""
    if iso := _ISO_DATE.fullmatch(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if numeric := _NUMERIC_DATE.fullmatch(text):
        return date(_full_year(numeric[3], today), int(numeric[2]), int(numeric[1]))
    if (spoken := _WORD_DATE.fullmatch(text)) and spoken[2][:3].replace("май", "мая") in _MONTHS:
        return date(int(spoken[3]), _MONTHS.index(spoken[2][:3].replace("май", "мая")) + 1, int(spoken[1]))
    raise ValueError(text)


def _full_year(figures: str, today: date) -> int:
    """«12» is 2012 and «99» is 1999: the latest year that is not ahead."""
    year = int(figures)
    if len(figures) == 4:
        return year
    return 2000 + year if 2000 + year <= today.year else 1900 + year


def sex(cell: Cell | None) -> str:
    """«м» or «ж», empty for nothing."""
    text = search_key(words(cell))
    if text[:1] in ("м", "m") and text not in ("мать",):
        return "м"
    if text[:1] in ("ж", "f") or text.startswith("дев"):
        return "ж"
    if text:
        raise BadCell(f"«{text}» — не пол (нужно «м» или «ж»)")
    return ""


def snils(cell: Cell | None) -> str:
    """11 digits with a right checksum, empty for nothing."""
    text = words(cell)
    digits = re.sub(r"\D", "", text)
    if isinstance(cell, int | float) and digits:
        digits = digits.zfill(11)
    if not text:
        return ""
    if mistake := snils_rules.snils_mistake(digits):
        named = f"«{text}» — не СНИЛС" if len(digits) != snils_rules.DIGITS else f"СНИЛС «{text}»"
        raise BadCell(f"{named}: {mistake}")
    return digits


def contacts(cell: Cell | None) -> tuple[list[str], list[str]]:
    """Phones (as +7…) and e-mail addresses of a cell; what is neither, but has digits or an @, is refused."""
    text = raw_text(cell)
    if not words(cell):
        return [], []
    emails = [match.lower() for match in _EMAIL.findall(text)]
    rest = _EMAIL.sub(" ", text)
    phones = [_phone(match) for match in _PHONE.findall(rest)]
    rest = _PHONE.sub(" ", rest)
    if "@" in rest:
        raise BadCell(f"«{squeeze(text)}» — не адрес электронной почты")
    if re.search(r"\d{5}", rest) or (not phones and not emails and re.search(r"\d", rest)):
        raise BadCell(f"«{squeeze(text)}» — не телефон")
    return list(dict.fromkeys(phones)), list(dict.fromkeys(emails))


def without_contacts(text: str) -> str:
    """The text without phones, addresses and words that announce them."""
    bare = _PHONE.sub(" ", _EMAIL.sub(" ", text))
    return re.sub(r"\b(?:т|тел|телефон|моб|сот|e-?mail|почта)\b\.?\s*:?", " ", bare, flags=re.IGNORECASE)


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if text.startswith("+") and not text.startswith("+7"):
        return f"+{digits}"
    return f"+7{digits[-10:]}" if len(digits) >= 10 else digits


def joined(values: Iterable[str]) -> str:
    """Several values of one field, each once: «+79161234567, +79031112233»."""
    return ", ".join(dict.fromkeys(value for value in values if value))
