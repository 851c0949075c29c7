"""Pages of reports, and blank registers for outages."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode

from zhurnal.core import clock
from zhurnal.core.errors import Refused
from zhurnal.core.sheets import csv_response
from zhurnal.core.xlsx import xlsx_response
from zhurnal.school.models import Course, Group

from . import access, blanks
from .class_list import class_list as make_class_list
from .forms import ClassBlankForm, CourseBlankForm


def class_list(request: HttpRequest, group: Group) -> HttpResponse:
    """The list of a class on the screen, or as a file with ?format=csv, ?format=xlsx."""
    who = request.who  # type: ignore[attr-defined]
    name = f"Состав класса {group.name}, {clock.today():%d.%m.%Y}"
    sheet = make_class_list(group, clock.today(), as_of=clock.now(), made_by=who.person.short_name)
    if request.GET.get("format") == "csv":
        return csv_response(sheet, name)
    if request.GET.get("format") == "xlsx":
        return xlsx_response(sheet, name)
    return render(
        request, "reports/sheet.html", {"sheet": sheet, "who_sees": "Видят классный руководитель и администрация"}
    )


def blank_forms(request: HttpRequest) -> HttpResponse:
    """The page «Бланки на случай отключения»: choose a class or a course, a day or a week (§5.1)."""
    who = request.who  # type: ignore[attr-defined]
    asked = request.GET.get("of", "")
    today = {"date": clock.today(), "span": blanks.DAY}
    by_class = ClassBlankForm(who, request.GET if asked == "class" else None, initial=today, prefix="c")
    by_course = CourseBlankForm(who, request.GET if asked == "course" else None, initial=today, prefix="t")
    if asked == "class" and by_class.is_valid():
        return _to_print("reports:class_blank", by_class.cleaned_data, by_class.cleaned_data["group"].pk)
    if asked == "course" and by_course.is_valid():
        course = by_course.cleaned_data["course"]
        page = "reports:course_blank" if course else "reports:own_blanks"
        return _to_print(page, by_course.cleaned_data, course.pk if course else None)
    return render(
        request,
        "reports/blanks.html",
        {
            "by_class": by_class if access.classes_to_report(who).exists() else None,
            "by_course": by_course if access.prints_own_blanks(who) else None,
        },
    )


def class_blank(request: HttpRequest, group: Group) -> HttpResponse:
    """The blanks of a class as PDF."""
    day, span = _when(request)
    return _pdf(blanks.class_blanks(group, day, span, made_at=clock.now()), group.name, day)


def course_blank(request: HttpRequest, course: Course) -> HttpResponse:
    """The blanks of one of the teacher's courses as PDF."""
    day, span = _when(request)
    whose = request.who.person.short_name  # type: ignore[attr-defined]
    name = f"{course.subject.name} {course.group.name}"
    return _pdf(blanks.course_blanks([course.pk], day, span, whose, made_at=clock.now()), name, day)


def own_blanks(request: HttpRequest) -> HttpResponse:
    """The blanks of all of the teacher's courses as PDF."""
    who = request.who  # type: ignore[attr-defined]
    day, span = _when(request)
    courses = access.courses_to_print(who).values_list("pk", flat=True)
    made = blanks.course_blanks(courses, day, span, who.person.short_name, made_at=clock.now())
    return _pdf(made, who.person.last_name, day)


def _to_print(page: str, asked: dict[str, object], pk: int | None) -> HttpResponse:
    words = urlencode({"date": str(asked["date"]), "span": str(asked["span"])})
    return redirect(f"{reverse(page, args=[pk] if pk else [])}?{words}")


def _when(request: HttpRequest) -> tuple[date, str]:
    span = blanks.WEEK if request.GET.get("span") == blanks.WEEK else blanks.DAY
    return clock.day_asked(request.GET.get("date", "")), span


def _pdf(made: bytes | None, name: str, day: date) -> HttpResponse:
    if made is None:
        raise Refused(
            "В эти дни уроков нет, печатать нечего. Выберите другую дату или создайте уроки по расписанию.",
            field="date",
        )
    response = HttpResponse(made, content_type="application/pdf")
    header = content_disposition_header(False, f"Бланк {name} {day:%d.%m.%Y}.pdf")
    response.headers["Content-Disposition"] = header or "inline"
    return response
