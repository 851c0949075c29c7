"""Scripts that import each other become one that imports nothing, and what is not understood is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zhurnal.core import assets, bundling


def written(folder: Path, **files: str) -> Path:
    """Scripts in a folder; the one named `entry` is returned."""
    for name, text in files.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "entry.js"


def test_imports_become_names_and_each_module_stands_once(tmp_path: Path) -> None:
    entry = written(
        tmp_path,
        signs="const HIDDEN = 1;\nexport const SIGNS = [HIDDEN];\nexport function read(sign) { return sign; }\n",
        queue='import { read } from "./signs.js";\nclass Queue {}\nexport { Queue, read as again };\n',
        side='import "./signs.js";\nconsole.log("side");\n',
        entry='// entry: all\nimport {\n  SIGNS,\n  read as readSign,\n} from "./signs.js";\nimport * as queue from "./queue.js";\n'
        'import "./side.js";\nreadSign(SIGNS, queue.Queue);\n',
    )
    assert bundling.module(entry) == (
        "const $module0 = (() => {\nconst HIDDEN = 1;\nconst SIGNS = [HIDDEN];\nfunction read(sign) { return sign; }\n\n"
        "return { SIGNS, read };\n})();\n"
        "const $module1 = (() => {\nconst { read } = $module0;\nclass Queue {}\n\nreturn { Queue, again: read };\n})();\n"
        'const $module2 = (() => {\nconsole.log("side");\n\nreturn {  };\n})();\n'
        "{\nconst {\n  SIGNS,\n  read: readSign,\n} = $module0;\nconst queue = $module1;\n"
        "readSign(SIGNS, queue.Queue);\n}\n"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("export default class {}\n", "signs.js: export default class {}"),
        ("export let count = 0;\n", "signs.js: export let count = 0;"),
        ('import thing from "./thing.js";\n', 'signs.js: import thing from "./thing.js";'),
        ('import { all } from "bare";\n', 'signs.js: import { all } from "bare";'),
        ('import "./entry.js";\n', "entry.js: a circle of imports: entry.js > signs.js > entry.js"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    entry = written(tmp_path, signs=text, entry='import "./signs.js";\n')
    with pytest.raises(bundling.NotBundled, match=re.escape(words)):
        bundling.module(entry)


@pytest.mark.parametrize("name", sorted(assets.entries()) or ["none yet"])
def test_every_script_that_a_page_asks_for_can_be_bundled(name: str) -> None:
    if name in assets.entries():
        assert not re.search(r"^(import|export)\b", assets.bundle(name), re.MULTILINE)


def test_styles_lose_their_comments_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("/* why\n it is so */\n@layer base {\n  a { color: red; }\n}\n", encoding="utf-8")
    assert bundling.styles([tmp_path / "a.css"]) == "@layer base {\na { color: red; }\n}"
