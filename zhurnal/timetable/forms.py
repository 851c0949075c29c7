"""Forms of the timetable: they turn input into clean values, never save; what the rules refuse is said by the actions."""

from __future__ import annotations

from typing import Any

from django import forms

from zhurnal.people.forms import LONG_ENOUGH, password_field
from zhurnal.people.rules import LOGIN_LONGEST


class SetupForm(forms.Form):
    """The school and its first administrator."""

    name = forms.CharField(label="Полное название школы", max_length=300, help_text="Как в уставе: оно стоит в печатных документах.")
    short_name = forms.CharField(label="Краткое название", max_length=80, help_text="Видно внизу каждой страницы: «Гимназия № 4».")
    last_name = forms.CharField(label="Фамилия", max_length=80)
    first_name = forms.CharField(label="Имя", max_length=80)
    middle_name = forms.CharField(label="Отчество", max_length=80, required=False)
    login = forms.CharField(
        label="Логин",
        max_length=LOGIN_LONGEST,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        help_text="Латинские буквы и цифры.",
    )
    password = password_field("Пароль", new=True, help_text=LONG_ENOUGH)
    again = password_field("Пароль ещё раз", new=True)
    accepted = forms.BooleanField(
        label="Обязуюсь хранить логин и пароль в тайне и не передавать их другим (п. 3.2 и 7.7)",
        error_messages={"required": "Без этого обязательства доступ не открывается (§3.2, §7.7)."},
    )
    school_fields = ("name", "short_name")
    name_fields = ("last_name", "first_name", "middle_name")

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        found = super().clean() or {}
        if found.get("password") and found.get("again") and found["password"] != found["again"]:
            self.add_error("again", "Пароли не совпадают.")
        return found

    @property
    def of_school(self) -> list[forms.BoundField]:
        """The fields about the school."""
        return [self[name] for name in self.school_fields]

    @property
    def of_person(self) -> list[forms.BoundField]:
        """The fields of the administrator's name."""
        return [self[name] for name in self.name_fields]

    @property
    def of_access(self) -> list[forms.BoundField]:
        """The fields of the administrator's access."""
        return [self[name] for name in ("login", "password", "again", "accepted")]
