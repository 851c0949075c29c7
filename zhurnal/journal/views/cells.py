"""Saving a cell, its comment, a re-sit, a point's deadline; the history of a cell."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from zhurnal.core import clock
from zhurnal.core.errors import Refused, Repeated
from zhurnal.people.access import Who
from zhurnal.timetable.models import Lesson

from .. import access, actions, forms
from ..models import Mark
from ..queries.history import cell_history
from ..state import NotHere, present
from . import answers
from .answers import WHO_SEES


def cell(request: HttpRequest) -> HttpResponse:
    """Save one cell of the grid; a repeated act id answers with the present state."""
    form = forms.CellForm(request.POST, who=request.who)  # type: ignore[attr-defined]
    if not form.is_valid():
        if "lesson" in form.errors:
            raise Http404
        return JsonResponse({"error": "Запрос непонятен: обновите страницу."}, status=400)
    given = form.cleaned_data
    lesson, student = given["lesson"], given["student"]
    try:
        saved = _saved_once(request.who, lesson, given)  # type: ignore[attr-defined]
    except NotHere as problem:
        raise Http404 from problem
    return JsonResponse(_saved_cell(request, lesson, student, saved, given["seq"]))


def _saved_once(who: Who, lesson: Lesson, given: dict[str, Any]) -> actions.SavedCell:
    """What stands after the save, or after the same save before. Raises NotHere for ids of elsewhere."""
    student, work = given["student"], given["work"]
    try:
        return actions.set_cell(who, lesson, student_id=student, work_id=work, text=given["text"], was=given["was"])
    except Repeated:
        return _as_it_stands(lesson, student, work)


def _as_it_stands(lesson: Lesson, student: int, work_id: int | None) -> actions.SavedCell:
    state = present(lesson, student)
    work = state.work(work_id)
    stands = state.cell(work.id if work else None)
    return actions.SavedCell(
        stands.text, work.id if work else None, made_work=work.id if work and work_id is None else None
    )


def _saved_cell(
    request: HttpRequest, lesson: Lesson, student: int, saved: actions.SavedCell, seq: int | None
) -> dict[str, Any]:
    who: Who = request.who  # type: ignore[attr-defined]
    place = (lesson.pk, student)
    answer = answers.saved(lesson, who, seq=seq, students={student}, place=place, alone=saved.works <= 1)
    rows = answer["rows"]
    answer["cells"] = [
        shown
        for shown in answer["cells"]
        if (shown["lesson"], shown["work"], shown["student"]) != (lesson.pk, saved.work, student)
    ]
    return {
        "text": saved.text,
        "lesson": lesson.pk,
        "work": saved.work,
        "student": student,
        "was_created_work": saved.made_work,
        "note": saved.note,
        **answer,
        "row": rows[student],
        "rows": [row for who, row in rows.items() if who != student],
    }


def history(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """The dialog of a cell: what stands, who wrote it and when, comment, re-sit."""
    if "student" not in request.GET:
        return redirect(answers.register_at(lesson))
    form = forms.CellChoice(request.GET, lesson=lesson)
    if not form.is_valid():
        raise Http404
    story = cell_history(lesson, form.cleaned_data["student"], form.cleaned_data["work"])
    editable = actions_open(request, lesson)
    context = {"story": story, "lesson": lesson, "editable": editable, "values": (5, 4, 3, 2), "today": clock.today()}
    return render(request, "journal/_history.html", {**context, "who_sees": WHO_SEES})


def actions_open(request: HttpRequest, lesson: Lesson) -> bool:
    """Whether the reader may write in the lesson."""
    return access.lessons_to_mark.one(request.who, "pk", lesson.pk) is not None  # type: ignore[attr-defined]


def comment(request: HttpRequest) -> HttpResponse:
    """Write the comment of a mark."""
    form = _mark_form(forms.CommentForm, request)
    mark = actions.comment_mark(request.who, form.cleaned_data["mark"], comment=form.cleaned_data["comment"])  # type: ignore[attr-defined]
    return _mark_done(request, mark, form.cleaned_data["seq"])


def re_sit(request: HttpRequest) -> HttpResponse:
    """Enter the result of a re-sit."""
    form = _mark_form(forms.ReSitForm, request)
    given = form.cleaned_data
    mark = actions.re_sit(request.who, given["mark"], value=given["value"], on=given["on"])  # type: ignore[attr-defined]
    return _mark_done(request, mark, given["seq"])


def deadline(request: HttpRequest) -> HttpResponse:
    """Change the deadline of a point."""
    form = _mark_form(forms.DeadlineForm, request)
    mark = actions.set_deadline(request.who, form.cleaned_data["mark"], deadline=form.cleaned_data["deadline"])  # type: ignore[attr-defined]
    return _mark_done(request, mark, form.cleaned_data["seq"])


def _mark_form(kind: type[forms.MarkForm], request: HttpRequest) -> forms.MarkForm:
    form = kind(request.POST, who=request.who)  # type: ignore[attr-defined]
    if form.is_valid():
        return form
    if "mark" in form.errors:
        raise Http404
    raise Refused(
        " ".join(str(error) for errors in form.errors.values() for error in errors), field=next(iter(form.errors))
    )


def _mark_done(request: HttpRequest, mark: Mark, seq: int | None) -> HttpResponse:
    return answers.done(request, mark.work.lesson, seq=seq)
