"""The words of an order as a school office writes them: title, ground, «ПРИКАЗЫВАЮ:», numbered points with names in their cases.

The first line is the title; the line «ПРИКАЗЫВАЮ:» parts the ground from the points. Whoever drafts may edit them before printing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from zhurnal.core.declension import Case, declined, sex_of
from zhurnal.core.russian import day_month_year
from zhurnal.people.models import Person

from .models import Group, Order, OrderLine

COMMAND = "ПРИКАЗЫВАЮ:"
LAST_POINT = "Контроль за исполнением приказа оставляю за собой."
_TITLES = {
    Order.Kind.ENROL: "О зачислении",
    Order.Kind.FORM: "О формировании классов",
    Order.Kind.TRANSFER: "О переводе",
    Order.Kind.EXPEL: "Об отчислении в связи с выбытием",
    Order.Kind.RETURN: "О возвращении",
    Order.Kind.PLAN: "Об обучении по индивидуальному учебному плану",
    Order.Kind.DIVIDE: "О переводе из подгруппы в подгруппу",
}
_DUTIES = {
    Order.Kind.EXPEL: "Классному руководителю и администратору электронного журнала отметить выбытие; записи журнала сохранить.",
    Order.Kind.PLAN: "Учителям-предметникам вести обучение и оценивание по утверждённому индивидуальному плану.",
    Order.Kind.DIVIDE: "Учителям подгрупп вести записи каждому в своей группе; прежние отметки сохранить.",
}
_TORN = re.compile(r"(\b(?:г|ул|пос|обл)\.|№) ")
_ENTER = "Администратору электронного журнала внести изменения в списки классов."


def words_of(order: Order, lines: Sequence[OrderLine]) -> str:
    """The order's words: those edited by hand, else composed of its lines."""
    return order.body or composed(order, lines)


def composed(order: Order, lines: Sequence[OrderLine]) -> str:
    """The words that the journal composes (lines with person and groups)."""
    kind = Order.Kind(order.kind)
    points = [*_points(kind, lines), _DUTIES.get(kind, _ENTER), LAST_POINT]
    ground = f"Основание: {_uncapitalized(order.text.rstrip('.'))}." if order.text else ""
    numbered = [f"{n}. {point}" for n, point in enumerate(points, start=1)]
    return _TORN.sub("\\1\u00a0", "\n".join(filter(None, [_title(kind, lines), ground, COMMAND, *numbered])))


def _uncapitalized(words: str) -> str:
    """«заявление родителей» of «Заявление родителей»; an abbreviation stays."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _title(kind: Order.Kind, lines: Sequence[OrderLine]) -> str:
    years = {line.to_group.year.name for line in lines if line.to_group} if kind == Order.Kind.FORM else set()
    return _TITLES[kind] + (f" на {years.pop()} учебный год" if len(years) == 1 else "")


def _points(kind: Order.Kind, lines: Sequence[OrderLine]) -> list[str]:
    """A point for each class and day: one sentence for one person, a list for several."""
    together: dict[tuple[Group | None, date, date | None], list[OrderLine]] = defaultdict(list)
    for line in lines:
        together[line.to_group, line.since, line.until].append(line)
    return [
        _one(kind, some[0]) if len(some) == 1 and kind != Order.Kind.FORM else _several(kind, some)
        for some in together.values()
    ]


def _one(kind: Order.Kind, line: OrderLine) -> str:
    name = declined(line.person.last_name, line.person.first_name, line.person.middle_name, sex=line.person.sex)
    if kind in {Order.Kind.ENROL, Order.Kind.RETURN} and line.person.birth_date:
        name += f", {line.person.birth_date:%d.%m.%Y}\u00a0г.\u00a0р.,"
    return _sentence(f"{_verb(kind)} {name}{_from(kind, line)} {_where(kind, line)}") + _tail(kind, line)


def _several(kind: Order.Kind, lines: Sequence[OrderLine]) -> str:
    named = declined if kind != Order.Kind.FORM else _nominative
    rows = []
    for n, line in enumerate(lines, start=1):
        who = named(line.person.last_name, line.person.first_name, line.person.middle_name, sex=line.person.sex)
        rows.append(f"{n}) {who}{_from(kind, line).rstrip(',')}{_note(kind, line)}{';' if n < len(lines) else '.'}")
    return "\n".join([f"{_verb(kind)} {_where(kind, lines[0])}:", *rows])


def _nominative(last: str, first: str, middle: str = "", *, sex: str = "", case: int = Case.ACCUSATIVE) -> str:
    return " ".join(filter(None, (last, first, middle)))


def _sentence(words: str) -> str:
    words = " ".join(words.replace(",,", ",").split(" ")).rstrip(" ,")
    return words if words.endswith(".") else f"{words}."


def _verb(kind: Order.Kind) -> str:
    return {
        Order.Kind.ENROL: "Зачислить",
        Order.Kind.FORM: "Сформировать",
        Order.Kind.RETURN: "Зачислить вновь",
        Order.Kind.EXPEL: "Отчислить",
    }.get(kind, "Перевести")


def _where(kind: Order.Kind, line: OrderLine) -> str:
    since, to = day_month_year(line.since), line.to_group.title if line.to_group else ""
    wording: dict[Order.Kind, Callable[[], str]] = {
        Order.Kind.FORM: lambda: f"{to} класс с {since} в составе",
        Order.Kind.EXPEL: lambda: f"{since} (последний день обучения)",
        Order.Kind.PLAN: lambda: (
            f"на обучение по индивидуальному учебному плану с {since}"
            + (f" по {day_month_year(line.until)}" if line.until else "")
        ),
        Order.Kind.DIVIDE: lambda: f"в подгруппу «{to}» с {since}" if to else f"в общий состав класса с {since}",
    }
    return wording.get(kind, lambda: f"в {to} класс с {since}")()


def _from(kind: Order.Kind, line: OrderLine) -> str:
    """«, обучающуюся 8 «Б» класса,»"""
    if line.from_group is None or kind in {Order.Kind.ENROL, Order.Kind.FORM}:
        return ""
    title, forms = line.from_group.title, ("обучавшегося", "обучавшуюся", "обучавшегося (обучавшуюся)")
    if kind == Order.Kind.DIVIDE:
        return f" из подгруппы «{title}»"
    if kind == Order.Kind.RETURN:
        return f", ранее {_by_sex(line.person, *forms)} в {title} классе,"
    studies = _by_sex(line.person, "обучающегося", "обучающуюся", "обучающегося (обучающуюся)")
    return f", {studies} {title} класса,"


def _note(kind: Order.Kind, line: OrderLine) -> str:
    said = [_place(kind, line), line.reason]
    return f" ({'; '.join(filter(None, said))})" if any(said) else ""


def _tail(kind: Order.Kind, line: OrderLine) -> str:
    said = [_place(kind, line), f"Причина: {line.reason}" if line.reason else ""]
    return "".join(f" {one[0].upper()}{one[1:].rstrip('.')}." for one in said if one)


def _place(kind: Order.Kind, line: OrderLine) -> str:
    if not line.place:
        return ""
    return f"{'куда выбывает' if kind == Order.Kind.EXPEL else 'откуда прибыл(а)'}: {line.place}"


def _by_sex(person: Person, male: str, female: str, unknown: str) -> str:
    return {"m": male, "f": female}.get(sex_of(person.last_name, person.middle_name, said=person.sex), unknown)
