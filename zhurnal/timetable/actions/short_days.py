"""A shortened day for all shifts at once, and the way back (§4.6.2)."""

from __future__ import annotations

from datetime import date

from zhurnal.core import clock
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.core.russian import day_month
from zhurnal.people.actions import notify
from zhurnal.school.models import Year

from ..models import Bell, BellDay, BellSchedule
from ..planning import Bells
from ..rules.short import short_bells, short_name
from ..short_days import concerned, sets_for_dates, study_days
from .bells import create_bells, retime, set_bell_day


@action("timetable.short_day.set")
def shorten_day(
    act: Acting, year: Year, day: date, *, name: str = "", minutes: int | None = None
) -> list[BellSchedule]:
    """On this day the bells of this name hold for every shift that has them; answers them.

    With `minutes` instead of a name, bells with lessons of that length are made of the ordinary ones where they are missing.
    Lessons of the day take the new times at once; class teachers and who teaches on the day are told once. Refused for a past
    day, a day without lessons, and an unknown name.
    """
    _check(year, day)
    if minutes is not None:
        name = short_name(minutes)
        _make_short(act, year, name, minutes)
    schedules = sets_for_dates(year).get(name, [])
    if not schedules:
        raise Refused(f"Звонков «{name}» нет.", field="bells")
    held = set(BellDay.objects.filter(schedule__year=year, date=day).values_list("schedule_id", flat=True))
    if held == {one.pk for one in schedules}:
        return schedules
    for row in BellDay.objects.filter(schedule__year=year, date=day):
        act.delete(row)
    for schedule in schedules:
        set_bell_day(act.actor, schedule, day)
    retime(act, year, day, day)
    first = Bell.objects.filter(schedule=schedules[0]).order_by("number").first()
    begins = f" Первый урок в {first.starts.hour}:{first.starts.minute:02d}." if first else ""
    _tell(act, year, day, f"{day_month(day)} — сокращённый день, звонки «{name}».{begins}")
    return schedules


@action("timetable.short_day.remove")
def restore_day(act: Acting, year: Year, day: date) -> None:
    """On this day the ordinary bells hold again for every shift; those who were told of other ones are told. Refused for a past day."""
    if day < clock.today():
        raise Refused("Этот день уже прошёл: его звонки не меняются.", field="date")
    rows = list(BellDay.objects.filter(schedule__year=year, date=day))
    if not rows:
        return
    for row in rows:
        act.delete(row)
    retime(act, year, day, day)
    _tell(act, year, day, f"{day_month(day)} — снова обычные звонки.")


def _check(year: Year, day: date) -> None:
    if not year.since <= day <= year.until:
        raise Refused("День не входит в учебный год.", field="date")
    if day < clock.today():
        raise Refused("Этот день уже прошёл: его звонки не меняются.", field="date")
    if not study_days(year, day, day):
        raise Refused(f"{day_month(day)} не учится ни один класс: проверьте день по календарю.", field="date")


def _make_short(act: Acting, year: Year, name: str, minutes: int) -> None:
    bells = Bells(year)
    if not bells.ordinary:
        raise Refused("Сначала задайте обычные звонки: сокращённые получаются из них.", field="bells")
    known = set(BellSchedule.objects.filter(year=year, name=name).values_list("shift", flat=True))
    for shift, schedule in sorted(bells.ordinary.items()):
        if shift not in known:
            times = short_bells(bells.by_schedule[schedule], minutes)
            create_bells(act.actor, year, name=name, shift=shift, times=times, is_ordinary=False)


def _tell(act: Acting, year: Year, day: date, text: str) -> None:
    notify(act.actor, [one for one in concerned(year, day) if one.pk != act.person_id], text, "timetable:bells")
