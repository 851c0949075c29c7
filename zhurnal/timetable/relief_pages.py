"""What the pages of substitutions show: a day with its candidates, the journal of a month, one's own lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from zhurnal.core.russian import counted, day_month
from zhurnal.people.models import Person
from zhurnal.school.calendar import classes_under, parents_in
from zhurnal.school.models import Group

from .models import Lesson, StaffAbsence, Substitution
from .relief import Join, Relief, month_of
from .rules.relief import Facts
from .signing import Signature, signatures

SHOWN = 3
AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A free teacher with what speaks for them; `kind` is what the lesson would be, `instead` what they would teach."""

    person: Person
    facts: Facts
    kind: str
    instead: str

    @property
    def words(self) -> list[str]:
        """The facts in words, the weightiest first."""
        facts = self.facts
        said = ["тот же предмет" if facts.same_subject else f"вместо урока — {self.instead}" if self.instead else ""]
        said.append("знает класс" if facts.knows_class else "")
        said.append("окно" if facts.window else "" if facts.at_school else "в этот день уроков нет")
        if facts.today:
            said.append(f"в этот день {counted(facts.today, 'урок', 'урока', 'уроков')}")
        times = counted(facts.month, "замещение", "замещения", "замещений")
        said.append(f"{times} за месяц" if facts.month else "ещё не замещал" + ("а" if self.person.sex == "f" else ""))
        return [words for words in said if words]

    @property
    def is_best(self) -> bool:
        """Whether the lesson would be given by who teaches its subject."""
        return self.facts.same_subject


@dataclass(frozen=True, slots=True)
class Line:
    """A lesson of the day that concerns the deputy head: who is away, who could give it, or what was arranged."""

    lesson: Lesson
    row: Substitution | None = None
    away: list[Person] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    more: int = 0
    returned: bool = False


@dataclass(frozen=True, slots=True)
class DayPage:
    """The substitutions of a day; `proposed` is lesson → person, `all` every lesson."""

    day: date
    absences: list[StaffAbsence]
    unresolved: list[Line]
    arranged: list[Line]
    proposed: dict[int, int]
    lessons: int


def day_page(day: date, *, propose: bool = False) -> DayPage:
    """Lessons without anybody with their best candidates, and what is arranged already (5 queries, however many teachers)."""
    relief = Relief(day)
    arranged = [
        _arranged(relief, lesson)
        for lesson in relief.lessons
        if not relief.is_unresolved(lesson) and (lesson.substitute_id or lesson.state == Lesson.State.CANCELLED)
    ]
    shown = None if propose else SHOWN
    absences = sorted((one for rows in relief.absences.values() for one in rows), key=lambda one: one.person.order_key)
    return DayPage(
        day=day,
        absences=absences,
        unresolved=[unresolved_line(relief, lesson, shown) for lesson in relief.unresolved()],
        arranged=arranged,
        proposed=relief.proposal() if propose else {},
        lessons=len(relief.lessons),
    )


def row_of(lesson: Lesson) -> Substitution | None:
    """The lesson's line in the journal of substitutions, as it was read with the lesson."""
    found: Substitution | None = getattr(lesson, "substitution", None)
    return found


def _arranged(relief: Relief, lesson: Lesson) -> Line:
    """What is done with the lesson; `returned` when its teacher is at school after all."""
    row = row_of(lesson)
    known = relief.absences.get(lesson.teacher_id or 0, [])
    was_away = row is not None and row.reason in dict(StaffAbsence.Reason.choices).values()
    back = was_away and not any(one.covers(lesson.course.group.shift, lesson.number) for one in known)
    return Line(lesson, row, returned=back)


def unresolved_line(relief: Relief, lesson: Lesson, shown: int | None = SHOWN) -> Line:
    """The lesson with its candidates, the best `shown` of them."""
    found = relief.candidates(lesson)
    return Line(
        lesson,
        row_of(lesson),
        away=relief.meant(lesson),
        candidates=[_candidate(relief, lesson, one) for one in found[:shown]],
        joins=relief.joins(lesson),
        more=len(found) - len(found[:shown]),
    )


def _candidate(relief: Relief, lesson: Lesson, facts: Facts) -> Candidate:
    kind = relief.kind_for(facts.person, lesson)
    instead = relief.instead_for(facts.person, lesson) if kind == Substitution.Kind.OTHER else ""
    return Candidate(relief.teachers[facts.person], facts, kind, instead)


def busy_words(relief: Relief, lesson: Lesson) -> str:
    """Who gives another lesson at that time or is away, by name: why they are not among the candidates."""
    busy = relief.busy(lesson)
    names = sorted(
        (
            (one.order_key, one.short_name)
            for pk, one in relief.teachers.items()
            if pk in busy or relief.is_away(pk, lesson)
        ),
    )
    return ", ".join(name for _, name in names)


@dataclass(frozen=True, slots=True)
class JournalLine:
    """A line of the journal of substitutions with its signature."""

    row: Substitution
    signature: Signature | None

    @property
    def lesson(self) -> Lesson:
        """The lesson whose line it is."""
        return self.row.lesson

    @property
    def what(self) -> str:
        """«другой предмет: физика», «урок перенесён на 27 ноября, 3-й урок»."""
        said = self.row.get_kind_display()
        if self.row.instead:
            return f"{said}: {self.row.instead}"
        if self.row.moved_to is not None:
            return f"{said} на {day_month(self.row.moved_to.date)}, {self.row.moved_to.number}-й урок"
        return said

    @property
    def wants_signature(self) -> bool:
        """Whether somebody gives the lesson and has not signed."""
        return self.row.person_id is not None and self.row.signed_at is None


def journal_lines(rows: QuerySet[Substitution], month: date) -> list[JournalLine]:
    """The lines of a month in order of days and lessons, each with its signature checked (2 queries)."""
    since, until = month_of(month)
    found = list(
        rows.filter(lesson__date__range=(since, until))
        .select_related("lesson__course__subject", "lesson__course__group", "absent", "person", "moved_to")
        .order_by("lesson__date", "lesson__number", "lesson__course__group__grade", "lesson__course__group__name", "pk")
    )
    signed = signatures(found)
    return [JournalLine(row, signed.get(row.pk)) for row in found]


def own_lines(person: Person, month: date) -> tuple[list[JournalLine], list[JournalLine]]:
    """What the person gave instead of others, and what others gave instead of them, in a month (2 queries)."""
    mine = Substitution.objects.filter(Q(person=person) | Q(absent=person))
    lines = journal_lines(mine, month)
    return (
        [one for one in lines if one.row.person_id == person.pk],
        [one for one in lines if one.row.absent_id == person.pk],
    )


def changes_of_class(klass: Group, day: date) -> list[JournalLine]:
    """What is changed in the day of a class with its groups, without the signatures (3 queries)."""
    parents = parents_in(klass.year)
    groups = {klass.pk, *(pk for pk in parents if klass.pk in classes_under(pk, parents))}
    rows = Substitution.objects.filter(lesson__date=day, lesson__course__group__in=groups)
    rows = rows.select_related("lesson__course__subject", "lesson__course__group", "absent", "person", "moved_to")
    return [JournalLine(row, None) for row in rows.order_by("lesson__number", "pk")]


@dataclass(frozen=True, slots=True)
class Absences:
    """Who is away today, soon, and was lately."""

    now: list[StaffAbsence]
    soon: list[StaffAbsence]
    past: list[StaffAbsence]


def has_two_shifts() -> bool:
    """Whether any class learns in the second shift (1 query)."""
    return Group.objects.filter(kind=Group.Kind.CLASS, shift=2).exists()


def absences_around(rows: QuerySet[StaffAbsence], today: date) -> Absences:
    """Absences of today, of the coming two weeks, and those that ended in the last two (1 query)."""
    near = rows.filter(until__gte=today - AHEAD, since__lte=today + AHEAD).select_related("person")
    found = list(near.order_by("since", "person__order_key"))
    return Absences(
        [one for one in found if one.since <= today <= one.until],
        [one for one in found if one.since > today],
        [one for one in found if one.until < today][::-1],
    )
