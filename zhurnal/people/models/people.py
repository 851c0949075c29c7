"""People, their accounts, roles, families, activation codes, dated settings and notices."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from zhurnal.core import text
from zhurnal.core.sealed import SealedTextField

from .. import roles


class Dated(models.QuerySet[Any]):
    """Rows that hold from `since` to `until`, both days included; an empty `until` is open."""

    def on(self, day: date) -> Dated:
        """Those that hold on this day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def within(self, since: date, until: date) -> Dated:
        """Those that hold on at least one day of the interval."""
        return self.filter(Q(until=None) | Q(until__gte=since), since__lte=until)


class Ties(Dated):
    """Family ties."""

    def seeing(self, day: date) -> Ties:
        """Those by which the adult may open the child's diary and card on this day (§3.6; a court may take that away)."""
        return self.on(day).filter(sees=True)  # type: ignore[return-value]

    def told(self, day: date) -> Ties:
        """Those by which the adult is told of the child on this day."""
        return self.seeing(day).filter(gets_notices=True)


class PersonQuerySet(models.QuerySet["Person"]):
    """Reads of people."""

    def in_order(self) -> PersonQuerySet:
        """By name in Russian order."""
        return self.order_by("order_key", "id")

    def named_like(self, words: str) -> PersonQuerySet:
        """Those whose name holds every word (Ё as Е, case folded)."""
        found = self
        for word in text.search_key(words).split():
            found = found.filter(search_key__contains=word)
        return found


class Person(models.Model):
    """A human being of the school: student, parent, teacher, and any of these at once."""

    class Sex(models.TextChoices):
        """As in the personal file."""

        MALE = "m", "мужской"
        FEMALE = "f", "женский"

    last_name = models.CharField("фамилия", max_length=80)
    first_name = models.CharField("имя", max_length=80)
    middle_name = models.CharField("отчество", max_length=80, blank=True)
    birth_date = models.DateField("дата рождения", null=True, blank=True)
    sex = models.CharField("пол", max_length=1, choices=Sex, blank=True)
    phone = models.CharField("телефон", max_length=40, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    search_key = models.CharField(max_length=250, editable=False)
    order_key = models.CharField(max_length=600, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["order_key"], name="person_order"),
            models.Index(fields=["search_key"], name="person_search"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the keys for search and order beside the name."""
        self.set_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_key", "order_key"}
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        """Reckon both keys from the name; bulk inserts call it themselves."""
        self.search_key = text.search_key(self.full_name)
        self.order_key = text.order_key(self.full_name)

    @property
    def full_name(self) -> str:
        """«Белова Анна Игоревна»"""
        return " ".join(filter(None, (self.last_name, self.first_name, self.middle_name)))

    @property
    def short_name(self) -> str:
        """«Белова А. И.» with no-break spaces."""
        initials = "\u00a0".join(f"{name[0]}." for name in (self.first_name, self.middle_name) if name)
        return f"{self.last_name}\u00a0{initials}".strip()

    @property
    def call_name(self) -> str:
        """«Белова Анна», as in lists of students."""
        return f"{self.last_name} {self.first_name}".strip()


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by login, whatever its case, each with its person: the frame of every page says their name."""

    def get_queryset(self) -> models.QuerySet[Account]:
        """Account and person in one query."""
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of this login."""
        return self.get(login=(username or "").strip().casefold())


class Account(AbstractBaseUser):
    """How a person signs in. A blocked account is not active; nobody ever sees a password."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    login = models.CharField("логин", max_length=60, unique=True)
    email = models.EmailField("электронная почта", blank=True)
    is_active = models.BooleanField(default=True)
    rules_accepted_at = models.DateTimeField(null=True, help_text="§3.2, §7.7: rules of keeping one's access")
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(login=""), name="account_has_login")]

    def __str__(self) -> str:
        return self.login


class Appointment(models.Model):
    """A school-wide role by the director's order (§4.2.2)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=roles.APPOINTED)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    order_number = models.CharField(max_length=40, blank=True)
    order_date = models.DateField(null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="appointment_not_backwards"
            ),
            models.CheckConstraint(condition=Q(role__in=list(roles.APPOINTED)), name="appointment_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Guardianship(models.Model):
    """A parent or another legal representative of a child."""

    class Relation(models.TextChoices):
        """Who the adult is to the child."""

        MOTHER = "mother", "мать"
        FATHER = "father", "отец"
        GUARDIAN = "guardian", "опекун"
        FOSTER = "foster", "приёмный родитель"
        OTHER = "other", "законный представитель"

    parent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="wards")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardians")
    relation = models.CharField(max_length=10, choices=Relation)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    sees = models.BooleanField("видит дневник и карточку ребёнка", default=True)
    gets_notices = models.BooleanField("получает уведомления о ребёнке", default=True)
    takes_child = models.BooleanField("может забирать ребёнка из школы", default=True)
    basis = SealedTextField("основание ограничения", blank=True, default="", help_text="решение суда: номер и дата")

    objects = Ties.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="guardianship_not_backwards"
            ),
            models.CheckConstraint(condition=~Q(parent=F("child")), name="guardianship_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.parent_id} → {self.child_id}"

    @property
    def log_about(self) -> int:
        """The child."""
        return self.child_id

    @property
    def is_limited(self) -> bool:
        """Whether a right of the adult is taken away."""
        return not (self.sees and self.gets_notices and self.takes_child)


class ActivationCode(models.Model):
    """A single-use code that gives a person access (§3.1); only its keyed hash is kept."""

    LOG_SECRET = ("hash",)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="codes")
    hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(used_at=None, revoked_at=None), name="one_open_code_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"code of {self.person_id}"

    @staticmethod
    def hash_of(code: str) -> str:
        """HMAC-SHA256 of a code's sixteen signs under the installation's secret key, hexadecimal."""
        return salted_hmac("zhurnal.people.code", code, algorithm="sha256").hexdigest()

    def state(self, at: datetime) -> str:
        """`open`, `used`, `revoked` or `expired` at a moment."""
        if self.used_at:
            return "used"
        if self.revoked_at:
            return "revoked"
        return "open" if at < self.expires_at else "expired"


class Setting(models.Model):
    """What the school's local act decides, versioned by date: the latest row not after a day holds on that day."""

    key = models.CharField(max_length=60)
    value = models.JSONField()
    since = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "since"], name="setting_once_a_day")]

    def __str__(self) -> str:
        return f"{self.key} {self.since}"

    @classmethod
    def values_on(cls, day: date, *keys: str) -> dict[str, Any]:
        """The values that hold on a day, by key; keys never set are absent."""
        # plain SQL: asked by the hottest pages, where building a query costs more than carrying it out
        values: list[Any] = [day, *keys]
        sql = f"SELECT key, value FROM {cls._meta.db_table} WHERE since <= %s"
        if keys:
            sql += f" AND key IN ({', '.join(['%s'] * len(keys))})"
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} ORDER BY since", values)
            return {key: json.loads(value) if isinstance(value, str) else value for key, value in cursor.fetchall()}


class Notice(models.Model):
    """A notice to a person in the product."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=500)
    link = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "made_at"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(seen_at=None), name="notice_unseen"),
        ]

    def __str__(self) -> str:
        return self.text
