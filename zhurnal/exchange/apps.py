"""The app's declaration."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """zhurnal.exchange"""

    name = "zhurnal.exchange"
    label = "exchange"
