"""The first run, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, field

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.errors import Refused
from zhurnal.core.russian import counted, day_month_year
from zhurnal.people.forms import add_refusal
from zhurnal.school import first_run
from zhurnal.school.queries import current_year

from .. import actions, queries
from ..forms import SetupForm


def setup(request: HttpRequest) -> HttpResponse:
    """The first-run page: the school and its first administrator, who is signed in at once; there is no such page once the school exists."""
    if first_run.school_exists():
        raise Http404
    form = SetupForm(request.POST or None)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        names = (values["last_name"], values["first_name"], values["middle_name"])
        administrator = actions.FirstAdministrator(*names, values["login"], values["password"])
        try:
            account = actions.set_up(name=values["name"], short_name=values["short_name"], administrator=administrator)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "Школа создана, вы вошли как администратор.")
            signed_in: HttpResponse = perform_login(request, account, redirect_url=reverse("timetable:overview"))
            return signed_in
    return render(request, "timetable/setup.html", {"form": form})


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way to the first lesson: `state` is done, part or todo; `links` are (page, words)."""

    title: str
    state: str
    says: str
    links: tuple[tuple[str, str], ...] = ()
    command: str = ""
    why: str = field(default="")

    @property
    def chip(self) -> tuple[str, str]:
        """Kind and words of the state."""
        return {"done": ("good", "готово"), "part": ("warn", "не всё"), "todo": ("line", "впереди")}[self.state]


def overview(request: HttpRequest) -> HttpResponse:
    """«Школа»: what there is of the current year, and what to do next."""
    today = clock.today()
    year = current_year(today)
    if year is None:
        return render(request, "timetable/overview.html", {"year": None, "steps": [], "next": None})
    found = queries.counts(year, day=max(today, year.since), now=clock.now())
    last = queries.last_lesson(year)
    total = counted(found["lessons"], "урок", "урока", "уроков")
    made = f"Уроки созданы по {day_month_year(last)}, всего {total}" if last else "Уроков ещё нет"
    steps = _structure(found) + _lessons(found, made, complete=last is not None and last >= today)
    context = {"year": year, "steps": steps, "next": next((step for step in steps if step.state != "done"), None)}
    return render(request, "timetable/overview.html", context)


def _state(done: int, wanted: int) -> str:
    return "todo" if not done else "done" if done >= wanted else "part"


def _structure(n: dict[str, int]) -> list[Step]:
    classes = counted(n["classes"], "класс", "класса", "классов")
    return [
        Step(
            "Календарь",
            "done" if n["periods"] else "todo",
            f"{counted(n['periods'], 'период', 'периода', 'периодов')}, "
            f"{counted(n['days'], 'особый день', 'особых дня', 'особых дней')}",
            (("school:calendar", "Открыть календарь"),),
            why="Праздники и каникулы уже стоят: сверьте их с приказом по школе.",
        ),
        Step(
            "Классы, предметы, учителя и расписание",
            _state(n["in_timetable"], n["classes"] or 1),
            f"{classes}, из них с расписанием {n['in_timetable']}; "
            f"{counted(n['courses'], 'курс', 'курса', 'курсов')}, {counted(n['teachers'], 'учитель', 'учителя', 'учителей')}, "
            f"{counted(n['slots'], 'урок', 'урока', 'уроков')} в неделю",
            (("school:classes", "Классы"), ("timetable:weeks", "Расписание")),
            "zhurnal import timetable расписание.xml --dry-run",
            "Файл aSc Timetables создаёт всё это сразу. Можно завести и вручную.",
        ),
        Step(
            "Ученики и родители",
            _state(n["with_students"], n["classes"] or 1),
            f"{counted(n['students'], 'ученик', 'ученика', 'учеников')}, "
            f"{counted(n['parents'], 'родитель', 'родителя', 'родителей')}; "
            f"ученики есть в {n['with_students']} из {n['classes']}",
            (("school:classes", "Классы"), ("people:list", "Люди")),
            "zhurnal import students ученики.xlsx --dry-run",
            "Список из таблицы XLSX или CSV: класс, фамилия, имя, родители. Без --dry-run он записывается.",
        ),
        Step(
            "Подгруппы",
            "part" if n["undivided"] else "done",
            _divided(n),
            (("school:classes", "Распределить в классах"),),
            why="На странице класса отмечают подгруппу каждого ученика: иначе журнал подгруппы пуст (§4.4.8).",
        ),
        Step(
            "Нагрузка и классные руководители",
            _state(
                min(n["taught"], n["with_class_teacher"]),
                max(n["courses"], 1) if n["taught"] < n["courses"] else n["classes"],
            ),
            f"учитель есть у {n['taught']} из {counted(n['courses'], 'курса', 'курсов', 'курсов')}, "
            f"классный руководитель — у {n['with_class_teacher']} из {n['classes']}",
            (("school:classes", "Назначить в классах"),),
        ),
    ]


def _divided(n: dict[str, int]) -> str:
    if not n["subgroups"]:
        return "Подгрупп нет"
    subgroups = counted(n["subgroups"], "подгруппа", "подгруппы", "подгрупп")
    if n["undivided"]:
        return f"{subgroups}; подгруппа не указана у {counted(n['undivided'], 'ученика', 'учеников', 'учеников')}"
    return f"{subgroups}, все ученики распределены"


def _lessons(n: dict[str, int], made: str, *, complete: bool) -> list[Step]:
    return [
        Step(
            "Звонки",
            "done" if n["bells"] else "todo",
            counted(n["bells"], "расписание звонков", "расписания звонков", "расписаний звонков"),
            (("timetable:bells", "Звонки"),),
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
