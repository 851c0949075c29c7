"""Russian names in their cases, for orders and certificates: «зачислить Белову Анну Игоревну», «выдана Белову Егору».

What can't be declined with certainty (letters that are not Cyrillic, a sex that nothing tells) stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from petrovich.enums import Case, Gender
from petrovich.main import Petrovich

__all__ = ["Case", "declined", "sex_of"]

_GENDERS = {"m": Gender.MALE, "f": Gender.FEMALE}
_FEMALE_PATRONYMIC, _MALE_PATRONYMIC = ("вна", "чна", "шна", "кызы", "гызы"), ("ич", "оглы", "улы", "уулу")
_FEMALE_SURNAME = re.compile(r"(ова|ева|ёва|ина|ына|ская|цкая)$")
_MALE_SURNAME = re.compile(r"(ов|ев|ёв|ин|ын|ский|цкий)$")
# Genitives of the plural that never change: Черных, Седых, Долгих, Тихих; but Дитрих and Ульрих do.
_FIXED_SURNAME = re.compile(r"(ых|[гкхжшчщн]их|ово|аго|яго)$", re.IGNORECASE)
_FOREIGN = re.compile(r"[^\W\d_А-Яа-яЁё]")


def sex_of(last: str, middle: str = "", *, said: str = "") -> str:
    """`m` or `f`: what is said, else by the patronymic, else by the surname; nothing when none of them tells."""
    if said in _GENDERS:
        return said
    patronymic = middle.casefold()
    if patronymic.endswith(_FEMALE_PATRONYMIC):
        return "f"
    if patronymic.endswith(_MALE_PATRONYMIC):
        return "m"
    surname = last.casefold()
    return "f" if _FEMALE_SURNAME.search(surname) else "m" if _MALE_SURNAME.search(surname) else ""


def declined(last: str, first: str, middle: str = "", *, sex: str = "", case: int = Case.ACCUSATIVE) -> str:
    """The full name in a case: «Белову Анну Игоревну»; `sex` is `m`, `f` or unknown, then it is told by the name."""
    known = sex_of(last, middle, said=sex)
    parts = ("lastname", last), ("firstname", first), ("middlename", middle)
    return " ".join(_part(kind, word.strip(), known, case) for kind, word in parts if word.strip())


def _part(kind: str, word: str, sex: str, case: int) -> str:
    if not sex or _FOREIGN.search(word):
        return word
    if kind == "middlename" and not word.casefold().endswith(("вна", "чна", "шна", "ич")):
        return word  # «Эльдар оглы», «Рашад кызы»
    if kind == "lastname":
        return "-".join(
            one if _FIXED_SURNAME.search(one) else _inflected(kind, one, sex, case) for one in word.split("-")
        )
    return _inflected(kind, word, sex, case)


def _inflected(kind: str, word: str, sex: str, case: int) -> str:
    inflect = getattr(_petrovich(), kind)
    # The rules for names of either sex («Кучма», «Никита») stand under a gender of their own.
    for gender in (_GENDERS[sex], Gender.ANDRGN):
        found: str = inflect(word, case, gender) if word else ""
        if found not in {word, f"{word}."}:  # its exceptions that are not declined come back with a full stop
            return found
    return word


@cache
def _petrovich() -> Petrovich:
    return Petrovich()
