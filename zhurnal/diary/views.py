"""The pages of the diary: day, week, marks, absences; and for class teachers the list of the class's diaries (§4.3.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.framed import framed
from zhurnal.core.pages import wants_json
from zhurnal.core.russian import NBSP, WEEKDAYS, day_month, day_of
from zhurnal.people.access import is_staff
from zhurnal.people.models import Person
from zhurnal.school.models import Group

from . import access, actions
from . import render as drawn
from .queries import absences as absence_rows
from .queries import classes as class_rows
from .queries import days, family, news
from .queries import marks as mark_rows
from .queries.days import Entry
from .queries.family import Student

CHILD_COOKIE = "zhurnal_child"
STYLE = '<link rel="stylesheet" href="{}">'
SCRIPT = '<script type="module" src="{}"></script>'
SECTIONS = (("day", "День"), ("week", "Неделя"), ("marks", "Отметки"), ("absences", "Посещения"))
TITLES = dict(SECTIONS)
Show = Callable[[HttpRequest, Student, bool], dict[str, Any]]


def home(request: HttpRequest) -> HttpResponse:
    """The family's start page: today of the student whom the reader looked at last."""
    return _mine(request, "day", _day)


def my_week(request: HttpRequest) -> HttpResponse:
    """The week of the student whom the reader looked at last."""
    return _mine(request, "week", _week)


def my_marks(request: HttpRequest) -> HttpResponse:
    """The marks of the student whom the reader looked at last."""
    return _mine(request, "marks", _marks)


def my_absences(request: HttpRequest) -> HttpResponse:
    """The absences of the student whom the reader looked at last."""
    return _mine(request, "absences", _absences)


def day(request: HttpRequest, student: Person) -> HttpResponse:
    """A day: what is new first, then the lessons as cards (§2.9, §8.1)."""
    return _one(request, student, "day", _day)


def week(request: HttpRequest, student: Person) -> HttpResponse:
    """The week: timetable, homework and marks."""
    return _one(request, student, "week", _week)


def marks(request: HttpRequest, student: Person) -> HttpResponse:
    """Marks by subject with means, of any period and year (§2.5)."""
    return _one(request, student, "marks", _marks)


def absences(request: HttpRequest, student: Person) -> HttpResponse:
    """Absences of a period or year."""
    return _one(request, student, "absences", _absences)


def seen(request: HttpRequest, student: Person) -> HttpResponse:
    """The reader looked: sent by the page itself, or by the button «Просмотрено»."""
    actions.record_visit(request.who, student, all_seen="all" in request.POST)  # type: ignore[attr-defined]
    if wants_json(request):
        return JsonResponse({"seen": True})
    return redirect("diary:day", pk=student.pk)


def classes(request: HttpRequest) -> HttpResponse:
    """The classes whose diaries the reader opens; one class is opened at once."""
    found = class_rows.open_classes(access.classes_to_open(request.who), clock.today())  # type: ignore[attr-defined]
    if len(found) == 1:
        return redirect("diary:class", pk=found[0].pk)
    return render(request, "diary/classes.html", {"grades": class_rows.by_grade(found)})


def class_(request: HttpRequest, group: Group) -> HttpResponse:
    """The students of a class, each with the diary as the family sees it (§4.3.4)."""
    people = access.students_of(access.classes_to_open(request.who).filter(pk=group.pk))  # type: ignore[attr-defined]
    return render(
        request,
        "diary/class.html",
        {
            "group": group,
            "title": f"Дневники, {group.title}",
            "students": class_rows.with_visits(people, group, clock.today()),
        },
    )


def _own(request: HttpRequest) -> list[Student]:
    who = request.who  # type: ignore[attr-defined]
    if not access.has_diary(who):
        return []
    return family.students(access.own_student_ids(who), clock.today())


def _mine(request: HttpRequest, section: str, show: Show) -> HttpResponse:
    own = _own(request)
    if not own:
        return render(request, "diary/nobody.html")
    last = request.COOKIES.get(CHILD_COOKIE, "")
    return _answer(request, next((one for one in own if str(one.pk) == last), own[0]), own, section, show)


def _one(request: HttpRequest, person: Person, section: str, show: Show) -> HttpResponse:
    own = _own(request)
    student = next((one for one in own if one.pk == person.pk), None) or family.student(person, clock.today())
    return _answer(request, student, own, section, show)


def _answer(request: HttpRequest, student: Student, own: list[Student], section: str, show: Show) -> HttpResponse:
    is_own = student in own
    context = show(request, student, is_own)
    context["top"] = _top(request, student, own, section, context)
    context["who_sees"] = drawn.who_sees(is_own=is_own)
    parts = [context["top"], context["whole"], context["who_sees"]] if "whole" in context else []
    response = framed(
        request,
        "".join(parts) or render_to_string(f"diary/_{section}.html", context, request),
        title=f"{context['heading']} · {student.first_name}",
        head=STYLE.format(static("diary/css/diary.css")),
        scripts=SCRIPT.format(static("diary/js/visit.js")) if context.get("begins") else "",
        page_class="page-diary" if section in {"day", "absences"} else "page-diary-week",
    )
    if is_own and len(own) > 1 and request.COOKIES.get(CHILD_COOKIE) != str(student.pk):
        response.set_cookie(CHILD_COOKIE, str(student.pk), samesite="Lax", httponly=True, secure=request.is_secure())
    return response


def _top(request: HttpRequest, student: Student, own: list[Student], section: str, context: dict[str, Any]) -> str:
    who = request.who  # type: ignore[attr-defined]
    if student in own:
        siblings = own if len(own) > 1 else []
        new = (
            news.counts(who.person_id, [one.pk for one in siblings if one != student], clock.now()) if siblings else {}
        )
        whose = drawn.children(
            [(one.label, drawn.address(section, one.pk), one == student, new.get(one.pk, 0)) for one in siblings]
        )
    else:
        whose = drawn.crumbs(student, reverse("diary:classes") if access.opens_diaries(who) else "")
    tabs = [(title, drawn.address(name, student.pk), name == section) for name, title in SECTIONS]
    return drawn.top(
        whose,
        context["heading"],
        sub=drawn.span_words(context["year"], context["span"]) if "span" in context else "",
        beside=context.get("beside", ""),
        tabs=drawn.tabs(tabs) if is_staff(who) else "",  # a family has them in its frame
    )


def _week_frame(request: HttpRequest, student: Student, section: str) -> tuple[date, date, list[Entry], dict[str, Any]]:
    """The day asked for, its Monday, the lessons of its week, and what both pages show of the week."""
    today = clock.today()
    asked = clock.day_asked(request.GET.get("date", ""))
    monday = asked - timedelta(days=asked.weekday())
    entries = days.lessons_between(student.pk, monday, monday + timedelta(days=6))
    busy = {entry.date for entry in entries}
    shown = [monday + timedelta(days=n) for n in range(7) if n < 6 or monday + timedelta(days=6) in busy]
    day_url, here = drawn.address("day", student.pk), drawn.address(section, student.pk)
    before, after = (f"{here}?date={(asked + timedelta(days=step)).isoformat()}" for step in (-7, 7))
    strip = drawn.week_strip([(one, one in busy) for one in shown], asked, today, day_url) if section == "day" else ""
    return asked, monday, entries, {
        "day": asked,
        "today": today,
        "today_url": here,
        "day_url": day_url,
        "week_nav": drawn.week_nav(before, after, strip, today_url="" if section == "day" or today in shown else here),
        "shown": shown,
    }  # fmt: skip


def _day(request: HttpRequest, student: Student, is_own: bool) -> dict[str, Any]:
    asked, _, entries, context = _week_frame(request, student, "day")
    now = clock.local_now()
    visit = news.seen(request.who.person_id, student.pk, clock.now()) if is_own else None  # type: ignore[attr-defined]
    shown = [entry for entry in entries if entry.date == asked]
    if not shown:
        context |= {"free": days.why_free(student.pk, asked), "nearest": days.next_school_day(student.pk, asked)}
        if context["nearest"]:
            shown = days.lessons_between(student.pk, context["nearest"], context["nearest"])
    days.fill(student.pk, shown)
    is_today = asked == context["today"]
    return context | {
        "heading": f"{WEEKDAYS[asked.weekday()].capitalize()}, {day_of(asked, context['today'])}",
        "beside": "" if is_today else drawn.to_today(context["today_url"]),
        "is_free": not shown or shown[0].date != asked,
        "cards": drawn.cards(shown, now=now.time() if is_today else None, since=visit.new_since if visit else None),
        "visit": visit,
        "seen_url": drawn.address("seen", student.pk),
        "begins": visit is not None and visit.begins,
        "news": drawn.news(news.news(student.pk, visit.new_since)) if visit and is_today else "",
        "following": next((entry.date for entry in entries if entry.date > asked), None),
    }


def _week(request: HttpRequest, student: Student, is_own: bool) -> dict[str, Any]:
    _, monday, entries, context = _week_frame(request, student, "week")
    days.fill(student.pk, entries)
    last = context["shown"][-1]
    by_day = {one: [entry for entry in entries if entry.date == one] for one in context["shown"]}
    first = str(monday.day) if monday.month == last.month else f"{day_month(monday)}{NBSP}"
    return context | {
        "heading": f"{first}–{'' if monday.month == last.month else ' '}{day_of(last, context['today'])}",
        "beside": context["week_nav"],
        **({"whole": drawn.week_days(by_day, context["today"], context["day_url"])} if entries else {}),
        "nearest": None if entries else days.next_school_day(student.pk, last),
        "free": "" if entries else days.why_free(student.pk, context["day"]),
    }


def _spans(request: HttpRequest, student: Student, section: str) -> tuple[Any, dict[str, Any]]:
    """The span asked for, and the switches of periods and years."""
    years = family.years_of(student.pk)
    found = family.chosen(years, request.GET.get("span", ""), clock.today())
    if found is None:
        return None, {"heading": TITLES[section]}
    year, span = found
    here = drawn.address(section, student.pk)
    return span, {
        "heading": TITLES[section],
        "year": year,
        "span": span,
        "periods": [
            {
                "title": one.title,
                "short": one.number or one.title.capitalize(),
                "rest": f"{NBSP}{one.kind}" if one.number else "",
                "url": f"{here}?span={one.key}",
                "active": one == span,
            }
            for one in (*year.spans, year.whole)
        ],
        "years": [
            {"title": one.name, "url": f"{here}?span={one.whole.key}", "active": one == year} for one in years
        ] if len(years) > 1 else [],
    }  # fmt: skip


def _marks(request: HttpRequest, student: Student, is_own: bool) -> dict[str, Any]:
    span, context = _spans(request, student, "marks")
    if span is None or context["year"].grade <= 1:
        return context | {"first_grade": span is not None}
    return context | {"subjects": drawn.subjects(mark_rows.by_subject(student.pk, span.since, span.until), span)}


def _absences(request: HttpRequest, student: Student, is_own: bool) -> dict[str, Any]:
    span, context = _spans(request, student, "absences")
    if span is None:
        return context
    return context | {"page": absence_rows.absences_between(student.pk, span.since, span.until, clock.today())}
