"""What the verifier that anybody downloads says of the same rows, as the canonical records it should give."""

import json
from decimal import Decimal

from kurss.evidence import release_text
from kurss.evidence.canonical import FigureRecord
from kurss.evidence.tests.oracle import named
from kurss.evidence.verify_figures import Lens, Recount, parse_cell, text_of


def told(row):
    """A row as the CSV of an audit bag has it: texts, empty where there is no value."""
    return {name: "" if value is None else str(value) for name, value in row.items() if name != "fact"}


def recounted(asked, facts, rows, as_of, figures):
    """The verifier after it took every row; `figures` are the key and period of each that will be asked for."""
    definitions = {
        (key, 1): json.loads(
            release_text.definition_text(
                definition, indicator=key, version=1, parts=dict.fromkeys(definition.divided, 1), unit=""
            )
        )
        for key, (definition, _) in asked.items()
    }
    declared = {fact.key: json.loads(release_text.declaration_text(fact)) for fact in facts}
    recount = Recount(definitions, declared, as_of)
    recount.want([((key, 1), period) for key, period in figures])
    for fact in facts:
        every = [told(named(fact, row)) for row in rows[fact.key]]
        for row in sorted(every, key=lambda row: (len(row["record"]), row["record"])):
            for count in recount.of(fact.key):
                count.take(fact.key, row)
    return recount


def through(definition, lens, fact, rows, as_of, periods):
    """The verifier's lens after it took every row twice."""
    text = release_text.definition_text(definition, indicator="0", version=1, parts={}, unit="")
    glass = Lens(json.loads(text), json.loads(lens.text()), periods, as_of)
    every = [told(named(fact, row)) for row in rows]
    every.sort(key=lambda row: (len(row["record"]), row["record"]))
    for take in (glass.enter, glass.count):
        for row in every:
            take(row)
    return glass


def again(recount, key, record, snapshot="0" * 64):
    """The verifier's record of the same figure."""
    given = recount.result((key, 1), record.period, parse_cell(record.cell or "-"))
    value, numerator, denominator = (
        None if own is None else Decimal(text_of(own))
        for own in (given.value, given.numerator, given.denominator)
    )
    return FigureRecord(
        "it", 1, record.period, record.cell, snapshot, value, given.reason, numerator, denominator, given.records,
        given.digest,
    )  # fmt: skip
