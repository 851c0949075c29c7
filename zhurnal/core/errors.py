"""What an action may answer instead of doing its work."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """The rules forbid it, whoever asks: shown to the person as it is, answered with 409.

    `text` is a whole Russian sentence that names the reason and, where there is one, the clause; `field` names the form field
    it belongs to; `data` is handed to scripts beside the text (a cell's present value, for instance).
    """

    def __init__(self, text: str, /, *, field: str = "", **data: Any) -> None:
        super().__init__(text)
        self.text = text
        self.field = field
        self.data = data


class Repeated(Exception):
    """This act id has been carried out already: a retry changes nothing."""
