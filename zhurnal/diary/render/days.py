"""The cards of lessons as joined, escaped strings: the pages that families open every day are drawn without a template loop."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from html import escape

from django.utils.safestring import SafeString, mark_safe

from zhurnal.core.russian import NBSP, WEEKDAYS, WEEKDAYS_SHORT, counted, day_month
from zhurnal.journal.rules.cells import ABSENCE_TITLES, ABSENCES, POINT

from ..queries.days import Entry, File, SeenAbsence, SeenMark, Task
from .signs import between, file_address, icon, mark_sign, sign_text, size_words, words


def _file(file: File) -> str:
    return (
        f'<li><a href="{file_address(file.pk)}">{icon("clip")}{escape(file.name)}</a> '
        f'<span class="soft small">{size_words(file.size)}</span></li>'
    )


def _task(label: str, task: Task) -> str:
    said = '<span class="soft">не задано</span>' if task.is_none else words(task.text)
    minutes = f' <span class="soft nowrap">(≈{NBSP}{task.minutes}{NBSP}мин)</span>' if task.minutes else ""
    due = f' <span class="soft nowrap">к{NBSP}{day_month(task.due)}</span>' if task.due and label == "Задано" else ""
    files = f'<ul class="files">{"".join(map(_file, task.files))}</ul>' if task.files else ""
    return f'<div class="task"><span class="soft">{label}:</span> {said}{minutes}{due}{files}</div>'


def _mark(mark: SeenMark, since: datetime | None) -> str:
    new = ' <span class="new-sign">новая</span>' if since and mark.set_at > since else ""
    made_up = f"<br>сдано {day_month(mark.made_up_on)}" if mark.made_up_on else ""
    deadline = f"<br>до {day_month(mark.deadline)}" if mark.deadline and mark.value == POINT else ""
    return (
        f'<li>{mark_sign(mark.value, mark.first_try)}<span class="mark-kind" title="{escape(mark.kind)}, вес {mark.weight}">'
        f'<span aria-hidden="true">{escape(mark.short_kind)} · {mark.weight}</span>'
        f'<span class="visually-hidden">{escape(mark.kind)}, вес {mark.weight}</span>{made_up}{deadline}{new}</span></li>'
    )


def _absence(absence: SeenAbsence, since: datetime | None) -> str:
    new = ' <span class="new-sign">новое</span>' if since and absence.set_at > since else ""
    said = f"{absence.minutes}{NBSP}мин" if absence.minutes else ABSENCE_TITLES[absence.kind]
    return (
        f'<li><b class="mark mark-absence abs">{ABSENCES[absence.kind]}</b>'
        f'<span class="mark-kind">{said}{new}</span></li>'
    )


def _where(entry: Entry) -> str:
    times = between(entry.starts, entry.ends) if entry.starts and entry.ends else ""
    teacher = escape(entry.teacher)
    if entry.substitute:
        teacher = f'<span class="abs">замещает {escape(entry.substitute)}</span>'
    room = f"каб.{NBSP}{escape(entry.room)}" if entry.room[:1].isdigit() else escape(entry.room)
    parts = [f'<span class="nowrap">{part}</span>' for part in (times, room, escape(entry.group), teacher) if part]
    if entry.instead:
        parts.append(f'<span class="abs">вместо урока{NBSP}— {escape(entry.instead)}</span>')
    return " · ".join(parts)


def _notes(entry: Entry) -> str:
    parts = []
    if entry.topic:
        parts.append(f'<div class="topic">{escape(entry.topic)}</div>')
    parts += [f'<div class="ahead">{escape(work[:1].upper() + work[1:])}</div>' for work in entry.works]
    parts += [_task(f"К{NBSP}уроку", task) for task in entry.due]
    if entry.task:
        parts.append(_task("Задано", entry.task))
    for mark in entry.marks:
        said = f"{mark.title}: {mark.comment}" if mark.title and mark.comment else mark.comment
        if said:
            parts.append(
                f'<div class="comment"><span class="soft">К{NBSP}отметке{NBSP}{sign_text(mark.value)}:</span> {words(said)}</div>'
            )
    return "".join(parts)


def _fallen_out(entry: Entry) -> str:
    if entry.moved_to is None:
        return "отменён"
    return f"перенесён на {day_month(entry.moved_to[0])}, {entry.moved_to[1]}-й урок"


def _card(entry: Entry, now: time | None, since: datetime | None) -> str:
    is_now = (
        now is not None and entry.starts is not None and entry.ends is not None and entry.starts <= now <= entry.ends
    )
    state = " now" if is_now else " cancelled" if entry.cancelled else ""
    signs = "".join(_mark(mark, since) for mark in entry.marks)
    if entry.absence:
        signs = _absence(entry.absence, since) + signs
    cancelled = f' <span class="chip warn">{_fallen_out(entry)}</span>' if entry.cancelled else ""
    if entry.moved_from:
        cancelled = f' <span class="chip">перенесён с {day_month(entry.moved_from)}</span>' + cancelled
    going = ' <span class="chip">идёт сейчас</span>' if is_now else ""
    aside = f'<ul class="signs">{signs}</ul>' if signs else ""
    return (
        f'<li class="entry{state}" id="l{entry.pk}"><span class="entry-number" aria-hidden="true">{entry.number}</span>'
        f'<div class="entry-head"><h3><span class="visually-hidden">{entry.number}-й урок: </span>{escape(entry.subject)}</h3>'
        f"{cancelled}{going}"
        f'<p class="where">{_where(entry)}</p></div>{aside}'
        f'<div class="entry-notes">{_notes(entry)}</div></li>'
    )


def cards(entries: Iterable[Entry], *, now: time | None = None, since: datetime | None = None) -> SafeString:
    """The lessons of a day as cards; the one that goes on at `now` is ringed, what was set after `since` is called new."""
    return mark_safe(f'<ol class="entries">{"".join(_card(entry, now, since) for entry in entries)}</ol>')


def week_days(days: dict[date, list[Entry]], today: date, address: str) -> SafeString:
    """The days of a week one after another, as the spread of a paper diary; `address` is that of the day's page."""
    drawn = "".join(_day(day, entries, today, address) for day, entries in days.items())
    return mark_safe(f'<div class="week">{drawn}</div>')


def _day(day: date, entries: list[Entry], today: date, address: str) -> str:
    kind = " today" if day == today else ""
    held = [entry for entry in entries if not entry.cancelled]
    minutes = sum(task.minutes or 0 for entry in held for task in entry.due)
    load = f" · дома ≈{NBSP}{minutes}{NBSP}мин" if minutes else ""
    count = counted(len(held), "урок", "урока", "уроков") + load if held else "уроков нет"
    body = (
        f'<ol class="entries compact">{"".join(_card(entry, None, None) for entry in entries)}</ol>' if entries else ""
    )
    return (
        f'<section class="day{kind}" aria-labelledby="d{day:%m%d}"><header>'
        f'<h2 id="d{day:%m%d}"><a href="{address}?date={day.isoformat()}">'
        f'{WEEKDAYS[day.weekday()].capitalize()}, {day_month(day)}</a></h2><span class="soft small">{count}</span>'
        f"</header>{body}</section>"
    )


def week_strip(days: Iterable[tuple[date, bool]], chosen: date | None, today: date, address: str) -> SafeString:
    """The days of the week as links; a day without lessons is quiet."""
    items = []
    for day, has_lessons in days:
        kind = " ".join(filter(None, ("today" if day == today else "", "" if has_lessons else "off")))
        said = (", сегодня" if day == today else "") + ("" if has_lessons else ", уроков нет")
        here = ' aria-current="date"' if day == chosen else ""
        name = f' class="{kind}"' if kind else ""
        items.append(
            f'<li{name}><a href="{address}?date={day.isoformat()}"{here} '
            f'aria-label="{WEEKDAYS[day.weekday()]}, {day_month(day)}{said}">'
            f'<span class="weekday">{WEEKDAYS_SHORT[day.weekday()]}</span>'
            f'<span class="date">{day.day}</span></a></li>'
        )
    return mark_safe(f'<ol class="days">{"".join(items)}</ol>')


def week_nav(before_url: str, after_url: str, strip: str, *, today_url: str = "") -> SafeString:
    """The ways to the weeks before and after, around the strip of days if there is one."""
    bare, label = ("", "Дни и недели") if strip else (" strip-bare", "Недели")
    today = to_today(today_url) if today_url else ""
    return mark_safe(
        f'<nav class="strip{bare}" aria-label="{label}"><a class="button icon-only quiet" href="{before_url}" rel="prev">'
        f'{icon("left", "Предыдущая неделя")}</a>{strip}{today}<a class="button icon-only quiet" href="{after_url}" rel="next">'
        f"{icon('right', 'Следующая неделя')}</a></nav>"
    )


def to_today(url: str) -> SafeString:
    """The way back from another day or week."""
    return mark_safe(f'<a class="button small" href="{url}">Сегодня</a>')
