"""The app's declaration."""

from __future__ import annotations

from django.apps import AppConfig


class TimetableConfig(AppConfig):
    """zhurnal.timetable"""

    name = "zhurnal.timetable"
    label = "timetable"
