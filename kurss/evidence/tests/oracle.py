"""Figures counted by hand, slowly, in plain Python: what every engine must agree with.

It shares no code with the engine but the canonical text: rows are tuples in the order of `export.columns`.
"""

import hashlib
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from kurss.evidence.canonical import Cell, FigureRecord
from kurss.evidence.periods import Period

NOBODY = hashlib.sha256(b"").hexdigest()


def sha(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def named(fact, row):
    """A row by name."""
    days = ("holds_from", "holds_until") if fact.is_state else ("happened_on",)
    names = ["record", *(["subject"] if fact.subject else []), *days, "synthetic"]
    names += [f"d_{d.key}" for d in fact.dimensions] + [f"q_{q.key}" for q in fact.quantities]
    return dict(zip(names, row, strict=True)) | {"fact": fact}


def text(value):
    return None if value is None else str(value)


def passes(row, conditions):
    for condition in conditions:
        value = row[f"d_{condition.dimension}"]
        if condition.one_of and text(value) not in condition.one_of:
            return False
        if condition.none_of and text(value) in condition.none_of:
            return False
        if condition.at_least is not None and (value is None or value < condition.at_least):
            return False
        if condition.below is not None and (value is None or value >= condition.below):
            return False
    return True


def came(row, definition, as_of):
    """The day on which a row of a running count came in; None where it never counts."""
    since = definition.since or date.min
    if not row["fact"].is_state:
        day = row["happened_on"]
        return day if since <= day <= as_of else None
    day = max(row["holds_from"], since)
    return day if day <= as_of and (row["holds_until"] is None or row["holds_until"] > day) else None


def counts_in(row, period, definition, as_of):
    if definition.counts == "cumulative":
        day = came(row, definition, as_of)
        return day is not None and day <= period.ends_on
    if not row["fact"].is_state:
        return period.starts_on <= row["happened_on"] <= min(period.ends_on, as_of)
    moment = min(period.day_after, as_of + timedelta(days=1))
    return row["holds_from"] <= moment and (row["holds_until"] is None or row["holds_until"] > moment)


def periods(rows, definition, as_of):
    days = [row.get("happened_on") or row.get("holds_from") for row in rows]
    days = [max(day, definition.since or day) - timedelta(days=1) for day in days]
    if not days or min(days) > as_of:
        return
    period = Period.containing(min(days), definition.grain)
    while period.starts_on <= as_of:
        yield period
        period = period.next()


def subjects(rows, definition):
    """How many count: subjects within their scope, or rows of a fact about nobody."""
    if definition.counts == "rows" or not all(row["fact"].subject for row in rows):
        return len(rows)
    known = [row for row in rows if row["subject"] is not None]
    scope = definition.once_per
    if scope == "event":
        return len(known)
    if scope == "year":
        return len({(row["subject"], row["happened_on"].year) for row in known})
    return len({(row["subject"], row[f"d_{scope}"] if scope else "") for row in known})


def rounded(value):
    return Decimal(round(value * 10**12)).scaleb(-12)


def said(definition, whole, facts):
    """Value, reason, numerator, denominator of the rows a cell rests on."""
    met = [row for row in whole if passes(row, (*definition.conditions, *definition.among))]
    kind, quantity = definition.counts, f"q_{definition.quantity}"
    stock = kind == "sum" and all(fact.is_state for fact in facts)
    if not whole and (definition.absent == "missing" or stock):
        return None, "missing", None, None
    if kind in ("rows", "distinct", "cumulative"):
        counted = Decimal(subjects(met, definition))
        return counted, "", counted, None
    if kind == "sum":
        total = sum((row[quantity] or Decimal(0) for row in met), Decimal(0))
        return total, "", total, None
    if kind == "median":
        ordered = sorted(row[quantity] for row in met)
        if not ordered:
            return None, "undefined", None, None
        low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
        return rounded((Fraction(low) + Fraction(high)) / 2), "", Decimal(low), Decimal(high)
    if kind == "mean":
        above, below = sum((row[quantity] for row in met), Decimal(0)), Decimal(len(met))
    else:
        above, below = Decimal(subjects(met, definition)), Decimal(subjects(whole, definition))
    if not below:
        return None, "undefined", above, below
    return rounded(Fraction(above) / Fraction(below)), "", above, below


def rests(row, definition):
    own = definition.among if definition.counts in ("share", "state_share") else (
        *definition.conditions, *definition.among,
    )  # fmt: skip
    carried = definition.counts not in ("mean", "median") or row[f"q_{definition.quantity}"] is not None
    return passes(row, own) and carried


def digest(rows, definition, facts, as_of):
    leaves = defaultdict(list)
    for row in rows:
        parts = [("fact", row["fact"].key)] if len(facts) > 1 else []
        if definition.counts == "cumulative":
            parts.append(("period", Period.containing(came(row, definition, as_of), definition.grain).key))
        parts += [(name, text(row[f"d_{name}"])) for name in definition.breakdowns]
        leaves[Cell(tuple(parts)).key].append(row["record"])
    return sha(sorted(f"{key} {sha(sorted(ids, key=lambda i: (len(i), i)))}" for key, ids in leaves.items()))


def count(definition, facts, rows, as_of, snapshot="0" * 64):
    """Every canonical record of a counted indicator; `rows` are tuples by fact key."""
    every = [named(fact, row) for fact in facts for row in rows[fact.key]]
    every = [row for row in every if rests(row, definition)]
    found = [
        (period, [row for row in every if counts_in(row, period, definition, as_of)])
        for period in periods(every, definition, as_of)
    ]
    known = [i for i, (_, own) in enumerate(found) if own]
    if not known:
        return []
    last = (
        len(found) - 1 if definition.absent != "between" or definition.counts == "cumulative" else known[-1]
    )
    return [
        _record(definition, facts, period, cell, own, as_of, snapshot)
        for period, own in found[known[0] : last + 1]
        for cell in cells(definition, facts, own)
    ]


def cells(definition, facts, rows):
    yield Cell()
    for name in definition.breakdowns:
        declared = list(dict.fromkeys(v for fact in facts for v in fact.dimension(name).values or ()))
        present = {text(row[f"d_{name}"]) for row in rows}
        extra = sorted(value for value in present if value is not None and value not in declared)
        for value in [*declared, *extra, *([None] if None in present else [])]:
            yield Cell(((name, value),))


def _record(definition, facts, period, cell, rows, as_of, snapshot):
    own = [row for row in rows if all(text(row[f"d_{name}"]) == value for name, value in cell.parts)]
    value, reason, numerator, denominator = said(definition, own, facts)
    return FigureRecord(
        "it", 1, period.key, cell.key, snapshot, value, reason, numerator, denominator, len(own),
        digest(own, definition, facts, as_of),
    )  # fmt: skip


def made(definition, asked, counted):
    """Every canonical record of a ratio or a gap; `counted` are the records of what it divides, by key."""
    above = {(one.period, one.cell): one for one in counted[definition.numerator]}
    below = {(one.period, one.cell): one for one in counted.get(definition.denominator, ())}
    for period in dict.fromkeys(period for period, _ in above):
        if definition.counts == "ratio":
            used = [above.get((period, "")), below.get((period, ""))]
            yield _divided(period, used, *_of_totals(*used))
        else:
            cells = [Cell(((definition.dimension, v),)).key for v in (definition.group, definition.reference)]
            used = [
                own.get((period, cell)) for own in (above, below)[: len(definition.divided)] for cell in cells
            ]
            kinds = [asked[key][0].counts for key in definition.divided for _ in cells]
            yield _divided(period, used, *_of_groups(used, kinds))


def _of_totals(above, below):
    divisor = below.value if below else None
    if above.value is None or divisor is None:
        return None, "undefined" if divisor == 0 else "missing", above.value, divisor
    if divisor == 0:
        return None, "undefined", above.value, divisor
    return rounded(Fraction(above.value) / Fraction(divisor)), "", above.value, divisor


def _of_groups(used, kinds):
    """n1 / d1 over n2 / d2, where each is a fraction or one fraction over another."""
    if any(one is None or one.reason == "missing" for one in used):
        return None, "missing", None, None
    over = []
    for one, kind in zip(used, kinds, strict=True):
        if kind in ("share", "state_share", "mean"):
            over.append((one.numerator, one.denominator))
        else:
            over.append((one.value, 1) if one.value is not None else (0, 0))
    if len(over) == 4:
        (a, b), (c, d), (e, f), (g, h) = over
        over = [(a * f, b * e), (c * h, d * g)]
    (a, b), (c, d) = over
    numerator, denominator = Decimal(a * d), Decimal(b * c)
    if not (b and d and denominator):
        return None, "undefined", numerator, denominator
    return rounded(Fraction(numerator) / Fraction(denominator)), "", numerator, denominator


def _divided(period, used, value, reason, numerator, denominator):
    return FigureRecord(
        "it", 1, period, "", "0" * 64, value, reason, numerator, denominator,
        sum(one.records for one in used if one), sha(one.digest if one else NOBODY for one in used),
    )  # fmt: skip
