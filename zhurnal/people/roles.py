"""The school-wide roles that a person is appointed to, and the standings that follow from what a person does today."""

from __future__ import annotations

ADMINISTRATOR = "administrator"
DIRECTOR = "director"
DEPUTY_HEAD = "deputy_head"
CLERK = "clerk"
MEDIC = "medic"

APPOINTED = {
    ADMINISTRATOR: "администратор ЭЖ",
    DIRECTOR: "директор",
    DEPUTY_HEAD: "заместитель директора по УВР",
    CLERK: "документовед",
    MEDIC: "медицинский работник",
}

# Not appointed: these follow from Teaching, ClassTeacher, a substituted lesson, Membership and Guardianship.
TEACHER = "teacher"
CLASS_TEACHER = "class_teacher"
SUBSTITUTE = "substitute"
STUDENT = "student"
PARENT = "parent"

STANDINGS = {
    TEACHER: "учитель",
    CLASS_TEACHER: "классный руководитель",
    SUBSTITUTE: "замещающий учитель",
    STUDENT: "ученик",
    PARENT: "родитель",
}
TITLES = APPOINTED | STANDINGS

MANAGEMENT = frozenset({ADMINISTRATOR, DIRECTOR, DEPUTY_HEAD})
STAFF = frozenset(APPOINTED) | {TEACHER, CLASS_TEACHER, SUBSTITUTE}
FAMILY = frozenset({STUDENT, PARENT})
