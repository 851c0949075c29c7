"""Who holds the session of a request: Django's own answer by two plain queries (the ORM takes longer to build them than they run)."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from zhurnal.core import clock

from .models import Account, Person

_SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_ACCOUNT_FIELDS = [field.attname for field in Account._meta.concrete_fields]
_PERSON_FIELDS = [field.attname for field in Person._meta.concrete_fields]


def _columns(model: type[Account | Person], alias: str) -> str:
    return ", ".join(f"{alias}.{field.column}" for field in model._meta.concrete_fields)


_ACCOUNT = (
    f"SELECT {_columns(Account, 'a')}, {_columns(Person, 'p')}"
    " FROM people_account a JOIN people_person p ON p.id = a.person_id WHERE a.id = %s"
)


@lru_cache(maxsize=2048)
def _decoded(data: str) -> dict[str, Any]:
    """What a session says: a pure function of the signed text."""
    said: dict[str, Any] = SessionStore().decode(data)
    return said


def _one(sql: str, values: list[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def account_of(request: HttpRequest) -> Account | None:
    """The account signed in by the request's cookie, or None; `request.user` is left knowing it.

    As `django.contrib.auth.get_user`: the session is there and not expired, its backend is ours, the account is active, and the
    session's hash is that of the present password. What is not plainly so is left to Django itself.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    session = _one(_SESSION, [key, clock.now()])
    if session is None:
        return None
    said = _decoded(session[0])
    if said.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS or SESSION_KEY not in said:
        return None
    account = _account(int(said[SESSION_KEY]))
    if account is None or not account.is_active:
        return None
    if not constant_time_compare(said.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash()):
        user = request.user  # an older secret key, or a password changed since: Django decides
        return user if isinstance(user, Account) else None
    request._cached_user = account  # type: ignore[attr-defined]
    return account


def _account(pk: int) -> Account | None:
    row = _one(_ACCOUNT, [pk])
    if row is None:
        return None
    values = list(row)
    for place, field, converters in _converters():
        for convert in converters:
            values[place] = convert(values[place], field, connection)
    account = Account.from_db(connection.alias, _ACCOUNT_FIELDS, values[: len(_ACCOUNT_FIELDS)])
    account.person = Person.from_db(connection.alias, _PERSON_FIELDS, values[len(_ACCOUNT_FIELDS) :])
    return account


@cache
def _converters() -> list[tuple[int, Any, list[Any]]]:
    """Place, column and converters of the values that the database gives otherwise than Python has them."""
    columns = [
        field.get_col(model._meta.db_table) for model in (Account, Person) for field in model._meta.concrete_fields
    ]
    found = ((place, column, connection.ops.get_db_converters(column)) for place, column in enumerate(columns))
    return [(place, column, converters) for place, column, converters in found if converters]
