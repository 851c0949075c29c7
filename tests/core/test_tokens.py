"""The look keeps its promises: every pair of colours can be read, both dark blocks are one, every file is in the bundle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zhurnal.core import assets

TOKENS = (assets.SOURCE / "css" / "tokens.css").read_text(encoding="utf-8")
HEX = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});")

GROUNDS = ("paper", "sheet", "sheet-sunk")
TEXT_ON_GROUNDS = ("ink", "soft", "pen", "m5", "m4", "m3", "m2", "abs", "good", "warn", "bad")
TEXT_PAIRS = (
    ("on-pen", "pen-fill"),
    ("on-pen", "pen-fill-hover"),
    ("on-new", "new"),
    ("ink", "pen-soft"),
    ("pen", "pen-soft"),
    ("soft", "pen-soft"),
    ("ink", "row"),
    ("soft", "row"),
    ("ink", "today"),
    ("soft", "today"),
    ("good", "good-soft"),
    ("warn", "warn-soft"),
    ("bad", "bad-soft"),
    ("abs", "abs-soft"),
    ("ink", "info-soft"),
    ("pen", "info-soft"),
    *((mark, ground) for mark in ("m5", "m4", "m3", "m2", "abs") for ground in ("row", "today", "pen-soft")),
)


def block(selector: str) -> dict[str, str]:
    """The colours that stand in the block of this selector."""
    start = TOKENS.index(f"{selector} {{")
    return dict(HEX.findall(TOKENS[start : TOKENS.index("}", start)]))


LIGHT = block("  :root")
DARK = block(':root[data-theme="dark"]')
CONTRAST = block(':root[data-view="contrast"]')
CONTRAST_DARK = block(':root[data-view="contrast"][data-theme="dark"]')
THEMES = {
    "light": LIGHT,
    "dark": LIGHT | DARK,
    "contrast": LIGHT | CONTRAST,
    "contrast over the system's dark": LIGHT | DARK | CONTRAST,
    "dark contrast": LIGHT | DARK | CONTRAST | CONTRAST_DARK,
}


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_all_text_can_be_read(name: str) -> None:
    theme = THEMES[name]
    pairs = [(text, ground) for text in TEXT_ON_GROUNDS for ground in GROUNDS] + list(TEXT_PAIRS)
    weak = {pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("name", THEMES)
def test_fields_and_focus_are_seen(name: str) -> None:
    theme = THEMES[name]
    for line in ("edge", "pen", "bad"):
        for ground in GROUNDS:
            assert contrast(theme[line], theme[ground]) >= 3, (line, ground)


def test_the_system_s_dark_and_the_chosen_dark_are_one() -> None:
    assert block(':root:not([data-theme="light"])') == DARK


@pytest.mark.parametrize("folder", ["css", "js"])
def test_every_component_is_in_its_bundle(folder: str) -> None:
    written = {f"{folder}/{path.name}" for path in (assets.SOURCE / folder).iterdir()}
    assert written == set(assets.STYLES if folder == "css" else assets.SCRIPTS)


def test_a_bundle_is_found_and_fresh(settings: object, tmp_path: Path) -> None:
    settings.ZHURNAL_HOME = tmp_path  # type: ignore[attr-defined]
    found = Path(assets.Bundles().find("core/css/app.css"))
    assert found.read_text(encoding="utf-8").startswith(
        "@layer tokens, base, layout, components, pages, utilities, print;"
    )
    assert "/*" not in found.read_text(encoding="utf-8")
    assert assets.Bundles().find("core/css/nothing.css") == []


def test_icons_asked_for_by_templates_exist() -> None:
    drawn = set(re.findall(r'symbol id="([a-z]+)"', (assets.SOURCE / "icons.svg").read_text(encoding="utf-8")))
    package = assets.SOURCE.parents[2]
    asked = {
        name
        for path in package.rglob("templates/**/*.html")
        for name in re.findall(r'ui/icon\.html" with name="([a-z]+)"', path.read_text(encoding="utf-8"))
    }
    assert asked <= drawn
