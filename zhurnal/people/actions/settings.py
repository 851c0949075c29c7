"""What the school's local act decides, by date."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhurnal.core.actions import Acting, action
from zhurnal.core.errors import Refused

from .. import rules
from ..models import Setting


@action("people.setting.set")
def set_setting(act: Acting, key: str, value: Any, *, since: date) -> Setting:
    """Let a setting have this value from a day on; earlier days keep theirs. `Refused` for a value out of its bounds."""
    if mistake := rules.setting_mistake(key, value):
        raise Refused(mistake, field="value")
    row = Setting.objects.filter(key=key, since=since).first()
    if row is None:
        return act.create(Setting(key=key, value=value, since=since))
    act.update(row, value=value)
    return row
