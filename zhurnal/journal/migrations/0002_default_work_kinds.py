"""The kinds of works that a school begins with, and their weights (domain.md part 3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations

SINCE = date(2000, 9, 1)
# name, short name, sign under the date, weight, controlling character (§4.4.9), oral or class work
KINDS = (
    ("контрольная работа", "контр.", "К", 5, True, False),
    ("диктант", "дикт.", "Дк", 4, True, False),
    ("сочинение", "соч.", "Сч", 4, True, False),
    ("тест", "тест", "Т", 4, True, False),
    ("зачёт", "зачёт", "З", 4, True, False),
    ("проверочная работа", "провер.", "Пв", 3, False, False),
    ("самостоятельная работа", "самост.", "С", 3, False, False),
    ("лабораторная работа", "лаб.", "Л", 3, False, False),
    ("практическая работа", "практ.", "П", 3, False, False),
    ("ответ на уроке", "ответ", "О", 2, False, True),
    ("проект", "проект", "Пк", 2, False, False),
    ("работа на уроке", "урок", "Р", 2, False, True),
    ("домашняя работа", "дом.", "Д", 1, False, False),
    ("тетрадь", "тетр.", "Тд", 1, False, False),
)
DEFAULT = "ответ на уроке"


def make(apps: Any, editor: Any) -> None:
    """Insert kinds and weights, unless the school has kinds already."""
    kinds, weights = apps.get_model("journal", "WorkKind"), apps.get_model("journal", "WorkWeight")
    if kinds.objects.exists():
        return
    for place, (name, short_name, sign, weight, is_control, is_oral) in enumerate(KINDS, start=1):
        kind = kinds.objects.create(
            name=name,
            short_name=short_name,
            sign=sign,
            is_control=is_control,
            is_oral=is_oral,
            is_default=name == DEFAULT,
            place=place,
        )
        weights.objects.create(kind=kind, weight=weight, since=SINCE)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
