"""Saving a cell as the grid does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse


@pytest.fixture
def save() -> Callable[..., Any]:
    """`save(client, lesson, student, "5", was="")` posts a cell and answers the response."""

    def post(client: Any, lesson: Any, student: Any, text: str, *, was: str = "", act: str = "", **fields: Any) -> Any:
        data = {"lesson": lesson.pk, "student": student.pk, "text": text, "was": was, **fields}
        headers = {"accept": "application/json", "x-act": act or str(uuid4())}
        return client.post(reverse("journal:cell"), data, headers=headers)

    return post
