"""The canonical text of a figure and the digests behind it. Pure: any engine, in any language, can follow it.

A *leaf cell* is one combination of the breakdown values of an indicator (an indicator without breakdowns has
one). Its digest is SHA-256 over the ids of the records counted in it, sorted by code point, one a line. The
digest of any cell is SHA-256 over one line per leaf it holds: the leaf's key, a space, the leaf's digest,
sorted. So a digest changes if and only if the set of counted records, or the cell one of them falls in, does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

DECIMAL_PLACES = 12
"""A quotient is kept to twelve places, rounded half to even; everything else is exact."""

_PLACE = Decimal(1).scaleb(-DECIMAL_PLACES)


@dataclass(frozen=True, slots=True)
class Cell:
    """Which rows of a figure: dimension and value, in the order of the breakdowns; none is the total.

    A value of None is *not recorded*: the rows that carry no value for the dimension.
    """

    parts: tuple[tuple[str, str | None], ...] = ()

    @property
    def key(self) -> str:
        return ";".join(f"{dimension}={_escaped(value or '')}" for dimension, value in self.parts)

    @classmethod
    def parse(cls, key: str) -> Cell:
        pairs = (part.partition("=") for part in key.split(";") if part)
        return cls(tuple((dimension, _plain(value) or None) for dimension, _, value in pairs))


def _escaped(value: str) -> str:
    return value.replace("%", "%25").replace(";", "%3B").replace("=", "%3D")


def _plain(value: str) -> str:
    return value.replace("%3D", "=").replace("%3B", ";").replace("%25", "%")


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """The figure as every engine must give it. Engine and time stand beside it, not in it."""

    indicator: str
    version: int
    period: str
    cell: str
    snapshot: str
    value: Decimal | None
    reason: str
    numerator: Decimal | None
    denominator: Decimal | None
    records: int
    digest: str

    def text(self) -> str:
        """One line a field, each ended by a line feed; a dash where there is nothing."""
        return (
            "kurss figure 1\n"
            f"indicator {self.indicator}\n"
            f"version {self.version}\n"
            f"period {self.period}\n"
            f"cell {self.cell or '-'}\n"
            f"snapshot {self.snapshot}\n"
            f"value {decimal_text(self.value)}\n"
            f"reason {self.reason or '-'}\n"
            f"numerator {decimal_text(self.numerator)}\n"
            f"denominator {decimal_text(self.denominator)}\n"
            f"records {self.records}\n"
            f"digest {self.digest}\n"
        )

    def address(self, code: str) -> str:
        """The figure's own name in every address and report: code, period, and twelve digits of its digest.

        A span's key holds a slash, which an address cannot: it is written as an underscore.
        """
        own = hashlib.sha256(self.text().encode()).hexdigest()
        cell = "" if not self.cell else ".cell"
        return f"{code}.{self.period.replace('/', '_')}{cell}.{own[:12]}"


def decimal_text(value: Decimal | None) -> str:
    """Plain digits, no exponent, no trailing zeros: 540, 0.091, 0; a dash for none."""
    if value is None:
        return "-"
    if value == 0:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def quotient(numerator: Decimal, denominator: Decimal) -> Decimal:
    """The kept value of a ratio. The caller has made sure that there is something to divide by."""
    return (numerator / denominator).quantize(_PLACE, rounding=ROUND_HALF_EVEN)


def leaf_digest(records: Iterable[str]) -> str:
    """SHA-256 over sorted record ids, one a line."""
    return hashlib.sha256("\n".join(sorted(records)).encode()).hexdigest()


def cell_digest(leaves: Mapping[str, str]) -> str:
    """SHA-256 over the leaves a cell holds, each as its key, a space and its digest."""
    lines = "\n".join(f"{key} {digest}" for key, digest in sorted(leaves.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def combined_digest(*digests: str) -> str:
    """The digest of a figure made of figures, such as a ratio: SHA-256 over theirs, one a line, in order."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
