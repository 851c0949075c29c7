"""The first run: the school, its administrator, the year and the bells in one act."""

from __future__ import annotations

from dataclasses import dataclass

from zhurnal.core import clock
from zhurnal.core.actions import SYSTEM, Acting, action
from zhurnal.core.errors import Refused
from zhurnal.people import actions as people
from zhurnal.people import roles
from zhurnal.people import rules as people_rules
from zhurnal.people.actions.accounts import checked_password
from zhurnal.people.models import Account
from zhurnal.school import actions as school
from zhurnal.school import rules as school_rules

from ..rules import usual_bells
from .bells import create_bells


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Who enters everything else."""

    last_name: str
    first_name: str
    middle_name: str
    login: str
    password: str


def set_up(*, name: str, short_name: str, site: str = "", administrator: FirstAdministrator) -> Account:
    """Make the school, its first administrator with an account, the academic year proposed today, and the usual bells of both shifts.

    Answers the account. The administrator has accepted the rules of keeping their access (§3.2, §7.7). `Refused` (fields name, login,
    password) when there is a school already, for an unfit login and for a weak password. The password is hashed before the transaction begins.
    """
    login = administrator.login.strip().casefold()
    if mistake := people_rules.login_mistake(login):
        raise Refused(mistake, field="login")
    hashed = checked_password(administrator.password, Account(login=login))
    return _set_up(
        SYSTEM, name=name, short_name=short_name, site=site, administrator=administrator, login=login, hashed=hashed
    )


@action("timetable.school.set_up")
def _set_up(
    act: Acting, *, name: str, short_name: str, site: str, administrator: FirstAdministrator, login: str, hashed: str
) -> Account:
    school.create_school(act.actor, name=name, short_name=short_name, site=site)
    person = people.add_person(
        act.actor,
        last_name=administrator.last_name,
        first_name=administrator.first_name,
        middle_name=administrator.middle_name,
    )
    account = Account(person=person, login=login, password=hashed, rules_accepted_at=act.at)
    act.create(account, about=person.pk)
    people.appoint(act.actor, person, roles.ADMINISTRATOR, since=clock.today())
    plan = school_rules.year_plan(school_rules.academic_year_of(clock.today()))
    year = school.create_year(
        act.actor, name=plan.name, since=plan.since, until=plan.until, quarters=plan.quarters, halves=plan.halves
    )
    for shift, title in ((1, "Обычные звонки"), (2, "Обычные звонки, вторая смена")):
        create_bells(act.actor, year, name=title, shift=shift, times=usual_bells(shift))
    return account
