"""The tabs of «Школа»."""

from __future__ import annotations

from typing import Any

from django import template

from zhurnal.school.sections import open_sections, overview_url

register = template.Library()


@register.inclusion_tag("school/_sections.html", takes_context=True)
def section_tabs(context: template.Context, active: str) -> dict[str, Any]:
    """Two rows: the sections, and the pages of the one that holds the page `active`."""
    who = context["request"].who
    rows = [
        {
            "title": section.title,
            "url": pages[0].url,
            "pages": pages,
            "current": any(one.key == active for one in pages),
        }
        for section, pages in open_sections(who)
    ]
    inside = next((row["pages"] for row in rows if row["current"]), [])
    return {"rows": rows, "pages": inside, "active": active, "overview": overview_url(who)}
