"""How many periods one card covers: the layouts differ, and the hours a week tell which way a file goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from zhurnal.exchange.importers.asc.records import AscCard, AscLesson, Layout
from zhurnal.exchange.importers.findings import Remarks


def share_of_weeks(bits: str) -> Fraction:
    """The part of weeks in which bits are on: «» → 1, «10» → 1/2."""
    return Fraction(bits.count("1"), len(bits)) if bits else Fraction(1)


def span_of(
    lesson: AscLesson,
    cards: Sequence[AscCard],
    layout: Layout,
    label: Callable[[AscLesson], str],
    remarks: Remarks,
) -> int:
    """Periods per card: `periodspercard` where cards × periods make the hours a week, 1 where the cards alone do.

    Where neither does, the layout's usual way is taken and a warning says so.
    """
    single = sum((share_of_weeks(card.weeks) * len(card.days) for card in cards), Fraction(0))
    asked = lesson.periods_per_week
    usual = lesson.periods_per_card if layout is Layout.OLDER else 1
    if asked is None:
        return usual
    for span in dict.fromkeys((usual, lesson.periods_per_card, 1)):
        if single * span == Fraction(asked):
            return span
    text = f"В неделю поставлено уроков: {_spoken(single * usual)}, а должно быть {_spoken(Fraction(asked))}."
    remarks.warn("lesson", lesson.id, text, label(lesson))
    return usual


def _spoken(hours: Fraction) -> str:
    return f"{(Decimal(hours.numerator) / hours.denominator).quantize(Decimal('0.01')).normalize():f}".replace(".", ",")
