"""§4.4.7: records in Russian."""

from __future__ import annotations

import pytest

from zhurnal.journal.rules.texts import links_of, not_russian


@pytest.mark.parametrize(
    "text",
    [
        "", "Квадратные уравнения", "№ 534, 541", "§ 21, 5–7", "Present Simple (настоящее время)", "Чтение: «The Little Prince»",
        "https://resh.edu.ru/subject/lesson/1234/", "x² + 2x = 0 — решить", "12.11", "∑ ∞ 5", "www.example.org", "Ёж",
    ],
)  # fmt: skip
def test_fine(text: str) -> None:
    assert not_russian(text) == ""


@pytest.mark.parametrize(
    "text", ["Present Simple", "Unit 5, ex. 3", "Deutsch", "x = 5", "你好", "α", "page 5 https://пример.рф/урок"]
)
def test_letters_without_cyrillic_are_refused_naming_the_clause(text: str) -> None:
    assert not_russian(text, "Тема урока").startswith("Тема урока: записи ведутся на русском языке (§4.4.7)")


def test_links() -> None:
    assert links_of("Смотри https://resh.edu.ru/1, и www.fipi.ru.") == ["https://resh.edu.ru/1", "https://www.fipi.ru"]
    assert links_of("javascript:alert(1)") == []
