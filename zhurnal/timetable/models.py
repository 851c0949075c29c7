"""Bells, weekly slots, and lessons as dated rows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhurnal.people.models import Dated, Person
from zhurnal.school.models import Course, Room, Year


class BellSchedule(models.Model):
    """When lessons begin and end for a shift; one is the ordinary one, others (shortened days) are for named dates."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="bell_schedules")
    name = models.CharField(max_length=80)
    shift = models.PositiveSmallIntegerField(default=1)
    is_ordinary = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "name", "shift"], name="bell_schedule_once"),
            models.UniqueConstraint(
                fields=["year", "shift"], condition=Q(is_ordinary=True), name="bell_schedule_one_ordinary"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Bell(models.Model):
    """The lesson number's time."""

    schedule = models.ForeignKey(BellSchedule, on_delete=models.CASCADE, related_name="bells")
    number = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number"], name="bell_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="bell_not_backwards"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.starts}–{self.ends}"


class BellDay(models.Model):
    """A date on which another bell schedule holds for its shift."""

    schedule = models.ForeignKey(BellSchedule, on_delete=models.PROTECT, related_name="bell_days")
    date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["schedule", "date"], name="bell_day_once")]

    def __str__(self) -> str:
        return f"{self.date} {self.schedule_id}"


class Slot(models.Model):
    """A weekly place of a course: weekday, lesson number, week of the cycle, room."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="slots")
    weekday = models.PositiveSmallIntegerField(help_text="1 Monday … 7 Sunday")
    number = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField(default=0, help_text="0 every week; 1, 2… the week of the cycle")
    teacher = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="slots")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="slots")
    more_rooms = models.ManyToManyField(Room, blank=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="slot_weekday"),
            models.CheckConstraint(condition=Q(number__range=(0, 16)), name="slot_number"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="slot_not_backwards"),
        ]
        indexes = [models.Index(fields=["course", "weekday", "number"], name="slot_of_course")]

    def __str__(self) -> str:
        return f"{self.course_id} {self.weekday}/{self.number}"


class Draft(models.Model):
    """A weekly timetable being made: holds from `since` when published, until then nobody but its makers sees it (§4.6.2)."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="drafts")
    name = models.CharField("название", max_length=80)
    since = models.DateField("действует с")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "name"], name="draft_name_once")]

    def __str__(self) -> str:
        return self.name


class DraftSlot(models.Model):
    """A weekly place of a course in a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="slots")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="draft_slots")
    weekday = models.PositiveSmallIntegerField(help_text="1 Monday … 7 Sunday")
    number = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField(default=0, help_text="0 every week; 1, 2… the week of the cycle")
    teacher = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    more_rooms = models.ManyToManyField(Room, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="draft_slot_weekday"),
            models.CheckConstraint(condition=Q(number__range=(0, 16)), name="draft_slot_number"),
        ]
        indexes = [models.Index(fields=["draft", "weekday", "number"], name="draft_slot_place")]

    def __str__(self) -> str:
        return f"{self.course_id} {self.weekday}/{self.number}"


class Lesson(models.Model):
    """One lesson: a dated row, with who gives it, where and when."""

    class State(models.TextChoices):
        """A cancelled lesson stays as a row."""

        PLANNED = "planned", "по расписанию"
        CANCELLED = "cancelled", "отменён"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="lessons")
    date = models.DateField()
    number = models.PositiveSmallIntegerField()
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    teacher = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="lessons")
    substitute = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="substituted_lessons"
    )
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="lessons")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "date", "number"], name="lesson_once")]
        indexes = [
            models.Index(fields=["date", "teacher"], name="lesson_of_day"),
            models.Index(
                fields=["substitute", "date"], condition=Q(substitute__isnull=False), name="lesson_substituted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.date} № {self.number}"

    @property
    def log_chain(self) -> str:
        """The course's."""
        return f"course:{self.course_id}"


class StaffAbsence(models.Model):
    """A teacher is away from since to until, both days included, or for some lessons of one day: why substitutes are looked for (§4.4.3)."""

    # What the log never forgets must not hold a diagnosis.
    LOG_SECRET = ("note",)

    class Reason(models.TextChoices):
        """Why the teacher is away, in general words."""

        ILLNESS = "illness", "болезнь"
        TRAINING = "training", "курсы, обучение"
        TRIP = "trip", "командировка"
        LEAVE = "leave", "отпуск"
        OTHER = "other", "другая причина"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="staff_absences")
    since = models.DateField("с")
    until = models.DateField("по")
    first_lesson = models.PositiveSmallIntegerField("с урока", null=True, blank=True)
    last_lesson = models.PositiveSmallIntegerField("по урок", null=True, blank=True)
    shift = models.PositiveSmallIntegerField("смена", default=1, help_text="whose lessons first and last are")
    reason = models.CharField("причина", max_length=10, choices=Reason)
    note = models.CharField("примечание", max_length=200, blank=True, help_text="seen by the management alone")

    objects = Dated.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="staff_absence_not_backwards"),
            models.CheckConstraint(
                condition=Q(first_lesson=None, last_lesson=None) | Q(since=F("until")),
                name="staff_absence_hours_of_a_day",
            ),
            models.CheckConstraint(
                condition=Q(first_lesson=None) | Q(last_lesson=None) | Q(last_lesson__gte=F("first_lesson")),
                name="staff_absence_hours_not_backwards",
            ),
        ]
        indexes = [models.Index(fields=["since", "until"], name="staff_absence_days")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.since}–{self.until}"

    def covers(self, shift: int, number: int) -> bool:
        """Whether the lesson of this shift and number is missed on the days of the absence."""
        after = self.first_lesson is None or (shift, number) >= (self.shift, self.first_lesson)
        before = self.last_lesson is None or (shift, number) <= (self.shift, self.last_lesson)
        return after and before


class Substitution(models.Model):
    """A line of the journal of substitutions: what happens to the lesson of an absent teacher, and the substitute's signature."""

    class Kind(models.TextChoices):
        """What is done with the lesson."""

        SAME = "same", "тот же предмет"
        OTHER = "other", "другой предмет"
        JOINED = "joined", "объединение групп"
        CANCELLED = "cancelled", "урок отменён"
        MOVED = "moved", "урок перенесён"

    # Somebody gives the lesson, and signs for it.
    GIVEN = (Kind.SAME, Kind.OTHER, Kind.JOINED)

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="substitution")
    kind = models.CharField("что делается", max_length=10, choices=Kind)
    absent = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="substituted")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="substitutions")
    reason = models.CharField("причина", max_length=200, blank=True, help_text="general words, no diagnosis")
    instead = models.CharField("вместо урока", max_length=200, blank=True)
    moved_to = models.OneToOneField(
        Lesson,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="moved_from",
        help_text="the lesson made instead",
    )
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_act = models.UUIDField(null=True, help_text="the act of the signature: its log entry holds the hash")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("same", "other", "joined"), person__isnull=False)
                | Q(kind__in=("cancelled", "moved"), person=None, signed_at=None),
                name="substitution_given_has_person",
            ),
            models.CheckConstraint(
                condition=Q(kind="moved", moved_to__isnull=False) | (~Q(kind="moved") & Q(moved_to=None)),
                name="substitution_moved_has_lesson",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_act=None) | Q(signed_at__isnull=False, signed_act__isnull=False),
                name="substitution_signed_by_an_act",
            ),
        ]
        indexes = [models.Index(fields=["person", "made_at"], name="substitution_of_person")]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.kind}"

    @property
    def log_chain(self) -> str:
        """The course's."""
        return self.lesson.log_chain
