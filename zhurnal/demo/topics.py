"""What lessons are about: genuine topics by subject and grade, paced over the study weeks of a year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from random import Random

from zhurnal.demo.curriculum import CoursePlan
from zhurnal.demo.data import sections
from zhurnal.demo.works import WorkKey

FILES = (
    "topics_primary.txt",
    "topics_humanities.txt",
    "topics_languages.txt",
    "topics_sciences.txt",
    "topics_nature.txt",
    "topics_other.txt",
)
# How a topic goes on when it takes several lessons.
CONTINUED = {
    "rus": ("Упражнения на закрепление", "Работа с текстом", "Словарная работа", "Развитие речи"),
    "lit1": ("Выразительное чтение", "Работа с текстом", "Пересказ", "Внеклассное чтение"),
    "lit": ("Анализ эпизода", "Система образов", "Урок развития речи", "Язык произведения"),
    "eng": ("Лексика", "Грамматика", "Чтение", "Аудирование", "Говорение", "Письмо"),
    "mat": ("Решение упражнений", "Решение задач", "Закрепление изученного", "Обобщение"),
    "world": ("Практикум", "Обобщение"),
    "phys": ("Решение задач", "Экспериментальные задачи", "Закрепление"),
    "chem": ("Решение задач", "Составление уравнений", "Закрепление"),
    "bio": ("Работа с текстом учебника", "Обобщение"),
    "geogr": ("Работа с картой", "Обобщение"),
    "hist": ("Работа с источниками", "Практикум"),
    "soc": ("Практикум", "Обобщение"),
    "inf": ("Работа на компьютере", "Решение задач"),
    "art": ("Работа в цвете", "Завершение работы"),
    "craft": ("Практика в мастерской", "Выполнение проекта", "Контроль качества"),
    "music": ("Слушание и исполнение",),
    "sport": ("Совершенствование техники", "Развитие скоростных качеств", "Развитие выносливости", "Учёт"),
    "project": ("Консультация", "Работа над проектом"),
}
LIKE = {"ger": "eng", "alg": "mat", "geo": "mat", "prob": "mat", "orkse": "soc", "odnknr": "soc", "safety": "soc"}
# How a lesson with a work of the whole class is called, {n} counts the course's works of the kind.
ON_TOPIC: dict[WorkKey, str] = {
    "control": "Контрольная работа №\u00a0{n} по теме «{topic}»",
    "dictation": "Контрольный диктант №\u00a0{n} по теме «{topic}»",
    "essay": "Сочинение №\u00a0{n} по теме «{topic}»",
    "test": "Тест №\u00a0{n} по теме «{topic}»",
    "credit": "Зачёт №\u00a0{n}: {topic}",
}
BESIDE_TOPIC: dict[WorkKey, str] = {
    "lab": "Лабораторная работа №\u00a0{n}",
    "practical": "Практическая работа №\u00a0{n}",
    "self": "Самостоятельная работа",
    "check": "Проверочная работа",
}


@dataclass(frozen=True)
class Programme:
    """Topics of a course for the first and the second half of the year."""

    halves: tuple[tuple[str, ...], tuple[str, ...]]

    def topic_at(self, share: float) -> tuple[int, str]:
        """Number and name of the topic at a share of the year, 0 to 1."""
        half = self.halves[share >= 0.5]
        index = min(int((share * 2 % 1) * len(half)), len(half) - 1)
        return index + (len(self.halves[0]) if share >= 0.5 else 0), half[index]


@cache
def _programmes() -> dict[str, Programme]:
    found = {}
    for name in FILES:
        for heading, text in sections(name).items():
            first, _, second = text.partition("---")
            found[heading] = Programme((_split(first), _split(second)))
    return found


def _split(text: str) -> tuple[str, ...]:
    return tuple(topic.strip() for topic in text.replace("\n", " ").split("|") if topic.strip())


def programme_of(course: CoursePlan) -> Programme:
    """The course's topics; a subject without topics of its own grade takes those of the nearest lower one."""
    key, programmes = course.subject.key, _programmes()
    for grade in range(course.place.grade, 0, -1):
        for heading in (f"{key} {course.part} {grade}", f"{key} {grade}"):
            if heading in programmes:
                return programmes[heading]
    raise LookupError(f"no topics for {key}, grade {course.place.grade}")


def continuation(rng: Random, course: CoursePlan) -> str:
    """Words that a topic's later lesson adds: «Решение задач»."""
    key = course.subject.key
    return rng.choice(CONTINUED[LIKE.get(key, key)])


def plan_topics(rng: Random, course: CoursePlan, shares: list[float], works: dict[int, WorkKey]) -> list[str]:
    """A topic for each lesson, given as shares of the year; works of the whole class name their kind and number (§4.4.7)."""
    programme, topics = programme_of(course), []
    counts: Counter[WorkKey] = Counter()
    before, last_topic, said = "", -1, ""
    for number, share in enumerate(shares):
        index, topic = programme.topic_at(share)
        kind = works.get(number)
        if kind:
            counts[kind] += 1
        if kind and kind in ON_TOPIC:
            topics.append(ON_TOPIC[kind].format(n=counts[kind], topic=_bare(topic)))
        elif kind and kind in BESIDE_TOPIC:
            said = "Контрольное упражнение" if course.area == "sport" else BESIDE_TOPIC[kind].format(n=counts[kind])
            topics.append(f"{topic}. {said}")
        elif before in ("control", "dictation"):
            topics.append(f"Анализ контрольной работы. {topic}")
        elif index != last_topic:
            topics.append(topic)
        else:
            more = continuation(rng, course)
            topics.append(f"{topic}. {more}" if more != said and topic[-1] not in "!?" else f"{topic} (продолжение)")
            said = more
        last_topic, before = index, kind or ""
    return topics


def _bare(topic: str) -> str:
    """The topic for use inside quotation marks: its own quotation marks become inner ones."""
    return topic.replace("«", "„").replace("»", "“")
