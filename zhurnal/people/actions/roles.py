"""Appointments to the school-wide roles."""

from __future__ import annotations

from datetime import date, timedelta

from zhurnal.core import clock
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused
from zhurnal.core.russian import day_month_year

from .. import roles
from ..models import Appointment, Person
from .notices import notify


@action("people.role.appoint")
def appoint(
    act: Acting,
    person: Person,
    role: str,
    *,
    since: date,
    until: date | None = None,
    order_number: str = "",
    order_date: date | None = None,
) -> Appointment:
    """Appoint a person to a school-wide role by the director's order (§4.2.2). `Refused` when they hold it already, or for
    dates that run backwards."""
    if until and until < since:
        raise Refused("Окончание раньше начала.", field="until")
    if Appointment.objects.filter(person=person, role=role).within(since, until or date.max).exists():
        raise Refused("Этот человек уже назначен на эту роль в эти дни.", field="role")
    row = Appointment(
        person=person, role=role, since=since, until=until, order_number=order_number.strip(), order_date=order_date
    )
    act.create(row, about=person.pk)
    notify(act.actor, [person], f"Вы назначены: {roles.APPOINTED[role]}, с {day_month_year(since)}", "people:profile")
    return row


@action("people.role.dismiss")
def dismiss(act: Acting, appointment: Appointment, *, until: date | None = None) -> None:
    """End an appointment; `until` is its last day (yesterday: at once). One that has not begun is taken back.

    `Refused` when the journal would be left without an administrator."""
    until = until or clock.today() - timedelta(days=1)
    if appointment.role == roles.ADMINISTRATOR and not _another_administrator(appointment, until):
        raise Refused("Это единственный администратор: сначала назначьте другого (§4.1.2).", field="until")
    if until < appointment.since:
        act.delete(appointment, about=appointment.person_id)
    else:
        act.update(appointment, until=until, about=appointment.person_id)
    notify(act.actor, [appointment.person], f"Роль завершена: {roles.APPOINTED[appointment.role]}.", "people:profile")


def _another_administrator(appointment: Appointment, until: date) -> bool:
    """Whether somebody else who can sign in is administrator on the day after."""
    rows = Appointment.objects.filter(role=roles.ADMINISTRATOR, person__account__is_active=True)
    return rows.exclude(pk=appointment.pk).on(max(until + timedelta(days=1), clock.today())).exists()
