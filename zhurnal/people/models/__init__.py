"""The tables of people."""

from __future__ import annotations

from .cards import CardCheck, Consent, Correction, HealthRecord, PersonalFile
from .people import (
    Account,
    AccountManager,
    ActivationCode,
    Appointment,
    Dated,
    Guardianship,
    Notice,
    Person,
    PersonQuerySet,
    Setting,
    Ties,
)

__all__ = [
    "Account",
    "AccountManager",
    "ActivationCode",
    "Appointment",
    "CardCheck",
    "Consent",
    "Correction",
    "Dated",
    "Guardianship",
    "HealthRecord",
    "Notice",
    "Person",
    "PersonQuerySet",
    "PersonalFile",
    "Setting",
    "Ties",
]
