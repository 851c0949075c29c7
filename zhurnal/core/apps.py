"""The app's declaration."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """zhurnal.core"""

    name = "zhurnal.core"
    label = "core"
