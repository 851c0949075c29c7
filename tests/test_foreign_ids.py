"""A foreign id in every field of every form: whoever sends it is refused, and nothing is written.

The forms are those that each role of the access matrix is shown (tests/crawl.py), and the endpoints that only scripts call.
Ids: rows that exist but are not offered, rows of another class, none at all, and numbers that no database holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from tests import crawl, matrix
from tests import world as worlds
from tests.crawl import Data, Field, Form
from tests.world import NOW, SEPTEMBER, TODAY, World
from zhurnal.core.actions import SYSTEM
from zhurnal.core.models import Entry
from zhurnal.core.pages import all_pages
from zhurnal.curriculum.models import Plan
from zhurnal.journal.models import Absence, Attachment, Homework, Mark, Work, WorkKind
from zhurnal.people import actions as people
from zhurnal.people.models import Account, Person
from zhurnal.school.models import CalendarDay, Course, Order, Subject, Teaching
from zhurnal.timetable.models import Bell, BellDay, BellSchedule, Lesson

NOWHERE, TOO_LARGE = 2**40, 2**64
# Ticks and places that are no ids: what they say is not looked up.
NO_IDS = {"is_none", "graded", "drop", "accepted", "twin_is_meant", "is_ordinary", "seq", "next", "back", "all"}
# Who manages people is offered those found by name, but may name anyone.
EVERYONE = {"people:list", "people:family"}
LAST = "the last one offered"
# What makes a form say something new, where its own values do not.
CHANGED: dict[str, Data] = {
    "school:card-corrections": {"decision": ["accept"]},
    "curriculum:plan-add": {"grade": ["1"]},
    "curriculum:plan-edit": {"profile": ["химический профиль"]},
    "timetable:draft": {"target": [LAST]},
    "timetable:draft-lesson": {"number": ["6"]},
    "school:days": {"weekday": [""]},
    "school:class-edit": {"letter": ["Ж"]},
    "school:group": {"people": [LAST]},
    "school:group-course": {"hours_a_week": ["2"], "subject": [LAST]},
    "school:order-add": {"last_name": ["Новый"], "first_name": ["Ян"]},
    "school:course-add": {"hours_a_week": ["2"], "subject": [LAST]},
    "timetable:bells-add": {"is_ordinary": []},
    "timetable:slot": {"number": ["6"]},
    "journal:lesson": {"text": ["н"]},
    "journal:panel": {"title": ["Проверка"]},
}


@dataclass
class Elsewhere:
    """Rows that belong to nobody whom the tests sign in, by the name of the field that would take them."""

    ids: dict[str, list[int]]
    here: dict[str, Any]


def stranger(world: World) -> tuple[Lesson, Work, Mark]:
    """A register of 10А whose teacher is nobody of the matrix."""
    teacher = worlds.person("Чужаков", "Иван")
    worlds.account(teacher, "stranger")
    course = Course.objects.create(
        year=world.year, group=world.class_10a, subject=Subject.objects.create(name="Ядерная физика")
    )
    Teaching.objects.create(person=teacher, course=course, since=SEPTEMBER)
    lesson = Lesson.objects.create(course=course, date=TODAY, number=6, teacher=teacher)
    return lesson, *marked(lesson, world.senior, value=0)


def marked(lesson: Lesson, student: Person, *, value: int) -> tuple[Work, Mark]:
    work = Work.objects.create(
        lesson=lesson, kind=WorkKind.objects.filter(is_oral=False).first(), weight=1, place=lesson.works.count()
    )
    deadline = TODAY if value == 0 else None
    return work, Mark.objects.create(work=work, student=student, value=value, deadline=deadline, set_at=NOW)


@pytest.fixture
def rows(world: World, who) -> Elsewhere:
    """Something to change for everyone, and the same elsewhere."""
    lesson, work, mark = stranger(world)
    here = next(one for one in world.lessons["physics"] if one.date < TODAY)
    _, graded = marked(here, world.alisa, value=4)
    own_work, point = marked(here, world.egor, value=0)
    Absence.objects.create(lesson=here, student=world.alisa, kind="absent", set_at=NOW)
    task = Homework.objects.create(lesson=here, text="Параграф 7", written_at=NOW)
    Attachment.objects.create(homework=task, name="a.txt", size=1, kind="text/plain", sha256="0" * 64, added_at=NOW)
    CalendarDay.objects.create(year=world.year, date=date(2026, 11, 4), kind="holiday")
    Account.objects.filter(person=world.alisa).update(is_active=False)
    people.make_codes(SYSTEM, [world.gone])
    people.notify(SYSTEM, [world.father], "Здравствуйте")
    Work.objects.create(lesson=here, kind=WorkKind.objects.first(), weight=1, place=9)
    bells = BellSchedule.objects.create(year=world.year, name="Короткие", shift=1, is_ordinary=False)
    Bell.objects.create(schedule=bells, number=1, starts="08:30", ends="09:00")
    BellDay.objects.create(schedule=bells, date=TODAY + timedelta(days=3))
    Lesson.objects.filter(pk=world.lessons["physics"][-1].pk).update(state="cancelled")
    for person in (world.father, world.director):
        session = SessionStore()
        session.create()
        UserSession.objects.create(user=person.account, session_key=session.session_key, ip="127.0.0.1", user_agent="")
    beside = next(one for one in world.lessons["algebra"] if one.date < TODAY)  # the same class, another teacher's
    work_beside, mark_beside = marked(beside, world.egor, value=0)
    matrix.relief(world, who)
    matrix.orders(world, who)
    matrix.lists(world, who)
    matrix.plans(world, who)
    matrix.cards(world, who)
    ids = {
        "lesson": [lesson.pk, beside.pk],
        "work": [work.pk, work_beside.pk],
        "mark": [mark.pk, mark_beside.pk],
        "student": [world.senior.pk],
        "people": [world.director.pk, world.senior.pk],
        "session": [UserSession.objects.get(user=world.director.account).pk],
        "group": [world.class_10a.pk],
        "course": [lesson.course_id],
    }
    return Elsewhere(ids, {"here": here, "work": own_work, "point": point, "mark": graded})


Post = Callable[[str, Data], tuple[int, int]]


def written() -> QuerySet[Entry]:
    """What the log says was done; that a card was read is said of refused forms, too."""
    return Entry.objects.exclude(verb="core.card.read")


def poster(client: Client) -> Post:
    """Post and undo: the answer's status, and how many entries the log would have got."""
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.raise_request_exception = False

    def post(action: str, data: Data) -> tuple[int, int]:
        client.cookies[settings.SESSION_COOKIE_NAME] = key
        before = written().count()
        with transaction.atomic():
            status = client.post(action, data).status_code
            wrote = written().count() - before
            transaction.set_rollback(True)
        return status, wrote

    return post


def filled(form: Form) -> Data:
    changed = {name: value for name, value in CHANGED.get(form.page, {}).items() if name in form.fields}
    last = {name: form.fields[name].offered[-1:] for name, value in changed.items() if value == [LAST]}
    return form.filled() | changed | last


def not_offered(one: Field, elsewhere: Elsewhere, *, everyone: bool) -> Iterator[int]:
    """Ids that the field does not offer; for a hidden one only those that are known to be of elsewhere."""
    yield from (NOWHERE, TOO_LARGE)
    if everyone:
        return
    yield from (number for number in elsewhere.ids.get(one.name, []) if str(number) not in one.offered)
    if one.kind in {"select", "checkbox", "radio"}:
        offered = {int(value) for value in one.offered if value}
        yield from [number for number in range(1, 200) if number not in offered][:2]
        known = Person.objects.exclude(pk__in=offered).order_by("-pk").values_list("pk", flat=True)[:1]
        yield from known


def attacks(form: Form, elsewhere: Elsewhere) -> Iterator[Data]:
    """The form as it would be sent, with a foreign id in one field; beside good ones where many may be sent."""
    good = filled(form)
    for one in form.different:
        if not one.is_id or one.name in NO_IDS:
            continue
        for number in not_offered(one, elsewhere, everyone=form.page in EVERYONE):
            yield {**good, one.name: [str(number)]}
            if one.kind == "checkbox":
                yield {**good, one.name: [*good.get(one.name, []), str(number)]}


def harmless(status: int, wrote: int) -> bool:
    return wrote == 0 and status < 500


FORMS_AT_LEAST = {
    "admin": 30, "director": 5, "deputy": 12, "clerk": 2, "medic": 3, "class_teacher": 8, "teacher": 10, "parent": 3, "student": 3, "nobody": 3
}  # fmt: skip


def orders_of() -> list[int]:
    """The draft and the order in force."""
    return list(Order.objects.order_by("pk").values_list("pk", flat=True))


def further(world: World, column: str) -> dict[str, list[str]]:
    """Addresses that show more than the first row does."""
    if column == "teacher":
        held = [one for one in world.lessons["physics"] if one.date <= TODAY]
        return {"journal:lesson": [reverse("journal:lesson", args=[one.pk]) for one in held]}
    if column == "deputy":
        approved = Plan.objects.filter(approved_at__isnull=False)
        return {
            "timetable:substitutions": [reverse("timetable:substitutions") + "?propose=1"],
            "curriculum:plan": [reverse("curriculum:plan", args=[one.pk]) for one in approved],
        }
    if column == "class_teacher":
        return {"school:card": [reverse("school:card", args=[world.first_grader.pk])]}
    if column == "admin":
        cards = (world.egor, world.alisa, world.gone, world.father)
        return {
            "people:person": [reverse("people:person", args=[one.pk]) for one in cards],
            "school:families": [reverse("school:families", args=[world.class_8b.pk])],
            "school:order-add": [
                f"{reverse('school:order-add')}?kind={kind}&classes={world.class_8b.pk}"
                for kind in ("enrol", "transfer")
            ],
            "school:order": [reverse("school:order", args=[one]) for one in orders_of()],
            "school:class": [reverse("school:class", args=[world.class_8b.pk])],
            "school:division": [reverse("school:division", args=[world.class_8b.pk]) + "?name=Английский язык"],
            "people:family": [reverse("people:family", args=[world.father.pk]) + "?q=Егор"],
            "school:transfer": [reverse("school:transfer", args=[world.egor.pk])],
        }
    return {}


@pytest.mark.parametrize("column", matrix.COLUMNS)
def test_foreign_ids_in_every_field_of_every_form(world: World, rows: Elsewhere, who, as_, column: str) -> None:
    person = matrix.people(world)[column]
    client = as_(person)
    forms = crawl.forms_shown(who(person), client, further(world, column))
    assert len(forms) >= FORMS_AT_LEAST[column]
    post = poster(client)
    wrong = [
        (form.page, form.action, data, answered)
        for form in forms
        for data in attacks(form, rows)
        if not harmless(*(answered := post(form.action, data)))
    ]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.long
def test_the_forms_of_the_crawl_do_write_when_their_ids_are_good(world: World, rows: Elsewhere, who, as_) -> None:
    """The proof of the proof: what is refused above is refused for its ids alone."""
    idle, written = {}, set()
    for column in ("admin", "deputy", "class_teacher", "teacher", "director"):
        person = matrix.people(world)[column]
        client = as_(person)
        forms = crawl.forms_shown(who(person), client, further(world, column))
        post = poster(client)
        for form in forms:
            if not any(one.is_id and one.name not in NO_IDS for one in form.fields.values()):
                continue
            status, wrote = post(form.action, filled(form))
            (written.add(form.key) if wrote else idle.setdefault(form.key, (column, form.page, status, filled(form))))
    still = [said for key, said in idle.items() if key not in written]
    assert not still, "\n".join(map(str, still))
    assert len(written) >= 15


def scripted(world: World, rows: Elsewhere) -> dict[str, tuple[str, Data]]:
    """What scripts send, with ids of the physics register that its teacher may write."""
    here = rows.here["here"]
    cell = {"lesson": here.pk, "student": world.egor.pk, "work": rows.here["work"].pk}
    one = {
        "journal:cell": {**cell, "text": "5", "was": "."},
        "journal:comment": {"mark": rows.here["mark"].pk, "comment": "Хорошо"},
        "journal:re-sit": {"mark": rows.here["mark"].pk, "value": 5, "on": TODAY.isoformat()},
        "journal:deadline": {"mark": rows.here["point"].pk, "deadline": "2026-12-01"},
    }
    found = {name: (reverse(name), data) for name, data in one.items()}
    absent = {"student": world.egor.pk, "kind": "absent"}
    found["journal:absent"] = (reverse("journal:absent", args=[here.pk]), absent)
    keys = {"student": world.egor.pk, "work": rows.here["work"].pk, "text": "5", "was": "."}
    found["journal:lesson"] = (reverse("journal:lesson", args=[here.pk]), keys)
    return {name: (url, {key: [str(value)] for key, value in data.items()}) for name, (url, data) in found.items()}


@pytest.mark.parametrize(
    "name",
    ["journal:cell", "journal:comment", "journal:re-sit", "journal:deadline", "journal:absent", "journal:lesson"],
)
def test_foreign_ids_in_what_scripts_send(world: World, rows: Elsewhere, as_, name: str) -> None:
    url, good = scripted(world, rows)[name]
    for column, person in matrix.people(world).items():
        post = poster(as_(person))
        status, wrote = post(url, good)
        if column != "teacher":
            assert (status in {403, 404}, wrote) == (True, 0), column
            continue
        assert (status in {200, 302}, wrote >= 1) == (True, True), status
        for one in sorted(good.keys() & rows.ids.keys()):
            for number in (*rows.ids[one], NOWHERE, TOO_LARGE, -1, "x", ""):
                if (one, number) == ("work", ""):
                    continue  # the lesson's first work
                status, wrote = post(url, {**good, one: [str(number)]})
                assert (400 <= status < 500, wrote) == (True, 0), (one, number, status, wrote)
        for n in range(2):  # all of one foreign register, and of another
            foreign = {one: [str(ids[min(n, len(ids) - 1)])] for one, ids in rows.ids.items() if one in good}
            sent = good | foreign | ({"student": good["student"]} if n and "lesson" in good else {})
            status, wrote = post(url, sent)
            assert (400 <= status < 500, wrote) == (True, 0), (sent, status, wrote)


def test_a_substitute_reaches_the_one_lesson_and_nothing_beside_it(world: World, rows: Elsewhere, as_) -> None:
    here = rows.here["here"]
    Lesson.objects.filter(pk=here.pk).update(substitute=world.primary_teacher)
    post = poster(as_(world.primary_teacher))
    url, good = scripted(world, rows)["journal:cell"]
    assert post(url, good)[1] >= 1
    beside = next(one for one in world.lessons["physics"] if one.date <= TODAY and one.pk != here.pk)
    assert post(url, {**good, "lesson": [str(beside.pk)], "work": [""], "was": [""]}) == (404, 0)
    assert post(reverse("journal:record", args=[beside.pk]), {"topic": ["Тема"]}) == (404, 0)
    url, good = scripted(world, rows)["journal:re-sit"]
    assert post(url, {**good, "mark": [str(rows.ids["mark"][0])]}) == (404, 0)


def test_every_page_that_writes_is_tried(world: World, rows: Elsewhere, who, as_) -> None:
    """A new POST page is reached by the crawl, or said here."""
    tried = {url.split("?")[0] for url, _ in scripted(world, rows).values()}
    for column, person in matrix.people(world).items():
        tried |= {
            form.action.split("?")[0] for form in crawl.forms_shown(who(person), as_(person), further(world, column))
        }
    from django.urls import resolve

    reached = {resolve(url).view_name for url in tried}
    ours = {name for name, page in all_pages().items() if "POST" in page.methods}
    assert ours - reached == NOT_SHOWN, "\n".join(sorted((ours - reached) ^ NOT_SHOWN))


# Pages whose forms carry no id beside the one in the address (tests/test_access_matrix.py tries that one), or stand behind a step.
# The grid of a draft sends its moves and copies by script: tests/timetable/test_draft_pages.py tries them.
NOT_SHOWN = {"account_login", "people:slip", "timetable:setup", "timetable:draft-copy", "timetable:draft-move"}
