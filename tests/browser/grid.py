"""The register as a person at the keyboard has it: presses keys, counts its actions, reads cells."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

TODAY = "2026-11-24"
# The same physical keys with a Russian layout: what is typed, and the key that types it.
RUSSIAN = {
    "н": "KeyY",
    "б": "Comma",
    "о": "KeyJ",
    "п": "KeyG",
    "у": "KeyE",
    "з": "KeyP",
    "а": "KeyF",
    "ч": "KeyX",
    "е": "KeyT",
    ".": "Slash",
}


class Register:
    """A register page that is ready for keys."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0
        page.wait_for_selector("zh-register[data-ready]")

    def press(self, *keys: str) -> None:
        """Keys by Playwright's names; each is an action."""
        for key in keys:
            self.page.keyboard.press(key)
            self.actions += 1

    def click(self, selector: str) -> None:
        self.page.click(selector)
        self.actions += 1

    def type_russian(self, text: str) -> None:
        """As with a Russian layout: «н» on the key of Y."""
        session = self.page.context.new_cdp_session(self.page)
        for letter in text:
            key = {"key": letter, "code": RUSSIAN[letter], "text": letter}
            session.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
            session.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": letter, "code": RUSSIAN[letter]})
        session.detach()

    def column(self, date: str = TODAY) -> list[str]:
        """What the cells of a date show, from the top, without those who were not in the group then."""
        return self.page.evaluate(
            """date => {
                const at = [...document.querySelectorAll('th[data-lesson]')].findIndex(th => th.dataset.date === date);
                return [...document.querySelectorAll('tr[data-student]')].map(tr => tr.querySelectorAll('td')[at])
                    .filter(td => !td.classList.contains('shut')).map(td => td.textContent);
            }""",
            date,
        )

    def focused(self) -> str:
        """The name of what has the focus, as a screen reader says it."""
        return self.page.evaluate(
            "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
        )

    def state(self) -> str:
        """The words of the state of saving."""
        return self.page.inner_text("#save-state")

    def wait_state(self, name: str) -> None:
        """Until the state of saving is saved, saving, offline or error."""
        try:
            self.page.wait_for_selector(f'#save-state[data-state="{name}"]', timeout=20_000)
        except PlaywrightTimeout:
            problems = self.page.locator(".problems").all_inner_texts()
            pytest.fail(f"not {name} but: {self.state()} {problems}")

    def wait_saved(self) -> None:
        """Until nothing waits."""
        self.wait_state("saved")
