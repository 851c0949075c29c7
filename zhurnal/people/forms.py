"""Forms of people: they turn input into clean values, never save; what the rules refuse is said by the actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from zhurnal.core import clock
from zhurnal.core.errors import Refused
from zhurnal.core.forms import Day, Rows

from . import access, roles, rules
from .access import Who
from .models import Guardianship, Person

SHORTEST_PHONE = 5


def add_refusal(form: forms.BaseForm, refusal: Refused) -> None:
    """Put what an action refused beside the field that it belongs to."""
    field = refusal.field if refusal.field in form.fields else NON_FIELD_ERRORS
    form.add_error(None if field == NON_FIELD_ERRORS else field, refusal.text)


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def dialled(typed: str) -> str:
    """A phone as it was typed; refused with fewer than five digits, the shortest number of a town."""
    if typed and sum(sign.isdigit() for sign in typed) < SHORTEST_PHONE:
        raise forms.ValidationError("Это не телефон: в нём должно быть хотя бы пять цифр.")
    return typed


def password_field(label: str, *, new: bool, help_text: str = "") -> forms.CharField:
    """A password; managers of passwords are told whether it is a new one."""
    attributes = {"autocomplete": "new-password" if new else "current-password"}
    return forms.CharField(
        label=label, strip=False, max_length=128, widget=forms.PasswordInput(attributes), help_text=help_text
    )


LONG_ENOUGH = "Не короче 8 знаков, не только цифры и не из частых: «qwerty123» не подойдёт."


class LoginForm(AllauthLoginForm):
    """Login, password, and whether this device may remember."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = "Логин", "Пароль"
        password.help_text = ""
        login.widget.attrs.update(autocapitalize="none", spellcheck="false", autofocus=True)
        for field in (login, password):
            field.widget.attrs.pop("placeholder", None)
        self.fields["remember"].label = "Запомнить меня на этом устройстве"
        self.fields["remember"].initial = True


class CodeForm(forms.Form):
    """An activation code as it was typed."""

    code = forms.CharField(
        label="Код доступа",
        max_length=60,
        widget=forms.TextInput(
            {
                "class": "code-input",
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "XXXX-XXXX-XXXX-XXXX",
                "autofocus": True,
            }
        ),
        help_text="16 знаков с листка. Пробелы, дефисы и раскладка не важны.",
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = password_field("Новый пароль", new=True, help_text=LONG_ENOUGH)
    again = password_field("Новый пароль ещё раз", new=True)

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        found = super().clean() or {}
        if found.get("password") and found.get("again") and found["password"] != found["again"]:
            self.add_error("again", "Пароли не совпадают.")
        return found


class ResetForm(NewPasswordForm):
    """A new password by a code, for somebody who has a login."""

    code = forms.CharField(max_length=60, widget=forms.HiddenInput)


class ActivationForm(ResetForm):
    """Login and password of a new account, and the obligation of §3.2 and §7.7."""

    login = forms.CharField(
        label="Логин",
        max_length=rules.LOGIN_LONGEST,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        help_text="Латинские буквы и цифры. Можно оставить предложенный.",
    )
    accepted = forms.BooleanField(
        label="Обязуюсь хранить логин и пароль в тайне и никому их не передавать (п. 3.2 и 7.7)",
        error_messages={"required": "Без этого обязательства доступ не открывается (§3.2, §7.7)."},
    )
    field_order = ("code", "login", "password", "again", "accepted")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label, self.fields["again"].label = "Пароль", "Пароль ещё раз"


class PasswordForm(NewPasswordForm):
    """A change of one's own password."""

    old = password_field("Нынешний пароль", new=False)
    field_order = ("old", "password", "again")


class PersonForm(forms.ModelForm[Person]):
    """Name and contacts."""

    class Meta:
        model = Person
        fields = ("last_name", "first_name", "middle_name", "birth_date", "sex", "phone", "email")
        widgets = {
            "birth_date": DateInput(),
            "phone": forms.TextInput({"type": "tel", "autocomplete": "off"}),
            "email": forms.EmailInput({"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = [("", "не указан"), *Person.Sex.choices]  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """Several numbers and a word about them may stand here; what nobody can call may not."""
        return dialled(self.cleaned_data["phone"])

    def clean_birth_date(self) -> date | None:
        """Nobody is born tomorrow, or older than a hundred and ten."""
        day: date | None = self.cleaned_data["birth_date"]
        if day and not clock.today() - timedelta(days=110 * 366) <= day <= clock.today():
            raise forms.ValidationError("Проверьте дату рождения.")
        return day


class NewPersonForm(PersonForm):
    """A new person, and the role that they are entered for."""

    role = forms.ChoiceField(
        label="Назначить на роль",
        required=False,
        choices=[("", "не назначать"), *roles.APPOINTED.items()],
        help_text="Учителем, классным руководителем, учеником человек становится на страницах курсов и классов.",
    )
    order_number = forms.CharField(label="Номер приказа о назначении", max_length=40, required=False)
    twin_is_meant = forms.BooleanField(label="Это другой человек с таким же именем", required=False)


class AppointmentForm(forms.Form):
    """A school-wide role by order."""

    role = forms.ChoiceField(label="Роль", choices=list(roles.APPOINTED.items()))
    since = Day(label="С какого дня", widget=DateInput())
    until = Day(label="По какой день включительно", required=False, widget=DateInput(), help_text="Пусто — бессрочно.")
    order_number = forms.CharField(label="Номер приказа", max_length=40, required=False)
    order_date = Day(label="Дата приказа", required=False, widget=DateInput())


class EndForm(forms.Form):
    """The last day of something that ends; empty means at once."""

    until = Day(label="Последний день", required=False, widget=DateInput(), help_text="Пусто — прекратить сразу.")


class FamilyForm(forms.Form):
    """A family tie of the person of the page with one who was found by name."""

    person = forms.ModelChoiceField(Person.objects.none(), error_messages={"required": "Выберите человека."})
    relation = forms.ChoiceField(label="Кем взрослый приходится ребёнку", choices=Guardianship.Relation.choices)
    since = Day(label="С какого дня", widget=DateInput())

    def __init__(self, *args: Any, who: Who, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = access.people_to_manage(who)  # type: ignore[attr-defined]


class PeopleForm(forms.Form):
    """Several chosen people."""

    people = Rows(Person.objects.none(), error_messages={"required": "Отметьте хотя бы одного человека."})

    def __init__(self, *args: Any, who: Who, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = access.people_to_manage(who)  # type: ignore[attr-defined]


class SettingForm(forms.Form):
    """One setting from a day on; its kind decides what is asked."""

    key = forms.CharField(widget=forms.HiddenInput)
    value: forms.Field = forms.DecimalField(label="Новое значение", max_digits=8, decimal_places=2, localize=True)
    since = Day(label="С какого дня", widget=DateInput())

    def __init__(self, *args: Any, kind: type, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind is bool:
            yes_or_no = (("1", "да"), ("0", "нет"))
            self.fields["value"] = forms.TypedChoiceField(
                label="Новое значение", choices=yes_or_no, coerce=lambda chosen: chosen == "1"
            )

    def clean_value(self) -> int | float | bool:
        """What JSON holds: whole numbers stay whole."""
        value = self.cleaned_data["value"]
        if isinstance(value, bool):
            return value
        return int(value) if self.kind is int and value == int(value) else float(value)
