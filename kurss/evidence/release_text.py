"""The canonical texts a release is sealed with. Pure: whoever follows this page can write them again.

    release.txt      one `word value` line each, in the order of `release_text`; its SHA-256 is the digest
                     that is printed in documents and shown on the site
    definition       canonical JSON of what an indicator version counts, what is as by default left out
    declaration      canonical JSON of what a fact's rows mean: its columns and words
    lens             canonical JSON of a funder's rule of counting people

Canonical JSON: UTF-8, keys sorted, no space between tokens, characters as they are, one line feed at the end.
Of a total the release text names the digest of its canonical record. Of cells it names one digest over all of
them, salted: a small cell could otherwise be guessed from its digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime
from enum import Enum
from typing import Any

from kurss.evidence.definition import Definition
from kurss.evidence.facts import Fact, State

FORMAT, WITH_READINGS = "kurss release 1", "kurss release 2"
"""A release with counts under funders' rules is of the second form; one without is written as it always was."""


@dataclass(frozen=True, slots=True)
class SealedFigure:
    """A figure in a release: its address, the digest of its canonical record, that of its pseudonymous records."""

    address: str
    record: str
    rows: str

    def text(self, word: str = "figure") -> str:
        return f"{word} {self.address} {self.record} {self.rows}\n"


@dataclass(frozen=True, slots=True)
class SealedLine:
    """What a release does to one period of one indicator; a restatement says what it replaces and why."""

    indicator: str
    version: int
    period: str
    kind: str
    is_final: bool
    replaces: str = ""
    delta: str = ""
    reason: str = ""
    reason_en: str = ""

    def text(self) -> str:
        changed = {
            "delta": self.delta,
            "reason": self.reason,
            "reason_en": self.reason_en,
            "replaces": self.replaces,
        }
        told = canonical_json({name: value for name, value in changed.items() if value})
        state = "final" if self.is_final else "open"
        return f"line {self.indicator} {self.version} {self.period} {self.kind} {state} {told}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseContent:
    """All that a release says, before it is written down."""

    number: int
    name: str
    name_en: str
    previous: str
    snapshot: str
    as_of: date
    sealed_at: datetime
    author: str
    approver: str
    pseudonyms: str
    definitions: Mapping[tuple[str, int], str]
    facts: Mapping[str, str]
    rows: Mapping[str, tuple[int, int, str]]
    lines: tuple[SealedLine, ...]
    totals: tuple[SealedFigure, ...]
    cells: int
    cells_digest: str
    lenses: Mapping[tuple[str, int], str] = field(default_factory=dict)
    readings: tuple[SealedFigure, ...] = ()


def release_text(content: ReleaseContent) -> str:
    """The text whose SHA-256 is the release's digest. `previous` is the digest of the release before it."""
    head = [
        WITH_READINGS if content.readings else FORMAT,
        f"number {content.number}",
        f"name {one_line(content.name)}",
        f"name-en {one_line(content.name_en)}",
        f"previous {content.previous or '-'}",
        f"snapshot {content.snapshot}",
        f"as-of {content.as_of.isoformat()}",
        f"sealed-at {content.sealed_at.isoformat()}",
        f"author {content.author}",
        f"approver {content.approver}",
        f"pseudonyms {content.pseudonyms}",
        *(f"definition {key} {number} {sha}" for (key, number), sha in sorted(content.definitions.items())),
        *(f"fact {key} {sha}" for key, sha in sorted(content.facts.items())),
        *(f"rows {key} {n} {octets} {sha}" for key, (n, octets, sha) in sorted(content.rows.items())),
        *(f"lens {key} {number} {sha}" for (key, number), sha in sorted(content.lenses.items())),
    ]
    lines = "".join(
        line.text() for line in sorted(content.lines, key=lambda own: (own.indicator, own.period))
    )
    return (
        "".join(f"{line}\n" for line in head)
        + lines
        + figures_text(content.totals)
        + figures_text(content.readings, "reading")
        + f"cells {content.cells} {content.cells_digest}\n"
    )


def figures_text(sealed: Iterable[SealedFigure], word: str = "figure") -> str:
    """One line a figure, by address."""
    return "".join(figure.text(word) for figure in sorted(sealed, key=lambda own: own.address))


def cells_text(salt: str, sealed: Iterable[SealedFigure]) -> str:
    """The list of cells that an audit bag holds; the release text names its digest alone."""
    return f"salt {salt}\n{figures_text(sealed)}"


def definition_text(
    definition: Definition, *, indicator: str, version: int, parts: Mapping[str, int], unit: str
) -> str:
    """What a version counts. `parts`: the number of the version that each indicator it rests on is pinned to."""
    told: dict[str, Any] = {
        **_told(definition),
        "indicator": indicator,
        "version": version,
        "unit": unit,
        "counts": definition.counts.value,
        "grain": definition.grain.value,
    }
    if parts:
        told["parts"] = dict(parts)
    return canonical_json(told)


def declaration_text(fact: Fact) -> str:
    """What the rows of a fact mean: the dictionary a reader of the bag needs."""
    return canonical_json(
        {
            "fact": fact.key,
            "title": fact.title,
            "title_en": fact.title_en,
            "explains": fact.explains,
            "explains_en": fact.explains_en,
            "time": "state" if isinstance(fact.time, State) else "event",
            "about_somebody": bool(fact.subject),
            "dimensions": [
                {
                    "key": dimension.key,
                    "title": dimension.title,
                    "title_en": dimension.title_en,
                    "whole_number": dimension.whole_number,
                    "values": None
                    if dimension.values is None
                    else [
                        {"value": value, "title": title, "title_en": title_en}
                        for value, (title, title_en) in dimension.values.items()
                    ],
                }
                for dimension in fact.dimensions
            ],
            "quantities": [
                {
                    "key": quantity.key,
                    "title": quantity.title,
                    "title_en": quantity.title_en,
                    "unit": quantity.unit,
                    "decimals": quantity.decimals,
                }
                for quantity in fact.quantities
            ],
        }
    )


def _told(thing: Any) -> dict[str, Any]:
    """The fields of a dataclass that are not as by default, so that a field added later changes no old text."""
    told = {}
    for entry in fields(thing):
        value = getattr(thing, entry.name)
        default = entry.default if entry.default_factory is MISSING else entry.default_factory()
        if default is MISSING or value != default:
            told[entry.name] = _plain(value)
    return told


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return _told(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def canonical_json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def one_line(text: str) -> str:
    """A name as it stands in a line of its own: runs of white space are one space."""
    return " ".join(text.split())
