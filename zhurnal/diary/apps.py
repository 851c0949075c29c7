"""The app's declaration."""

from __future__ import annotations

from django.apps import AppConfig


class DiaryConfig(AppConfig):
    """zhurnal.diary"""

    name = "zhurnal.diary"
    label = "diary"
