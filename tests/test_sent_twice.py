"""A form that is sent twice, by a second click or after a lost answer, is carried out once (what is gone may be «not found»)."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import transaction

from tests import crawl, matrix
from tests.test_foreign_ids import Elsewhere, filled, further, rows, written
from tests.world import World

__all__ = ["rows"]


@pytest.mark.parametrize("column", ["admin", "deputy", "class_teacher", "teacher", "parent"])
def test_every_form_sent_twice_writes_once(world: World, rows: Elsewhere, who, as_, column: str) -> None:
    person = matrix.people(world)[column]
    client = as_(person)
    forms = crawl.forms_shown(who(person), client, further(world, column))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.raise_request_exception = False
    twice = []
    for form in forms:
        data = filled(form) | ({"act": [form.act]} if form.act else {})
        with transaction.atomic():
            client.cookies[settings.SESSION_COOKIE_NAME] = key
            client.post(form.action, data)
            wrote = written().count()
            again = client.post(form.action, data)
            if written().count() > wrote or again.status_code >= 500:
                twice.append((form.page, form.action, again.status_code, written().count() - wrote, bool(form.act)))
            transaction.set_rollback(True)
    assert not twice, "\n".join(map(str, twice))
