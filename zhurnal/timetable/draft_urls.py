"""The pages of drafts of the timetable: those who make the timetable alone (§4.6.2)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern

from zhurnal.core.pages import page

from . import access
from .views import board, drafts

BOTH = ("GET", "POST")
WRITE = ("POST",)


def _of_draft(
    route: str, view: Callable[..., HttpResponse], name: str, methods: tuple[str, ...] = ("GET",)
) -> URLPattern:
    return page(f"timetable/draft/<int:pk>/{route}", view, name=name, subject=access.drafts_to_edit, methods=methods)


pages = [
    page("timetable/drafts/", drafts.listed, name="drafts", door=access.edits_timetable),
    page("timetable/drafts/add/", drafts.add, name="draft-add", door=access.edits_timetable, methods=BOTH),
    _of_draft("", board.show, "draft"),
    _of_draft("edit/", drafts.edit, "draft-edit", BOTH),
    _of_draft("delete/", drafts.delete, "draft-delete", WRITE),
    _of_draft("compare/", drafts.compare, "draft-compare"),
    _of_draft("publish/", drafts.publish, "draft-publish", BOTH),
    _of_draft("options/", board.options, "draft-options"),
    _of_draft("free/", board.free, "draft-free"),
    _of_draft("put/", board.put, "draft-put", BOTH),
    _of_draft("move/", board.move, "draft-move", WRITE),
    _of_draft("copy/", board.copy, "draft-copy", WRITE),
    _of_draft("clear/", board.clear, "draft-clear", WRITE),
    _of_draft("day/", board.copy_day, "draft-copy-day", WRITE),
    page(
        "timetable/draft-lesson/<int:pk>/", board.lesson, name="draft-lesson", subject=access.draft_slots_to_edit,
        methods=BOTH,
    ),
]  # fmt: skip
