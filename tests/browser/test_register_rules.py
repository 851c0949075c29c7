"""The register's scripts read signs as the server does, and let entries go in the right order."""

from __future__ import annotations

import pytest

from zhurnal.journal.rules.cells import UnknownSign, css_class, parse_cell, spoken

TYPED = (
    "5", " 4 ", "5/4", "54", "н", "Н", "y", "б", "у/п", "уп", "нп", "н/п", "оп", "оп7", "оп 12", "jg7", "осв", "н/4", "н4", "н/5/4",
    ".", "ю", "зач", "pfx", "нез", "незач", "н/зач", "2→4", "2>4", "2->4", "-", "", "oп", "5\\4",
    "отлично", "6", "55555", "нн", "оп/оп", "/", "5/", "→4", "н/н",
)  # fmt: skip


@pytest.fixture
def scripts(server, signed_in):
    """`scripts("signs.js", "module => module.readSign('5')")`"""
    page = signed_in("teacher", "/journal/today/")

    def run(name, expression, value=None):
        return page.evaluate(f"async value => ({expression})(await import('/static/journal/js/{name}'), value)", value)

    return run


def on_server(text):
    try:
        cell = parse_cell(text)
    except UnknownSign:
        return None
    return [cell.text, css_class(cell)]


def test_the_scripts_read_every_sign_as_the_server_does(scripts):
    one = "text => { const sign = signs.readSign(text); return sign === null ? null : [sign, signs.classOf(sign)]; }"
    read = f"(signs, texts) => texts.map({one})"
    assert dict(zip(TYPED, scripts("signs.js", read, list(TYPED)), strict=True)) == {
        text: on_server(text) for text in TYPED
    }


def test_the_signs_of_the_list_are_signs(scripts):
    listed = scripts("signs.js", "signs => signs.SIGNS.map(one => one.text)")
    assert [parse_cell(text).text for text in listed] == listed
    assert all(spoken(parse_cell(text)) != "пусто" for text in listed)


def entry(number, *, lesson="1", work="9", student="1", state="waiting"):
    fields = {"lesson": lesson, "work": work, "student": student, "text": "5", "was": ""}
    return {"id": number, "key": f"{lesson}:{student}", "state": state, "fields": fields}


@pytest.mark.parametrize(
    ("entries", "flying", "expected"),
    [
        ([entry(1), entry(2), entry(3, student="2")], [], [1, 3]),
        ([entry(1), entry(2)], [1], []),
        ([entry(n, student=str(n)) for n in range(1, 6)], [], [1, 2, 3]),
        ([entry(1, work=""), entry(2, work="", student="2"), entry(3, lesson="2", student="2")], [], [1, 3]),
        ([entry(1, state="conflict"), entry(2), entry(3, student="2")], [], [3]),
        ([entry(1, work="", state="conflict"), entry(2, work="", student="2")], [], [2]),
        ([entry(1, state="refused"), entry(2)], [], [2]),
        ([entry(1, state="draft"), entry(2)], [], [2]),
    ],
    ids=["cell in order", "one of a cell at a time", "three abreast", "new work first", "conflict holds its cell",
         "conflict frees the column", "refused is out", "draft is not sent"],
)  # fmt: skip
def test_entries_go_in_order_cell_by_cell(scripts, entries, flying, expected):
    pick = "(order, [entries, flying]) => order.sendable(entries, new Set(flying), 3).map(one => one.id)"
    assert scripts("order.js", pick, [entries, flying]) == expected
