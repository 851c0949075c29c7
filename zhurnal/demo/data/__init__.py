"""Lists of Russian names and topics, kept as plain text that a teacher could correct."""

from __future__ import annotations

from pathlib import Path


def sections(file_name: str) -> dict[str, str]:
    """Texts of a data file by the heading «# heading» that stands above each."""
    found: dict[str, str] = {}
    for block in (Path(__file__).parent / file_name).read_text(encoding="utf-8").split("# ")[1:]:
        heading, _, text = block.partition("\n")
        found[heading.strip()] = text.strip()
    return found
