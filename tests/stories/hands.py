"""Counting what a page asks of somebody's hands, and how long that takes by the keystroke-level model.

Card, Moran and Newell, "The keystroke-level model for user performance time with interactive systems",
Communications of the ACM 23 (1980), 396-410: the seconds of each operator are theirs. Reading is counted as one
mental act for each field or button; waiting for the machine is left out, since a page answers in far less.
"""

from __future__ import annotations

KEY, POINT, PRESS, THINK, HOME = 0.28, 1.10, 0.20, 1.35, 0.40
"""Seconds: a key of somebody who is no typist, pointing, pressing a button, one mental act, and moving the hand
between keyboard and pointer."""


class Hands:
    """The hands of one reader on one page of the browser, counting."""

    def __init__(self, page) -> None:
        self.page = page
        self.keys = self.clicks = self.thoughts = self.form_begins = 0
        self.pages: set[str] = set()
        page.on("framenavigated", lambda frame: self.pages.add(frame.url.split("?")[0].split("#")[0]))

    @property
    def seconds(self) -> float:
        return self.keys * KEY + self.clicks * (POINT + PRESS + HOME) + self.thoughts * THINK

    def type(self, field: str, text: str) -> None:
        """Point at a field and write."""
        self.click(field)
        self.page.locator(field).first.fill(text)
        self.keys += len(text)

    def choose(self, field: str, value: str) -> None:
        """Open a list and point at one line of it."""
        self.clicks += 2
        self.thoughts += 1
        self.page.locator(field).select_option(value)

    def click(self, what: str) -> None:
        self.clicks += 1
        self.thoughts += 1
        self.page.locator(what).first.click()

    def press(self, *keys: str) -> None:
        """Keys alone, no pointer: one thought for each run of them."""
        self.thoughts += 1
        for key in keys:
            self.keys += 1
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Write where the cursor stands."""
        self.thoughts += 1
        self.keys += len(text)
        self.page.keyboard.type(text)
