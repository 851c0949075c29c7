"""The card of a person: the personal file, health for physical education, checks, proposed corrections, consents."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from zhurnal.core import secret, snils
from zhurnal.core.sealed import SealedTextField

from .people import Person


class PersonalFile(models.Model):
    """«Личное дело»: what a school keeps of a person beside name and contacts. Sealed columns are never searched or exported."""

    class Category(models.TextChoices):
        """Of a teacher's qualification."""

        FITS = "fits", "соответствие занимаемой должности"
        FIRST = "first", "первая"
        HIGHEST = "highest", "высшая"

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="file")
    number = models.CharField("номер личного дела", max_length=40, blank=True)
    snils = SealedTextField("СНИЛС", blank=True)
    snils_match = models.CharField(max_length=64, blank=True, editable=False, help_text="keyed HMAC of the digits")
    document = SealedTextField("документ, удостоверяющий личность", blank=True)
    citizenship = models.CharField("гражданство", max_length=60, blank=True)
    registered_at = SealedTextField("адрес регистрации", blank=True)
    lives_at = SealedTextField("адрес проживания", blank=True)
    second_phone = models.CharField("второй телефон", max_length=40, blank=True)
    position = models.CharField("должность", max_length=120, blank=True)
    category = models.CharField("квалификационная категория", max_length=10, choices=Category, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snils_match"], condition=~Q(snils_match=""), name="one_person_a_snils")
        ]

    def __str__(self) -> str:
        return f"file of {self.person_id}"

    @property
    def log_about(self) -> int:
        """The person."""
        return self.person_id

    @property
    def snils_shown(self) -> str:
        """«112-233-445 95»"""
        return snils.snils_shown(self.snils)

    @staticmethod
    def match_of(digits: str) -> str:
        """By what a СНИЛС is found and kept unique; nothing for nothing."""
        return secret.match_of(digits, "people.snils") if digits else ""


class HealthRecord(models.Model):
    """What a doctor's paper says for physical education; no diagnosis. A right of its own opens it."""

    class PeGroup(models.TextChoices):
        """The group for lessons of physical education (order of the Ministry of Health № 514н of 2017)."""

        MAIN = "main", "основная"
        PREPARATORY = "preparatory", "подготовительная"
        SPECIAL_A = "special_a", "специальная «А»"
        SPECIAL_B = "special_b", "специальная «Б»"

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="health")
    health_group = SealedTextField("группа здоровья", blank=True, help_text="I–V")
    pe_group = SealedTextField("группа для занятий физкультурой", blank=True)
    document = SealedTextField("справка: кем выдана, номер, дата", blank=True)
    until = models.DateField("действует по", null=True, blank=True)

    def __str__(self) -> str:
        return f"health of {self.person_id}"

    @property
    def log_about(self) -> int:
        """The person."""
        return self.person_id

    @property
    def pe_title(self) -> str:
        """The group in Russian, empty when it is not known."""
        return str(self.PeGroup(self.pe_group).label) if self.pe_group else ""


class CardCheck(models.Model):
    """«Проверено»: somebody has compared a card with the papers (§4.3.6). A later change of the card is noted on it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="checks")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, help_text="of the first change of the card after it")

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="check_of_person")]

    def __str__(self) -> str:
        return f"check of {self.person_id}"

    @property
    def log_about(self) -> int:
        """The person."""
        return self.person_id


class Correction(models.Model):
    """One field of a card, as the family says it should be; waits until the school accepts or declines it."""

    class State(models.TextChoices):
        """What has become of it."""

        WAITING = "waiting", "ждёт решения"
        ACCEPTED = "accepted", "принято"
        DECLINED = "declined", "отклонено"
        WITHDRAWN = "withdrawn", "отозвано"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=20)
    was = SealedTextField(blank=True, help_text="what stood there when it was proposed")
    value = SealedTextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True, help_text="why it was declined")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"], condition=Q(state="waiting"), name="one_waiting_a_field"
            )
        ]
        indexes = [models.Index(fields=["person", "at"], name="correction_of_person")]

    def __str__(self) -> str:
        return f"{self.field} of {self.person_id}"

    @property
    def log_about(self) -> int:
        """The person."""
        return self.person_id


class Consent(models.Model):
    """Consent to the processing of personal data for one purpose (152-ФЗ, art. 9), with its withdrawal."""

    class Purpose(models.TextChoices):
        """What the data are used for."""

        STUDY = "study", "обучение и ведение электронного журнала"
        PHOTO = "photo", "фото- и видеосъёмка на школьных мероприятиях"
        PUBLISH = "publish", "размещение фамилии, имени и снимков на сайте школы"
        CONTESTS = "contests", "передача организаторам олимпиад и конкурсов"
        HEALTH = "health", "обработка сведений о здоровье"
        STAFF = "staff", "трудовые отношения"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField("цель", max_length=10, choices=Purpose)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="кто дал")
    given_on = models.DateField("дата согласия")
    document = models.CharField("документ", max_length=200, blank=True)
    withdrawn_on = models.DateField("дата отзыва", null=True, blank=True)
    withdrawal = models.CharField("документ об отзыве", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")), name="consent_not_backwards"
            ),
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_on=None), name="one_open_consent_a_purpose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.person_id}"

    @property
    def log_about(self) -> int:
        """The person."""
        return self.person_id

    def holds_on(self, day: date) -> bool:
        """Whether it was given by this day and not withdrawn by it."""
        return self.given_on <= day and (self.withdrawn_on is None or self.withdrawn_on > day)
