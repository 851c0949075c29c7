"""The app's declaration."""

from __future__ import annotations

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    """zhurnal.curriculum"""

    name = "zhurnal.curriculum"
    label = "curriculum"
