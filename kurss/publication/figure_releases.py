"""What every release said of a figure: released, restated and why. Offices and days, no names of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from kurss.evidence.models import Figure, Line
from kurss.evidence.published import Told
from kurss.publication import words
from kurss.publication.numerals import LATVIAN
from kurss.publication.units import Unit


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One release's word on the figure. `was`: the value it replaces, with the difference; empty for none."""

    kind: str
    on: date
    name: str
    number: int | None
    value: str
    was: str
    reason: str
    figure: Figure | None
    this: bool


def rows(told: Iterable[Told], figure: Figure, own: Unit, language: str) -> tuple[ReleaseRow, ...]:
    """The releases that spoke of the figure, newest first. Pure: everything was read with `told`."""
    found, before = [], None
    for one in told:
        found.append(_row(one, before, figure, own, language))
        before = one.figure if one.figure is not None else before
    return tuple(reversed(found))


def _row(one: Told, before: Figure | None, figure: Figure, own: Unit, language: str) -> ReleaseRow:
    latvian, release = language == LATVIAN, one.release
    changed = one.line.kind == Line.Kind.RESTATED and before is not None
    return ReleaseRow(
        kind=one.line.kind,
        on=localdate(release.released_at) if release.released_at else release.snapshot.as_of,
        name=release.name if latvian else release.name_en,
        number=release.number,
        value=_value(one.figure, own, language),
        was=_was(before, one.figure, own, language) if changed else "",
        reason=(one.line.reason if latvian else one.line.reason_en) or one.line.reason or one.line.reason_en,
        figure=one.figure,
        this=one.figure == figure,
    )


def _value(figure: Figure | None, own: Unit, language: str) -> str:
    if figure is None or figure.shown is None:
        return words.reason(figure.reason if figure is not None else "", language)
    return own.number(figure.shown, language)


def _was(before: Figure | None, now: Figure | None, own: Unit, language: str) -> str:
    """What stood there, and by how much that differs: "was 487 (5 fewer now)"."""
    if before is None:
        return ""
    value = _value(before, own, language)
    apart = (
        words.gap(now.shown, before.shown, own, language)
        if now is not None and now.shown is not None and before.shown is not None
        else ""
    )
    opening = f"bija {value}" if language == LATVIAN else f"was {value}"
    return f"{opening} ({apart})" if apart else opening
