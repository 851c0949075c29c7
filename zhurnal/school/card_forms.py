"""Forms of cards: they turn input into clean values, never save; what the rules refuse is said by the actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from zhurnal.core import clock
from zhurnal.core.forms import Day, Rows
from zhurnal.core.snils import read_snils, snils_mistake, snils_shown
from zhurnal.people import card_fields
from zhurnal.people.forms import DateInput, PersonForm, dialled
from zhurnal.people.models import Consent, Correction, HealthRecord, Person, PersonalFile

ADDRESS = {"rows": 2, "autocomplete": "off"}


class CardForm(PersonForm):
    """The fields of a card that `names` allows, with what stands in it."""

    number = forms.CharField(label="Номер личного дела", max_length=40, required=False)
    snils = forms.CharField(
        label="СНИЛС",
        max_length=20,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "placeholder": "000-000-000 00"}),
        help_text="Одиннадцать цифр; контрольная сумма проверяется.",
    )
    document = forms.CharField(
        label="Документ, удостоверяющий личность",
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="Свидетельство о рождении или паспорт: серия, номер, кем и когда выдан.",
    )
    citizenship = forms.CharField(label="Гражданство", max_length=60, required=False)
    registered_at = forms.CharField(
        label="Адрес регистрации", max_length=300, required=False, widget=forms.Textarea(ADDRESS)
    )
    lives_at = forms.CharField(label="Адрес проживания", max_length=300, required=False, widget=forms.Textarea(ADDRESS))
    second_phone = forms.CharField(
        label="Второй телефон", max_length=40, required=False, widget=forms.TextInput({"type": "tel"})
    )
    position = forms.CharField(label="Должность", max_length=120, required=False)
    category = forms.ChoiceField(
        label="Квалификационная категория", required=False, choices=[("", "нет"), *PersonalFile.Category.choices]
    )
    field_order = (
        *("last_name", "first_name", "middle_name", "birth_date", "sex", "phone", "second_phone", "email"),
        *("number", "snils", "document", "citizenship", "registered_at", "lives_at", "position", "category"),
    )

    def __init__(self, *args: Any, person: Person, file: PersonalFile, names: Iterable[str], **kwargs: Any) -> None:
        self.stands = {name: card_fields.value_of(person, file, name) for name in names}
        initial = {**self.stands, "birth_date": person.birth_date, "snils": snils_shown(self.stands.get("snils", ""))}
        super().__init__(*args, initial=initial, **kwargs)
        for name in set(self.fields) - set(self.stands):
            del self.fields[name]

    def clean_second_phone(self) -> str:
        """As the first."""
        return dialled(self.cleaned_data["second_phone"])

    def clean_snils(self) -> str:
        """The digits, when their control number agrees."""
        digits = read_snils(self.cleaned_data["snils"])
        if self.cleaned_data["snils"] and (mistake := snils_mistake(digits)):
            raise forms.ValidationError(f"Это не СНИЛС: {mistake}. Сверьте цифры с документом.")
        return digits

    def proposed(self) -> dict[str, str]:
        """What was typed, as text."""
        values = self.cleaned_data.items()
        return {name: value.isoformat() if isinstance(value, date) else str(value or "") for name, value in values}


class PeopleOfClassForm(forms.Form):
    """Chosen cards of a class."""

    people = Rows(Person.objects.none(), error_messages={"required": "Отметьте хотя бы одну карточку."})

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people.order_by("order_key", "id")  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """Which proposals are accepted or declined, and why declined."""

    rows = Rows(Correction.objects.none(), error_messages={"required": "Отметьте хотя бы одно предложение."})
    decision = forms.ChoiceField(choices=[("accept", "Принять"), ("decline", "Отклонить")])
    reason = forms.CharField(
        label="Причина отказа",
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Её прочитает тот, кто предложил. Нужна только при отказе.",
    )

    def __init__(self, *args: Any, rows: QuerySet[Correction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rows"].queryset = rows.select_related("person", "by").order_by("id")  # type: ignore[attr-defined]


class HealthForm(forms.Form):
    """What a doctor's paper says; no diagnosis."""

    GROUPS = [("", "не указана"), *((roman, roman) for roman in ("I", "II", "III", "IV", "V"))]

    pe_group = forms.ChoiceField(
        label="Группа для занятий физкультурой",
        required=False,
        choices=[("", "не указана"), *HealthRecord.PeGroup.choices],
        help_text="Её видит и учитель физкультуры; остальное — нет.",
    )
    health_group = forms.ChoiceField(label="Группа здоровья", required=False, choices=GROUPS)
    document = forms.CharField(
        label="Справка",
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="Кем выдана, номер и дата. Диагноз не пишите: журналу он не нужен.",
    )
    until = Day(label="Действует по", required=False, widget=DateInput(), help_text="Пусто — до новой справки.")


class TieForm(forms.Form):
    """What an adult may of a child."""

    sees = forms.BooleanField(label="Видит дневник и карточку ребёнка", required=False)
    gets_notices = forms.BooleanField(label="Получает уведомления о ребёнке", required=False)
    takes_child = forms.BooleanField(label="Может забирать ребёнка из школы", required=False)
    basis = forms.CharField(
        label="Основание ограничения",
        max_length=300,
        required=False,
        widget=forms.Textarea(ADDRESS),
        help_text="Решение суда: номер, дата. Нужно, если хотя бы одно право снято.",
    )


class ConsentForm(forms.Form):
    """A signed consent."""

    purpose = forms.ChoiceField(label="Цель")
    given_by = forms.ModelChoiceField(
        label="Кто подписал", queryset=Person.objects.none(), empty_label="выберите подписавшего"
    )
    given_on = Day(label="Дата подписи", widget=DateInput())
    document = forms.CharField(
        label="Документ", max_length=200, required=False, help_text="Например: «бумажное согласие, личное дело № 8-14»."
    )

    def __init__(self, *args: Any, givers: Sequence[Person], purposes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (value, label[0].upper() + label[1:]) for value, label in Consent.Purpose.choices if value in purposes
        ]
        found = Person.objects.filter(pk__in=[one.pk for one in givers])
        self.fields["given_by"].queryset = found.order_by("order_key", "id")  # type: ignore[attr-defined]
        self.initial.setdefault("given_on", clock.today())
        if len(givers) == 1:
            self.initial.setdefault("given_by", givers[0].pk)


class WithdrawalForm(forms.Form):
    """From which day a consent holds no more."""

    on = Day(label="Дата отзыва", widget=DateInput())
    document = forms.CharField(
        label="Документ", max_length=200, required=False, help_text="Например: «заявление от 20.11.2026, вх. № 114»."
    )
