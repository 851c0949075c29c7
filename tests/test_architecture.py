"""The fourth net: what the architecture forbids is looked for in the source itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "zhurnal"
MODULES = ("people", "school", "timetable", "journal", "reports", "diary", "exchange")
WRITERS = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "aupdate",
    "adelete",
}
# Not school data: files of uploads and sessions (and allauth's own rows, whose adapter writes the log entry).
ALLOWED_WRITES = {
    ("people/models/people.py", "save"),  # Person.save keeps the keys of its name; called by actions
}
# The frame of a page differs for families; standings reckons the roles themselves; the first-run page appoints the first administrator.
ROLES_BESIDE_ACCESS = {"school/shell.py", "school/standings.py", "timetable/actions/setup.py"}
ROLE_NAMES = {
    "ADMINISTRATOR", "DIRECTOR", "DEPUTY_HEAD", "CLERK", "MEDIC", "TEACHER", "CLASS_TEACHER", "SUBSTITUTE", "STUDENT", "PARENT",
    "MANAGEMENT", "STAFF", "FAMILY",
}  # fmt: skip


def sources() -> Iterator[tuple[str, ast.Module]]:
    for module in MODULES:
        for path in sorted((ROOT / module).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "/migrations/" not in name:
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def is_in(name: str, *files: str) -> bool:
    """Whether this source file is (or lies in the folder called) one of these files of a module."""
    return re.fullmatch(rf"\w+/({'|'.join(files)})(\.py|/.*\.py)", name) is not None


def attributes(tree: ast.AST) -> Iterator[ast.Attribute]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))


def root_name(node: ast.AST) -> str:
    """The leftmost name of a chain: `act` of `act.create(...)`."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def test_views_and_reports_never_reach_for_rows() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        if is_in(name, "views")
        or (name.startswith("reports/") and not is_in(name, "access", "queries", "models", "forms"))
        for node in attributes(tree)
        if node.attr in {"objects", "_base_manager", "_default_manager"}
    ]
    assert found == []


def writes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for call in calls(tree):
        assert isinstance(call.func, ast.Attribute)
        method, root = call.func.attr, root_name(call.func)
        if (method == "update" and "objects" in ast.dump(call.func.value)) or (
            method in WRITERS and root not in {"act", "form", "storage"}
        ):
            yield call.lineno, method


def test_only_actions_write() -> None:
    """In an action's file every write of a row goes through `act`; elsewhere there is none at all."""
    found = [
        f"{name}:{line} {method}"
        for name, tree in sources()
        for line, method in writes(tree)
        if (name, method) not in ALLOWED_WRITES
    ]
    assert found == []


def test_nothing_goes_round_the_decorator() -> None:
    """No transaction and no entry of the log is opened by hand: that is what @action does."""
    found = [
        f"{name}:{node.lineno} {node.attr}"
        for name, tree in sources()
        for node in attributes(tree)
        if (node.attr == "atomic" or (node.attr in {"append", "append_many"} and root_name(node) == "log"))
    ]
    assert found == []


def test_roles_are_named_only_by_access_and_people() -> None:
    found = [
        f"{name}:{node.lineno} {node.attr}"
        for name, tree in sources()
        if not name.startswith("people/")
        and not is_in(name, "access", "card_access")
        and name not in ROLES_BESIDE_ACCESS
        for node in attributes(tree)
        if node.attr in ROLE_NAMES and isinstance(node.value, ast.Name) and node.value.id in {"roles", "people_roles"}
    ]
    assert found == []


def test_only_the_clock_asks_for_the_time() -> None:
    found = [
        f"{name}:{call.lineno}"
        for name, tree in sources()
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"now", "today", "utcnow"}
        and root_name(call.func) in {"datetime", "date", "timezone", "dt"}
    ]
    assert found == []


def test_rules_know_nothing_of_django() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        if is_in(name, "rules")
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and (getattr(node, "module", None) or node.names[0].name or "").split(".")[0] == "django"
    ]
    assert found == []


TEMPLATES = sorted(ROOT.rglob("templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_templates_keep_to_the_strict_policy(path: Path) -> None:
    """No inline script, style or handler: the Content-Security-Policy would refuse it."""
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:importmap|application/json)\")", text), (
        "inline script"
    )
    assert not re.search(r"<style|\sstyle=", text), "inline style"
    assert not re.search(r"\son[a-z]+=", text), "inline handler"
    assert "|safe" not in text, "unescaped text"


def test_every_post_form_has_its_token() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in TEMPLATES
        for form in re.findall(
            r"<form[^>]*method=\"post\".*?</form>", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.I
        )
        if "csrf_token" not in form and "include" not in form
    ]
    assert found == []
