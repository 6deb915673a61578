"""Somebody at the pages of the programme office, with a keyboard and no script."""

from __future__ import annotations

import re

from tests.stories.usable import sign_in


class Desk:
    """A browser in which somebody of a role has signed in; every page is come to by its address or a link."""

    def __init__(self, browser, site: str, role: str) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
        self.page, self.site = self.context.new_page(), site
        self.page.set_default_timeout(60_000)
        sign_in(self.page, site, role)

    def go(self, path: str) -> str:
        answer = self.page.goto(f"{self.site}/en/{path}")
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.text()

    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def links(self, shape: str) -> list[str]:
        """The addresses on the page that have this shape, each once, in their order."""
        every = self.page.locator("main a").evaluate_all("all => all.map(one => one.href)")
        return list(dict.fromkeys(link for link in every if re.search(shape, link)))

    def follow(self, shape: str, *, last: bool = False) -> str:
        """Follow the first link whose address has this shape, or the last."""
        found = self.links(shape)
        assert found, f"no link to {shape} at {self.page.url}"
        self.page.goto(found[-1 if last else 0])
        return self.text()

    def fill(self, **said: str) -> None:
        """Answer the questions of the page, whatever kind each is: lists by a line of them, ticks by value."""
        for name, value in said.items():
            field = self.page.locator(f"main #{name}")
            kind = field.evaluate("one => one.tagName")
            if kind == "SELECT":
                field.select_option(label=value)
            elif kind == "FIELDSET":
                for one in value.split():
                    self.page.locator(f"main [name='{name}'][value='{one}']").check()
            else:
                field.fill(value)

    def press(self, button: str = "main form.questions button.btn-primary") -> str:
        with self.page.expect_navigation():
            self.page.locator(button).first.click()
        return self.text()

    def send(self, **said: str) -> str:
        """Answer, send, and come to the next page; a page that asks again is a fault of the story."""
        self.fill(**said)
        shown = self.press()
        wrong = self.page.locator("main .errors")
        assert not wrong.count(), f"{self.page.url}: {wrong.inner_text()}"
        return shown

    def refused(self, **said: str) -> str:
        """Answer, send, and be told in a sentence why not, with what was typed still there."""
        self.fill(**said)
        self.press()
        for name, value in said.items():
            if self.page.locator(f"main #{name}").evaluate("one => one.tagName") != "SELECT":
                assert self.page.locator(f"main #{name}").input_value() == value
        return self.page.locator("main .errors").inner_text()
