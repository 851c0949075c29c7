"""The verbs of the school: its year and calendar, groups, movement of students, courses and teachers."""

from .calendar import create_year, remove_days, set_days, set_period, set_periods
from .cancel import cancel_order
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
from .orders import LineOf, change_draft, delete_draft, draft_order, put_in_force, set_order_words
from .papers import OrderOf
from .proposals import accept_proposal, decline_proposal, propose_division, withdraw_proposal
from .setup import create_school, set_school

__all__ = [
    "LineOf",
    "OrderOf",
    "accept_proposal",
    "admit",
    "assign_teacher",
    "cancel_order",
    "change_draft",
    "create_course",
    "create_division",
    "create_group",
    "create_room",
    "create_school",
    "create_subject",
    "create_year",
    "decline_proposal",
    "delete_draft",
    "divide",
    "draft_order",
    "end_teaching",
    "enrol",
    "expel",
    "open_course",
    "propose_division",
    "put_in_force",
    "remove_class",
    "remove_days",
    "rename_room",
    "rename_subject",
    "set_class_teacher",
    "set_course",
    "set_days",
    "set_group",
    "set_members",
    "set_order_words",
    "set_period",
    "set_periods",
    "set_school",
    "transfer",
    "withdraw_proposal",
]
