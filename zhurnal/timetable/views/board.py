"""The editor of a draft: the grid, what may go where, and each change with its answer: changed cells, warnings, how to take it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from zhurnal.core.errors import Refused
from zhurnal.core.forms import TOO_LONG
from zhurnal.core.pages import wants_json
from zhurnal.school.views.common import done

from .. import access
from ..actions import drafts as actions
from ..draft_forms import ClearForm, CopyDayForm, CopyForm, LessonForm, MoveForm, PutForm
from ..drafting import advice, board_of
from ..drafting.grid import BY, Grid, choices, grid_of, said_of
from ..drafting.pages import as_crumbs
from ..models import Draft, DraftSlot
from .drafts import CRUMBS

# How to take a change back: pages and what is sent to them.
Undo = list[tuple[str, dict[str, Any]]]


def _is_id(text: str) -> bool:
    """Whether this may be the number of a row."""
    return text.isdecimal() and len(text) < TOO_LONG


def _grid(request: HttpRequest, draft: Draft) -> Grid:
    asked = request.POST if request.method == "POST" else request.GET
    board = board_of(draft)
    return grid_of(board, draft.pk, asked.get("by", "class"), asked.get("only", ""), is_open=draft.published_at is None)


def show(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The grid with what stands beside it."""
    grid = _grid(request, draft)
    context = {
        "draft": draft,
        "grid": grid,
        "side": advice.side_of(grid),
        "ways": [{"title": title, "url": f"?by={by}", "active": by == grid.by} for by, title in BY.items()],
        "choices": choices(grid.board, grid.by, grid.only),
        "all_columns": _all_columns(grid),
        "day_form": CopyDayForm(draft=draft, who=request.who),  # type: ignore[attr-defined]
        "crumbs": as_crumbs([(title, reverse(name)) for title, name in CRUMBS]),
    }
    return render(request, "timetable/draft.html", context)


def _all_columns(grid: Grid) -> list[tuple[str, str, bool]]:
    """Every class, teacher or room, to look at one alone: key, name, whether it is the one shown."""
    whole = Grid(grid.board, grid.draft, grid.by, "all" if grid.by == "class" else "")
    return [(f"c{one.pk}", one.title, grid.only == f"c{one.pk}") for one in whole.columns]


def options(request: HttpRequest, draft: Draft) -> HttpResponse:
    """For a script: the courses that may stand in the cell of column, weekday and row, and what speaks against each."""
    grid = _grid(request, draft)
    numbers = [request.GET.get(name, "") for name in ("column", "weekday", "row")]
    if not all(map(_is_id, numbers)):
        return JsonResponse({"courses": []})
    column, weekday, row = map(int, numbers)
    return JsonResponse({"courses": [asdict(one) for one in advice.options_for(grid, column, weekday, row)]})


def free(request: HttpRequest, draft: Draft) -> HttpResponse:
    """For a script: where the lessons that are held may go, as place → what speaks against it."""
    held = [int(one) for one in request.GET.get("slots", "").split(",") if _is_id(one)]
    return JsonResponse({"places": advice.places_for(_grid(request, draft), held)})


def put(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Put a lesson; by a form of its own where there is no script."""
    place = {name: request.GET.get(name) for name in ("weekday", "number")}
    form = PutForm(request.POST or None, draft=draft, who=request.who, initial=place)  # type: ignore[attr-defined]
    _narrow(form, request, draft)
    if wants_json(request):
        return _put_by_script(request, draft, form)
    if done(form, lambda: actions.put_lesson(request.who, draft, **_to_put(form.cleaned_data))):  # type: ignore[attr-defined]
        return _back(request, draft, "Урок поставлен.")
    context = {"form": form, "draft": draft, "title": "Поставить урок", "action": "Поставить", "crumbs": _crumbs(draft)}
    return render(request, "timetable/draft_lesson.html", context | {"back": _address(request, draft)})


def _narrow(form: PutForm, request: HttpRequest, draft: Draft) -> None:
    """The courses of the class whose cell was asked for; a form that is sent may name any."""
    column = request.GET.get("column", "")
    if request.method == "GET" and request.GET.get("by", "class") == "class" and _is_id(column):
        board = board_of(draft)
        mine = [one.pk for one in board.courses.values() if int(column) in board.classes_of_group[one.group]]
        fields: dict[str, Any] = form.fields
        fields["course"].queryset = fields["course"].queryset.filter(pk__in=mine)


def _to_put(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"instead": list(values["instead"])}


def _put_by_script(request: HttpRequest, draft: Draft, form: PutForm) -> HttpResponse:
    values = _to_put(_clean(form))
    back = [_as_put(draft, one) for one in values["instead"]]
    slot = actions.put_lesson(request.who, draft, **values)  # type: ignore[attr-defined]
    return _answer(request, draft, [slot.weekday], [_as_clear(draft, [slot]), *back], "Поставлено")


def lesson(request: HttpRequest, slot: DraftSlot) -> HttpResponse:
    """A lesson of the draft by a form: where it stands, its room, teacher and weeks."""
    names = ("weekday", "number", "week", "teacher", "room")
    initial = {name: getattr(slot, f"{name}_id", None) or getattr(slot, name) for name in names}
    form = LessonForm(request.POST or None, draft=slot.draft, who=request.who, initial=initial)  # type: ignore[attr-defined]
    if done(form, lambda: actions.set_lesson(request.who, slot, **form.cleaned_data)):  # type: ignore[attr-defined]
        return _back(request, slot.draft, "Сохранено.")
    context = {
        "form": form, "draft": slot.draft, "slot": slot, "title": slot.course.subject.name,
        "sub": slot.course.group.title, "action": "Сохранить", "back": _address(request, slot.draft),
        "crumbs": _crumbs(slot.draft),
    }  # fmt: skip
    return render(request, "timetable/draft_lesson.html", context)


def move(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Move the lessons of a cell, those in the way to where these came from."""
    values = _clean(MoveForm(request.POST, draft=draft, who=request.who))  # type: ignore[attr-defined]
    slots = list(values["slots"])
    others = _pushed(request, draft, slots, values) if values["swap"] else list(values["others"])
    came_from = (slots[0].weekday, slots[0].number, slots[0].room_id)
    actions.move_lessons(
        request.who, draft, slots, weekday=values["weekday"], number=values["number"], room=values["room"], others=others  # type: ignore[attr-defined]
    )  # fmt: skip
    fields = {"slots": _ids(slots), "others": _ids(others), "weekday": came_from[0], "number": came_from[1]}
    if values["room"] and came_from[2]:
        fields["room"] = came_from[2]
    undo: Undo = [(reverse("timetable:draft-move", args=[draft.pk]), fields)]
    words = "Переставлено" if not others else "Поменяли местами"
    return _answer(request, draft, [came_from[0], values["weekday"]], undo, words)


def _pushed(request: HttpRequest, draft: Draft, slots: Sequence[DraftSlot], values: dict[str, Any]) -> list[DraftSlot]:
    """The lessons that stand in the way and change places with those that are moved."""
    grid, moving = _grid(request, draft), set(_ids(slots))
    held = [unit for unit in grid.board.units if unit.slot in moving]
    at = values["weekday"], values["number"]
    found = advice.in_the_way(grid, held, at, values["room"].pk if values["room"] else None)
    own = access.draft_slots_to_edit(request.who).filter(draft=draft)  # type: ignore[attr-defined]
    return list(own.filter(pk__in=[unit.slot for unit in found]))


def copy(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Put the same lessons into another cell."""
    values = _clean(CopyForm(request.POST, draft=draft, who=request.who))  # type: ignore[attr-defined]
    slots = list(values.pop("slots").select_related("course__subject", "course__group", "teacher", "room"))
    made = actions.copy_lessons(request.who, draft, slots, **values)  # type: ignore[attr-defined]
    return _answer(request, draft, [values["weekday"]], [_as_clear(draft, made)], "Скопировано")


def clear(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Take lessons out of the draft."""
    slots = list(_clean(ClearForm(request.POST, draft=draft, who=request.who))["slots"])  # type: ignore[attr-defined]
    undo = [_as_put(draft, one) for one in slots]
    actions.clear_lessons(request.who, draft, slots)  # type: ignore[attr-defined]
    return _answer(request, draft, {one.weekday for one in slots}, undo, "Убрано")


def copy_day(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Copy a day of a class to another day."""
    values = _clean(CopyDayForm(request.POST, draft=draft, who=request.who))  # type: ignore[attr-defined]
    made = actions.copy_day(request.who, draft, values["klass"], source=values["source"], target=values["target"])  # type: ignore[attr-defined]
    words = f"Скопировано: {said_of(made)}"  # type: ignore[arg-type] # only counted
    return _answer(request, draft, [values["target"]], [_as_clear(draft, made)], words)


def _clean(form: Any) -> dict[str, Any]:
    """The values of a form that a script sends; what is wrong is refused in words."""
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        name = form.fields[field].label if field in form.fields else ""
        text = f"{name}: {errors[0]}" if name else "Этих уроков в черновике уже нет: обновите страницу."
        raise Refused(text, field=field)
    values: dict[str, Any] = form.cleaned_data
    return values


def _ids(slots: Iterable[DraftSlot]) -> list[int]:
    return [one.pk for one in slots]


def _as_clear(draft: Draft, slots: Iterable[DraftSlot]) -> tuple[str, dict[str, Any]]:
    return reverse("timetable:draft-clear", args=[draft.pk]), {"slots": _ids(slots)}


def _as_put(draft: Draft, slot: DraftSlot) -> tuple[str, dict[str, Any]]:
    values = {
        "course": slot.course_id, "weekday": slot.weekday, "number": slot.number, "week": slot.week,
        "teacher": slot.teacher_id or "", "room": slot.room_id or "",
    }  # fmt: skip
    return reverse("timetable:draft-put", args=[draft.pk]), values


def _answer(request: HttpRequest, draft: Draft, days: Iterable[int], undo: Undo, said: str) -> HttpResponse:
    """To a script: the cells of the days that were touched, what stands beside the grid, and how to take it back."""
    if not wants_json(request):
        return _back(request, draft, f"{said}.")
    grid = _grid(request, draft)
    side = render_to_string("timetable/_draft_side.html", {"side": advice.side_of(grid), "grid": grid}, request)
    heads = {str(one.pk): one.sub for one in grid.columns}
    return JsonResponse({"cells": dict(grid.inners(days)), "heads": heads, "side": side, "undo": undo, "said": said})


def _address(request: HttpRequest, draft: Draft) -> str:
    asked: Sequence[str] = [request.GET.get(name, "") for name in ("by", "only")]
    by, only = (one if one.isalnum() else "" for one in asked)
    if not only and by in ("", "class") and _is_id(request.GET.get("column", "")):
        only = f"c{request.GET['column']}"
    return reverse("timetable:draft", args=[draft.pk]) + (f"?by={by}&only={only}" if by or only else "")


def _back(request: HttpRequest, draft: Draft, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(_address(request, draft))


def _crumbs(draft: Draft) -> list[dict[str, str]]:
    rows = [(title, reverse(name)) for title, name in CRUMBS]
    return as_crumbs([*rows, (draft.name, reverse("timetable:draft", args=[draft.pk]))])
