"""Bits of weeks and terms as the school's own weeks of the cycle and days of the year."""

from __future__ import annotations

from datetime import date

from zhurnal.school.models import Period, PeriodKind, Year

_KINDS = {2: PeriodKind.HALF, 3: PeriodKind.TRIMESTER, 4: PeriodKind.QUARTER}


def week_numbers(bits: str) -> list[int]:
    """Weeks of the cycle: «» → [0] (every week), «10» → [1], «011» → [2, 3]."""
    return [place for place, bit in enumerate(bits, start=1) if bit == "1"] if bits else [0]


def spells_of(bits: str, year: Year) -> list[tuple[date, date | None]]:
    """Days on which terms hold, neighbouring terms made one: «» → the whole year; [] when the year has no such periods."""
    if not bits:
        return [(year.since, None)]
    kind = _KINDS.get(len(bits))
    rows = Period.objects.filter(year=year, kind=kind or "").order_by("number")
    periods = [(row.since, row.until) for row in rows]
    if len(periods) != len(bits):
        return []
    edges: list[tuple[date, date | None]] = []
    for place, bit in enumerate(bits):
        if bit != "1":
            continue
        since = year.since if place == 0 else periods[place][0]
        until = None if place == len(bits) - 1 else periods[place][1]
        if edges and bits[place - 1] == "1":
            edges[-1] = (edges[-1][0], until)
        else:
            edges.append((since, until))
    return edges
