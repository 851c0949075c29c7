"""Whose card a person may read, change, check and correct, and whose health they may know (domain.md part 2; §4.3.5, §4.3.6)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhurnal.core import clock
from zhurnal.people import roles
from zhurnal.people.access import Who, reads_people
from zhurnal.people.models import Appointment, Consent, Correction, Guardianship, Person

from . import rules
from .access import children_of, class_cards_to_read, courses_to_teach, own_classes
from .models import ClassTeacher, Course, Group, Membership, Subject, Teaching

# Doors


def keeps_cards(who: Who) -> bool:
    """The administrator and the clerk keep the cards of students, parents and staff (domain.md part 2)."""
    return who.has(roles.ADMINISTRATOR, roles.CLERK)


def decides_corrections(who: Who) -> bool:
    """Those who keep the cards, and class teachers for their own class (§4.3.6)."""
    return keeps_cards(who) or who.has(roles.CLASS_TEACHER)


def reads_all_health(who: Who) -> bool:
    """The medical worker, the director and the deputy head; neither the administrator nor the clerk."""
    return who.has(roles.MEDIC, roles.DIRECTOR, roles.DEPUTY_HEAD)


def keeps_health(who: Who) -> bool:
    """The medical worker."""
    return who.has(roles.MEDIC)


def teaches_pe(who: Who) -> bool:
    """Today's teachers of physical education."""
    return who.has(roles.TEACHER) and pe_courses(who).exists()


# Rows


def _works() -> Q:
    """A condition on people: works at the school today. A class teacher never keeps the card of a colleague who is a parent."""
    today = clock.today()
    held = [
        Exists(model.objects.filter(person=OuterRef("pk")).on(today)) for model in (Appointment, Teaching, ClassTeacher)
    ]
    return Q(held[0]) | Q(held[1]) | Q(held[2])


def students_of_classes(classes: QuerySet[Group]) -> QuerySet[Membership]:
    """Stays of today and to come in these classes."""
    return Membership.objects.filter(group__in=classes.values("pk")).exclude(until__lt=clock.today())


def people_of_classes(classes: QuerySet[Group]) -> QuerySet[Person]:
    """Students of these classes of today or later, and all their legal representatives of today, limited ones too; no staff."""
    students = students_of_classes(classes).values("person_id")
    parents = Guardianship.objects.filter(child_id__in=students).on(clock.today()).values("parent_id")
    return Person.objects.filter(Q(pk__in=students) | Q(pk__in=parents)).exclude(_works())


def cards_of_own_class(who: Who) -> QuerySet[Person]:
    """The cards that a class teacher keeps: of the students of the class and their parents (§4.3.6, §7.5)."""
    if not who.has(roles.CLASS_TEACHER):
        return Person.objects.none()
    return people_of_classes(own_classes(who)).exclude(pk=who.person_id)


def cards_of_class_to_check(who: Who, klass: Group) -> QuerySet[Person]:
    """The cards of this class that its teacher checks."""
    of_class = people_of_classes(own_classes(who).filter(pk=klass.pk))
    return cards_of_own_class(who).filter(pk__in=of_class.values("pk"))


def class_of_card(who: Who, person: Person) -> Group | None:
    """The own class whose list this card stands in, None for who is not its teacher."""
    own = own_classes(who) if who.has(roles.CLASS_TEACHER) else Group.objects.none()
    return next((one for one in own if people_of_classes(own.filter(pk=one.pk)).filter(pk=person.pk).exists()), None)


def own_cards(who: Who) -> QuerySet[Person]:
    """Oneself and one's children: everybody reads what the school keeps of them (152-ФЗ, art. 14)."""
    return Person.objects.filter(Q(pk=who.person_id) | Q(pk__in=children_of(who).values("pk")))


def cards_to_read(who: Who) -> QuerySet[Person]:
    """Everyone's for the management and the clerk; of one's own class for its teacher; one's own and one's children's."""
    if reads_people(who):
        return Person.objects.all()
    return Person.objects.filter(Q(pk__in=own_cards(who).values("pk")) | Q(pk__in=cards_of_own_class(who).values("pk")))


def cards_to_edit(who: Who) -> QuerySet[Person]:
    """Everyone's for the administrator and the clerk; of the own class for its teacher, who never edits staff or oneself."""
    return Person.objects.all() if keeps_cards(who) else cards_of_own_class(who)


def classes_with_cards(who: Who) -> QuerySet[Group]:
    """Classes whose list of cards may be opened: one's own, every one for the management and the clerk."""
    return Group.objects.filter(kind=Group.Kind.CLASS) if keeps_cards(who) else class_cards_to_read(who)


def classes_to_check(who: Who) -> QuerySet[Group]:
    """Classes whose cards the person checks: one's own (§4.3.6)."""
    return own_classes(who)


def corrections_to_decide(who: Who) -> QuerySet[Correction]:
    """Waiting proposals about the cards that one keeps; never one's own."""
    waiting = Correction.objects.filter(state=Correction.State.WAITING).exclude(by=who.person_id)
    return waiting if keeps_cards(who) else waiting.filter(person__in=cards_of_own_class(who).values("pk"))


def cards_to_decide(who: Who) -> QuerySet[Person]:
    """People with proposals that one may decide."""
    return Person.objects.filter(pk__in=corrections_to_decide(who).values("person_id"))


def corrections_to_withdraw(who: Who) -> QuerySet[Correction]:
    """One's own waiting proposals."""
    return Correction.objects.filter(by=who.person_id, state=Correction.State.WAITING)


def consents_to_withdraw(who: Who) -> QuerySet[Consent]:
    """Consents that hold, of the cards that one keeps."""
    rows = Consent.objects.filter(withdrawn_on=None)
    return rows if keeps_cards(who) else rows.filter(person__in=cards_of_own_class(who).values("pk"))


def ties_to_limit(who: Who) -> QuerySet[Guardianship]:
    """Family ties of today, for those who keep the papers: a court's decision is entered by the administrator or the clerk."""
    rows = Guardianship.objects.on(clock.today()).select_related("parent", "child")
    return rows if keeps_cards(who) else rows.none()


# Health


def _students() -> QuerySet[Membership]:
    return Membership.objects.filter(group__kind=Group.Kind.CLASS)


def health_to_read(who: Who) -> QuerySet[Person]:
    """Students: all for the medical worker, the director and the deputy head; of the own class; oneself and one's children."""
    if reads_all_health(who):
        return Person.objects.filter(pk__in=_students().values("person_id"))
    family = own_cards(who).filter(pk__in=_students().values("person_id"))
    return Person.objects.filter(Q(pk__in=family.values("pk")) | Q(pk__in=_own_students(who).values("person_id")))


def classes_with_health(who: Who) -> QuerySet[Group]:
    """Classes whose list of health may be opened: one's own, every one for those who read all health."""
    return Group.objects.filter(kind=Group.Kind.CLASS) if reads_all_health(who) else own_classes(who)


def health_to_edit(who: Who) -> QuerySet[Person]:
    """Students: all for the medical worker, of the own class for its teacher, by the doctor's paper."""
    if keeps_health(who):
        return Person.objects.filter(pk__in=_students().values("person_id"))
    return Person.objects.filter(pk__in=_own_students(who).values("person_id")).exclude(pk=who.person_id)


def _own_students(who: Who) -> QuerySet[Membership]:
    stays = students_of_classes(own_classes(who))
    return stays if who.has(roles.CLASS_TEACHER) else stays.none()


def pe_courses(who: Who) -> QuerySet[Course]:
    """Courses of physical education that the person teaches today: their teachers see the group for lessons and nothing else."""
    subjects = [pk for pk, name in Subject.objects.values_list("pk", "name") if rules.is_pe(name)]
    return courses_to_teach(who).filter(subject__in=subjects)
