"""Slips with activation codes, A4, eight a page: handed over in person, cut along the dashed lines (§3.1, §4.3.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from zhurnal.core.pdf import render_pdf
from zhurnal.core.russian import day_month_year

from . import queries, rules
from .models import Person

TEMPLATE = Path(__file__).resolve().parent / "typst" / "slips.typ"


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: the full name, the sixteen signs of the code, the last moment of its use, and a line beside the name («8 «Б»»)."""

    name: str
    code: str
    expires_at: datetime
    note: str = ""


def activation_page(site: str) -> str:
    """The address where a code is typed."""
    return f"{site.rstrip('/')}{reverse('people:activate')}"


def activation_address(site: str, code: str) -> str:
    """Where the QR code leads: the code stands after #, so that no server's log ever holds it."""
    return f"{activation_page(site)}#{code}"


def qr_svg(text: str) -> str:
    """A QR code as SVG without a frame, black on white, for print."""
    svg: str = segno.make(text, error="m", micro=False).svg_inline(border=0, scale=4)
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def qr_address(text: str) -> str:
    """A QR code as the `data:` address of a picture with a quiet white frame, for the screen."""
    address: str = segno.make(text, error="m", micro=False).svg_data_uri(border=2, scale=4, light="white")
    return address


def slips_pdf(slips: Sequence[Slip], *, school: str, site: str, made_at: datetime | None = None) -> bytes:
    """The PDF of the slips in the given order; `site` is the address of the journal (`https://journal.example`)."""
    data = {
        "school": school or "Электронный журнал",
        "page": activation_page(site).split("://")[-1].rstrip("/"),
        "slips": [
            {
                "name": slip.name,
                "note": slip.note,
                "groups": rules.code_in_groups(slip.code).split("-"),
                "until": day_month_year(timezone.localtime(slip.expires_at).date()),
                "qr": qr_svg(activation_address(site, slip.code)),
            }
            for slip in slips
        ],
    }
    return render_pdf(TEMPLATE, data, made_at=made_at)


def site_of(request: HttpRequest) -> str:
    """The journal's address for people: the school's setting, else the one that the request came to."""
    return queries.standings().letterhead()[1] or request.build_absolute_uri("/")


def address_is_local(request: HttpRequest) -> bool:
    """Whether slips would bear an address that opens on this computer only: the school has named none, and one came by 127.0.0.1."""
    return is_local(request.get_host()) and not queries.standings().letterhead()[1]


def is_local(host: str) -> bool:
    """Whether a host, with or without a port, means the computer itself: `localhost:8000`, `127.0.0.1`, `[::1]:8000`."""
    name = host.lower().removeprefix("[").split("]")[0]
    name = name if name.count(":") > 1 else name.split(":")[0]
    return name in {"localhost", "0.0.0.0", "::1"} or name.startswith("127.") or name.endswith(".localhost")  # noqa: S104 - compared, not bound


def given_already(request: HttpRequest, back: str) -> HttpResponse:
    """Says of a form sent twice (a reload) that its codes were shown once and still hold; `back` is the address to give new ones at."""
    return render(request, "people/code_given.html", {"back": back})


def slips_answer(
    request: HttpRequest, made: Sequence[tuple[Person, str]], notes: Mapping[int, str] | None = None
) -> HttpResponse:
    """The slips of what `make_codes` answered, as a PDF to print; `notes` by person id stand beside the names (the class).

    Without notes the class of today is said, and for parents their children with their classes.
    """
    ids = [person.pk for person, _ in made]
    beside = queries.slip_notes(ids) if notes is None else notes
    until = {pk: access.code_until for pk, access in queries.access_of(ids).items()}
    rows = [
        Slip(name=person.full_name, code=code, expires_at=expires, note=beside.get(person.pk, ""))
        for person, code in made
        if (expires := until[person.pk])
    ]
    pdf = slips_pdf(rows, school=queries.standings().letterhead()[0], site=site_of(request))
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="kody-dostupa.pdf"'}
    )
