"""Reads of the school's structure: what other modules share, and the pages."""

from .calendar import CalendarPage, Spell, calendar_page, spans_of
from .classes import ClassLine, ClassPage, Division, DivisionPage, StudentLine, class_page, classes_page, division_page
from .common import current_year, members_on, period_of, periods_of, stay_of
from .courses import class_of, groups_for_courses, rooms_page, subjects_page, teachings_of
from .families import Family, FamilyLine, family_access

__all__ = [
    "CalendarPage",
    "ClassLine",
    "ClassPage",
    "Division",
    "DivisionPage",
    "Family",
    "FamilyLine",
    "Spell",
    "StudentLine",
    "calendar_page",
    "class_of",
    "class_page",
    "classes_page",
    "current_year",
    "division_page",
    "family_access",
    "groups_for_courses",
    "members_on",
    "period_of",
    "periods_of",
    "rooms_page",
    "spans_of",
    "stay_of",
    "subjects_page",
    "teachings_of",
]
