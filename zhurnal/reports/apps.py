"""The app's declaration."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """zhurnal.reports"""

    name = "zhurnal.reports"
    label = "reports"
