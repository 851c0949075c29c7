"""The verbs of exchange: a planned file written into the school, whole or not at all."""

from .students import import_students
from .timetable import import_timetable

__all__ = ["import_students", "import_timetable"]
