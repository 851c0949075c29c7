"""Middleware of every request: its id and log line, security headers, who asks, and the net that only pages pass."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from .logging import request_id_now
from .whole import LARGEST_REQUEST

Answer = Callable[[HttpRequest], HttpResponse]
requests_log = logging.getLogger("zhurnal.requests")

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def request_id(answer: Answer) -> Answer:
    """Give each request an id (or keep a proxy's) and write one structured line when it was slow or failed."""

    def handle(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        number = given if re.fullmatch(r"[A-Za-z0-9._-]{1,64}", given) else uuid4().hex[:12]
        token = request_id_now.set(number)
        began = time.perf_counter()
        try:
            response = answer(request)
            spent = round((time.perf_counter() - began) * 1000, 1)
            if response.status_code >= 500 or spent > 500:
                requests_log.warning(
                    "request",
                    extra={"method": request.method, "path": request.path, "status": response.status_code, "ms": spent},
                )
        finally:
            request_id_now.reset(token)
        response.headers["X-Request-Id"] = number
        return response

    return handle


def not_too_large(answer: Answer) -> Answer:
    """Refuse unread what is far larger than any form: else anyone may fill the disk, for uploads are parsed before doors.

    Up to this size a file is read, so that its sender gets the words of the form and not a cut connection.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > LARGEST_REQUEST:
            words = "Слишком большой запрос: файл может занимать не больше 10 МБ."
            return HttpResponse(words, status=413, content_type="text/plain; charset=utf-8")
        return answer(request)

    return handle


def security_headers(answer: Answer) -> Answer:
    """Strict CSP (no inline script or style, no eval), no framing, no device rights, no caching of people's data."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CSP)
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Cache-Control", "private, no-store")
        return response

    return handle


def who(answer: Answer) -> Answer:
    """Set `request.who`: the person with their rights today and the act id of the request, or None."""
    who_is = import_string(settings.ZHURNAL_WHO)

    def handle(request: HttpRequest) -> HttpResponse:
        request.who = who_is(request)  # type: ignore[attr-defined]
        if request.who is not None and request.method == "POST":  # type: ignore[attr-defined]
            if _of_another(request):
                request.who = None  # type: ignore[attr-defined]
                return answer(request)
            request.who.act_id = _act_id(request)  # type: ignore[attr-defined]
        return answer(request)

    return handle


def _of_another(request: HttpRequest) -> bool:
    """Whether a script sends what another account typed: its page is older than the session (somebody else signed in since)."""
    typed_by = request.headers.get("X-Account")
    return typed_by is not None and typed_by != str(request.who.account.pk)  # type: ignore[attr-defined]


def _act_id(request: HttpRequest) -> UUID | None:
    given = request.headers.get("X-Act") or (
        "" if request.content_type == "application/json" else request.POST.get("act", "")
    )
    try:
        return UUID(given) if given else None
    except ValueError:
        return None


class only_pages:  # noqa: N801 - stands in MIDDLEWARE beside the functions
    """Refuse any resolved view that `page()` did not make: a forgotten door is a missing page, not an open one."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do but in `process_view`."""
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Runs before every view."""
        if not hasattr(view, "page"):
            raise Http404("not a page")
