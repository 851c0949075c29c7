"""The register page and its panel."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static

from zhurnal.core import clock
from zhurnal.core.framed import framed
from zhurnal.core.russian import NBSP, counted
from zhurnal.school.models import Course
from zhurnal.timetable.models import Lesson

from .. import access, kept, renderer
from ..queries.lessons import lesson_card, work_kinds
from ..queries.register import Register, register_page, teachers_of
from ..rules.lessons import no_homework, no_marks
from .answers import WHO_SEES, number


def register(request: HttpRequest, course: Course) -> HttpResponse:
    """The register of a course and period."""
    who = request.who  # type: ignore[attr-defined]
    period, lesson = number(request.GET.get("period")), number(request.GET.get("lesson"))
    only_own = access.reads_only_substituted(who, course)
    found = register_page(course, who.person_id, period=period, lesson=lesson, only_own=only_own)
    page = kept.RegisterPage(
        subject=course.subject.name,
        group=course.group.title,
        hours=_hours(course),
        teaches=found.teaches,
        teachers="" if found.teaches else teachers_of(course),
        who_sees=WHO_SEES,
        segments=_segments(found),
        has_columns=bool(found.columns),
        has_students=bool(found.students),
        is_editable=found.is_editable,
        panel=_panel(found),
    )
    return framed(
        request,
        kept.register_page(request, page, renderer.grid(found, who.account.pk)),
        title=f"{page.group}, {page.subject}",
        page_class="page-full",
        **_assets(),
    )


@cache
def _assets() -> dict[str, str]:
    """The page's styles and script; their hashed names do not change while the process lives."""
    styles = (static(f"journal/css/{name}.css") for name in ("register", "tools", "panel"))
    return {
        "head": "".join(f'<link rel="stylesheet" href="{address}">' for address in styles),
        "scripts": f'<script type="module" src="{static("journal/js/register.js")}"></script>',
    }


def _hours(course: Course) -> str:
    """«4 часа», «2,5 часа»"""
    hours = course.hours_a_week.normalize()
    if hours == hours.to_integral_value():
        return counted(int(hours), "час", "часа", "часов")
    return f"{hours:f}{NBSP}часа".replace(".", ",")


def _segments(found: Register) -> tuple[kept.Segment, ...]:
    return tuple(kept.Segment(span.title, f"?period={span.id}", span.id == found.span.id) for span in found.spans)


def _panel(found: Register) -> kept.Panel | None:
    if found.lesson is None:
        return None
    editable = any(column.lesson == found.lesson and not column.fixed for column in found.columns)
    return shown_panel(lesson_card(found.lesson), found.course, editable=editable)


def shown_panel(card: kept.LessonCard, course: Course, *, editable: bool) -> kept.Panel:
    """What the panel of a lesson is drawn from."""
    grade = course.group.grade
    kinds, default = work_kinds() if editable else ((), "")
    return kept.Panel(
        card=card,
        editable=editable,
        held=card.date <= clock.today(),
        kinds=kinds,
        default_kind=default,
        no_marks=no_marks(grade, graded=course.graded),
        no_homework=no_homework(grade),
    )


def panel(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """The inside of the panel for a lesson chosen in the grid."""
    editable = access.lessons_to_mark.one(request.who, "pk", lesson.pk) is not None  # type: ignore[attr-defined]
    shown = shown_panel(lesson_card(lesson.pk), lesson.course, editable=editable)
    return HttpResponse(kept.panel(request, shown))
