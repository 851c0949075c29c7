"""The verbs of the timetable: bells, weekly slots, dated lessons, substitutions."""

from .bells import create_bells, remove_bell_day, set_bell_day, set_bells
from .lessons import cancel_lesson, make_lessons, restore_lesson, substitute
from .setup import FirstAdministrator, set_up
from .short_days import restore_day, shorten_day
from .slots import create_slot, remove_slot, set_slot

__all__ = [
    "FirstAdministrator",
    "cancel_lesson",
    "create_bells",
    "create_slot",
    "make_lessons",
    "remove_bell_day",
    "remove_slot",
    "restore_day",
    "restore_lesson",
    "set_bell_day",
    "set_bells",
    "set_slot",
    "set_up",
    "shorten_day",
    "substitute",
]
