"""What a family did in the diary: when it last looked."""

from __future__ import annotations

from django.db import models

from zhurnal.people.models import Person


class Visit(models.Model):
    """When a reader last looked at a student's diary: marks set later are new to them."""

    reader = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(help_text="the beginning of the latest visit")
    before_at = models.DateTimeField(
        null=True, blank=True, help_text="the moment after which marks are new in this visit"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "student"], name="visit_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} saw {self.student_id}"
