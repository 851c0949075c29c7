"""The verbs of exchange: a planned file written into the school, whole or not at all."""

from .lists import apply, bring, choose, choose_columns, decline, drop, hand_over
from .queue import Decision, decide, propose_arrival, propose_change, propose_departure, withdraw
from .students import import_students
from .timetable import import_timetable
from .timetables import apply_timetable, bring_timetable, drop_timetable, name_words
from .undo import refusal_of, undo
from .upkeep import forget_contents, remind_of_queue

__all__ = [
    "Decision",
    "apply",
    "apply_timetable",
    "bring",
    "bring_timetable",
    "choose",
    "choose_columns",
    "decide",
    "decline",
    "drop",
    "drop_timetable",
    "forget_contents",
    "hand_over",
    "import_students",
    "import_timetable",
    "name_words",
    "propose_arrival",
    "propose_change",
    "propose_departure",
    "refusal_of",
    "remind_of_queue",
    "undo",
    "withdraw",
]
