"""Forms of a brought timetable: the file, what its words mean, where it goes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from zhurnal.core.forms import Day
from zhurnal.people.forms import DateInput

from .matching.words import Choice, Kind, Names, Word
from .queries.timetables import HOW, word_choices
from .uploads import BroughtFile

IN_FORCE, DRAFT = "force", "draft"


class TimetableForm(forms.Form):
    """A timetable as a file."""

    file = BroughtFile(
        label="Файл расписания",
        help_text="XML из aSc Timetables или таблица (XLSX, XLS, ODS, CSV), до 16 МБ.",
        accept=".xml,.xlsx,.xls,.ods,.csv",
        most=16,
        what="расписание",
    )


class WordsForm(forms.Form):
    """What words of the file mean: a choice a word, among the names that the school knows."""

    def __init__(self, *args: Any, words: Sequence[Word], names: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = {_name_of(word): word for word in words}
        for name, word in self.words.items():
            field = forms.ChoiceField(label=word.text, choices=word_choices(word, names), required=False)
            field.initial = "" if word.choice is None else str(word.choice)
            field.error_messages["invalid_choice"] = "Такого в школе больше нет: выберите снова."
            self.fields[name] = field

    @property
    def by_kind(self) -> list[tuple[str, list[tuple[Word, Any, tuple[str, str]]]]]:
        """Words with their fields and chips, by what they name."""
        titles = {Kind.CLASS: "Классы", Kind.SUBJECT: "Предметы", Kind.TEACHER: "Учителя", Kind.ROOM: "Кабинеты"}
        found: dict[Kind, list[tuple[Word, Any, tuple[str, str]]]] = defaultdict(list)
        for name, word in self.words.items():
            found[word.kind].append((word, self[name], HOW[word.how]))
        return [(titles[kind], rows) for kind, rows in found.items()]

    @property
    def choices(self) -> dict[Kind, dict[str, Choice]]:
        """What was chosen, by kind and key; a word left open stays open."""
        found: dict[Kind, dict[str, Choice]] = defaultdict(dict)
        for name, word in self.words.items():
            if value := self.cleaned_data.get(name):
                found[word.kind][word.key] = int(value) if value.isdigit() else value
        return dict(found)


def _name_of(word: Word) -> str:
    return f"{word.kind}-{hashlib.sha256(word.key.encode()).hexdigest()[:12]}"


class ApplyForm(forms.Form):
    """Into the timetable in force from a day on, or into a new draft."""

    into = forms.ChoiceField(
        label="Куда записать",
        choices=[
            (IN_FORCE, "в действующее расписание"),
            (DRAFT, "в новый черновик: его можно править и опубликовать позже"),
        ],
        widget=forms.RadioSelect,
        initial=IN_FORCE,
    )
    since = Day(label="С какого дня", widget=DateInput(attrs={"class": "w-sm"}))
    draft = forms.CharField(label="Название черновика", max_length=80, required=False)

    def __init__(self, *args: Any, earliest: date, until: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earliest, self.until = earliest, until
        self.fields["since"].initial = earliest

    def clean_since(self) -> date:
        """A day of the year that has not passed."""
        day: date = self.cleaned_data["since"]
        if not self.earliest <= day <= self.until:
            raise forms.ValidationError(f"Нужен день с {self.earliest:%d.%m.%Y} по {self.until:%d.%m.%Y}.")
        return day

    def clean(self) -> dict[str, Any]:
        """A draft has a name."""
        found = super().clean() or {}
        if found.get("into") == DRAFT and not (found.get("draft") or "").strip():
            self.add_error("draft", "Назовите черновик.")
        return found
