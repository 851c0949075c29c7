"""What people send to the register, turned into clean values; every id is resolved from access."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from zhurnal.core.forms import Day, Rows
from zhurnal.people.access import Who
from zhurnal.people.forms import DateInput
from zhurnal.people.models import Person
from zhurnal.timetable.models import Lesson

from . import access
from .models import Absence, Mark, Work, WorkKind
from .rules.files import MOST_BYTES

# Ids and places in the log fit into the databases' whole numbers.
LARGEST = 2**63 - 1


class CellForm(forms.Form):
    """One cell. The work and the student are checked against the lesson by the action, under its lock."""

    lesson = forms.IntegerField(min_value=1, max_value=LARGEST)
    work = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    student = forms.IntegerField(min_value=1, max_value=LARGEST)
    text = forms.CharField(required=False, max_length=30)
    was = forms.CharField(required=False, max_length=30)
    seq = forms.IntegerField(required=False, min_value=0, max_value=LARGEST)

    def __init__(self, data: Any, *, who: Who) -> None:
        super().__init__(data)
        self.who = who

    def clean_lesson(self) -> Lesson:
        """A lesson in which the person writes."""
        lesson: Lesson | None = access.lessons_to_mark.one(self.who, "pk", self.cleaned_data["lesson"])
        if lesson is None:
            raise forms.ValidationError("Этот урок не ваш.")
        return lesson


class KeyForm(forms.Form):
    """One cell of the lesson's page: which student, what was pressed, whose keys to open next."""

    work = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    student = forms.IntegerField(min_value=1, max_value=LARGEST)
    text = forms.CharField(required=False, max_length=30)
    was = forms.CharField(required=False, max_length=30)
    next = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)


class RecordForm(forms.Form):
    """Topic and homework of a lesson."""

    topic = forms.CharField(
        label="Тема урока", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    homework = forms.CharField(
        label="Домашнее задание", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_none = forms.BooleanField(label="Не задано", required=False)
    minutes = forms.IntegerField(
        label="Минут на дом",
        required=False,
        min_value=1,
        max_value=240,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Минут на дом: целое число от 1 до 240."),
    )
    due = Day(
        label="К какому дню",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "К какому дню: выберите дату, например 26.11.2026."},
    )
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)


class WorkForm(forms.Form):
    """A work of a lesson: its kind and, if wanted, its title."""

    kind = forms.ModelChoiceField(
        label="Вид работы", queryset=WorkKind.objects.filter(is_offered=True).order_by("place", "id"), empty_label=None
    )
    title = forms.CharField(label="Название", required=False, max_length=200)


WEIGHT_FAULTS = dict.fromkeys(("invalid", "min_value", "max_value"), "Вес — целое число от 1 до 10.")


class KindForm(forms.Form):
    """A kind of works: what it is called and how it counts."""

    name = forms.CharField(label="Название", max_length=60)
    short_name = forms.CharField(label="Кратко", max_length=12, help_text="Для узких мест: «контр.»")
    sign = forms.CharField(label="Знак под датой", max_length=3, widget=forms.TextInput({"class": "w-xs"}))
    is_control = forms.BooleanField(
        label="Контролирующая: отметки — в течение суток после результата (§4.4.9)", required=False
    )
    is_oral = forms.BooleanField(label="Только для присутствующих: отметка вместе с «н» не ставится", required=False)
    is_default = forms.BooleanField(label="По умолчанию — для отметки без названной работы", required=False)
    is_offered = forms.BooleanField(label="Предлагать для новых работ", required=False)


class NewKindForm(KindForm):
    """A new kind with its first weight."""

    weight = forms.IntegerField(
        label="Вес",
        min_value=1,
        max_value=10,
        error_messages=WEIGHT_FAULTS,
        widget=forms.NumberInput({"class": "w-xs"}),
    )


class WeightForm(forms.Form):
    """Another weight of a kind from a day on."""

    weight = forms.IntegerField(
        label="Новый вес",
        min_value=1,
        max_value=10,
        error_messages=WEIGHT_FAULTS,
        widget=forms.NumberInput({"class": "w-xs"}),
    )
    since = Day(label="С какого дня", widget=DateInput())


class FileForm(forms.Form):
    """A file for a homework."""

    file = forms.FileField(label="Файл")

    def clean_file(self) -> UploadedFile[bytes]:
        """The file, if it is not too large to be read into memory."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is not None and file.size > MOST_BYTES:
            raise forms.ValidationError("Файл больше 10 МБ. Уменьшите его или дайте ссылку в тексте задания.")
        return file


class AbsentForm(forms.Form):
    """Who is not in the lesson."""

    KINDS = (
        (Absence.Kind.ABSENT, "н — не был"),
        (Absence.Kind.ILL, "б — болен, есть справка"),
        (Absence.Kind.EXCUSED, "у/п — уважительная причина"),
        (Absence.Kind.LATE, "оп — опоздал"),
        (Absence.Kind.EXEMPT, "осв — освобождён"),
    )

    student = Rows(label="Кто отсутствует", queryset=Person.objects.none())
    kind = forms.ChoiceField(label="Что поставить", choices=KINDS, initial=Absence.Kind.ABSENT, required=False)
    seq = forms.IntegerField(required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, lesson: Lesson) -> None:
        super().__init__(data)
        self.fields["student"].queryset = access.students_of(lesson)  # type: ignore[attr-defined]


class CellChoice(forms.Form):
    """Which cell of a lesson: a member of the group and a work of the lesson."""

    student = forms.ModelChoiceField(queryset=Person.objects.none())
    work = forms.ModelChoiceField(queryset=Work.objects.none(), required=False)

    def __init__(self, data: Any, *, lesson: Lesson) -> None:
        super().__init__(data)
        self.fields["student"].queryset = access.students_of(lesson)  # type: ignore[attr-defined]
        self.fields["work"].queryset = Work.objects.filter(lesson=lesson)  # type: ignore[attr-defined]


class MarkForm(forms.Form):
    """A mark of a lesson in which the person writes."""

    mark = forms.ModelChoiceField(queryset=Mark.objects.none(), widget=forms.HiddenInput)
    seq = forms.IntegerField(required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, who: Who) -> None:
        super().__init__(data)
        self.fields["mark"].queryset = access.marks_to_change(who)  # type: ignore[attr-defined]


class CommentForm(MarkForm):
    """What the family reads beside the mark."""

    comment = forms.CharField(label="Комментарий", required=False, max_length=300)


class ReSitForm(MarkForm):
    """The result of a re-sit."""

    value = forms.TypedChoiceField(
        label="Новая отметка", coerce=int, choices=[(value, str(value)) for value in (5, 4, 3, 2, 1)]
    )
    on = Day(label="День пересдачи")


class DeadlineForm(MarkForm):
    """Until when the work behind a point is awaited."""

    deadline = Day(label="Срок")
