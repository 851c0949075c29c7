"""A day of absent teachers: whose lessons have nobody, and who is free to give them. Read by actions and queries alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from zhurnal.people.models import Person
from zhurnal.school.calendar import classes_under, parents_in
from zhurnal.school.models import Teaching

from .models import Lesson, StaffAbsence, Substitution
from .rules.relief import Facts, in_window, share_out

Kind = Substitution.Kind


def together(one: Lesson, other: Lesson) -> bool:
    """Whether two lessons of one day are at the same time: by the bells where both have them, else by number."""
    if one.starts and one.ends and other.starts and other.ends:
        return one.starts < other.ends and other.starts < one.ends
    return one.number == other.number


def moment_of(lesson: Lesson) -> int:
    """The beginning in minutes of the day, so that both shifts stand in one order; by the number where there are no bells."""
    return lesson.starts.hour * 60 + lesson.starts.minute if lesson.starts else (7 + lesson.number) * 60


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Join:
    """Another lesson at the same time whose teacher could take both groups."""

    lesson: Lesson
    person: Person


class Relief:
    """The lessons of a day with who gives them, who is away, who teaches what (5 queries, whatever the number of teachers)."""

    def __init__(self, day: date) -> None:
        self.day = day
        rows = Lesson.objects.filter(date=day).select_related(
            "course__subject", "course__group", "course__year", "teacher", "substitute", "room",
            "substitution__moved_to", "substitution__person", "moved_from__lesson",
        )  # fmt: skip
        self.lessons = list(rows.order_by("starts", "number", "course__group__grade", "course__group__name", "id"))
        self.by_id = {lesson.pk: lesson for lesson in self.lessons}
        self.parents = parents_in(self.lessons[0].course.year) if self.lessons else {}
        self._read_absences()
        self._read_teachings()
        since, until = month_of(day)
        months = Substitution.objects.filter(lesson__date__range=(since, until), kind__in=Substitution.GIVEN)
        self.month = Counter(dict(months.values_list("person_id").annotate(n=Count("id"))))
        self.held: dict[int, set[int]] = defaultdict(set)
        for lesson in self.lessons:
            for person in self.givers(lesson):
                self.held[person].add(moment_of(lesson))

    def _read_absences(self) -> None:
        self.absences: dict[int, list[StaffAbsence]] = defaultdict(list)
        for absence in StaffAbsence.objects.on(self.day).select_related("person"):
            self.absences[absence.person_id].append(absence)

    def _read_teachings(self) -> None:
        self.teachers: dict[int, Person] = {}
        self.of_course: dict[int, list[Person]] = defaultdict(list)
        self.subjects: dict[int, Counter[tuple[int, str]]] = defaultdict(Counter)
        self.classes: dict[int, dict[int, str]] = defaultdict(dict)  # person → class → a subject taught there
        rows = Teaching.objects.on(self.day).select_related("person", "course__subject").order_by("since", "id")
        for teaching in rows:
            person, course = teaching.person, teaching.course
            self.teachers[person.pk] = person
            self.of_course[course.pk].append(person)
            self.subjects[person.pk][course.subject_id, course.subject.name] += 1
            for klass in classes_under(course.group_id, self.parents):
                self.classes[person.pk].setdefault(klass, course.subject.name)

    def classes_of(self, lesson: Lesson) -> tuple[int, ...]:
        """The classes that sit in the lesson."""
        return classes_under(lesson.course.group_id, self.parents)

    def is_away(self, person_id: int, lesson: Lesson) -> bool:
        """Whether the person is away during the lesson."""
        shift, number = lesson.course.group.shift, lesson.number
        return any(absence.covers(shift, number) for absence in self.absences.get(person_id, ()))

    def meant(self, lesson: Lesson) -> list[Person]:
        """Who should give the lesson: the substitute, else its teacher, else all who teach the course."""
        named = lesson.substitute or lesson.teacher
        return [named] if named else self.of_course.get(lesson.course_id, [])

    def givers(self, lesson: Lesson) -> set[int]:
        """Who really gives the lesson: nobody when it is cancelled or everyone is away."""
        if lesson.state == Lesson.State.CANCELLED:
            return set()
        return {person.pk for person in self.meant(lesson) if not self.is_away(person.pk, lesson)}

    def is_unresolved(self, lesson: Lesson) -> bool:
        """Whether the lesson takes place and nobody gives it."""
        return lesson.state == Lesson.State.PLANNED and not self.givers(lesson)

    def unresolved(self) -> list[Lesson]:
        """The lessons without anybody, in order of time."""
        return [lesson for lesson in self.lessons if self.is_unresolved(lesson)]

    def _beside(self, lesson: Lesson) -> Iterator[Lesson]:
        return (one for one in self.lessons if one.pk != lesson.pk and together(lesson, one))

    def busy(self, lesson: Lesson) -> set[int]:
        """Who gives another lesson at that time."""
        return {person for one in self._beside(lesson) for person in self.givers(one)}

    def busy_with(self, person_id: int, lesson: Lesson) -> Lesson | None:
        """The other lesson that the person gives at that time."""
        return next((one for one in self._beside(lesson) if person_id in self.givers(one)), None)

    def teaches_subject(self, person_id: int, lesson: Lesson) -> bool:
        """Whether the person teaches the lesson's subject anywhere."""
        return any(subject == lesson.course.subject_id for subject, _ in self.subjects.get(person_id, ()))

    def kind_for(self, person_id: int, lesson: Lesson) -> str:
        """`same` for who teaches the subject, else `other`."""
        return Kind.SAME if self.teaches_subject(person_id, lesson) else Kind.OTHER

    def instead_for(self, person_id: int, lesson: Lesson) -> str:
        """What somebody of another subject teaches instead: their subject in this class, else their most frequent one."""
        known = self.classes.get(person_id, {})
        here = next((known[klass] for klass in self.classes_of(lesson) if klass in known), "")
        subjects = self.subjects.get(person_id)
        return here or (subjects.most_common(1)[0][0][1] if subjects else "")

    def candidates(self, lesson: Lesson) -> list[Facts]:
        """Teachers who are free at that hour and not away, the best first."""
        busy, classes = self.busy(lesson), self.classes_of(lesson)
        own = {lesson.substitute_id or lesson.teacher_id}
        found = [
            self._facts(person, lesson, classes)
            for pk, person in self.teachers.items()
            if pk not in busy and pk not in own and not self.is_away(pk, lesson)
        ]
        return sorted(found, key=lambda one: one.order)

    def _facts(self, person: Person, lesson: Lesson, classes: Sequence[int]) -> Facts:
        held = self.held.get(person.pk, set())
        return Facts(
            person.pk, person.order_key,
            same_subject=self.teaches_subject(person.pk, lesson),
            knows_class=any(klass in self.classes[person.pk] for klass in classes),
            window=in_window(moment_of(lesson), held), at_school=bool(held),
            month=self.month[person.pk], today=len(held),
        )  # fmt: skip

    def joins(self, lesson: Lesson) -> list[Join]:
        """Lessons at the same time of the same class, or of the same subject in its parallel, whose teacher is there."""
        classes, group = set(self.classes_of(lesson)), lesson.course.group
        found = []
        for other in self.lessons:
            if other.pk == lesson.pk or not together(lesson, other) or not self.givers(other):
                continue
            beside = bool(classes & set(self.classes_of(other)))
            subject = other.course.subject_id == lesson.course.subject_id
            if beside or (subject and other.course.group.grade == group.grade):
                person = next(one for one in self.meant(other) if one.pk in self.givers(other))
                found.append((not (beside and subject), not subject, other.pk, Join(other, person)))
        return [join for *_, join in sorted(found, key=lambda one: one[:3])]

    def proposal(self) -> dict[int, int]:
        """Lesson → person for all lessons without anybody, nobody twice at one time and the load shared."""
        wanted = self.unresolved()
        choices = {lesson.pk: self.candidates(lesson) for lesson in wanted}

        def at_one_time(one: int, other: int) -> bool:
            return together(self.by_id[one], self.by_id[other])

        return share_out([lesson.pk for lesson in wanted], choices, at_one_time)
