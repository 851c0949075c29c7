"""Many files that people write, one file that a page asks for: styles in the order of the cascade, scripts by what they import."""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(
    r'^import\s+(?:(?P<what>\{[^}]*\}|\*\s+as\s+\w+)\s+from\s+)?"(?P<path>\.{1,2}/[^"]+)";[^\S\n]*\n?', re.MULTILINE
)
EXPORTED = re.compile(
    r"^export\s+(?P<kind>const|class|function\*?|async\s+function\*?)\s+(?P<name>[\w$]+)", re.MULTILINE
)
EXPORT_LIST = re.compile(r"^export\s+\{(?P<names>[^}]*)\};[^\S\n]*\n?", re.MULTILINE)
COMMENT_LINE = re.compile(r"^[^\S\n]*//.*\n", re.MULTILINE)
LEFT_OVER = re.compile(r"^(?:import|export)\b(?!\s*\().*", re.MULTILINE)
ENTRY = "// entry:"


class NotBundled(ValueError):
    """A script says something that the bundle does not know: the file and the words are named."""


def styles(parts: list[Path]) -> str:
    """The styles in this order, without comments and indentation."""
    return "\n".join(_compact(part.read_text(encoding="utf-8")) for part in parts)


def listeners(parts: list[Path]) -> str:
    """Scripts that only listen to the document and export nothing, each in a block of its own."""
    return "\n".join(f"{{\n{part.read_text(encoding='utf-8')}}}" for part in parts)


def is_entry(path: Path) -> bool:
    """Whether a page asks for this module: its first line begins with «// entry:»."""
    with path.open(encoding="utf-8") as file:
        return file.read(len(ENTRY)) == ENTRY


def module(entry: Path) -> str:
    """An ES module and all that it imports by relative paths, as one module that imports nothing, without comment lines.

    Known: `import { a, b as c } from "./x.js"`, `import * as x`, `import "./x.js"`, `export const|class|function`, `export { a }`.
    Everything else, a circle of imports too, is NotBundled.
    """
    order = _in_order(entry.resolve(), [], ())
    names = {path: f"$module{place}" for place, path in enumerate(order)}
    return "\n".join(_wrapped(path, names, last=path == order[-1]) for path in order)


def _in_order(path: Path, done: list[Path], above: tuple[Path, ...]) -> list[Path]:
    if path in above:
        raise NotBundled(f"{path.name}: a circle of imports: {' > '.join(one.name for one in (*above, path))}")
    if path not in done:
        for found in IMPORT.finditer(path.read_text(encoding="utf-8")):
            _in_order((path.parent / found["path"]).resolve(), done, (*above, path))
        done.append(path)
    return done


def _wrapped(path: Path, names: dict[Path, str], *, last: bool) -> str:
    text, exported = _without_exports(COMMENT_LINE.sub("", path.read_text(encoding="utf-8")))
    text = IMPORT.sub(lambda found: _taken(found, names[(path.parent / found["path"]).resolve()]), text)
    if unknown := LEFT_OVER.search(text):
        raise NotBundled(f"{path.name}: {unknown[0]}")
    if last:
        return f"{{\n{text}}}\n"
    return f"const {names[path]} = (() => {{\n{text}\nreturn {{ {', '.join(exported)} }};\n}})();"


def _without_exports(text: str) -> tuple[str, list[str]]:
    exported = [found["name"] for found in EXPORTED.finditer(text)]
    for found in EXPORT_LIST.finditer(text):
        parts = (part.split(" as ") for part in found["names"].split(",") if part.strip())
        exported += [": ".join(name.strip() for name in reversed(part)) for part in parts]
    return EXPORT_LIST.sub("", EXPORTED.sub(r"\g<kind> \g<name>", text)), exported


def _taken(found: re.Match[str], module_name: str) -> str:
    what = found["what"]
    if not what:
        return ""
    if what.startswith("*"):
        return f"const {what.split()[-1]} = {module_name};\n"
    return f"const {what.replace(' as ', ': ')} = {module_name};\n"


def _compact(css: str) -> str:
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    lines = (line.strip() for line in without_comments.splitlines())
    return "\n".join(line for line in lines if line)
