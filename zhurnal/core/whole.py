"""Requests come whole or not at all, and a slow sender keeps nobody waiting.

The server hands a request over while its body is still on the way, and ends the body early when the connection breaks. Django would
wait for a slow phone with the only thread that everyone shares, and take half a form for a form.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

LARGEST_REQUEST = 64 * 1024 * 1024
IN_MEMORY = 1024 * 1024
PIECE = 64 * 1024


class Whole:
    """A WSGI application that reads the body in the server's thread, of which there are many, and answers in its own, which is one."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="answers")

    def __call__(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        """The whole answer as one piece."""
        length = _length(environ)
        body: IO[bytes] = io.BytesIO()
        if 0 < length <= LARGEST_REQUEST:  # a larger one is refused unread by core.middleware.not_too_large
            body = _read(environ["wsgi.input"], length)
            if body.tell() != length:
                start_response("400 Bad Request", [("Content-Type", "text/plain"), ("Content-Length", "0")])
                return [b""]
            body.seek(0)
        with body:
            status, headers, content = self.thread.submit(self._answer, {**environ, "wsgi.input": body}).result()
        start_response(status, headers)
        return [content]

    def _answer(self, environ: Environ) -> tuple[str, list[tuple[str, str]], bytes]:
        started: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            started[:] = [status, headers]

        response = self.application(environ, start)
        try:
            content = b"".join(response)
        finally:
            if close := getattr(response, "close", None):
                close()
        return started[0], started[1], content


def _length(environ: Environ) -> int:
    given = environ.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isdecimal() else 0


def _read(source: Any, length: int) -> IO[bytes]:
    """The body as far as it came, at its end."""
    body: Any = io.BytesIO() if length <= IN_MEMORY else SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the caller closes it
    left = length
    while left and (piece := source.read(min(PIECE, left))):
        body.write(piece)
        left -= len(piece)
    return body  # type: ignore[no-any-return]
