"""The verbs of the timetable: bells, weekly slots, dated lessons, substitutions."""

from .absences import add_absence, end_absence, set_absence
from .bells import create_bells, remove_bell_day, set_bell_day, set_bells
from .lessons import make_lessons
from .setup import FirstAdministrator, set_up
from .short_days import restore_day, shorten_day
from .signatures import remind_to_sign, sign, unsign
from .slots import create_slot, remove_slot, set_further_rooms, set_slot
from .substitutions import (
    Given,
    cancel_lesson,
    move_lesson,
    restore_lesson,
    substitute,
    substitute_day,
    take_back,
)

__all__ = [
    "FirstAdministrator",
    "Given",
    "add_absence",
    "cancel_lesson",
    "create_bells",
    "create_slot",
    "end_absence",
    "make_lessons",
    "move_lesson",
    "remind_to_sign",
    "remove_bell_day",
    "remove_slot",
    "restore_day",
    "restore_lesson",
    "set_absence",
    "set_bell_day",
    "set_bells",
    "set_further_rooms",
    "set_slot",
    "set_up",
    "shorten_day",
    "sign",
    "substitute",
    "substitute_day",
    "take_back",
    "unsign",
]
