"""The app's declaration."""

from __future__ import annotations

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """zhurnal.school"""

    name = "zhurnal.school"
    label = "school"
