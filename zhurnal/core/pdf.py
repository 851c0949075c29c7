"""PDF by typst: a template of a module and data as JSON, compiled in a short-lived process whose memory goes back at once.

In a template:

    #import "/core/typst/data.typ": data          // or: #let data = json(bytes(sys.inputs.data))
    #set text(font: "PT Sans", lang: "ru")
    #data.title                                   // values are text, never markup: nothing in them is carried out
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent
LIMIT_SECONDS = 120
# Line ends and tabs stay; other control characters and lone surrogates can't stand in a PDF.
_CONTROL = {code: None for code in (*range(32), 127, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF) if code not in {9, 10}}


class PdfFailed(Exception):
    """The template did not compile, or asked for a font that is not there."""


def clean(value: Any) -> Any:
    """The same data without characters that can't be printed, at any depth."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
    if isinstance(value, dict):
        return {str(key): clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [clean(inner) for inner in value]
    return value


def render_pdf(
    template: Path,
    data: dict[str, Any],
    *,
    made_at: datetime | None = None,
    standard: str = "",
    tags: bool = False,
    timeout: int = LIMIT_SECONDS,
) -> bytes:
    """The PDF of a template of this package with this data; raises `PdfFailed`.

    `data` holds what JSON holds (dates as words already). The same arguments give the same bytes when `made_at` is said.
    `standard` is typst's name of a PDF standard (`a-2b` for archives); `tags` make a reading order for screen readers.
    """
    job = {
        "template": str(template),
        "data": json.dumps(clean(data), ensure_ascii=False),
        "made_at": int(made_at.timestamp()) if made_at else None,
        "standard": standard,
        "tags": tags,
    }
    paths = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, "-m", "zhurnal.core.pdf"],
        input=json.dumps(job).encode(),
        capture_output=True,
        check=False,
        timeout=timeout,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
    )
    if done.returncode:
        raise PdfFailed(done.stderr.decode(errors="replace").strip())
    return done.stdout


def font_folders() -> list[str]:
    """Where the files of PT Sans and PT Serif lie."""
    import fontpkg_pt_sans
    import fontpkg_pt_serif

    return [str(Path(str(package.__file__)).parent / "files") for package in (fontpkg_pt_sans, fontpkg_pt_serif)]


def compile_job(job: dict[str, Any]) -> bytes:
    """Compile one job in this process; a font that is not there is an error, for typst would silently take another."""
    import typst

    pdf, warnings = typst.compile_with_warnings(
        job["template"],
        root=str(PACKAGE),
        font_paths=font_folders(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": job["data"]},
        pdf_standards=[job["standard"]] if job["standard"] else [],
        timestamp=job["made_at"],
        pdf_tags=job["tags"],
    )
    if unknown := [w.message for w in warnings if "unknown font family" in w.message]:
        raise PdfFailed("; ".join(unknown))
    return bytes(pdf)


def main() -> int:
    """Read a job from the standard input, write the PDF to the standard output; the reason of a failure to stderr."""
    try:
        pdf = compile_job(json.load(sys.stdin))
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
