"""Slips with activation codes, A4, eight a page: handed over in person, cut along the dashed lines (§3.1, §4.3.8)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno
from django.urls import reverse

from zhurnal.core.pdf import render_pdf
from zhurnal.core.russian import day_month_year

from . import rules

TEMPLATE = Path(__file__).resolve().parent / "typst" / "slips.typ"


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: the full name, the sixteen signs of the code, the last moment of its use, and a line beside the name («8 «Б»»)."""

    name: str
    code: str
    expires_at: datetime
    note: str = ""


def activation_address(site: str, code: str) -> str:
    """Where the QR code leads: the code stands after #, so that no server's log ever holds it."""
    return f"{site.rstrip('/')}{reverse('people:activate')}#{code}"


def qr_svg(text: str) -> str:
    """A QR code as SVG without a frame, black on white."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, scale=4, xmldecl=False, svgns=True)
    return out.getvalue().decode()


def slips_pdf(slips: Sequence[Slip], *, school: str, site: str, made_at: datetime | None = None) -> bytes:
    """The PDF of the slips in the given order; `site` is the address of the journal (`https://journal.example`)."""
    shown = site.removeprefix("https://").removeprefix("http://").rstrip("/")
    data = {
        "school": school or "Электронный журнал",
        "page": f"{shown}{reverse('people:activate').rstrip('/')}",
        "slips": [
            {
                "name": slip.name,
                "note": slip.note,
                "groups": rules.code_in_groups(slip.code).split("-"),
                "until": day_month_year(slip.expires_at.date()),
                "qr": qr_svg(activation_address(site, slip.code)),
            }
            for slip in slips
        ],
    }
    return render_pdf(TEMPLATE, data, made_at=made_at)
