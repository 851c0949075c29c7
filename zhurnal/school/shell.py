"""The frame around every page: the menu of the reader, the school's name, unread notices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse

from zhurnal.core.context import MenuItem, menu_of
from zhurnal.core.pages import all_pages
from zhurnal.people import roles
from zhurnal.people.access import Who

# Under the reader's name: page, title, icon.
OWN_PAGES = (
    ("people:profile", "Профиль и пароль", "user"),
    ("people:sessions", "Где выполнен вход", "devices"),
)
NOTICES = "people:notices"
# Asked for every page: as plain text, for building these two queries costs more than carrying them out.
_UNSEEN = "SELECT COUNT(*) FROM people_notice WHERE person_id = %s AND seen_at IS NULL"
_SCHOOL = "SELECT short_name FROM school_school ORDER BY id LIMIT 1"


def _value(sql: str, values: list[int]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
        return row[0] if row else None


@dataclass
class Shell:
    """Computed when a template asks; each property is at most one query."""

    request: HttpRequest
    who: Who | None

    @cached_property
    def is_family(self) -> bool:
        """Students and parents who do not work here get the calm frame with tabs under the thumb."""
        return self.who is not None and not self.who.has(*roles.STAFF)

    @cached_property
    def kind(self) -> str:
        """`family`, `staff` or `guest`."""
        return "guest" if self.who is None else "family" if self.is_family else "staff"

    @cached_property
    def menu(self) -> list[MenuItem]:
        """The reader's menu."""
        return menu_of(self.request, family=self.is_family)

    @cached_property
    def own_pages(self) -> list[MenuItem]:
        """The pages about the reader's own account."""
        return own_pages()

    @cached_property
    def notices_url(self) -> str:
        """The notice centre."""
        return notices_url()

    @cached_property
    def unseen_notices(self) -> int:
        """Notices not seen yet."""
        return _value(_UNSEEN, [self.who.person_id]) if self.who else 0

    @cached_property
    def school_name(self) -> str:
        """The school's short name, empty before the first-run page."""
        return _value(_SCHOOL, []) or ""

    @cached_property
    def role_title(self) -> str:
        """The reader's roles in words, for the user's block: «учитель, родитель»."""
        return ", ".join(title for role, title in roles.TITLES.items() if self.who and role in self.who.roles)


@cache
def own_pages() -> list[MenuItem]:
    """Those of OWN_PAGES that there are."""
    known = all_pages()
    return [MenuItem(title, reverse(name), icon, False) for name, title, icon in OWN_PAGES if name in known]


@cache
def notices_url() -> str:
    """The notice centre's address, nothing when there is none."""
    return reverse(NOTICES) if NOTICES in all_pages() else ""


def shell(request: HttpRequest) -> Shell:
    """The frame for this request."""
    return Shell(request, getattr(request, "who", None))
