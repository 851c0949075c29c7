"""An empty school with a year that runs, and files written where a command finds them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.asc_files import Rows, xml
from zhurnal.core.actions import SYSTEM
from zhurnal.school.actions import create_year
from zhurnal.school.models import Year
from zhurnal.school.rules import year_plan


@pytest.fixture
def year(no_school: None) -> Year:
    """2026/27 with quarters and half-years; today is 24 November 2026."""
    plan = year_plan(2026)
    return create_year(
        SYSTEM, name=plan.name, since=plan.since, until=plan.until, quarters=plan.quarters, halves=plan.halves
    )


@pytest.fixture
def asc_file(tmp_path: Path) -> Callable[[dict[str, Rows]], Path]:
    """`asc_file(school())` is the path of a timetable file."""

    def write(sections: dict[str, Rows]) -> Path:
        path = tmp_path / "school.xml"
        path.write_text(xml(sections), encoding="utf-8")
        return path

    return write
