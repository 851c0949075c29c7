"""What the register page costs the wire and the browser, with 30 students × 40 lessons, full of marks; only the fonts are warm."""

from __future__ import annotations

import pytest

from tests.browser.conftest import sign_in
from tests.browser.grid import TODAY, Register

MOST_REQUESTS = 12
MOST_BYTES = 80_000
MOST_NODES = 4_000


def address(server):
    return (
        f"/journal/course/{server.told['courses']['literature']}/?lesson={server.told['lessons']['literature'][TODAY]}"
    )


def test_requests_bytes_and_nodes(server, device):
    context = device()
    sign_in(context, server, "teacher")
    page = context.new_page()
    sizes = {}
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    kinds = {}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(server.url + address(server))
    Register(page)
    page.wait_for_load_state("networkidle")
    sent = {
        kinds[request]["response"]["url"]: size
        for request, size in sizes.items()
        if size and kinds[request]["type"] != "Font"
    }
    assert len(sent) <= MOST_REQUESTS, sent
    assert sum(sent.values()) <= MOST_BYTES, sent
    assert page.evaluate("document.querySelectorAll('*').length") <= MOST_NODES


def test_the_lesson_is_in_view_and_names_dates_and_means_stay(server, signed_in):
    page = signed_in("teacher", address(server), width=1280, height=700)
    Register(page)
    for selector in ("th.today", "th.today a"):
        assert page.locator(selector).bounding_box()["x"] > page.locator(".corner").bounding_box()["width"]
    before = page.locator("tbody th").first.bounding_box()["x"], page.locator("thead .wmean").bounding_box()["x"]
    page.keyboard.press("Control+End")
    after = page.locator("tbody th").first.bounding_box()["x"], page.locator("thead .wmean").bounding_box()["x"]
    assert before == pytest.approx(after, abs=0.5)
    assert page.locator("thead .dates th").first.bounding_box()["y"] > 0
