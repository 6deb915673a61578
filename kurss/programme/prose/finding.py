"""A finding of the reader, and how a rule of prose is declared: one function and one decorator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from kurss.programme.prose.structure import Block, Row, Spot
from kurss.programme.severity import Severity

if TYPE_CHECKING:
    from kurss.programme.prose.reading import Reading

Text = str | Promise
QUOTE = 220


@dataclass(frozen=True, slots=True)
class Place:
    """Words of the report, as they stand there, and where."""

    quote: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: its places, and a sentence of its own where the rule's title does not say it all."""

    places: tuple[Place, ...]
    note: str = ""


Check = Callable[["Reading"], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what is wrong in general, why it matters, what to do, and who says so where somebody does."""

    key: str
    severity: Severity
    title: Text
    why: Text
    remedy: Text
    check: Check
    source: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    rule: Rule
    found: Found

    @property
    def places(self) -> tuple[Place, ...]:
        return self.found.places

    @property
    def note(self) -> str:
        return self.found.note


RULES: list[Rule] = []
"""Every rule, in the order in which they are declared; `kurss.programme.prose.rules` declares them."""


def rule(
    key: str, severity: Severity, *, title: Text, why: Text, remedy: Text, source: str = ""
) -> Callable[[Check], Check]:
    """Declare a rule: the function below reads a report and yields what it finds."""

    def declared(check: Check) -> Check:
        RULES.append(Rule(key, severity, title, why, remedy, check, source))
        return check

    return declared


def quoted(text: str, *, around: int = 0) -> str:
    """The words, cut to a length that can be read, about the place that matters."""
    if len(text) <= QUOTE:
        return text
    first = max(0, min(around - QUOTE // 2, len(text) - QUOTE))
    first = text.find(" ", first) + 1 if first else 0
    cut = text[first : first + QUOTE].rsplit(" ", 1)[0]
    return ("… " if first else "") + cut + ("" if cut == text[first:] else " …")


def at(block: Block, quote: str = "", *, line_of: str = "") -> Place:
    """Words of a block; `line_of`: the words whose line is named, where the quotation adds to them."""
    words = line_of or quote
    spot = replace(block.spot, line=block.line_of(words)) if words and block.lines else block.spot
    return Place(quoted(quote or block.text), spot)


def at_row(row: Row, quote: str = "") -> Place:
    return Place(quoted(quote or " | ".join(cell for cell in row.cells if cell)), row.spot)
