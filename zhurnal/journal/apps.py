"""The app's declaration."""

from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """zhurnal.journal"""

    name = "zhurnal.journal"
    label = "journal"
