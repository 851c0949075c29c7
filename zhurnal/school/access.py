"""Which of the school's rows a person may read or change."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhurnal.core import clock
from zhurnal.people import roles
from zhurnal.people.access import Who, is_staff
from zhurnal.people.models import Appointment, Guardianship, Person

from .models import (
    CalendarDay,
    ClassTeacher,
    Course,
    DivisionProposal,
    Group,
    Membership,
    Order,
    Room,
    School,
    Subject,
    Teaching,
    Year,
)

PARTS = Group.classes.through


# Doors


def reads_whole_school(who: Who) -> bool:
    """Administrator, director and deputy head read everything (domain.md part 2)."""
    return who.has(*roles.MANAGEMENT)


def edits_structure(who: Who) -> bool:
    """The administrator enters classes, students' movement, subjects, rooms and courses (§4.1.5, §4.1.6, §4.4.8)."""
    return who.has(roles.ADMINISTRATOR)


def edits_calendar(who: Who) -> bool:
    """The administrator and the deputy head set the year, its periods and days (§4.1.5, §4.6.2)."""
    return who.has(roles.ADMINISTRATOR, roles.DEPUTY_HEAD)


def reads_calendar(who: Who) -> bool:
    """Everyone who works at the school."""
    return is_staff(who)


def reads_orders(who: Who) -> bool:
    """The management, and the clerk, who keeps the movement of students (§4.5)."""
    return who.has(*roles.MANAGEMENT, roles.CLERK)


def drafts_orders(who: Who) -> bool:
    """The clerk drafts orders and hands them over (§4.5.2); the administrator and the director may do it themselves."""
    return who.has(roles.ADMINISTRATOR, roles.DIRECTOR, roles.CLERK)


def signs_orders(who: Who) -> bool:
    """The director signs; the administrator enters what is signed (§4.1.6, §4.4.8)."""
    return who.has(roles.ADMINISTRATOR, roles.DIRECTOR)


def proposes_divisions(who: Who) -> bool:
    """Class teachers and teachers propose divisions of classes (§4.3.3, §4.4.8); the management reads what they proposed."""
    return who.has(roles.TEACHER, roles.CLASS_TEACHER, *roles.MANAGEMENT)


def is_class_teacher(who: Who) -> bool:
    """Class teachers of today."""
    return who.has(roles.CLASS_TEACHER)


# Rows


def _teaches(who: Who, day: date) -> QuerySet[Teaching]:
    return Teaching.objects.filter(person_id=who.person_id, course=OuterRef("pk")).on(day)


def own_classes(who: Who, day: date | None = None) -> QuerySet[Group]:
    """Classes whose class teacher the person is today."""
    held = ClassTeacher.objects.filter(person_id=who.person_id).on(day or clock.today())
    return Group.objects.filter(kind=Group.Kind.CLASS, pk__in=held.values("group_id"))


def parts_of(groups: QuerySet[Group]) -> Q:
    """A condition on the id of a group: one of these, or one that stands on them, through a subgroup too."""
    ids = groups.values("pk")
    direct = PARTS.objects.filter(to_group__in=ids).values("from_group")
    deeper = PARTS.objects.filter(to_group__in=direct).values("from_group")
    return Q(pk__in=ids) | Q(pk__in=direct) | Q(pk__in=deeper)


def courses_to_teach(who: Who) -> QuerySet[Course]:
    """Courses that the person teaches today."""
    return Course.objects.filter(Exists(_teaches(who, clock.today())))


def courses_to_read(who: Who) -> QuerySet[Course]:
    """Own courses, all courses of one's own class (and its subgroups and joined groups), everything for the management."""
    if reads_whole_school(who):
        return Course.objects.all()
    mine = Group.objects.filter(parts_of(own_classes(who))).values("pk")
    return Course.objects.filter(Exists(_teaches(who, clock.today())) | Q(group__in=mine))


def courses_to_edit(who: Who) -> QuerySet[Course]:
    """The administrator's: every course."""
    return Course.objects.all() if edits_structure(who) else Course.objects.none()


def groups_to_read(who: Who) -> QuerySet[Group]:
    """One's own class with its groups, the groups one teaches and their classes; every group for the management."""
    if reads_whole_school(who):
        return Group.objects.all()
    taught = Group.objects.filter(pk__in=courses_to_teach(who).values("group"))
    above = PARTS.objects.filter(from_group__in=taught.values("pk")).values("to_group")
    return Group.objects.filter(parts_of(own_classes(who)) | Q(pk__in=taught.values("pk")) | Q(pk__in=above))


def classes_to_read(who: Who) -> QuerySet[Group]:
    """The classes among `groups_to_read`."""
    return groups_to_read(who).filter(kind=Group.Kind.CLASS)


def class_cards_to_read(who: Who) -> QuerySet[Group]:
    """The pages of classes with students' data: one's own class, every class for the management."""
    return Group.objects.filter(kind=Group.Kind.CLASS) if reads_whole_school(who) else own_classes(who)


def classes_to_edit(who: Who) -> QuerySet[Group]:
    """The administrator's: every class."""
    return Group.objects.filter(kind=Group.Kind.CLASS) if edits_structure(who) else Group.objects.none()


def classes_of(year: Year, who: Who) -> QuerySet[Group]:
    """The classes of a year in order, for those who enter orders or set the calendar."""
    if not edits_calendar(who):
        return Group.objects.none()
    return Group.objects.filter(year=year, kind=Group.Kind.CLASS).order_by("grade", "letter", "name")


def classes_to_divide(who: Who) -> QuerySet[Group]:
    """Classes whose divisions the person opens: every one for the administrator, who transfers by order (§4.4.8); for proposals
    the class teacher's own (§4.3.3), and those whose groups, or the class itself, one teaches.
    """
    if edits_structure(who):
        return Group.objects.filter(kind=Group.Kind.CLASS)
    taught = Group.objects.filter(pk__in=courses_to_teach(who).values("group"))
    above = PARTS.objects.filter(from_group__in=taught.values("pk")).values("to_group")
    classes = Group.objects.filter(kind=Group.Kind.CLASS)
    return classes.filter(Q(pk__in=own_classes(who).values("pk")) | Q(pk__in=taught.values("pk")) | Q(pk__in=above))


def classes_to_part(who: Who) -> QuerySet[Group]:
    """Classes for which the person makes a new division: the administrator's every one, the class teacher's own (§4.3.3)."""
    return Group.objects.filter(kind=Group.Kind.CLASS) if edits_structure(who) else own_classes(who)


def proposals_to_read(who: Who) -> QuerySet[DivisionProposal]:
    """What was proposed for the classes that one divides; everything for the management."""
    rows = DivisionProposal.objects.select_related("klass__year", "made_by", "decided_by", "order")
    return rows if reads_whole_school(who) else rows.filter(klass__in=classes_to_divide(who).values("pk"))


def proposals_to_decide(who: Who) -> QuerySet[DivisionProposal]:
    """What waits for the administrator."""
    rows = DivisionProposal.objects.filter(state=DivisionProposal.State.NEW).select_related("klass__year", "made_by")
    return rows if edits_structure(who) else rows.none()


def proposals_to_withdraw(who: Who) -> QuerySet[DivisionProposal]:
    """One's own that still wait."""
    return DivisionProposal.objects.filter(made_by_id=who.person_id, state=DivisionProposal.State.NEW)


def groups_by_hand(who: Who) -> QuerySet[Group]:
    """Electives and joined groups, for the administrator who makes them (§4.1.5)."""
    rows = Group.objects.filter(kind__in=(Group.Kind.ELECTIVE, Group.Kind.JOINED)).select_related("year")
    return rows if edits_structure(who) else rows.none()


def groups_to_join(year: Year, who: Who) -> QuerySet[Group]:
    """The classes and subgroups of a year of which an elective or a joined group may be made."""
    if not edits_structure(who):
        return Group.objects.none()
    kinds = (Group.Kind.CLASS, Group.Kind.SUBGROUP)
    return Group.objects.filter(year=year, kind__in=kinds).order_by("grade", "name")


def classes_to_give_access(who: Who) -> QuerySet[Group]:
    """Classes whose families the person gives access to: the administrator's every one, the class teacher's own (§4.3.8)."""
    return classes_to_part(who)


def families_of(groups: QuerySet[Group]) -> QuerySet[Person]:
    """Students who are in these classes today or later, and their legal representatives of today whose diary no court has shut."""
    today = clock.today()
    students = Membership.objects.filter(group__in=groups.values("pk")).exclude(until__lt=today).values("person_id")
    parents = Guardianship.objects.filter(child_id__in=students).seeing(today).values("parent_id")
    return Person.objects.filter(Q(pk__in=students) | Q(pk__in=parents))


def years_to_read(who: Who) -> QuerySet[Year]:
    """Every year, for those who work at the school."""
    return Year.objects.all() if reads_calendar(who) else Year.objects.none()


def years_to_edit(who: Who) -> QuerySet[Year]:
    """Every year, for those who set the calendar."""
    return Year.objects.all() if edits_calendar(who) else Year.objects.none()


def days_to_edit(who: Who) -> QuerySet[CalendarDay]:
    """Every special day, for those who set the calendar."""
    return CalendarDay.objects.all() if edits_calendar(who) else CalendarDay.objects.none()


def schools_to_edit(who: Who) -> QuerySet[School]:
    """The school, for the administrator."""
    return School.objects.all() if edits_structure(who) else School.objects.none()


def subjects_to_edit(who: Who) -> QuerySet[Subject]:
    """Every subject, for the administrator."""
    return Subject.objects.all() if edits_structure(who) else Subject.objects.none()


def rooms_to_edit(who: Who) -> QuerySet[Room]:
    """Every room, for the administrator."""
    return Room.objects.all() if edits_structure(who) else Room.objects.none()


def teachings_to_edit(who: Who) -> QuerySet[Teaching]:
    """Every term of teaching, for the administrator."""
    return Teaching.objects.all() if edits_structure(who) else Teaching.objects.none()


def orders_to_read(who: Who) -> QuerySet[Order]:
    """The register of orders, for the management and the clerk."""
    return Order.objects.all() if reads_orders(who) else Order.objects.none()


def orders_to_draft(who: Who) -> QuerySet[Order]:
    """Drafts, for those who draft."""
    return Order.objects.filter(state=Order.State.DRAFT) if drafts_orders(who) else Order.objects.none()


def orders_to_sign(who: Who) -> QuerySet[Order]:
    """Drafts, for those who put them in force."""
    return Order.objects.filter(state=Order.State.DRAFT) if signs_orders(who) else Order.objects.none()


def orders_to_cancel(who: Who) -> QuerySet[Order]:
    """Orders in force, for those who may take them back."""
    return Order.objects.filter(state=Order.State.FORCE) if signs_orders(who) else Order.objects.none()


def classes_for_orders(who: Who) -> QuerySet[Group]:
    """Classes of all years, for those who draft orders about their students."""
    rows = Group.objects.filter(kind=Group.Kind.CLASS).select_related("year")
    return rows if drafts_orders(who) else rows.none()


def people_for_orders(who: Who) -> QuerySet[Person]:
    """Everybody who is, was or may become a student, for those who draft orders."""
    if not drafts_orders(who):
        return Person.objects.none()
    return Person.objects.filter(_WAS_STUDENT | _MAY_BE_ENROLLED)


_WAS_STUDENT = Exists(Membership.objects.filter(person=OuterRef("pk"), group__kind=Group.Kind.CLASS))
_MAY_BE_ENROLLED = Q(wards=None, appointments=None, teachings=None, class_teaching=None)


def in_no_class(day: date) -> Q:
    """A condition on people: neither staff nor parents, in no class on the day or later, and never before."""
    return _MAY_BE_ENROLLED & ~Q(_WAS_STUDENT)


def students_to_move(who: Who) -> QuerySet[Person]:
    """People who are or were in a class, for the administrator who enters orders about them."""
    if not edits_structure(who):
        return Person.objects.none()
    return Person.objects.filter(Exists(Membership.objects.filter(person=OuterRef("pk"), group__kind=Group.Kind.CLASS)))


def people_to_enrol(who: Who) -> QuerySet[Person]:
    """People who are in no class today or later, and are neither staff nor parents; for the administrator."""
    if not edits_structure(who):
        return Person.objects.none()
    today = clock.today()
    in_class = Membership.objects.filter(person=OuterRef("pk"), group__kind=Group.Kind.CLASS).exclude(until__lt=today)
    return Person.objects.filter(~Exists(in_class), wards=None, appointments=None, teachings=None, class_teaching=None)


def staff_to_assign(who: Who) -> QuerySet[Person]:
    """Adults who may be given a course or a class: those with an appointment, a course, a class, or no child's or parent's place."""
    if not who.has(roles.ADMINISTRATOR, roles.DEPUTY_HEAD):
        return Person.objects.none()
    works = Q(appointments__isnull=False) | Q(teachings__isnull=False) | Q(class_teaching__isnull=False)
    return Person.objects.filter(works | Q(memberships=None, wards=None)).distinct()


def students_in(groups: QuerySet[Group], day: date) -> QuerySet[Person]:
    """People who are members of one of these groups on a day."""
    members = Membership.objects.filter(group__in=groups.values("pk")).on(day)
    return Person.objects.filter(pk__in=members.values("person_id"))


def children_of(who: Who) -> QuerySet[Person]:
    """The children whose legal representative the person is today (§3.6: own child only), unless a court has taken that away."""
    wards = Guardianship.objects.filter(parent_id=who.person_id).seeing(clock.today())
    return Person.objects.filter(pk__in=wards.values("child_id"))


def directors_on(day: date) -> QuerySet[Person]:
    """Who is the director on a day: whose name stands under the school's papers."""
    appointed = Appointment.objects.filter(role=roles.DIRECTOR).on(day)
    return Person.objects.filter(pk__in=appointed.values("person_id"))


def administrators_on(day: date) -> QuerySet[Person]:
    """Who is told of what waits for the administrator."""
    appointed = Appointment.objects.filter(role=roles.ADMINISTRATOR).on(day)
    return Person.objects.filter(pk__in=appointed.values("person_id"))
