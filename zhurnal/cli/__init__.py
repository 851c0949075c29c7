"""The console script `zhurnal`: each command says what it does, shows progress, and ends non-zero when it failed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» — не дата; пишите так: 2026-11-24") from None


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"«{text}» — не номер порта (1–65535)")
    return int(text)


def _years(text: str) -> int:
    if not text.isdigit() or int(text) > 20:
        raise argparse.ArgumentTypeError("прошлых лет может быть от 0 до 20")
    return int(text)


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="zhurnal",
        description="Электронный журнал школы. Папка установки — ZHURNAL_HOME (по умолчанию ./data).",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="команда")

    run = commands.add_parser("run", help="запустить журнал школы (в первый раз откроется страница знакомства)")
    demo = commands.add_parser("demo", help="запустить показательную гимназию с вымышленными людьми")
    for one in (run, demo):
        one.add_argument("--host", default="127.0.0.1", help="адрес, на котором слушать (по умолчанию 127.0.0.1)")
        one.add_argument("--port", type=_port, default=8000, help="порт (по умолчанию 8000)")
        one.add_argument("--workers", type=int, default=2, help="число процессов сервера (по умолчанию 2)")
    demo.add_argument("--small", action="store_true", help="три класса вместо тридцати трёх")
    demo.add_argument("--years", type=_years, default=0, metavar="N", help="добавить N завершённых лет")
    demo.add_argument("--date", type=_day, default=None, metavar="ГГГГ-ММ-ДД", help="день, вокруг которого строить")
    demo.add_argument("--no-serve", action="store_true", help="только построить")
    demo.add_argument("--fresh", action="store_true", help="построить заново вместо прежней показательной гимназии")

    worker = commands.add_parser("worker", help="фоновые работы; run и demo запускают их сами")
    worker.add_argument("--once", action="store_true", help="сделать то, чему пришёл срок, и закончить")

    verify = commands.add_parser("verify", help="пересчитать все цепочки журнала действий и проверить подписи")
    verify.add_argument("--quiet", action="store_true", help="без хода работы")

    commands.add_parser("rekey", help="сделать новый ключ личных данных и зашифровать их им заново")

    imports = commands.add_parser("import", help="загрузить расписание или списки")
    what = imports.add_subparsers(dest="what", required=True, metavar="что")
    for name, told in (
        ("timetable", "расписание aSc (XML)"),
        ("students", "список учеников с родителями (CSV, XLSX, XLS, ODS)"),
    ):
        one = what.add_parser(name, help=told)
        one.add_argument("file", type=Path, help="файл")
        one.add_argument("--dry-run", action="store_true", help="только показать, что будет сделано")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit code."""
    options = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhurnal.settings")
    try:
        return _run(options)
    except KeyboardInterrupt:
        print("\nОстановлено.", file=sys.stderr)
        return 130


def _run(options: argparse.Namespace) -> int:
    # Django is set up by each command: some choose the database first.
    from . import installation, server

    match options.command:
        case "run":
            return server.run(options.host, options.port, options.workers)
        case "demo":
            return server.demo(options)
        case "worker":
            installation.ready()
            from zhurnal.core.worker import work

            return work(once=options.once)
        case "verify":
            installation.ready()
            from .verify import verify

            return verify(quiet=options.quiet)
        case "rekey":
            installation.ready()
            from .rekey import rekey

            return rekey()
        case "import":
            if not options.file.is_file():
                raise installation.Unusable(f"Файла {options.file} нет. Проверьте имя и папку.")
            installation.ready()
            from zhurnal.exchange import commands

            run = commands.import_timetable if options.what == "timetable" else commands.import_students
            return run(options.file, dry_run=options.dry_run)
    raise AssertionError(options.command)
