"""The pages of journal."""

from __future__ import annotations

from zhurnal.core.pages import Menu, page
from zhurnal.people.access import is_staff
from zhurnal.school.access import edits_calendar

from . import access
from .views import cells, kinds, lessons, register, today

WRITE = ("POST",)

app_name = "journal"
urlpatterns = [
    page(
        "today/", today.today, name="today", door=access.keeps_registers, menu=Menu("Сегодня", order=10, icon="today")
    ),
    page(
        "courses/",
        today.courses,
        name="courses",
        door=access.reads_registers,
        menu=Menu("Классы", order=20, icon="grid"),
    ),
    page("course/<int:pk>/", register.register, name="register", subject=access.courses_to_read),
    page("cell/", cells.cell, name="cell", door=is_staff, methods=WRITE),
    page("history/<int:pk>/", cells.history, name="history", subject=access.lessons_to_read),
    page("comment/", cells.comment, name="comment", door=is_staff, methods=WRITE),
    page("re-sit/", cells.re_sit, name="re-sit", door=is_staff, methods=WRITE),
    page("deadline/", cells.deadline, name="deadline", door=is_staff, methods=WRITE),
    page("lesson/<int:pk>/", lessons.lesson, name="lesson", subject=access.lessons_to_mark, methods=("GET", "POST")),
    page("lesson/<int:pk>/panel/", register.panel, name="panel", subject=access.lessons_to_read),
    page("lesson/<int:pk>/record/", lessons.record, name="record", subject=access.lessons_to_mark, methods=WRITE),
    page(
        "lesson/<int:pk>/present/",
        lessons.everyone_present,
        name="everyone-present",
        subject=access.lessons_to_mark,
        methods=WRITE,
    ),
    page(
        "lesson/<int:pk>/absent/",
        lessons.absent,
        name="absent",
        subject=access.lessons_to_mark,
        methods=("GET", "POST"),
    ),
    page("lesson/<int:pk>/works/", lessons.add_work, name="add-work", subject=access.lessons_to_mark, methods=WRITE),
    page("work/<int:pk>/", lessons.change_work, name="change-work", subject=access.works_to_change, methods=WRITE),
    page(
        "work/<int:pk>/remove/", lessons.remove_work, name="remove-work", subject=access.works_to_change, methods=WRITE
    ),
    page("lesson/<int:pk>/files/", lessons.add_file, name="add-file", subject=access.lessons_to_mark, methods=WRITE),
    page(
        "file/<int:pk>/remove/",
        lessons.remove_file,
        name="remove-file",
        subject=access.attachments_to_change,
        methods=WRITE,
    ),
    page("file/<int:pk>/", lessons.attachment, name="attachment", subject=access.attachments_to_read),
    page("kinds/", kinds.kinds, name="kinds", door=is_staff),
    page("kinds/add/", kinds.add, name="kind-add", door=edits_calendar, methods=("GET", "POST")),
    page("kind/<int:pk>/", kinds.kind, name="kind", subject=access.kinds_to_edit, methods=("GET", "POST")),
    page("kind/<int:pk>/weight/", kinds.weight, name="kind-weight", subject=access.kinds_to_edit, methods=WRITE),
    page("kind/<int:pk>/remove/", kinds.remove, name="kind-remove", subject=access.kinds_to_edit, methods=WRITE),
]
