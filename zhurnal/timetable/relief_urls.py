"""The pages of absences and substitutions."""

from __future__ import annotations

from zhurnal.core.pages import page
from zhurnal.school.access import reads_whole_school

from . import access
from .views import absences, relief_journal, substitutions

BOTH = ("GET", "POST")
WRITE = ("POST",)

DAY = [
    page("timetable/substitutions/", substitutions.day, name="substitutions", door=access.edits_timetable),
    page(
        "timetable/substitutions/propose/", substitutions.propose, name="propose", door=access.edits_timetable,
        methods=WRITE,
    ),
    page(
        "timetable/lesson/<int:pk>/substitute/", substitutions.substitute, name="substitute",
        subject=access.lessons_to_arrange, methods=BOTH,
    ),
    page(
        "timetable/lesson/<int:pk>/cancel/", substitutions.cancel, name="cancel", subject=access.lessons_to_arrange,
        methods=BOTH,
    ),
    page(
        "timetable/lesson/<int:pk>/move/", substitutions.move, name="move", subject=access.lessons_to_arrange,
        methods=BOTH,
    ),
    page(
        "timetable/substitution/<int:pk>/take-back/", substitutions.take_back, name="take-back",
        subject=access.substitutions_to_arrange, methods=WRITE,
    ),
    page(
        "timetable/class/<int:pk>/changes/", substitutions.class_changes, name="class-changes",
        subject=access.classes_with_timetable,
    ),
]  # fmt: skip
ABSENCES = [
    page("timetable/absences/", absences.absences, name="absences", door=access.edits_timetable),
    page("timetable/absences/add/", absences.add, name="absence-add", door=access.edits_timetable, methods=BOTH),
    page("timetable/absence/<int:pk>/", absences.edit, name="absence", subject=access.absences_to_edit, methods=BOTH),
    page(
        "timetable/absence/<int:pk>/end/", absences.end, name="absence-end", subject=access.absences_to_edit,
        methods=BOTH,
    ),
]  # fmt: skip
JOURNAL = [
    page("timetable/substitutions/journal/", relief_journal.journal, name="relief-journal", door=reads_whole_school),
    page("timetable/substitutions/hours/", relief_journal.hours, name="relief-hours", door=reads_whole_school),
    page(
        "timetable/substitutions/remind/", relief_journal.remind, name="remind-to-sign", door=access.edits_timetable,
        methods=WRITE,
    ),
    page(
        "timetable/substitutions/mine/", relief_journal.mine, name="own-substitutions", door=access.has_own_timetable
    ),
    page(
        "timetable/substitutions/sign/", relief_journal.sign_month, name="sign-month", door=access.has_own_timetable,
        methods=WRITE,
    ),
    page(
        "timetable/substitution/<int:pk>/sign/", relief_journal.sign, name="sign", subject=access.substitutions_to_sign,
        methods=WRITE,
    ),
    page(
        "timetable/substitution/<int:pk>/unsign/", relief_journal.unsign, name="unsign",
        subject=access.substitutions_to_sign, methods=WRITE,
    ),
]  # fmt: skip
