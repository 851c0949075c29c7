"""Reads of people that pages and other modules share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from types import ModuleType
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from zhurnal.core import clock
from zhurnal.core.russian import day_month_year

from . import roles, rules
from .models import Account, ActivationCode, Appointment, Guardianship, Notice, Person, Setting
from .trail import Line, trail_of


def settings_on(day: date, *keys: str) -> dict[str, Any]:
    """The school's dated settings that hold on a day, by key; keys never set are absent (rules hold the defaults)."""
    return Setting.values_on(day, *keys)


def account_named(login: str) -> Account | None:
    """The account of a login as it was typed."""
    return Account.objects.filter(login=login.strip().casefold()).first()


def free_login(person: Person) -> str:
    """A login to offer to a person, made of their name, that nobody has."""
    wanted = rules.suggested_logins(person.last_name, person.first_name, person.middle_name)
    stem = wanted[0] if wanted else "user"
    taken = set(Account.objects.filter(login__startswith=stem).values_list("login", flat=True))
    return rules.first_free(wanted, taken)


def standings() -> ModuleType:
    """The module above that knows who teaches and studies (`zhurnal.school.standings`); wired in settings like the shell."""
    return import_module(settings.ZHURNAL_STANDINGS)


@dataclass(frozen=True, slots=True)
class Access:
    """How a person may sign in: their account, if any, and their open code."""

    account_id: int | None = None
    login: str = ""
    active: bool = False
    rules_accepted_at: datetime | None = None
    last_login: datetime | None = None
    code_until: datetime | None = None

    @property
    def state(self) -> str:
        """`none`, `code` (made, not used yet), `open` or `blocked`."""
        if self.account_id is not None:
            return "open" if self.active else "blocked"
        return "code" if self.code_until else "none"

    @property
    def title(self) -> str:
        """The state in Russian."""
        return {"none": "нет доступа", "code": "код выдан", "open": "есть доступ", "blocked": "заблокирован"}[
            self.state
        ]

    @property
    def kind(self) -> str:
        """The kind of chip that shows it."""
        return {"none": "line", "code": "warn", "open": "good", "blocked": "bad"}[self.state]


def access_of(people: Iterable[int]) -> dict[int, Access]:
    """The access of people by person id, in two queries; everyone asked for is in the answer."""
    ids = list(people)
    codes = dict(
        ActivationCode.objects.filter(
            person_id__in=ids, used_at=None, revoked_at=None, expires_at__gt=clock.now()
        ).values_list("person_id", "expires_at")
    )
    accounts = {
        account.person_id: account for account in Account.objects.filter(person_id__in=ids).select_related(None)
    }
    return {pk: _access(accounts.get(pk), codes.get(pk)) for pk in ids}


def _access(account: Account | None, code_until: datetime | None) -> Access:
    if account is None:
        return Access(code_until=code_until)
    return Access(
        account_id=account.pk,
        login=account.login,
        active=account.is_active,
        rules_accepted_at=account.rules_accepted_at,
        last_login=account.last_login,
        code_until=code_until,
    )


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A line of the list of people."""

    person: Person
    roles: tuple[str, ...]
    note: str
    access: Access


def roles_of(people: Sequence[int], day: date) -> dict[int, tuple[str, ...]]:
    """Titles of the roles that people have on a day, appointments first, by person id."""
    found: dict[int, set[str]] = {pk: set() for pk in people}
    for pk, role in Appointment.objects.filter(person_id__in=people).on(day).values_list("person_id", "role"):
        found[pk].add(role)
    for pk in Guardianship.objects.filter(parent_id__in=people).on(day).values_list("parent_id", flat=True):
        found[pk].add(roles.PARENT)
    for pk, role in standings().standings_of(people, day):
        found[pk].add(role)
    return {pk: tuple(title for role, title in roles.TITLES.items() if role in held) for pk, held in found.items()}


def rows_of(people: Sequence[Person]) -> list[PersonRow]:
    """The lines of these people: roles, class and access, in a fixed number of queries."""
    ids, day = [person.pk for person in people], clock.today()
    held, access, notes = roles_of(ids, day), access_of(ids), class_titles(ids)
    return [PersonRow(person, held[person.pk], notes.get(person.pk, ""), access[person.pk]) for person in people]


def class_titles(people: Sequence[int]) -> dict[int, str]:
    """The class of each student and class teacher among these people today, by person id."""
    titles: dict[int, str] = standings().class_titles(people, clock.today())
    return titles


def slip_notes(people: Sequence[int]) -> dict[int, str]:
    """What stands beside a name on a slip: the class of a student or class teacher, a parent's children with their classes."""
    ties = list(Guardianship.objects.filter(parent_id__in=people).seeing(clock.today()).select_related("child"))
    titles = class_titles([*people, *(tie.child_id for tie in ties)])
    notes = {pk: [titles[pk]] if pk in titles else [] for pk in people}
    for tie in ties:
        title = titles.get(tie.child_id, "")
        notes[tie.parent_id].append(
            f"{tie.get_relation_display()}: {tie.child.call_name}{', ' if title else ''}{title}"
        )
    return {pk: "; ".join(parts) for pk, parts in notes.items()}


def holders(role: str, day: date) -> Any:
    """Ids of those who have a role on a day, as a subquery; for `no_access`, of those without an account."""
    if role in roles.APPOINTED:
        return Appointment.objects.filter(role=role).on(day).values("person_id")
    if role == roles.PARENT:
        return Guardianship.objects.on(day).values("parent_id")
    return standings().holders(role, day)


def appointments_in_order(rows: Any) -> list[Appointment]:
    """By role as the list of roles has them, then by name, then the latest first."""
    order = {role: place for place, role in enumerate(roles.APPOINTED)}
    return sorted(rows, key=lambda row: (order[row.role], row.person.order_key, -row.since.toordinal()))


@dataclass(frozen=True, slots=True)
class Card:
    """A person's page."""

    row: PersonRow
    appointments: list[Appointment]
    children: list[Guardianship]
    parents: list[Guardianship]
    account: Account | None = None


def card_of(person: Person) -> Card:
    """All that the page of a person shows; ended roles and family ties come last."""
    today = clock.today()

    def latest(rows: Any) -> list[Any]:
        return sorted(rows, key=lambda row: (row.until is not None and row.until < today, -row.since.toordinal()))

    return Card(
        row=rows_of([person])[0],
        appointments=latest(Appointment.objects.filter(person=person)),
        children=latest(Guardianship.objects.filter(parent=person).select_related("child")),
        parents=latest(Guardianship.objects.filter(child=person).select_related("parent")),
    )


@dataclass(frozen=True, slots=True)
class Ties:
    """What a person's own page shows beside the name."""

    appointments: list[Appointment]
    children: list[Guardianship]


def own_ties(person: Person) -> Ties:
    """Appointments and children of today, in two queries."""
    today = clock.today()
    return Ties(
        list(Appointment.objects.filter(person=person).on(today)),
        list(Guardianship.objects.filter(parent=person).seeing(today).select_related("child")),
    )


def live_sessions(sessions: QuerySet[UserSession]) -> list[UserSession]:
    """Those that have not run out, the latest first."""
    alive = Session.objects.filter(expire_date__gt=clock.now()).values("session_key")
    return list(sessions.filter(session_key__in=alive).order_by("-created_at"))


def setting_rows(day: date) -> list[dict[str, Any]]:
    """Every known setting with the value that holds on a day, since when, and the value that is to come, if any."""
    stored: dict[str, list[Setting]] = {}
    for row in Setting.objects.filter(key__in=rules.SETTINGS).order_by("since"):
        stored.setdefault(row.key, []).append(row)
    trails = _setting_trails(stored)
    answer = []
    for key, known in rules.SETTINGS.items():
        past = [row for row in stored.get(key, []) if row.since <= day]
        coming = [row for row in stored.get(key, []) if row.since > day]
        value = past[-1].value if past else known.default
        answer.append(
            {
                "key": key,
                "known": known,
                "value": value,
                "since": past[-1].since if past else None,
                "coming": coming,
                "trail": trails.get(key, []),
            }
        )
    return answer


def _setting_trails(stored: dict[str, list[Setting]]) -> dict[str, list[Line]]:
    """Who gave which setting which value from which day, by key, the newest first."""
    rows = {row.pk: row for known in stored.values() for row in known}
    found: dict[str, list[Line]] = {}
    for change in trail_of(Setting, list(rows)):
        row = rows[change.row]
        words = f"с {day_month_year(row.since)} — {rules.said(change.after.get('value'))}"
        found.setdefault(row.key, []).append(Line(change.at, change.who, words))
    return found


@dataclass(frozen=True, slots=True)
class NoticePage:
    """The notice centre: what is new, then what was seen."""

    unseen: list[Notice] = field(default_factory=list)
    seen: list[Notice] = field(default_factory=list)


def notice_page(notices: Any, *, seen_at_most: int = 100) -> NoticePage:
    """All unseen notices and the latest seen ones, newest first."""
    latest = notices.order_by("-made_at", "-id")
    return NoticePage(list(latest.filter(seen_at=None)), list(latest.exclude(seen_at=None)[:seen_at_most]))


def directors_mail() -> list[str]:
    """Addresses of today's director, for the signed heads of the log (settings.ZHURNAL_HEADS_TO)."""
    held = Appointment.objects.filter(role=roles.DIRECTOR).on(clock.today())
    return [address for address in held.values_list("person__email", flat=True) if address]
