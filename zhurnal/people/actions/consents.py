"""Consents to the processing of personal data (152-ФЗ, art. 9)."""

from __future__ import annotations

from datetime import date

from zhurnal.core import clock, text
from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused

from .. import rules
from ..models import Consent, Guardianship, Person


@action("people.consent.give")
def give_consent(
    act: Acting, person: Person, *, purpose: str, given_by: Person, given_on: date, document: str = ""
) -> Consent:
    """Record a signed consent. `Refused` when one for this purpose holds already, for a day to come, or from one who may not give it:
    a child's legal representative gives it, from eighteen the person alone."""
    if given_on > clock.today():
        raise Refused("Согласие не бывает дано завтрашним днём.", field="given_on")
    if Consent.objects.filter(person=person, purpose=purpose, withdrawn_on=None).exists():
        raise Refused("Согласие на эту цель уже записано и не отозвано.", field="purpose")
    if given_by not in may_give(person, given_on):
        raise Refused("Согласие даёт законный представитель, а с восемнадцати лет сам человек.", field="given_by")
    row = Consent(person=person, purpose=purpose, given_by=given_by, given_on=given_on, document=text.squeeze(document))
    return act.create(row)


@action("people.consent.withdraw")
def withdraw_consent(act: Acting, consent: Consent, *, on: date, document: str = "") -> None:
    """Record the withdrawal: from this day the data are not used for the purpose; the row stays. `Refused` for a day out of order."""
    act.lock(consent, "withdrawn_on")
    if consent.withdrawn_on is not None:
        raise Refused("Это согласие уже отозвано.")
    if not consent.given_on <= on <= clock.today():
        raise Refused("День отзыва — не раньше дня согласия и не позже сегодняшнего.", field="on")
    act.update(consent, withdrawn_on=on, withdrawal=text.squeeze(document))


def may_give(person: Person, day: date) -> list[Person]:
    """Who may consent for a person on a day: from eighteen the person alone; for a child their legal representatives.

    Of one whose birth date is not known the representatives decide, if there are any."""
    if person.birth_date and not rules.is_child(person.birth_date, day):
        return [person]
    ties = Guardianship.objects.filter(child=person).on(max(day, clock.today())).select_related("parent")
    adults = [tie.parent for tie in ties.order_by("relation", "id")]
    return adults or ([] if person.birth_date else [person])
