"""The app's declaration."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """zhurnal.people"""

    name = "zhurnal.people"
    label = "people"
