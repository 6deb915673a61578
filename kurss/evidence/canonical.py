"""The canonical text of a figure and the digests behind it. Pure: any engine, in any language, can follow it.

**Numerator and denominator**, by unit of count; `value` follows from them and is kept to twelve places:

    rows, distinct, sum, cumulative   numerator = value; no denominator
    share, state_share, mean, ratio   value = numerator / denominator
    median                            numerator = the lower, denominator = the upper of the two middle values
                                      (the same one twice where the number of rows is odd);
                                      value = (numerator + denominator) / 2
    gap                               value = (n1 / d1) / (n2 / d2), kept as numerator = n1 * d2 and
                                      denominator = d1 * n2, where 1 is the cell of `group` and 2 that of
                                      `reference`: see `parity`

**Records** are the rows a figure rests on: those that meet its conditions; for a share those that meet `among`
(the whole is part of the proof); for a mean and a median those that also carry the quantity; for a ratio and a
gap the sum over the figures it is made of.

**Digest**, byte by byte, all text in UTF-8 without a byte order mark, lines joined by one line feed (0x0A) and
none at the end, SHA-256 written as 64 small hexadecimal digits:

1. A *leaf* is one combination of: the fact (only where an indicator counts several), the period in which a
   record came in (only for a running count), and the value of every breakdown in the order of the definition.
   Its key is that of a `Cell`: `fact=…;period=…;dimension=value;…`, empty for an indicator with no breakdown.
   A value that is not recorded is the empty text; `%`, `;`, `=` and line feed are written `%25 %3B %3D %0A`.
2. The digest of a leaf is SHA-256 over the ids of its records, one a line, shorter ids first and those of equal
   length by code point (`in_order`): for whole numbers that is the order of their size, which every engine
   sorts fast.
3. The digest of a figure is SHA-256 over one line per leaf that its cell holds and that has records: the leaf's
   key, a space, the leaf's digest; the lines sorted by code point. No record: SHA-256 of the empty text.
4. The digest of a ratio is SHA-256 over two lines: the digests of its numerator and its denominator, or that of
   the empty text where there is none. The digest of a gap is the same over its two cells, or over its four:
   numerator's group, numerator's reference, denominator's group, denominator's reference.

So a digest changes if and only if the set of counted records, or the leaf one of them falls in, does. Sums of
short hashes would be cheaper and need no order, and can be forged: docs/decisions/0018 says why not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

DECIMAL_PLACES = 12
"""A quotient is kept to twelve places, rounded half to even; everything else is exact."""

_EXACT = Context(prec=200)


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
    return value.replace("%", "%25").replace(";", "%3B").replace("=", "%3D").replace("\n", "%0A")


def _plain(value: str) -> str:
    return value.replace("%0A", "\n").replace("%3D", "=").replace("%3B", ";").replace("%25", "%")


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


def places_shown(value: Decimal, usual: int) -> int:
    """To how many decimals a reader sees a value: a small one to two digits that say something, never as zero."""
    small = value != 0 and abs(value) < Decimal("0.1")
    return max(usual, 1 - value.adjusted()) if small else usual


def quotient(numerator: Decimal, denominator: Decimal) -> Decimal:
    """The kept value of a ratio. The caller has made sure that there is something to divide by.

    Divided exactly and rounded once, so that it does not hang on any engine's or machine's precision.
    """
    return _kept(Fraction(numerator) / Fraction(denominator))


def _kept(exact: Fraction) -> Decimal:
    digits = round(exact * 10**DECIMAL_PLACES)  # half to even
    return Decimal((digits < 0, tuple(map(int, str(abs(digits)))), -DECIMAL_PLACES))


def half_sum(lower: Decimal, upper: Decimal) -> Decimal:
    """The kept value of a median between its two middle values."""
    return _kept((Fraction(lower) + Fraction(upper)) / 2)


def parity(group: tuple[Decimal, Decimal], reference: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    """Numerator and denominator of a parity index: (n1 / d1) / (n2 / d2) as n1 * d2 over d1 * n2.

    As UNESCO defines the gender parity index (UIS, *Education Indicators: Technical Guidelines*): the value for
    the group over that for the reference, 1 being parity.
    """
    return _EXACT.multiply(group[0], reference[1]), _EXACT.multiply(group[1], reference[0])


def in_order(records: Iterable[str]) -> list[str]:
    """Record ids in the order in which they are digested: shorter first, then by code point."""
    return sorted(records, key=lambda record: (len(record), record))


def leaf_digest(records: Iterable[str]) -> str:
    """SHA-256 over the record ids of a leaf, in order, one a line."""
    return hashlib.sha256("\n".join(in_order(records)).encode()).hexdigest()


def cell_digest(leaves: Mapping[str, str]) -> str:
    """SHA-256 over the leaves a cell holds, each as its key, a space and its digest, sorted by code point."""
    lines = "\n".join(sorted(f"{key} {digest}" for key, digest in leaves.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def combined_digest(*digests: str) -> str:
    """The digest of a figure made of figures, such as a ratio: SHA-256 over theirs, one a line, in order."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
