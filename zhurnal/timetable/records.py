"""What stands in the register of a lesson, whatever module it belongs to, in words; and whose hand it is."""

from __future__ import annotations

from django.db.models import Model

from zhurnal.core.models import Entry
from zhurnal.people.models import Person

from .models import Lesson, Substitution

# The rows of higher modules by name only: timetable knows none of them.
_WORDS = {
    "journal.lessonrecord": "тема урока",
    "journal.homework": "домашнее задание",
    "journal.work": "отметки",
    "journal.absence": "пропуски",
}


def _relations() -> list[tuple[type[Model], str]]:
    """Tables whose rows belong to a lesson, the journal of substitutions left out."""
    found = ((one.related_model, one.field.name) for one in Lesson._meta.related_objects)
    return [(model, name) for model, name in found if isinstance(model, type) and model is not Substitution]


def written_in(lesson: Lesson, by: Person | None = None) -> str:
    """What is written to the lesson («тема урока, отметки»), or by this person alone; an empty text where nothing is."""
    rows = {
        f"{model._meta.label_lower}:{pk}": _WORDS.get(model._meta.label_lower, "записи")
        for model, name in _relations()
        for pk in model._default_manager.filter(**{name: lesson.pk}).values_list("pk", flat=True)
    }
    if by is not None:
        theirs = set(Entry.objects.filter(actor=by.pk, subject__in=rows).values_list("subject", flat=True))
        rows = {subject: words for subject, words in rows.items() if subject in theirs}
    return ", ".join(dict.fromkeys(rows.values()))
