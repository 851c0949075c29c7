"""Files that the school loads and how their columns were understood, and single changes that the clerk proposes."""

from __future__ import annotations

from django.db import models

from zhurnal.people.models import Person
from zhurnal.school.models import Group


class Mapping(models.Model):
    """Which column of a file means what, remembered by the words of its header."""

    kind = models.CharField(max_length=20, help_text="of the import: students, staff, timetable…")
    signature = models.CharField(max_length=64, help_text="SHA-256 of the header's words")
    columns = models.JSONField(help_text="meaning by column number")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "signature"], name="mapping_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.signature[:8]}"


class Import(models.Model):
    """A file brought to the journal: looked at, perhaps handed to the administrator, applied once, perhaps undone."""

    LOG_SECRET = ("content",)

    class Kind(models.TextChoices):
        """What the file holds."""

        STUDENTS = "students", "список учеников и родителей"
        STAFF = "staff", "список сотрудников"
        TIMETABLE_ASC = "asc", "расписание aSc"
        TIMETABLE_GRID = "grid", "расписание таблицей"

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", "просмотр"
        PROPOSED = "proposed", "передан администратору"
        APPLIED = "applied", "загружен"
        DECLINED = "declined", "отклонён"
        UNDONE = "undone", "отменён"

    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField("файл", max_length=200)
    content = models.BinaryField(help_text="sealed (core/secret.py); emptied when no longer needed")
    columns = models.JSONField(default=dict, help_text="meaning by column number, as chosen for this file")
    choices = models.JSONField(default=dict, help_text="what was decided about single rows")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    act = models.UUIDField(null=True, help_text="the act in the log that wrote it: what an undo takes back")
    handed_at = models.DateTimeField(null=True, help_text="when it was given to the administrator")
    undone_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict, help_text="how many rows of each kind were written")

    class Meta:
        indexes = [models.Index(fields=["state", "made_at"], name="import_state")]

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """A single change of the contingent or staff that the clerk proposes and the administrator accepts or declines (§4.5.2)."""

    class Kind(models.TextChoices):
        """What is to happen."""

        ARRIVAL = "arrival", "прибытие"
        CHANGE = "change", "изменение данных"
        TRANSFER = "transfer", "перевод"
        DEPARTURE = "departure", "выбытие"

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "ждёт решения"
        ACCEPTED = "accepted", "принято"
        DECLINED = "declined", "отклонено"

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="proposals")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=dict, help_text="what the fields were when it was proposed")
    after = models.JSONField(default=dict, help_text="what the fields should be")
    since = models.DateField(null=True, help_text="the first day in the class, or the last day of who leaves")
    note = models.CharField(max_length=300, blank=True)
    source = models.ForeignKey(Import, on_delete=models.PROTECT, null=True, related_name="proposals")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "made_at"], name="proposal_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def log_about(self) -> int | None:
        """The person whom it concerns."""
        return self.person_id
