"""Every page a reader can reach: no dead link, nothing from a third party, usable by all, at any width."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

MOST = 1_000
"""Pages a crawl visits at the most; the site of the case has fewer."""


class Addresses(HTMLParser):
    """What a page leads to, and what a browser fetches to show it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag in {"a", "area"}:
            self.links.append(named.get("href") or "")
        elif tag == "link":
            self.fetched.append(named.get("href") or "")
        else:
            self.fetched += [named[name] or "" for name in ("src", "poster", "data") if name in named]


def read(address: str) -> tuple[str, str]:
    """The content type and, for a page, its text."""
    with urllib.request.urlopen(address, timeout=20) as answer:
        kind = answer.headers.get_content_type()
        body = answer.read()
    return kind, body.decode() if kind == "text/html" else ""


@pytest.fixture(scope="module", params=["lv", "en"])
def crawled(request, site) -> dict[str, str]:
    """Every page of one language that can be reached from its first page without signing in."""
    start = f"{site}/{request.param}/"
    waiting, pages, dead = [start], {}, []
    seen = {start}
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        try:
            kind, text = read(address)
        except urllib.error.HTTPError as error:
            dead.append(f"{error.code} {address}")
            continue
        if kind != "text/html":
            continue
        pages[address] = text
        found = Addresses(text)
        for link in [*found.fetched, *found.links]:
            # A page asked for with another way back is the same page.
            target = re.sub(r"\?next=.*", "", urldefrag(urljoin(address, link))[0])
            parts = urlsplit(target)
            if parts.scheme == "data":
                continue
            if f"{parts.scheme}://{parts.netloc}" != site:
                assert link not in found.fetched, f"{address} fetches from a third party: {target}"
                assert parts.scheme in {"https", "mailto"}, f"{address} leads astray: {target}"
                continue
            other = f"/{'en' if request.param == 'lv' else 'lv'}/"
            if target not in seen and not parts.path.startswith(other):
                seen.add(target)
                waiting.append(target)
    assert dead == []
    assert len(seen) < MOST, "the crawl did not end"
    return pages


def test_every_link_leads_to_a_page_of_this_site(crawled):
    paths = {urlsplit(address).path.split("/", 2)[2] for address in crawled}
    assert {"", "figures/", "roadmap/", "reported/", "deliverable/"} <= paths


def test_no_page_carries_a_style_or_a_script_of_its_own(crawled):
    for address, text in crawled.items():
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", text), address
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), address


def test_every_page_has_one_first_heading_a_title_and_its_language(crawled):
    for address, text in crawled.items():
        language = urlsplit(address).path.split("/")[1]
        assert len(re.findall(r"<h1[\s>]", text)) == 1, address
        assert f'lang="{language}"' in text.split(">", 2)[1], address
        assert re.search(r"<title>\s*\S", text), address


PAGES = (
    "",
    "figures/",
    "figures/L-01/",
    "figures/L-05/",
    "figures/C-01/",
    "roadmap/",
    "reported/",
    "deliverable/",
    "how-we-count/",
    "demo/",
    "no-such-page/",
)


@pytest.fixture(scope="module")
def every_page(crawled) -> list[str]:
    """The representative pages and every initiative with its charter, as paths within a language."""
    own = {urlsplit(address).path.split("/", 2)[2] for address in crawled}
    return [*PAGES, *sorted(path for path in own if path.startswith("initiatives/"))]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_on_any_page(browser, site, every_page, crawled, scheme):
    from axe_playwright_python.sync_playwright import Axe

    language = urlsplit(next(iter(crawled))).path.split("/")[1]
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    troubles = []
    page.on("console", lambda message: message.type == "error" and troubles.append(message.text))
    for path in every_page:
        page.goto(f"{site}/{language}/{path}")
        results = Axe().run(page)
        if results.violations_count:
            troubles.append(f"{path}: {results.generate_report()}")
    context.close()
    assert [text for text in troubles if "404" not in text] == []


@pytest.mark.browser
def test_no_page_is_wider_than_a_narrow_phone(browser, site, every_page, crawled):
    language = urlsplit(next(iter(crawled))).path.split("/")[1]
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    wide = []
    for path in every_page:
        page.goto(f"{site}/{language}/{path}")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide.append(f"{path} is {width} px wide")
    context.close()
    assert wide == []
