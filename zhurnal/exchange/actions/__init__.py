"""The verbs of exchange: a planned file written into the school, whole or not at all."""

from .lists import apply, bring, choose, choose_columns, decline, drop, hand_over
from .queue import Decision, decide, propose_arrival, propose_change, propose_departure, withdraw
from .students import import_students
from .timetable import import_timetable
from .undo import refusal_of, undo
from .upkeep import forget_contents, remind_of_queue

__all__ = [
    "Decision",
    "apply",
    "bring",
    "choose",
    "choose_columns",
    "decide",
    "decline",
    "drop",
    "forget_contents",
    "hand_over",
    "import_students",
    "import_timetable",
    "propose_arrival",
    "propose_change",
    "propose_departure",
    "refusal_of",
    "remind_of_queue",
    "undo",
    "withdraw",
]
