"""How long a list of students takes: read and compared, written, taken back; with the number of queries, which must not grow with rows.

    ZHURNAL_HOME=… python -m bench.lists [rows …]

In a folder of its own a school with one year is made for each size. Rows have a child with both parents, СНИЛС and address, in 25 to a class.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIZES = (100, 1000)
IN_CLASS = 25
HEAD = (
    "№", "ФИО", "Дата рождения", "Пол", "Класс", "СНИЛС", "Личное дело", "Адрес", "Мать", "Телефон матери", "Почта матери", "Отец", "Телефон отца"
)  # fmt: skip
SYLLABLES = ("ба", "ве", "ги", "до", "жу", "за", "ки", "ло", "ме", "ни")


@dataclass
class Spent:
    """Seconds and queries of one step."""

    seconds: float = 0.0
    queries: int = 0


def surname(n: int) -> str:
    """A surname for each number: «Бавегиев»."""
    return "".join(SYLLABLES[int(digit)] for digit in f"{n:04d}").capitalize() + "ев"


def snils(n: int) -> str:
    """A number with its right control."""
    from zhurnal.core.snils import control_number

    nine = f"{112_000_000 + n * 37:09d}"
    return f"{nine}{control_number(nine):02d}"


def list_of(rows: int) -> bytes:
    """An XLSX of so many children."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Контингент")
    sheet.write_row(0, 0, HEAD)
    for n in range(rows):
        last, place = surname(n), n // IN_CLASS
        cells = (
            str(n + 1), f"{last} Пётр Ильич", f"{n % 28 + 1:02d}.{n % 12 + 1:02d}.{2010 + place % 8}", "м",
            f"{place % 11 + 1}{'АБВГДЕЖЗ'[place // 11]}", snils(n), f"А-{n}", f"ул. Школьная, д. {n}", f"{last}а Анна Ильинична",
            f"8916{n:07d}", f"m{n}@example.org", f"{last} Илья Петрович", f"8903{n:07d}",
        )  # fmt: skip
        sheet.write_row(n + 1, 0, cells)
    book.close()
    return out.getvalue()


@contextmanager
def counted() -> Iterator[Spent]:
    """Time and queries of the block."""
    from django.db import connection

    spent = Spent()

    def count(execute: Callable[..., object], *arguments: object) -> object:
        spent.queries += 1
        return execute(*arguments)

    began = time.perf_counter()
    with connection.execute_wrapper(count):
        yield spent
    spent.seconds = time.perf_counter() - began


def measure(rows: int) -> dict[str, Spent]:
    """Each step of a list of so many rows in a new school."""
    from zhurnal.core import clock
    from zhurnal.core.actions import SYSTEM
    from zhurnal.exchange import actions, lists, queries
    from zhurnal.exchange.lists import Choices
    from zhurnal.school.actions import create_year
    from zhurnal.school.models import Year
    from zhurnal.school.rules import year_plan

    today = clock.today()
    plan = year_plan(today.year if today.month >= 8 else today.year - 1)
    if not Year.objects.exists():
        create_year(
            SYSTEM, name=plan.name, since=plan.since, until=plan.until, quarters=plan.quarters, halves=plan.halves
        )
    year, content, nothing = Year.objects.get(), list_of(rows), Choices.of({})
    found: dict[str, Spent] = {}
    with counted() as found["brought"]:
        row = actions.bring(SYSTEM, "students", name="Контингент.xlsx", content=content)
    with counted() as found["previewed"]:
        queries.list_page(lists.look_at(lists.listed_of(row, today), nothing, year, today))
    with counted() as found["written"]:
        row = actions.apply(SYSTEM, row, nothing)
    again = actions.bring(SYSTEM, "students", name="Контингент.xlsx", content=content)
    with counted() as found["previewed again, all known"]:
        queries.list_page(lists.look_at(lists.listed_of(again, today), nothing, year, today))
    with counted() as found["taken back"]:
        actions.undo(SYSTEM, row)
    return found


def main() -> None:
    """Print a line for each size and step."""
    print(f"\n{'list of students':<42}{'rows':>7}{'s':>8}{'ms/row':>9}{'queries':>9}", flush=True)
    for size in [int(one) for one in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory(prefix="zhurnal-bench-") as name:
            if os.fork() == 0:
                _in(Path(name), size)
                os._exit(0)
            if os.wait()[1]:
                sys.exit("the bench of lists failed")


def _in(folder: Path, size: int) -> None:
    """Measure in a process of its own, for a process has one installation."""
    os.environ.update(ZHURNAL_HOME=str(folder), DJANGO_SETTINGS_MODULE="zhurnal.settings")
    os.environ.pop("DATABASE_URL", None)
    try:
        from zhurnal.cli import installation

        installation.ready()
        for step, spent in measure(size).items():
            per_row = spent.seconds * 1000 / size
            print(f"{step:<42}{size:>7}{spent.seconds:>8.2f}{per_row:>9.2f}{spent.queries:>9}", flush=True)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)


if __name__ == "__main__":
    main()
