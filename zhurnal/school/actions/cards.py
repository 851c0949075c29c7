"""What families propose about cards, told to those who decide."""

from __future__ import annotations

from django.urls import reverse

from zhurnal.core import clock
from zhurnal.core.actions import Acting, action
from zhurnal.people import actions as people
from zhurnal.people.models import Correction, Person

from ..models import ClassTeacher, Group, Membership


@action("school.correction.propose")
def propose_correction(act: Acting, person: Person, values: dict[str, str]) -> list[Correction]:
    """Propose other values for fields of a card and tell the class teacher of the student, or of the parent's children.

    The notice names nobody's data. Refuses what `people.propose` refuses.
    """
    made = people.propose(act.actor, person, values)
    told = [one for one in class_teachers_of(person) if one.pk != act.person_id]
    people.notify(
        act.actor, told, f"Семья предлагает исправить карточку: {person.call_name}.", reverse("school:corrections")
    )
    return made


def class_teachers_of(person: Person) -> list[Person]:
    """Today's class teachers of a student, or of a parent's children (2 queries)."""
    today = clock.today()
    students = [person.pk, *person.wards.on(today).values_list("child_id", flat=True)]
    stays = Membership.objects.filter(person_id__in=students, group__kind=Group.Kind.CLASS).exclude(until__lt=today)
    led = ClassTeacher.objects.filter(group__in=stays.values("group_id")).on(today).select_related("person")
    return list({one.person_id: one.person for one in led}.values())
