"""An empty installation has one page, the first-run one: everything else leads there until the school exists."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from .models import School

Answer = Callable[[HttpRequest], HttpResponse]
OPEN_WHILE_EMPTY = ("/healthz", "/readyz", "/static/")
_ready = False


def school_exists() -> bool:
    """Whether the first-run page has been filled in; asked of the database until the answer is yes, once a process then."""
    global _ready  # noqa: PLW0603 - a fact of the installation that never becomes false again
    _ready = _ready or School.objects.exists()
    return _ready


def forget() -> None:
    """Ask the database again: for tests, which empty it."""
    global _ready  # noqa: PLW0603
    _ready = False


def first_run(answer: Answer) -> Answer:
    """Lead guests of an empty installation to the first-run page; who is signed in proves that it is not empty."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.who is None and not request.path.startswith(OPEN_WHILE_EMPTY) and not school_exists():  # type: ignore[attr-defined]
            page = reverse("timetable:setup")
            if request.path != page:
                return redirect(page)
        return answer(request)

    return handle
