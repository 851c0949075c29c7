"""«Школа»: its sections, and a guide through the set-up of a new school (§4.1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhurnal.core import clock
from zhurnal.core.russian import counted, day_month_year
from zhurnal.school.models import Year
from zhurnal.school.queries import current_year
from zhurnal.school.sections import open_sections

from .. import queries


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way to the first lesson: `state` is done, part or todo; `links` are (page, words)."""

    title: str
    state: str
    says: str
    links: tuple[tuple[str, str], ...] = ()
    why: str = ""

    @property
    def chip(self) -> tuple[str, str]:
        """Kind and words of the state."""
        return {"done": ("good", "готово"), "part": ("warn", "не всё"), "todo": ("line", "впереди")}[self.state]


def overview(request: HttpRequest) -> HttpResponse:
    """«Школа»: its sections, and what is still to be done before the first lesson."""
    sections = open_sections(request.who)  # type: ignore[attr-defined]
    year = current_year(clock.today())
    if year is None:
        return render(request, "timetable/overview.html", {"year": None, "sections": sections})
    steps = steps_of(year)
    ahead = [step for step in steps if step.state != "done"]
    context = {
        "year": year,
        "sections": sections,
        "steps": steps,
        "next": ahead[0] if ahead else None,
        "ahead": len(ahead),
    }
    return render(request, "timetable/overview.html", context)


def steps_of(year: Year) -> list[Step]:
    """The way from an empty school to the first lesson, in the order in which it is gone (3 queries)."""
    today = clock.today()
    found = queries.counts(year, day=max(today, year.since), now=clock.now())
    last = queries.last_lesson(year)
    return [*_school(found), *_mode(found), *_structure(found), *_lessons(found, last, today)]


def _state(done: int, wanted: int) -> str:
    return "todo" if not done else "done" if done >= wanted else "part"


def _school(n: dict[str, int]) -> list[Step]:
    return [
        Step(
            "О школе",
            "done" if n["address"] else "part",
            "Название и адрес школы" if n["address"] else "Нет адреса школы",
            (("school:about", "О школе"),),
            why="Он печатается в приказах и отчётах; там же впишите адрес журнала в сети — он нужен на листках с кодами.",
        ),
        Step(
            "Ответственные по приказу",
            _state(bool(n["by_order"]) + bool(n["director"]), 2),
            f"администратор {'назначен приказом' if n['by_order'] else 'пока без номера приказа'}, "
            f"директор {'назначен' if n['director'] else 'ещё не назначен'}",
            (("people:appointments", "Назначения"),),
            why="Ответственного за журнал назначает приказом директор (§7.6): впишите номер и дату.",
        ),
    ]


def _mode(n: dict[str, int]) -> list[Step]:
    second = counted(n["second_shift"], "класс", "класса", "классов")
    six = counted(n["six_days"], "класс", "класса", "классов")
    return [
        Step(
            "Периоды, каникулы и праздники",
            "done" if n["periods"] and n["vacations"] else _state(n["periods"], n["periods"] + 1),
            f"{counted(n['periods'], 'период', 'периода', 'периодов')}, "
            f"{counted(n['vacations'], 'день каникул', 'дня каникул', 'дней каникул')}, "
            f"{counted(n['days'], 'особый день', 'особых дня', 'особых дней')}",
            (("school:calendar", "Открыть календарь"),),
            why="Праздники и каникулы уже стоят: сверьте их с приказом по школе.",
        ),
        Step(
            "Звонки",
            "done" if n["bells"] else "todo",
            counted(n["bells"], "расписание звонков", "расписания звонков", "расписаний звонков"),
            (("timetable:bells", "Звонки"),),
        ),
        Step(
            "Классы и режим работы",
            "done" if n["classes"] else "todo",
            f"{counted(n['classes'], 'класс', 'класса', 'классов')}; во вторую смену — {second}, шестидневная неделя — {six}"
            if n["classes"]
            else "Классов ещё нет",
            (("school:class-add", "Новый класс"), ("school:classes", "Классы")),
            why="У каждого класса свои смена, число учебных дней, четверти или полугодия.",
        ),
        Step(
            "Предметы и кабинеты",
            _state(bool(n["subjects"]) + bool(n["rooms"]), 2),
            f"{counted(n['subjects'], 'предмет', 'предмета', 'предметов')}, "
            f"{counted(n['rooms'], 'кабинет', 'кабинета', 'кабинетов')}",
            (("school:subjects", "Предметы"), ("school:rooms", "Кабинеты")),
        ),
    ]


def _structure(n: dict[str, int]) -> list[Step]:
    return [
        Step(
            "Классные руководители",
            _state(n["with_class_teacher"], n["classes"] or 1),
            f"есть в {n['with_class_teacher']} из {counted(n['classes'], 'класса', 'классов', 'классов')}"
            if n["classes"]
            else "Сначала нужны классы",
            (("school:classes", "Назначить в классах"),),
        ),
        Step(
            "Нагрузка",
            _state(n["taught"], n["courses"] or 1),
            f"{counted(n['courses'], 'курс', 'курса', 'курсов')}, учитель есть у {n['taught']}; "
            f"{counted(n['teachers'], 'учитель', 'учителя', 'учителей')}",
            (
                ("curriculum:plans", "Учебный план"),
                ("curriculum:load", "Нагрузка"),
                ("school:classes", "Курсы классов"),
            ),
            why="Кто какой предмет ведёт в каком классе: по учебному плану, вместе с расписанием или на странице класса.",
        ),
        Step(
            "Ученики и родители",
            _state(n["with_students"], n["classes"] or 1),
            f"{counted(n['students'], 'ученик', 'ученика', 'учеников')}, "
            f"{counted(n['parents'], 'родитель', 'родителя', 'родителей')}; "
            f"ученики есть в {n['with_students']} из {n['classes']}",
            (("exchange:lists", "Импорт списков"), ("people:list", "Люди")),
            why="Список из таблицы XLSX, XLS, ODS или CSV: журнал сам найдёт столбцы и покажет, что изменится.",
        ),
        Step(
            "Подгруппы",
            "part" if n["undivided"] else "done",
            _divided(n),
            (("school:classes", "Распределить в классах"),),
            why="На странице класса отмечают подгруппу каждого ученика: иначе журнал подгруппы пуст (§4.4.8).",
        ),
    ]


def _divided(n: dict[str, int]) -> str:
    if not n["subgroups"]:
        return "Подгрупп нет"
    subgroups = counted(n["subgroups"], "подгруппа", "подгруппы", "подгрупп")
    if n["undivided"]:
        return f"{subgroups}; подгруппа не указана у {counted(n['undivided'], 'ученика', 'учеников', 'учеников')}"
    return f"{subgroups}, все ученики распределены"


def _lessons(n: dict[str, int], last: date | None, today: date) -> list[Step]:
    total = counted(n["lessons"], "урок", "урока", "уроков")
    made = f"Уроки созданы по {day_month_year(last)}, всего {total}" if last else "Уроков ещё нет"
    complete = last is not None and last >= today
    return [
        Step(
            "Расписание",
            _state(n["in_timetable"], n["classes"] or 1),
            f"{counted(n['slots'], 'урок', 'урока', 'уроков')} в неделю; классов с расписанием: {n['in_timetable']} из {n['classes']}",
            (("exchange:timetables", "Загрузить файлом"), ("timetable:weeks", "Расписание")),
            why="Файл aSc Timetables или таблица создаёт классы, предметы, учителей, кабинеты и расписание сразу. Можно и вручную.",
        ),
        Step(
            "Уроки",
            "done" if complete else "part" if n["lessons"] else "todo",
            made,
            (("timetable:lessons", "Создать уроки за период"),),
            why="Из расписания, календаря и звонков получаются страницы журнала с датами.",
        ),
        Step(
            "Доступ",
            "done" if n["accounts"] > 1 else "part" if n["codes"] else "todo",
            f"учётных записей {n['accounts']}, {counted(n['codes'], 'код ждёт', 'кода ждут', 'кодов ждут')} входа",
            (("people:list", "Выдать коды сотрудникам"), ("school:classes", "Коды семьям — на страницах классов")),
            why="Коды печатаются листками: адрес, QR-код и инструкция (§3.1).",
        ),
    ]
