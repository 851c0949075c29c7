"""The school's structure: year and calendar, groups and who is in them when, subjects, rooms, courses and who teaches them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhurnal.people.models import Dated, Person

from . import rules


class School(models.Model):
    """The one school of this installation."""

    name = models.CharField("полное название", max_length=300)
    short_name = models.CharField("краткое название", max_length=80)
    address = models.CharField("адрес", max_length=300, blank=True)
    site = models.URLField("адрес журнала в сети", blank=True, help_text="печатается на листках с кодами доступа")

    def __str__(self) -> str:
        return self.short_name


class Year(models.Model):
    """A school year: from 1 September to the end of August's records."""

    name = models.CharField(max_length=20, unique=True)
    since = models.DateField()
    until = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="year_not_backwards")]

    def __str__(self) -> str:
        return self.name


class PeriodKind(models.TextChoices):
    """How a class divides its year."""

    QUARTER = "quarter", "четверть"
    HALF = "half", "полугодие"
    TRIMESTER = "trimester", "триместр"


class Period(models.Model):
    """A quarter, half-year or trimester of the year."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="periods")
    kind = models.CharField(max_length=10, choices=PeriodKind)
    number = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "kind", "number"], name="period_once"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="period_not_backwards"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """«II четверть»"""
        return f"{('', 'I', 'II', 'III', 'IV')[self.number]}\u00a0{self.get_kind_display()}"


class CalendarDay(models.Model):
    """A day that is not as its weekday says: free, or a school day moved here, for all or for one class."""

    class Kind(models.TextChoices):
        """Why the day is special."""

        HOLIDAY = "holiday", "праздник"
        VACATION = "vacation", "каникулы"
        QUARANTINE = "quarantine", "карантин"
        OTHER = "other", "нет занятий"
        MOVED = "moved", "учебный день по переносу"

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="days")
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=120, blank=True)
    weekday = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="for a moved day: whose timetable it follows, 1–7"
    )
    group = models.ForeignKey("Group", on_delete=models.PROTECT, null=True, blank=True, related_name="days")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["date", "group"], name="day_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=(Q(kind="moved", weekday__range=(1, 7)) | (~Q(kind="moved") & Q(weekday=None))),
                name="day_moved_has_weekday",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"


class Group(models.Model):
    """A class, a subgroup of a class, an elective, or several classes joined: one table with kind and parent classes."""

    class Kind(models.TextChoices):
        """What the group is."""

        CLASS = "class", "класс"
        SUBGROUP = "subgroup", "подгруппа"
        ELECTIVE = "elective", "факультатив"
        JOINED = "joined", "объединённая группа"

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="groups")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=60, help_text="5А for a class; «5А, англ. 1» for a subgroup")
    grade = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=10, blank=True)
    division = models.CharField(max_length=60, blank=True, help_text="the division that a subgroup belongs to")
    classes = models.ManyToManyField("self", symmetrical=False, related_name="parts", blank=True)
    period_kind = models.CharField(max_length=10, choices=PeriodKind, default=PeriodKind.QUARTER)
    days_a_week = models.PositiveSmallIntegerField(default=5)
    shift = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "name"], name="group_name_once"),
            models.CheckConstraint(condition=Q(grade__range=(0, 12)), name="group_grade"),
            models.CheckConstraint(condition=Q(days_a_week__in=(5, 6)), name="group_week"),
            models.CheckConstraint(condition=Q(shift__in=(1, 2)), name="group_shift"),
        ]
        indexes = [models.Index(fields=["year", "kind", "grade", "letter"], name="group_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """«8 «Б»» for a class, the name for others."""
        if self.kind == self.Kind.CLASS and self.letter:
            return f"{self.grade}\u00a0«{self.letter}»"
        return self.name


class NumberYear(models.PositiveSmallIntegerField[int, int]):
    """The academic year in which an order's number is counted, reckoned from its date whenever the row is written."""

    def pre_save(self, model_instance: models.Model, add: bool) -> int:
        """The first calendar year of the academic one."""
        model_instance.number_year = rules.academic_year_of(model_instance.date)  # type: ignore[attr-defined]
        return int(model_instance.number_year)  # type: ignore[attr-defined]


class Order(models.Model):
    """An order of the director about movement (§4.3.5): a draft, in force, or cancelled; the people stand in its lines."""

    class Kind(models.TextChoices):
        """What the order does."""

        ENROL = "enrol", "зачисление"
        FORM = "form", "формирование классов"
        TRANSFER = "transfer", "перевод"
        EXPEL = "expel", "выбытие"
        RETURN = "return", "возвращение"
        PLAN = "plan", "индивидуальный учебный план"
        DIVIDE = "divide", "перевод в подгруппу"

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", "проект"
        FORCE = "force", "действует"
        CANCELLED = "cancelled", "отменён"

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.FORCE)
    number = models.CharField(max_length=40, blank=True, help_text="a draft may be without one")
    date = models.DateField()
    number_year = NumberYear(editable=False)
    text = models.CharField(max_length=500, blank=True, help_text="the ground: application, decision, note")
    body = models.TextField(blank=True, help_text="the order's words when somebody has edited them")
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number_year", "number"], condition=~Q(number=""), name="order_number_once"
            ),
            models.CheckConstraint(condition=Q(state="draft") | ~Q(number=""), name="order_in_force_is_numbered"),
        ]
        indexes = [models.Index(fields=["state", "date"], name="order_in_register")]

    def __str__(self) -> str:
        return f"№ {self.number or '____'} от {self.date:%d.%m.%Y}"


class OrderLine(models.Model):
    """What an order says of one person: from which group to which, on which days, where from or where to, and why."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="order_lines")
    from_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField(help_text="the first day in the new place; of a departure the last day at school")
    until = models.DateField(null=True, blank=True, help_text="of an individual plan alone")
    place = models.CharField(
        max_length=200, blank=True, help_text="the school or town that one comes from or leaves for"
    )
    reason = models.CharField(max_length=300, blank=True)
    act = models.UUIDField(
        null=True, blank=True, help_text="the act that carried it out, by which it can be taken back"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "person"], name="order_names_a_person_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="order_line_not_backwards"),
        ]
        indexes = [models.Index(fields=["person", "order"], name="order_line_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} by {self.order_id}"

    @property
    def log_about(self) -> int:
        """The student."""
        return self.person_id


class Membership(models.Model):
    """A student is in a group from since to until, both days included."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    ended_by = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="ended")

    objects = Dated.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="membership_not_backwards")
        ]
        indexes = [
            models.Index(fields=["group", "person"], name="membership_of_group"),
            models.Index(fields=["person", "group"], name="membership_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id}"

    @property
    def log_about(self) -> int:
        """The student."""
        return self.person_id


class ClassTeacher(models.Model):
    """Who is the class teacher of a class, with dates."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="class_teaching")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="class_teachers")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="class_teacher_not_backwards"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.group_id}"


class Subject(models.Model):
    """A school subject."""

    name = models.CharField("название", max_length=120, unique=True)
    short_name = models.CharField("кратко", max_length=40, blank=True)

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A classroom."""

    name = models.CharField("номер или название", max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class Course(models.Model):
    """A subject taught to a group in a year: one page of the journal."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="courses")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="courses")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="courses")
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=1, default=0)
    graded = models.BooleanField(default=True, help_text="first grades are never graded (§3.7), whatever stands here")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "subject", "group"], name="course_once")]
        indexes = [models.Index(fields=["group", "subject"], name="course_of_group")]

    def __str__(self) -> str:
        return f"{self.subject_id} × {self.group_id}"

    @property
    def log_chain(self) -> str:
        """A course belongs to one year, so its chain does."""
        return f"course:{self.pk}"


class Teaching(models.Model):
    """A person teaches a course, with dates; a course may have several teachers."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teachings")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="teachings")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="teaching_not_backwards")
        ]
        indexes = [models.Index(fields=["person", "course"], name="teaching_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} teaches {self.course_id}"

    @property
    def log_chain(self) -> str:
        """The course's."""
        return f"course:{self.course_id}"


class DivisionProposal(models.Model):
    """A division of a class, or a transfer between its subgroups, that a teacher proposes and the administrator decides (§4.4.8)."""

    class State(models.TextChoices):
        """What became of it."""

        NEW = "new", "ждёт решения"
        ACCEPTED = "accepted", "принято"
        DECLINED = "declined", "отклонено"
        WITHDRAWN = "withdrawn", "отозвано"

    klass = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="proposals")
    division = models.CharField(max_length=60)
    since = models.DateField()
    reason = models.CharField(max_length=500)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    answer = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new", decided_at=None) | (~Q(state="new") & ~Q(decided_at=None)),
                name="proposal_decided_once",
            )
        ]
        indexes = [models.Index(fields=["state", "made_at"], name="proposal_in_queue")]

    def __str__(self) -> str:
        return f"{self.division} of {self.klass_id}"


class ProposedPlace(models.Model):
    """Where a proposal puts one student; no group takes them out of the division."""

    proposal = models.ForeignKey(DivisionProposal, on_delete=models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    from_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    to_group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="proposal_names_a_person_once")]

    def __str__(self) -> str:
        return f"{self.person_id} by {self.proposal_id}"

    @property
    def log_about(self) -> int:
        """The student."""
        return self.person_id
