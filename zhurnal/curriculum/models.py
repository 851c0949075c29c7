"""The curriculum (учебный план): hours a week by subject for a grade or a profile (§2.2, §4.4.6)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhurnal.people.models import Person
from zhurnal.school.models import Group, Subject, Year

from . import rules


class Plan(models.Model):
    """What the classes of a grade, or of a profile in it, study in a year."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="plans")
    grade = models.PositiveSmallIntegerField("параллель")
    profile = models.CharField("профиль", max_length=80, blank=True, help_text="empty: the whole grade")
    days_a_week = models.PositiveSmallIntegerField("дней в неделе", default=5)
    weeks = models.PositiveSmallIntegerField("учебных недель", default=rules.WEEKS)
    classes = models.ManyToManyField(Group, related_name="plans", blank=True)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "grade", "profile"], name="plan_once"),
            models.CheckConstraint(condition=Q(grade__range=(1, 12)), name="plan_grade"),
            models.CheckConstraint(condition=Q(days_a_week__in=(5, 6)), name="plan_days"),
            models.CheckConstraint(condition=Q(weeks__range=(1, 40)), name="plan_weeks"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """«5-е классы», «10-е классы, технологический профиль»"""
        return f"{self.grade}-е\u00a0классы" + (f", {self.profile}" if self.profile else "")

    @property
    def is_approved(self) -> bool:
        """Whether it may not be changed."""
        return self.approved_at is not None


class PlanLine(models.Model):
    """So many hours a week of a subject, in one of the parts of the plan."""

    class Part(models.TextChoices):
        """The parts of a curriculum by the ФГОС; what a subgroup learns instead of another subject takes no more hours of a student."""

        MANDATORY = "mandatory", "обязательная часть"
        SCHOOL = "school", "часть, формируемая школой"
        INSTEAD = "instead", "в подгруппе вместо другого предмета"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="plan_lines")
    part = models.CharField(max_length=10, choices=Part, default=Part.MANDATORY)
    hours = models.DecimalField("часов в неделю", max_digits=4, decimal_places=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "subject", "part"], name="plan_line_once"),
            models.CheckConstraint(
                condition=Q(hours__range=(rules.HOURS_LEAST, rules.HOURS_MOST)), name="plan_line_hours"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id}: {self.hours}"
