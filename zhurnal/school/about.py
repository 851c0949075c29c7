"""The form of «О школе»."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import forms

from zhurnal.people.slips import is_local

from .models import School


class SchoolForm(forms.ModelForm[School]):
    """The school's names and addresses."""

    class Meta:
        model = School
        fields = ("name", "short_name", "address", "site")

    site = forms.URLField(
        label="Адрес журнала в сети",
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text="Печатается на листках с кодами доступа и в QR-кодах: «https://journal.school.ru».",
    )

    def clean_site(self) -> str:
        """An address that others can open."""
        site: str = self.cleaned_data["site"].strip()
        if is_local(urlsplit(site).netloc):
            raise forms.ValidationError(
                "Этот адрес открывается только на самом сервере. Укажите тот, по которому журнал открывают другие."
            )
        return site
