"""Findings as a letter one would send to the authors of a report, and as data. In the language that is active."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurss.programme.prose.finding import Finding, Place
from kurss.programme.prose.structure import Spot
from kurss.programme.severity import Severity

WIDTH = 100


def where(spot: Spot) -> str:
    """The place in words: part, section, page and line."""
    title = spot.part.partition(": ")[0]
    name = spot.part.partition(": ")[2]
    section = spot.section if spot.section and spot.section != name else ""
    words = [f"{title} “{name}”" if name else title, f"“{section}”" if section else ""]
    line = (
        _("page %(page)s, line %(line)s") % {"page": spot.page, "line": spot.line}
        if spot.page
        else _("line %(line)s") % {"line": spot.line}
    )
    return ", ".join(word for word in (*words, line) if word)


def as_data(finding: Finding) -> dict[str, Any]:
    """A finding for machines; `place` is the first of `places` in words."""
    return {
        "rule": finding.rule.key,
        "severity": finding.rule.severity.value,
        "place": where(finding.places[0].spot),
        "message": _message(finding),
        "remedy": str(finding.rule.remedy),
        "why": str(finding.rule.why),
        "source": finding.rule.source,
        "places": [_place(place) for place in finding.places],
    }


def _place(place: Place) -> dict[str, Any]:
    spot = place.spot
    return {
        "quote": place.quote,
        "part": spot.part,
        "section": spot.section,
        "page": spot.page,
        "line": spot.line,
    }


def _message(finding: Finding) -> str:
    return f"{finding.rule.title}. {finding.note}".strip().rstrip(".") + "."


def counted(findings: Sequence[Finding]) -> str:
    """How much was found, in a sentence."""
    if not findings:
        return _("Nothing was found that contradicts itself or is missing.")
    errors = sum(finding.rule.severity is Severity.ERROR for finding in findings)
    every = ngettext("%(n)s finding.", "%(n)s findings.", len(findings)) % {"n": len(findings)}
    if not errors:
        return every
    worst = ngettext(
        "%(n)s of them is a contradiction or a hole; it comes first.",
        "%(n)s of them are contradictions or holes; they come first.",
        errors,
    )
    return f"{every} {worst % {'n': errors}}"


def letter(findings: Sequence[Finding], name: str) -> str:
    """The whole letter as plain text."""
    return "\n".join(_lines(findings, name)) + "\n"


def _lines(findings: Sequence[Finding], name: str) -> Iterator[str]:
    title = _("What an auditor would ask about %(name)s") % {"name": name}
    yield from (title, "=" * len(title), "")
    yield from _wrapped(
        _(
            "We read the report for what it says in two ways and for what it leaves unsaid. We do not know the "
            "city and judge none of its work. Each point quotes your own words and where they stand, says why "
            "it matters, and what would settle it."
        )
    )
    yield ""
    yield from _wrapped(counted(findings))
    for number, finding in enumerate(findings, start=1):
        yield ""
        yield from _wrapped(f"{number}. {_message(finding)} ({finding.rule.severity.label})")
        for place in finding.places:
            yield from _wrapped(f"“{place.quote}”", "      ")
            yield from _wrapped(f"– {where(place.spot)}", "        ")
        yield from _wrapped(str(finding.rule.why), "   ")
        yield from _wrapped(_("To do: %(remedy)s") % {"remedy": finding.rule.remedy}, "   ")
        if finding.rule.source:
            yield from _wrapped(_("See: %(source)s") % {"source": finding.rule.source}, "   ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]
