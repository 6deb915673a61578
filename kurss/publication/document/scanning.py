"""The squares a reader scans: the address of a figure as a QR code, drawn as SVG. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterable

import segno

from kurss.publication.document.tree import Number

QUIET = 2
"""Modules of white about a code. The standard asks for four; the page around it is white and gives the rest."""


def code(address: str) -> str:
    """A QR code (ISO/IEC 18004) of an address, readable with 15 % of it damaged (level M), or with more where
    that needs no larger square."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, border=QUIET, omitsize=True
    )
    return drawn.getvalue().decode()


def codes(numbers: Iterable[Number]) -> dict[str, str]:
    """The codes of figures that have an address on a site, by the figure's own address."""
    return {number.address: code(number.url) for number in numbers if number.url}
