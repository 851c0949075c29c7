"""The demo's curriculum: subjects, hours a week by grade, and how classes divide for some subjects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from zhurnal.demo.families import ClassPlace

Area = Literal[
    "primary", "russian", "math", "english", "german", "informatics", "history", "geography", "biology", "physics",
    "chemistry", "music", "crafts_boys", "crafts_girls", "sport", "safety",
]  # fmt: skip
FIVE_DAYS, SIX_DAYS = 5, 6
SECOND_SHIFT_GRADES = frozenset({3, 6})
SIX_DAY_GRADES = frozenset({10, 11})
GERMAN_LETTER = "В"  # in these classes, from grade 5, the second language group learns German
# Hours a week that a class may have at most, five days below grade 10 and six days there (СП 2.4.3648-20).
MOST_HOURS = {1: 21, 2: 23, 3: 23, 4: 23, 5: 29, 6: 30, 7: 32, 8: 33, 9: 33, 10: 37, 11: 37}


@dataclass(frozen=True)
class Subject:
    """A school subject: its name, the area whose teachers teach it from grade 5 (or always), hours in grades 1 to 11."""

    key: str
    name: str
    short: str
    area: Area
    hours: tuple[int, ...]
    graded: bool = True
    primary: bool = False  # taught by the class's own teacher in grades 1 to 4


SUBJECTS = (
    Subject("rus", "Русский язык", "Рус. яз.", "russian", (5, 5, 5, 5, 5, 6, 4, 3, 3, 3, 3), primary=True),
    Subject("lit1", "Литературное чтение", "Лит. чт.", "primary", (4, 4, 4, 3, 0, 0, 0, 0, 0, 0, 0), primary=True),
    Subject("lit", "Литература", "Лит-ра", "russian", (0, 0, 0, 0, 3, 3, 2, 2, 3, 3, 3)),
    Subject("eng", "Английский язык", "Англ. яз.", "english", (0, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3)),
    Subject("ger", "Немецкий язык", "Нем. яз.", "german", (0,) * 11),
    Subject("mat", "Математика", "Матем.", "math", (4, 4, 4, 4, 5, 5, 0, 0, 0, 0, 0), primary=True),
    Subject("alg", "Алгебра", "Алгебра", "math", (0, 0, 0, 0, 0, 0, 4, 4, 4, 4, 4)),
    Subject("geo", "Геометрия", "Геом.", "math", (0, 0, 0, 0, 0, 0, 2, 2, 2, 3, 3)),
    Subject("prob", "Вероятность и статистика", "ВиС", "math", (0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1)),
    Subject("inf", "Информатика", "Инф-ка", "informatics", (0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2)),
    Subject("world", "Окружающий мир", "Окр. мир", "primary", (2, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0), primary=True),
    Subject(
        "orkse",
        "Основы религиозных культур и светской этики",
        "ОРКСЭ",
        "primary",
        (0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0),
        graded=False,
        primary=True,
    ),
    Subject("hist", "История", "История", "history", (0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2)),
    Subject("soc", "Обществознание", "Общ-е", "history", (0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2)),
    Subject(
        "odnknr",
        "Основы духовно-нравственной культуры народов России",
        "ОДНКНР",
        "history",
        (0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0),
        graded=False,
    ),
    Subject("geogr", "География", "Геогр.", "geography", (0, 0, 0, 0, 1, 1, 2, 2, 2, 1, 1)),
    Subject("bio", "Биология", "Биол.", "biology", (0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2)),
    Subject("phys", "Физика", "Физика", "physics", (0, 0, 0, 0, 0, 0, 2, 2, 3, 3, 3)),
    Subject("chem", "Химия", "Химия", "chemistry", (0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2)),
    Subject("music", "Музыка", "Музыка", "music", (1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0)),
    Subject("art", "Изобразительное искусство", "ИЗО", "crafts_girls", (1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0), primary=True),
    Subject("craft", "Труд (технология)", "Труд", "crafts_girls", (1, 1, 1, 1, 2, 2, 2, 1, 1, 0, 0), primary=True),
    Subject("sport", "Физическая культура", "Физ-ра", "sport", (3, 3, 3, 3, 3, 3, 3, 3, 2, 3, 3)),
    Subject("safety", "Основы безопасности и защиты Родины", "ОБЗР", "safety", (0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1)),
    Subject("project", "Индивидуальный проект", "Инд. пр.", "safety", (0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1), graded=False),
)
SUBJECT = {subject.key: subject for subject in SUBJECTS}

# Name of a subgroup's part, as it is shown after the class: «5А, английский язык, 1-я группа».
PART_NAMES = {
    "en1": "английский язык, 1-я группа",
    "en2": "английский язык, 2-я группа",
    "de": "немецкий язык",
    "it1": "информатика, 1-я группа",
    "it2": "информатика, 2-я группа",
    "boys": "труд, мальчики",
    "girls": "труд, девочки",
}
DIVISION_OF_PART = {
    "en1": "lang",
    "en2": "lang",
    "de": "lang",
    "it1": "it",
    "it2": "it",
    "boys": "craft",
    "girls": "craft",
}


@dataclass(frozen=True)
class CoursePlan:
    """A course to be taught: subject, class and part of it (None is the whole class), hours a week, area of the teacher."""

    subject: Subject
    place: ClassPlace
    part: str | None
    hours: int
    area: Area


@dataclass(frozen=True)
class Unit:
    """Courses of one class that run at the same time, so many hours a week."""

    courses: tuple[CoursePlan, ...]

    @property
    def place(self) -> ClassPlace:
        """The class."""
        return self.courses[0].place

    @property
    def hours(self) -> int:
        """Hours a week."""
        return self.courses[0].hours


def units_of(place: ClassPlace) -> Iterator[Unit]:
    """The class's curriculum as units of simultaneous courses."""
    for subject in SUBJECTS:
        hours = subject.hours[place.grade - 1]
        if hours:
            yield Unit(tuple(_course(subject, place, part, hours) for part in _parts(subject, place)))


def days_of(place: ClassPlace) -> int:
    """School days a week of the class."""
    return SIX_DAYS if place.grade in SIX_DAY_GRADES else FIVE_DAYS


def shift_of(place: ClassPlace) -> int:
    """1 or 2; the second shift is never for grades 1, 5, 9–11 (СП 2.4.3648-20)."""
    return 2 if place.grade in SECOND_SHIFT_GRADES else 1


def parts_of(place: ClassPlace) -> list[str]:
    """The parts that the class divides into, over all divisions."""
    return [course.part for unit in units_of(place) for course in unit.courses if course.part]


def _parts(subject: Subject, place: ClassPlace) -> tuple[str | None, ...]:
    if subject.key == "eng":
        return ("en1", "de") if place.letter == GERMAN_LETTER and place.grade >= 5 else ("en1", "en2")
    if subject.key == "inf":
        return ("it1", "it2")
    if subject.key == "craft" and place.grade >= 5:
        return ("boys", "girls")
    return (None,)


def _course(subject: Subject, place: ClassPlace, part: str | None, hours: int) -> CoursePlan:
    area: Area = "primary" if subject.primary and place.grade <= 4 else subject.area
    if part == "de":
        subject, area = SUBJECT["ger"], "german"
    elif part == "boys":
        area = "crafts_boys"
    return CoursePlan(subject, place, part, hours, area)
