"""A sheet on paper: A4, lying when wide, headings on every page, pages numbered, lines to sign; and a sheet as any file.

sheet_pdf(sheet, school="МБОУ «Гимназия № 4»")       // the bytes of a PDF
sheet_file(request, sheet, "Журнал замещений")        // the file that ?format=pdf|xlsx|csv asks for, or None
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from .pdf import PACKAGE, render_pdf
from .russian import NBSP
from .sheets import Column, Kind, Sheet, csv_response, written
from .xlsx import xlsx_response

TEMPLATE = PACKAGE / "core" / "typst" / "sheet.typ"
# So many letters side by side stand across an upright A4 page in 9 pt.
_UPRIGHT_LETTERS = 92
_WIDEST = 34


def sheet_pdf(sheet: Sheet, *, school: str = "", lying: bool | None = None, paper: str = "a4") -> bytes:
    """The sheet as PDF; `lying` None lays the page when the columns need it, `paper` is «a4» or «a3»."""
    widths = [_letters(sheet, at) for at in range(len(sheet.columns))]
    data: dict[str, Any] = {
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "school": school,
        "paper": paper,
        "lying": sum(widths) > _UPRIGHT_LETTERS if lying is None else lying,
        "columns": [
            {"title": column.title, "width": width, "number": column.css_class.startswith("num"), "head": column.stays}
            for column, width in zip(sheet.columns, widths, strict=True)
        ],
        "rows": [_words(sheet, row) for row in sheet.rows],
        "totals": [_words(sheet, row) for row in sheet.totals],
        "footnotes": sheet.footnotes,
        "signatures": sheet.signatures,
        "foot": _foot(sheet),
    }
    return render_pdf(TEMPLATE, data, made_at=sheet.as_of)


def _words(sheet: Sheet, row: Any) -> list[str]:
    return [written(value, column) for value, column in zip(row, sheet.columns, strict=True)]


def _letters(sheet: Sheet, at: int) -> int:
    """How wide the column wants to be, in letters: its longest value or longest word of the heading, within bounds."""
    column = sheet.columns[at]
    values = [written(row[at], column) for row in (*sheet.rows, *sheet.totals)]
    heading = max(map(len, column.title.split()), default=0)
    return min(max([heading, _least(column), *map(len, values)]), _WIDEST) + 2


def _least(column: Column) -> int:
    return {Kind.DATE: 10, Kind.TEXT: 4}.get(column.kind, 3)


def _foot(sheet: Sheet) -> str:
    parts = []
    if sheet.as_of:
        parts.append(f"по состоянию на {timezone.localtime(sheet.as_of):%d.%m.%Y, %H:%M}")
    if sheet.made_by:
        parts.append(f"составил(а) {sheet.made_by.replace(' ', NBSP)}")
    return " · ".join(parts)


def pdf_response(made: bytes, name: str) -> HttpResponse:
    """A PDF to be looked at and printed, named so (without extension) when it is saved."""
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or "inline"
    return response


def sheet_file(
    request: HttpRequest, sheet: Sheet, name: str, *, school: str = "", lying: bool | None = None
) -> HttpResponse | None:
    """The file that the address asks for with `format` (pdf, xlsx, csv), or None: then the page is shown."""
    asked = request.GET.get("format", "")
    if asked == "pdf":
        return pdf_response(sheet_pdf(sheet, school=school, lying=lying), name)
    if asked == "xlsx":
        return xlsx_response(sheet, name, landscape=bool(lying))
    return csv_response(sheet, name) if asked == "csv" else None
