"""What is written into the register, one file a topic."""

from .attendance import everyone_present, mark_absent
from .cells import SavedCell, comment_mark, re_sit, set_cell, set_deadline
from .files import add_file, remove_file
from .kinds import KindOf, add_kind, remove_kind, set_kind, set_weight
from .records import save_record
from .works import add_work, change_work, remove_work

__all__ = [
    "KindOf",
    "SavedCell",
    "add_file",
    "add_kind",
    "add_work",
    "change_work",
    "comment_mark",
    "everyone_present",
    "mark_absent",
    "re_sit",
    "remove_file",
    "remove_kind",
    "remove_work",
    "save_record",
    "set_cell",
    "set_deadline",
    "set_kind",
    "set_weight",
]
