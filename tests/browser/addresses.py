"""Furnishes the school of tests/browser/school.py and says where each of its people may look.

    ZHURNAL_HOME=… python -m tests.browser.addresses

`pages.json` in that folder holds sessions by column, addresses by page and column, and a code that nobody has used.
"""

from __future__ import annotations

import json
from datetime import date

from zhurnal.cli import installation

# To the columns of the matrix: a class teacher with a full class who is a mother of two, too.
SEVERAL = "several"


def main() -> None:
    """Rows, sessions, addresses."""
    installation.ready()
    from tests import matrix, world
    from tests.browser.school import session_of
    from tests.test_access_matrix import ALSO_GOOD, address
    from zhurnal.core import clock
    from zhurnal.core.pages import all_pages
    from zhurnal.people.models import Account

    logins = {column: name for column, (name, _) in matrix.COLUMNS.items()} | {SEVERAL: "teacher"}
    with clock.frozen(world.NOW):
        code = furnish()
        asking = {column: who(Account.objects.get(login=login).person) for column, login in logins.items()}
        found: dict[str, dict[str, str]] = {}
        for name, page in all_pages().items():
            if "GET" not in page.methods or page.public:
                continue
            found[name] = {}
            for column, one in asking.items():
                if page.door is not None:
                    url = address(name, page) if page.door(one) else None
                else:
                    row = matrix.own_rows(page, one).first()
                    url = address(name, page, getattr(row, page.key)) if row else None
                if url and answers(one, url, ALSO_GOOD.get(name)):
                    found[name][column] = url
        sessions = {column: session_of(login)["key"] for column, login in logins.items()}
    told = {"sessions": sessions, "pages": found, "code": code}
    (installation.home() / "pages.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def answers(one, url: str, unless: set[int] | None) -> bool:
    """Whether the page is there for the row that was found: only a few are not there for every row."""
    from django.test import Client

    if unless is None:
        return True
    client = Client()
    client.force_login(one.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.get(url).status_code not in unless


def who(person):
    """As the fixture of the same name."""
    from zhurnal.people.access import Who
    from zhurnal.timetable.access import roles_today

    return Who(person.account, roles_today)


def furnish() -> str:
    """What the pages of the matrix need, and a mark, an absence and notices, so that few pages are empty; answers a code."""
    from tests import matrix
    from tests import world as worlds
    from zhurnal.core.actions import SYSTEM
    from zhurnal.journal import actions as journal
    from zhurnal.people import actions as people
    from zhurnal.people.models import Person
    from zhurnal.timetable.models import Lesson

    teacher = Person.objects.get(account__login="teacher")
    egor = Person.objects.get(account__login="egor")
    matrix.furnish(worlds.again(), who)
    yesterday = Lesson.objects.get(course__subject__name="Алгебра", date=date(2026, 11, 23))
    journal.mark_absent(who(teacher), yesterday, students=[egor])
    people.notify(SYSTEM, Person.objects.exclude(account=None), "Завтра уроки по 40 минут.", "timetable:weeks")
    newcomer = Person.objects.get(last_name="Новикова")
    return people.make_codes(SYSTEM, [newcomer])[0][1]


if __name__ == "__main__":
    main()
