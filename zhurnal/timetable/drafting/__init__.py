"""A draft of the weekly timetable as actions and pages read it: the board of the whole school, its grid, and what it changes."""

from .board import Board, Unit, board_of, in_force
from .changes import Told, changes_between, place_of

__all__ = ["Board", "Told", "Unit", "board_of", "changes_between", "in_force", "place_of"]
