"""Which works a lesson has, and what marks they bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from zhurnal.demo.curriculum import Area, CoursePlan
from zhurnal.demo.families import Child
from zhurnal.demo.placement import Quarter

WorkKey = Literal[
    "control", "dictation", "essay", "test", "credit", "check", "self", "lab", "practical", "answer", "classwork", "home"
]  # fmt: skip
# Works of a controlling character (at most one a day in a class), in turn, and other works that the whole class writes.
CONTROLLING: dict[str, tuple[WorkKey, ...]] = {
    "rus": ("dictation", "control"), "lit": ("essay", "test"), "eng": ("control", "test"), "ger": ("control", "test"),
    "hist": ("test", "control"), "soc": ("test",), "bio": ("test", "control"), "geogr": ("test", "control"),
    "inf": ("test",), "sport": ("credit",),
}  # fmt: skip
WRITTEN: dict[str, tuple[WorkKey, ...]] = {
    "inf": ("practical",), "geogr": ("practical", "check"), "bio": ("lab", "check"), "phys": ("lab", "self"),
    "chem": ("practical", "self"), "prob": ("practical", "self"), "safety": ("practical", "check"), "art": ("practical",),
    "craft": ("practical",), "sport": ("practical",), "music": ("check",), "lit": ("check",), "hist": ("check",), "soc": ("check",),
}  # fmt: skip
WRITTEN_ELSE: tuple[WorkKey, ...] = ("self", "check")
WITHOUT_CONTROL = frozenset({"music", "art", "craft", "lit1"})
# Works a quarter by hours a week: control works (at most a tenth of the hours) and other written ones.
CONTROL = {1: 0, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3}
OTHER_WRITTEN = {1: 1, 2: 2, 3: 2, 4: 2, 5: 3, 6: 3}
ANSWERS = {1: 2.2, 2: 3.2, 3: 5.5, 4: 6.5, 5: 7.5, 6: 7.5}  # oral marks of a student a quarter
BETWEEN_CONTROLS = timedelta(days=18)  # not oftener than once in two and a half weeks
ORAL = frozenset({"answer", "classwork"})
LENIENT: dict[Area, float] = {"sport": 0.9, "music": 0.9, "crafts_boys": 0.8, "crafts_girls": 0.8, "primary": 0.25, "safety": 0.6,
                              "informatics": 0.3}  # fmt: skip
HARDNESS: dict[WorkKey, float] = {"control": 0.2, "dictation": 0.25, "essay": 0.1, "test": 0.1, "answer": -0.15, "home": -0.35,
                                  "classwork": -0.2, "practical": -0.2, "lab": -0.15}  # fmt: skip
FIVE, FOUR, THREE = 0.65, -0.6, -2.15
COMMENTS = {
    5: ("Отличная работа!", "Молодец: полный и точный ответ", "Лучшая работа в классе по оформлению"),
    4: ("Вычислительная ошибка в последнем задании", "Хорошо, но ответ неполный", "Есть две негрубые ошибки"),
    3: ("Повторить правило, принести исправленную работу", "Решена половина заданий", "Ответ с наводящими вопросами"),
    2: ("Работа не выполнена, жду на консультации", "Не готов к уроку", "Тему надо пересдать до конца недели"),
}


@dataclass(frozen=True)
class Occasion:
    """One simultaneous lesson of a unit: its date, its number in the class's day, and whether it is the day's last."""

    date: date
    number: int
    is_last: bool


def plan_works(
    rng: Random, course: CoursePlan, occasions: Sequence[Occasion], quarters: Sequence[Quarter], taken: set[date]
) -> dict[int, WorkKey]:
    """Works of the whole class by the lesson's index; a controlling one takes its date out of the class's days (`taken` grows)."""
    planned: dict[int, WorkKey] = {}
    key, hours, last = course.subject.key, course.hours, date(1, 1, 1)
    controlling, written = CONTROLLING.get(key, ("control",)), WRITTEN.get(key, WRITTEN_ELSE)
    for quarter in quarters:
        inside = [i for i, occasion in enumerate(occasions) if quarter.start <= occasion.date <= quarter.end]
        if not inside:
            continue
        count = 0 if key in WITHOUT_CONTROL else CONTROL[hours]
        for turn in range(count):
            aim = inside[0] + int(len(inside) * (turn + 0.85) / count)
            lawful = [i for i in inside if occasions[i].date not in taken and _is_lawful(occasions[i], last, hours)]
            if lawful:
                chosen = _nearest(lawful, aim)
                last = occasions[chosen].date
                taken.add(last)
                planned[chosen] = controlling[(turn + quarter.number - 1) % len(controlling)]
        for turn in range(OTHER_WRITTEN[hours]):
            aim = inside[0] + int(len(inside) * (turn + rng.random()) / OTHER_WRITTEN[hours])
            if free := [i for i in inside if i not in planned]:
                planned[_nearest(free, aim)] = written[(turn + quarter.number) % len(written)]
    return planned


def _nearest(indices: list[int], aim: int) -> int:
    return min(indices, key=lambda i: abs(i - aim))


def _is_lawful(occasion: Occasion, last: date, hours: int) -> bool:
    """Not sooner than two and a half weeks after the last one, nor in the day's first or last lesson unless it has one hour."""
    return occasion.date >= last + BETWEEN_CONTROLS and (hours == 1 or not (occasion.number == 1 or occasion.is_last))


def grade_work(rng: Random, child: Child, course: CoursePlan, kind: WorkKey, severity: float) -> int:
    """A mark, 5 to 2: the child's talent and bent for the subject against the work and the teacher's severity."""
    area = course.area
    if area not in child.bents:
        child.bents[area] = Random(f"{child.name} {child.born} {area}").gauss(0, 0.45)
    ease = LENIENT.get(area, 0.0) - HARDNESS.get(kind, 0.0) - severity
    score = child.talent + child.bents[area] + ease + rng.gauss(0, 0.55)
    return 5 if score > FIVE else 4 if score > FOUR else 3 if score > THREE else 2
