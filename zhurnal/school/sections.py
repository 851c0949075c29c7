"""The pages of «Школа» in their sections: the overview and the tabs above every page are drawn from this one list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from zhurnal.core.pages import is_open

OVERVIEW = "timetable:overview"


@dataclass(frozen=True, slots=True)
class Section:
    """Pages that belong together: (key of the tab, page by its full name, words, what it is for)."""

    title: str
    pages: tuple[tuple[str, str, str, str], ...]


# Pages of modules above stand here by name, as in the menu; each is drawn only where its door is open.
SECTIONS = (
    Section(
        "Контингент",
        (
            ("classes", "school:classes", "Классы", "ученики, классные руководители, курсы, подгруппы"),
            (
                "corrections",
                "school:corrections",
                "Исправления карточек",
                "что предлагают исправить семьи и сотрудники",
            ),
            ("orders", "school:orders", "Приказы", "зачисление, перевод, выбытие: проекты и действующие"),
            ("movement", "school:movement", "Движение", "было, прибыло, выбыло, стало по классам и периодам"),
            ("proposals", "school:proposals", "Подгруппы", "деления классов и предложения учителей"),
            ("groups", "school:groups", "Группы", "факультативы и общие группы нескольких классов"),
            ("departed", "school:departed", "Выбывшие", "кто учился раньше; их журнал остаётся читаемым"),
            ("lists", "exchange:lists", "Импорт списков", "ученики, родители и сотрудники из файлов канцелярии"),
            ("queue", "exchange:queue", "Очередь изменений", "что передал документовед и что решено"),
            ("deadline", "exchange:deadline", "К 5 сентября", "чего спискам ещё не хватает и где это исправить"),
        ),
    ),
    Section(
        "Расписание",
        (
            ("weeks", "timetable:weeks", "Расписание", "по классам, учителям и кабинетам"),
            ("bells", "timetable:bells", "Звонки", "обычные, сокращённые дни"),
            ("lessons", "timetable:lessons", "Уроки", "страницы журнала по расписанию"),
            ("day", "timetable:substitutions", "Замены", "кого нет и кто даёт урок"),
            (
                "relief",
                "timetable:relief-journal",
                "Журнал замещений",
                "кто за кого дал урок, с подписями; часы для оплаты",
            ),
        ),
    ),
    Section(
        "Справочники",
        (
            ("plans", "curriculum:plans", "Учебный план", "часы по предметам, расхождения с курсами"),
            ("load", "curriculum:load", "Нагрузка", "кто сколько ведёт, вакансии"),
            ("calendar", "school:calendar", "Календарь", "год, четверти, каникулы, праздники, карантины"),
            ("subjects", "school:subjects", "Предметы", "названия полные и краткие"),
            ("rooms", "school:rooms", "Кабинеты", "где идут уроки"),
            ("kinds", "journal:kinds", "Виды работ", "за что ставят отметки, с весами по датам"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A link of a section as drawn."""

    key: str
    title: str
    says: str
    url: str


def open_sections(who: Any) -> list[tuple[Section, list[Shown]]]:
    """The sections with the pages that this person may open; sections without any are left out."""
    found = []
    for section in SECTIONS:
        shown = [
            Shown(key, title, says, reverse(page)) for key, page, title, says in section.pages if is_open(who, page)
        ]
        if shown:
            found.append((section, shown))
    return found


def overview_url(who: Any) -> str:
    """The address of «Школа», or nothing where its door is shut."""
    return reverse(OVERVIEW) if is_open(who, OVERVIEW) else ""
