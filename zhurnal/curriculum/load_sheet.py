"""The load of the teachers as a sheet: a line a course, a total a teacher."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from zhurnal.core.sheets import Column, Kind, Row, Sheet
from zhurnal.school.models import Year

from .queries import LoadPage


def load_sheet(page: LoadPage, year: Year, *, rate: int, as_of: datetime, made_by: str) -> Sheet:
    """№, teacher, subject, class or group, hours a week; then the teacher's sum in hours and rates; vacancies last."""
    rows: list[Row] = []
    for number, row in enumerate(page.rows, start=1):
        for at, course in enumerate(row.courses):
            first = at == 0
            rows.append(
                (
                    number if first else None,
                    row.person.full_name if first else "",
                    course.subject.name,
                    course.group.title,
                    course.hours_a_week,
                    row.hours if first else None,
                    row.rates if first else None,
                )
            )
    rows += [(None, "вакансия", one.subject.name, one.group.title, one.hours_a_week, None, None) for one in page.vacant]
    total: Decimal = sum((row.rates for row in page.rows), Decimal(0))
    return Sheet(
        "Нагрузка учителей",
        (
            Column("№", Kind.INT),
            Column("Учитель", stays=True),
            Column("Предмет"),
            Column("Класс, группа"),
            Column("Часов в неделю", Kind.DECIMAL, digits=1),
            Column("Всего часов", Kind.DECIMAL, digits=1),
            Column("Ставок", Kind.DECIMAL),
        ),
        rows,
        totals=[(None, "Всего", "", "", page.hours + page.vacant_hours, page.hours, total)],
        footnotes=[f"Ставка — {rate} часов в неделю (приказ Минобрнауки № 1601 от 22.12.2014, п. 2.8.1)."],
        signatures=["Заместитель директора по УВР", "Директор"],
        subtitle=f"{year} учебный год",
        as_of=as_of,
        made_by=made_by,
    )
