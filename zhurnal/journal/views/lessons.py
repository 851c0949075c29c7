"""A lesson: its record, works, files, attendance at once, and its page for a phone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhurnal.core.errors import Refused
from zhurnal.core.pages import wants_json
from zhurnal.core.russian import day_month
from zhurnal.timetable.models import Lesson

from .. import actions, forms
from ..actions.files import path_of
from ..kept import ShownWork
from ..models import Attachment, Work
from ..queries.lessons import ShownStudent, lesson_card, lesson_students, neighbours
from ..rules.cells import ABSENCES, css_class, parse_cell, spoken
from ..state import NotHere
from . import answers
from .answers import WHO_SEES
from .register import shown_panel


def words_of(form: Any) -> Refused:
    """The errors of a form as one refusal."""
    text = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return Refused(text, field=next(iter(form.errors), ""))


def record(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Save topic and homework: JSON for the script, else back to the register."""
    form = forms.RecordForm(request.POST)
    if not form.is_valid():
        raise words_of(form)
    given = form.cleaned_data
    seen = actions.save_record(
        request.who,  # type: ignore[attr-defined]
        lesson,
        topic=given["topic"],
        homework=given["homework"],
        is_none=given["is_none"],
        minutes=given["minutes"],
        due=given["due"],
        seen=given["seen"],
        checked="seen" in request.POST,
    )
    if wants_json(request):
        return JsonResponse({"seen": seen.isoformat() if seen else "", "saved_at": answers.saved_at()})
    return redirect(_back(request, lesson) or answers.register_at(lesson))


def add_work(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Add a work to a lesson."""
    form = forms.WorkForm(request.POST)
    if not form.is_valid():
        raise words_of(form)
    actions.add_work(request.who, lesson, **form.cleaned_data)  # type: ignore[attr-defined]
    return redirect(answers.register_at(lesson))


def change_work(request: HttpRequest, work: Work) -> HttpResponse:
    """Change kind or title of a work."""
    form = forms.WorkForm(request.POST)
    if not form.is_valid():
        raise words_of(form)
    actions.change_work(request.who, work, **form.cleaned_data)  # type: ignore[attr-defined]
    return redirect(answers.register_at(work.lesson))


def remove_work(request: HttpRequest, work: Work) -> HttpResponse:
    """Remove a work without marks."""
    actions.remove_work(request.who, work)  # type: ignore[attr-defined]
    return redirect(answers.register_at(work.lesson))


def add_file(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Attach a file to the homework."""
    form = forms.FileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise words_of(form)
    file = form.cleaned_data["file"]
    actions.add_file(request.who, lesson, name=file.name, content=file.read())  # type: ignore[attr-defined]
    return redirect(_back(request, lesson) or answers.register_at(lesson))


def remove_file(request: HttpRequest, file: Attachment) -> HttpResponse:
    """Take a file away from the homework."""
    lesson = file.homework.lesson
    actions.remove_file(request.who, file)  # type: ignore[attr-defined]
    return redirect(_back(request, lesson) or answers.register_at(lesson))


def attachment(request: HttpRequest, file: Attachment) -> HttpResponse:
    """Download a file of a homework: never shown within the site."""
    path = path_of(file.sha256)
    if not path.exists():
        raise Http404
    headers = {
        "Content-Disposition": content_disposition_header(True, file.name) or "attachment",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(path.read_bytes(), content_type=file.kind, headers=headers)


def everyone_present(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """«Все присутствуют»."""
    actions.everyone_present(request.who, lesson)  # type: ignore[attr-defined]
    return answers.done(request, lesson, seq=answers.number(request.POST.get("seq")), to=_back(request, lesson))


def absent(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """«Нет на уроке»: the list to tick (GET), and the writing of it in one act (POST)."""
    if request.method == "GET":
        return render(request, "journal/absent.html", _absent_context(request, lesson))
    form = forms.AbsentForm(request.POST, lesson=lesson)
    if not form.is_valid():
        raise words_of(form)
    given = form.cleaned_data
    kind = given["kind"] or "absent"
    actions.mark_absent(request.who, lesson, students=given["student"], kind=kind)  # type: ignore[attr-defined]
    return answers.done(request, lesson, seq=given["seq"], to=_back(request, lesson))


def _absent_context(request: HttpRequest, lesson: Lesson) -> dict[str, Any]:
    to_lesson = request.GET.get("next") == "lesson"
    return {
        "students": [(one.id, one.name, one.absence, one.sign) for one in lesson_students(lesson, None)],
        "kinds": [(kind.value, title) for kind, title in forms.AbsentForm.KINDS],
        "kicker": f"{lesson.course.group}, {lesson.course.subject} · {day_month(lesson.date)}, {lesson.number}-й урок",
        "next": "lesson" if to_lesson else "",
        "back": reverse("journal:lesson", args=[lesson.pk]) if to_lesson else answers.register_at(lesson),
        "who_sees": WHO_SEES,
    }


def _back(request: HttpRequest, lesson: Lesson) -> str:
    return reverse("journal:lesson", args=[lesson.pk]) if request.POST.get("next") == "lesson" else ""


KEYS = [
    {"text": text, "spoken": spoken(parse_cell(text)), "colour": css_class(parse_cell(text))}
    for text in ("5", "4", "3", "2", "н", "оп", "б", ".")
]


def lesson(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """The lesson as a list of students with large keys: for a phone; each key is a plain POST."""
    card = lesson_card(lesson.pk)
    work = _chosen_work(card.works, answers.number(request.GET.get("work")))
    if request.method == "POST":
        return _set_by_key(request, lesson)
    before, after = neighbours(lesson)
    panel = shown_panel(card, lesson.course, editable=True)
    here = reverse("journal:lesson", args=[lesson.pk])
    works = [{"title": one.name, "url": f"{here}?work={one.id}", "active": one.id == work} for one in card.works]
    context = {
        "lesson": lesson,
        "students": _keyed(lesson_students(lesson, work), answers.number(request.GET.get("open"))),
        "work": work,
        "works": works if len(works) > 1 else [],
        "before": before,
        "after": after,
        "panel": panel,
        "keys": [key for key in KEYS if not panel.no_marks or key["text"] in ABSENCES.values()],
        "who_sees": WHO_SEES,
    }
    return render(request, "journal/lesson.html", context)


def _keyed(students: list[ShownStudent], opened: int | None) -> list[dict[str, Any]]:
    """Each student with the next one, whose keys open after a key is pressed."""
    following = [*(one.id for one in students[1:]), None]
    return [
        {"student": one, "next": after, "open": one.id == opened}
        for one, after in zip(students, following, strict=True)
    ]


def _chosen_work(works: Iterable[ShownWork], wanted: int | None) -> int | None:
    ids = [work.id for work in works]
    return wanted if wanted in ids else ids[0] if ids else None


def _set_by_key(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    form = forms.KeyForm(request.POST)
    if not form.is_valid():
        raise words_of(form)
    given = form.cleaned_data
    try:
        saved = actions.set_cell(
            request.who,  # type: ignore[attr-defined]
            lesson,
            student_id=given["student"],
            work_id=given["work"],
            text=given["text"],
            was=given["was"],
        )
    except NotHere as problem:
        raise Http404 from problem
    here = reverse("journal:lesson", args=[lesson.pk])
    return redirect(f"{here}?work={saved.work or ''}&open={given['next'] or ''}#s{given['student']}")
