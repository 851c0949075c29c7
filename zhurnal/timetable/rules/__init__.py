"""What the timetable is held to, as pure arithmetic: bells, clashes, the norms of a day and a week, what two timetables differ in."""

from .bells import (
    BREAKS,
    EARLIEST,
    LATEST,
    LESSON_MINUTES,
    SHIFT_BREAKS,
    SHIFT_LESSONS,
    SHIFT_STARTS,
    Times,
    bells_fault,
    minutes_of,
    usual_bells,
    week_of_cycle,
)
from .clashes import Clash, Placed, at_one_time, clashes_among, clashes_of
from .comparing import Change, Place, differences
from .norms import Breach, ClassWeek, Hour, hours_left, lesson_gap, most_a_day, norms_of, windows

__all__ = [
    "BREAKS",
    "EARLIEST",
    "LATEST",
    "LESSON_MINUTES",
    "SHIFT_BREAKS",
    "SHIFT_LESSONS",
    "SHIFT_STARTS",
    "Breach",
    "Change",
    "Clash",
    "ClassWeek",
    "Hour",
    "Place",
    "Placed",
    "Times",
    "at_one_time",
    "bells_fault",
    "clashes_among",
    "clashes_of",
    "differences",
    "hours_left",
    "lesson_gap",
    "minutes_of",
    "most_a_day",
    "norms_of",
    "usual_bells",
    "week_of_cycle",
    "windows",
]
