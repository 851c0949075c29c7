"""Lists of students with classes and parents, in XLSX, XLS, ODS or CSV, with headings anywhere."""

from zhurnal.exchange.importers.students.families import PlanParent, PlanStudent, StudentsPlan, plan_students
from zhurnal.exchange.importers.students.header import STUDENTS
from zhurnal.exchange.importers.students.reading import read_students, students_of
from zhurnal.exchange.importers.students.records import ParentRow, Relation, StudentList, StudentRow

__all__ = [
    "STUDENTS",
    "ParentRow",
    "PlanParent",
    "PlanStudent",
    "Relation",
    "StudentList",
    "StudentRow",
    "StudentsPlan",
    "plan_students",
    "read_students",
    "students_of",
]
