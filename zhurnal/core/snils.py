"""СНИЛС, the number of a personal account in the pension system: eleven digits, the last two of which check the nine before."""

from __future__ import annotations

import re

DIGITS = 11
# Numbers up to this one were given before the control number was brought in.
_UNCHECKED_TO = 1_001_998


def read_snils(typed: str) -> str:
    """The digits of what was typed: «112-233-445 95» → «11223344595»."""
    return re.sub(r"\D", "", typed)


def snils_mistake(digits: str) -> str:
    """What is wrong with a number as `read_snils` gives it, a Russian clause; nothing when its control number agrees."""
    if len(digits) != DIGITS:
        return f"цифр {len(digits)}, а нужно {DIGITS}"
    if int(digits[:9]) > _UNCHECKED_TO and int(digits[9:]) != control_number(digits[:9]):
        return "контрольная сумма не сходится"
    return ""


def control_number(nine: str) -> int:
    """Of the first nine digits: Σ digit·(9…1) modulo 101, 100 as 0."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(9, 0, -1), strict=True))
    return total % 101 % 100


def snils_shown(digits: str) -> str:
    """«112-233-445 95», as it is printed, with a no-break space; what is no number of eleven digits stays as it is."""
    if len(digits) != DIGITS:
        return digits
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:9]}\u00a0{digits[9:]}"
