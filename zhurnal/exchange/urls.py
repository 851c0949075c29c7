"""The pages of exchange."""

from __future__ import annotations

from zhurnal.core.pages import page

from . import access
from .views import deadline, lists, queue, timetables

BOTH = ("GET", "POST")
WRITE = ("POST",)

app_name = "exchange"
urlpatterns = [
    page("", lists.overview, name="lists", door=access.brings_lists),
    page("students/", lists.upload_students, name="upload-students", door=access.brings_lists, methods=BOTH),
    page("staff/", lists.upload_staff, name="upload-staff", door=access.brings_lists, methods=BOTH),
    page("list/<int:pk>/", lists.list_, name="list", subject=access.lists_to_read),
    page("list/<int:pk>/columns/", lists.columns, name="columns", subject=access.lists_to_prepare, methods=BOTH),
    page("list/<int:pk>/rows/", lists.choose, name="choose", subject=access.lists_to_prepare, methods=WRITE),
    page("list/<int:pk>/faults/", lists.faults, name="faults", subject=access.lists_to_prepare),
    page(
        "list/<int:pk>/hand-over/", lists.hand_over, name="hand-over", subject=access.lists_to_hand_over, methods=WRITE
    ),
    page("list/<int:pk>/apply/", lists.apply, name="apply", subject=access.lists_to_apply, methods=WRITE),
    page("list/<int:pk>/decline/", lists.decline, name="decline", subject=access.lists_to_decline, methods=BOTH),
    page("list/<int:pk>/drop/", lists.drop, name="drop", subject=access.lists_to_drop, methods=WRITE),
    page("list/<int:pk>/undo/", lists.undo, name="undo", subject=access.lists_to_undo, methods=BOTH),
    page("queue/", queue.queue, name="queue", door=access.brings_lists),
    page("queue/decide/", queue.decide, name="decide", door=access.decides, methods=WRITE),
    page(
        "queue/<int:pk>/withdraw/", queue.withdraw, name="withdraw", subject=access.proposals_to_withdraw, methods=WRITE
    ),
    page("propose/", queue.propose, name="propose", door=access.proposes),
    page("propose/arrival/", queue.arrival, name="propose-arrival", door=access.proposes, methods=BOTH),
    page(
        "propose/<int:pk>/change/",
        queue.change,
        name="propose-change",
        subject=access.people_to_propose_about,
        methods=BOTH,
        reads_card=True,
    ),
    page(
        "propose/<int:pk>/departure/",
        queue.departure,
        name="propose-departure",
        subject=access.students_to_propose_about,
        methods=BOTH,
    ),
    page("deadline/", deadline.deadline, name="deadline", door=access.watches_deadline),
    page("timetable/", timetables.bring, name="timetables", door=access.brings_timetables, methods=BOTH),
    page("timetable/<int:pk>/", timetables.timetable, name="timetable", subject=access.timetables_to_read),
    page(
        "timetable/<int:pk>/words/",
        timetables.words,
        name="timetable-words",
        subject=access.timetables_to_apply,
        methods=WRITE,
    ),
    page(
        "timetable/<int:pk>/apply/",
        timetables.apply,
        name="timetable-apply",
        subject=access.timetables_to_apply,
        methods=WRITE,
    ),
    page(
        "timetable/<int:pk>/drop/",
        timetables.drop,
        name="timetable-drop",
        subject=access.timetables_to_apply,
        methods=WRITE,
    ),
]
