"""Bell schedules, and the dates on which another one holds. Lessons made already and not held yet take the new times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, time

from zhurnal.core import clock
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.school.models import Year

from ..models import Bell, BellDay, BellSchedule, Lesson
from ..planning import Bells
from ..rules import Times, bells_fault


@action("timetable.bells.create")
def create_bells(
    act: Acting, year: Year, *, name: str, shift: int = 1, times: Mapping[int, Times], is_ordinary: bool = True
) -> BellSchedule:
    """Make a bell schedule (lesson number → begin and end): the ordinary one of a shift, or one for named dates.

    Refused when the shift has an ordinary one, when the name is taken, and against СП 2.4.3648-20.
    """
    if fault := bells_fault(times):
        raise Refused(fault, field="times")
    if is_ordinary and BellSchedule.objects.filter(year=year, shift=shift, is_ordinary=True).exists():
        raise Refused(f"Обычные звонки {shift}-й смены уже есть.", field="shift")
    if BellSchedule.objects.filter(year=year, shift=shift, name=name).exists():
        raise Refused(f"Звонки «{name}» у этой смены уже есть.", field="name")
    schedule = act.create(BellSchedule(year=year, name=name, shift=shift, is_ordinary=is_ordinary))
    act.create_many([Bell(schedule=schedule, number=n, starts=a, ends=b) for n, (a, b) in sorted(times.items())])
    if is_ordinary:
        retime(act, year, clock.today(), year.until)
    return schedule


@action("timetable.bells.set")
def set_bells(act: Acting, schedule: BellSchedule, *, name: str, times: Mapping[int, Times]) -> None:
    """Change a schedule's name and times; lessons from today on take them. Refused against СП 2.4.3648-20."""
    if fault := bells_fault(times):
        raise Refused(fault, field="times")
    others = BellSchedule.objects.filter(year_id=schedule.year_id, shift=schedule.shift, name=name)
    if any(other != schedule for other in others):
        raise Refused(f"Звонки «{name}» у этой смены уже есть.", field="name")
    act.update(schedule, name=name)
    rows = {bell.number: bell for bell in Bell.objects.filter(schedule=schedule)}
    for number, bell in rows.items():
        if number not in times:
            act.delete(bell)
    for number, (starts, ends) in sorted(times.items()):
        if number in rows:
            act.update(rows[number], starts=starts, ends=ends)
        else:
            act.create(Bell(schedule=schedule, number=number, starts=starts, ends=ends))
    retime(act, schedule.year, clock.today(), schedule.year.until)


@action("timetable.bell_day.set")
def set_bell_day(act: Acting, schedule: BellSchedule, day: date) -> BellDay:
    """On this day the schedule holds for its shift instead of the ordinary one; refused outside the year and for the ordinary."""
    if schedule.is_ordinary:
        raise Refused("Обычные звонки действуют и без назначения дня.", field="schedule")
    if not schedule.year.since <= day <= schedule.year.until:
        raise Refused("День не входит в учебный год.", field="date")
    for other in BellDay.objects.filter(date=day, schedule__year_id=schedule.year_id, schedule__shift=schedule.shift):
        act.delete(other)
    row = act.create(BellDay(schedule=schedule, date=day))
    retime(act, schedule.year, day, day)
    return row


@action("timetable.bell_day.remove")
def remove_bell_day(act: Acting, row: BellDay) -> None:
    """On this day the ordinary bells hold again."""
    year, day = row.schedule.year, row.date
    act.delete(row)
    retime(act, year, day, day)


def retime(act: Acting, year: Year, since: date, until: date) -> int:
    """Give the lessons of these days the times of their bells; answers how many changed."""
    bells = Bells(year)
    groups: dict[tuple[time | None, time | None], list[Lesson]] = defaultdict(list)
    rows = Lesson.objects.filter(course__year=year, date__range=(since, until)).select_related("course__group")
    for lesson in rows:
        times = bells.at(lesson.date, lesson.course.group.shift, lesson.number)
        if times != (lesson.starts, lesson.ends):
            groups[times].append(lesson)
    for (starts, ends), lessons in groups.items():
        act.update_many(lessons, starts=starts, ends=ends)
    return sum(map(len, groups.values()))
