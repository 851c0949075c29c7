"""The order on paper: the school's name, number and date, the words, the director's line, «ознакомлены»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zhurnal.core import clock
from zhurnal.core.pdf import render_pdf
from zhurnal.core.russian import day_month_year

from .access import directors_on
from .models import Order, School
from .wording import COMMAND

TEMPLATE = Path(__file__).resolve().parent / "typst" / "order.typ"
SUB_POINT = re.compile(r"\d+\)")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an order in their parts: title, ground, points; a sub-point is a name of a list."""

    title: str
    ground: list[str]
    points: list[tuple[str, bool]]


def parts_of(words: str) -> Words:
    """The parts of an order's words, as `wording` describes them."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    at = next((n for n, line in enumerate(lines) if line.upper().replace(" ", "") == COMMAND), None)
    title, rest = (lines[0], 1) if lines and at != 0 else ("", 0)
    ground = lines[rest:at] if at is not None else []
    points = lines[at + 1 :] if at is not None else lines[rest:]
    return Words(title, ground, [(line, SUB_POINT.match(line) is not None) for line in points])


def order_pdf(order: Order, words: str, *, made_at: datetime) -> bytes:
    """The order as an A4 page; of a draft with «проект» above and room for the number."""
    parts = parts_of(words)
    school = School.objects.first()
    data = {
        "school": school.name if school else "",
        "address": school.address if school else "",
        "draft": order.state == Order.State.DRAFT,
        "cancelled": order.state == Order.State.CANCELLED,
        "number": order.number,
        "date": day_month_year(order.date),
        "title": parts.title,
        "ground": parts.ground,
        "command": COMMAND,
        "points": [{"text": line, "sub": sub} for line, sub in parts.points],
        "director": _director(),
    }
    return render_pdf(TEMPLATE, data, made_at=made_at)


def _director() -> str:
    """«П. И. Директоров», nothing when nobody is appointed today."""
    person = directors_on(clock.today()).first()
    if person is None:
        return ""
    initials = "\u00a0".join(f"{name[0]}." for name in (person.first_name, person.middle_name) if name)
    return f"{initials}\u00a0{person.last_name}".strip()
