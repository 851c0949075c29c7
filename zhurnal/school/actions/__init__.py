"""The verbs of the school: its year and calendar, groups, movement of students, courses and teachers."""

from .calendar import create_year, remove_days, set_days, set_period, set_periods
from .courses import (
    assign_teacher,
    create_course,
    create_room,
    create_subject,
    end_teaching,
    open_course,
    rename_room,
    rename_subject,
    set_class_teacher,
    set_course,
)
from .divisions import divide
from .groups import create_division, create_group, remove_class, set_group
from .movement import admit, enrol, expel, set_members, transfer
from .papers import OrderOf
from .setup import create_school, set_school

__all__ = [
    "OrderOf",
    "admit",
    "assign_teacher",
    "create_course",
    "create_division",
    "create_group",
    "create_room",
    "create_school",
    "create_subject",
    "create_year",
    "divide",
    "end_teaching",
    "enrol",
    "expel",
    "open_course",
    "remove_class",
    "remove_days",
    "rename_room",
    "rename_subject",
    "set_class_teacher",
    "set_course",
    "set_days",
    "set_group",
    "set_members",
    "set_period",
    "set_periods",
    "set_school",
    "transfer",
]
