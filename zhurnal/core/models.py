"""The chained log, acts of destruction, and the timetable of background jobs. Entries hold bare ids: core knows nobody."""

from __future__ import annotations

from django.db import models


class Chain(models.Model):
    """One course and year, or one module and year; its row is the lock that orders writers of the chain."""

    key = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """One changed row: who did what to it and when, chained to its predecessor by SHA-256. Never changed, never deleted."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    seq = models.PositiveBigIntegerField(help_text="1, 2, 3… within the chain")
    act = models.UUIDField(help_text="the act id; one act may change several rows")
    n = models.PositiveIntegerField(help_text="0, 1, 2… within the act")
    actor = models.BigIntegerField(null=True, help_text="person id; empty for the system itself")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=60, help_text="app.model:id")
    about = models.BigIntegerField(null=True, help_text="person id of the student it concerns")
    at = models.DateTimeField()
    payload_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="entry_once_in_chain"),
            models.UniqueConstraint(fields=["act", "n"], name="entry_once_in_act"),
        ]
        indexes = [
            models.Index(fields=["subject"], name="entry_subject"),
            models.Index(fields=["about", "at"], name="entry_about"),
            models.Index(fields=["actor", "at"], name="entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.seq} {self.verb}"


class Payload(models.Model):
    """Before, after and reason of an entry as canonical JSON text; goes only under an approved act of destruction."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="payload")
    salt = models.CharField(max_length=32)
    text = models.TextField()

    def __str__(self) -> str:
        return f"payload of {self.entry_id}"


class Destruction(models.Model):
    """An approved act of destruction of a chain's payloads (§5.5); the triggers on Payload look for it."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT)
    approved_by = models.BigIntegerField()
    approved_at = models.DateTimeField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"destruction in {self.chain_id}"


class Job(models.Model):
    """When a regular background job was last begun and ended."""

    name = models.CharField(max_length=80, unique=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
