"""What a teacher writes: topic, homework, works with kinds and weights, marks, absences."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhurnal.people.models import Person
from zhurnal.timetable.models import Lesson


class WorkKind(models.Model):
    """Контрольная, самостоятельная, ответ…; its weight is dated."""

    name = models.CharField(max_length=60, unique=True)
    short_name = models.CharField(max_length=12, help_text="контр.")
    sign = models.CharField(max_length=3, help_text="К, С, О: stands under the date")
    is_control = models.BooleanField(default=False, help_text="marked within a day of the result (§4.4.9)")
    is_oral = models.BooleanField(default=False, help_text="refused together with a full absence in the lesson")
    is_default = models.BooleanField(default=False, help_text="of a mark for a lesson without a named work")
    is_offered = models.BooleanField(default=True, help_text="a kind that is no longer used stays for the works it has")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="one_default_work_kind")
        ]

    def __str__(self) -> str:
        return self.name


class WorkWeight(models.Model):
    """The weight of a kind from a date on; earlier works keep theirs."""

    kind = models.ForeignKey(WorkKind, on_delete=models.PROTECT, related_name="weights")
    weight = models.PositiveSmallIntegerField()
    since = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "since"], name="work_weight_once"),
            models.CheckConstraint(condition=Q(weight__range=(1, 10)), name="work_weight_range"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id}: {self.weight}"


class LessonRecord(models.Model):
    """The topic of a lesson, as on the right-hand side of the paper journal."""

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="record")
    topic = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.topic


class Homework(models.Model):
    """What is set in a lesson; an empty text with `is_none` says «не задано»."""

    lesson = models.OneToOneField(Lesson, on_delete=models.PROTECT, related_name="homework")
    text = models.TextField(max_length=4000, blank=True)
    is_none = models.BooleanField(default=False)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="estimate, minutes")
    due = models.DateField(null=True, blank=True, help_text="empty: for the next lesson of the course")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(is_none=True) | Q(text=""), name="homework_none_is_empty")]

    def __str__(self) -> str:
        return self.text[:60]


class Attachment(models.Model):
    """A file of a homework, kept by its SHA-256 in the installation's uploads folder."""

    homework = models.ForeignKey(Homework, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField(help_text="bytes")
    kind = models.CharField(max_length=100, help_text="media type, found by content")
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class Work(models.Model):
    """A work of a lesson that marks are put for; it keeps the weight of its date."""

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="works")
    kind = models.ForeignKey(WorkKind, on_delete=models.PROTECT, related_name="works")
    place = models.PositiveSmallIntegerField(default=0)
    weight = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "place"], name="work_place_once"),
            models.CheckConstraint(condition=Q(weight__range=(1, 10)), name="work_weight"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} of {self.lesson_id}"


class Mark(models.Model):
    """A student's mark for a work. Two marks in one work (5/4) are two rows; a re-sit keeps the first try beside it."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="marks")
    student = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="marks")
    n = models.PositiveSmallIntegerField(default=1, help_text="1, or 2 for the second mark of the same work")
    value = models.PositiveSmallIntegerField(
        help_text="1–5; 0 a point (work awaited), 10 passed, 11 failed: rules.VALUES"
    )
    first_try = models.PositiveSmallIntegerField(null=True, blank=True, help_text="the mark before a re-sit")
    comment = models.CharField(max_length=300, blank=True)
    made_up_on = models.DateField(null=True, blank=True, help_text="own date of a made-up work or a re-sit")
    deadline = models.DateField(null=True, blank=True, help_text="of a point")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "student", "n"], name="mark_once"),
            models.CheckConstraint(condition=Q(value__in=(0, 1, 2, 3, 4, 5, 10, 11)), name="mark_value"),
            models.CheckConstraint(condition=Q(n__in=(1, 2)), name="mark_n"),
        ]
        indexes = [models.Index(fields=["student", "set_at"], name="mark_new")]

    def __str__(self) -> str:
        return f"{self.value} of {self.student_id}"

    @property
    def log_about(self) -> int:
        """The student."""
        return self.student_id


class Absence(models.Model):
    """A student was absent from a lesson, late, or exempt. Missed = н, б, у/п, н/п; оп and осв are present."""

    class Kind(models.TextChoices):
        """As in the paper journal."""

        ABSENT = "absent", "н"
        ILL = "ill", "б"
        EXCUSED = "excused", "у/п"
        UNEXCUSED = "unexcused", "н/п"
        LATE = "late", "оп"
        EXEMPT = "exempt", "осв"

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="absences")
    student = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=10, choices=Kind)
    first_kind = models.CharField(
        max_length=10, choices=Kind, blank=True, help_text="what the teacher wrote, once a document resolved it"
    )
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="late by, minutes")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lesson", "student"], name="absence_once"),
            models.CheckConstraint(condition=Q(minutes=None) | Q(kind="late"), name="absence_minutes_of_late"),
        ]
        indexes = [models.Index(fields=["student", "lesson"], name="absence_of_student")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.student_id}"

    @property
    def log_about(self) -> int:
        """The student."""
        return self.student_id
