"""aSc Timetables XML, the 2012 layout and the older one: read as records, then planned by natural keys."""

from zhurnal.exchange.importers.asc.plan import CourseKey, PlanCourse, PlanSlot, TimetablePlan, plan_timetable
from zhurnal.exchange.importers.asc.reading import read_asc
from zhurnal.exchange.importers.asc.records import AscFile, Layout

__all__ = ["AscFile", "CourseKey", "Layout", "PlanCourse", "PlanSlot", "TimetablePlan", "plan_timetable", "read_asc"]
