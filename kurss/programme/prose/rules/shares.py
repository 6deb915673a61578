"""Rules about shares of people: a share, a count and the whole must fit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kurss.programme.prose.finding import Found, Place, rule
from kurss.programme.prose.reading import Reading, Statement
from kurss.programme.prose.rules.promises import place_of
from kurss.programme.prose.words import stem
from kurss.programme.severity import Severity

APART = Decimal("0.25")
"""How far a count may lie from the share of the whole before the two no longer fit: a quarter, for "about"."""

EVERYBODY = frozenset(
    stem(word) for word in ("inhabitants", "residents", "people", "citizens", "population", "iedzīvotāji")
)


def shares(reading: Reading) -> list[Statement]:
    return [
        one for one in reading.statements if one.quantity.percent and one.quantity.noun and not one.is_promise
    ]


def counts(reading: Reading) -> list[Statement]:
    """Counts of people who did something: what was reached, never what is wanted."""
    return [
        one
        for one in reading.statements
        if one.quantity.noun
        and not (one.quantity.percent or one.quantity.money or one.quantity.at_least or one.is_promise)
        and one.quantity.value >= 20
    ]


def wholes(reading: Reading) -> dict[str, Statement]:
    """How many there are of each group, where the report says so, as in "there are 5 000 pupils"."""
    found: dict[str, Statement] = {}
    for one in counts(reading):
        low = one.text.casefold()
        says_whole = any(
            phrase in low
            for phrase in (
                "population of",
                "inhabitants",
                "residents",
                "there are",
                "is home to",
                "in total",
                "live in",
            )
        )
        acts = any(
            word in low
            for word in ("attend", "took part", "participat", "visit", "complet", "reached", "train")
        )
        if says_whole and not acts:
            found.setdefault("everybody" if one.quantity.noun in EVERYBODY else one.quantity.noun, one)
    return found


def _pairs(reading: Reading) -> Iterator[tuple[Statement, Statement]]:
    """A share and a count that speak of the same group doing the same."""
    for share in shares(reading):
        for count in counts(reading):
            one, other = share.quantity.noun, count.quantity.noun
            alike = (frozenset(share.subject) & frozenset(count.subject)) - {one}
            years = _years(share) & _years(count) or not (_years(share) and _years(count))
            if one == other and alike and years and count.block is not share.block:
                yield share, count


def _years(statement: Statement) -> frozenset[str]:
    return frozenset(one.key for one in statement.horizons if one.kind == "year")


@rule(
    "share-does-not-fit",
    Severity.ERROR,
    title=_("A share, a count and the whole do not fit"),
    why=_("One of three numbers is wrong, or they speak of different groups or times."),
    remedy=_("State the whole, its date and its source, and compute the share from the count."),
)
def share_does_not_fit(reading: Reading) -> Iterator[Found]:
    known = wholes(reading)
    for share, count in _pairs(reading):
        whole = known.get(count.quantity.noun)
        everybody = known.get("everybody")
        implied = count.quantity.value * 100 / share.quantity.value
        if whole is not None and whole is not count:
            expected = whole.quantity.value * share.quantity.value / 100
            if abs(expected - count.quantity.value) > APART * expected:
                yield _does_not_fit(share, count, whole, expected)
        elif everybody is not None and implied > everybody.quantity.value:
            yield Found(
                (place_of(share), place_of(count), place_of(everybody)),
                gettext("Together they would make %(implied)s %(group)s, more than everybody.")
                % {"implied": _figure(implied), "group": count.quantity.noun_raw},
            )


def _does_not_fit(share: Statement, count: Statement, whole: Statement, expected: Decimal) -> Found:
    note = gettext("%(share)s of %(whole)s is %(expected)s, not %(count)s.") % {
        "share": share.quantity.raw,
        "whole": whole.quantity.raw,
        "expected": _figure(expected),
        "count": count.quantity.raw,
    }
    return Found((place_of(share), place_of(count), place_of(whole)), note)


@rule(
    "count-over-whole",
    Severity.ERROR,
    title=_("More are counted than there are"),
    why=_("People were counted more than once, or the whole is another one."),
    remedy=_("Say whether people or participations were counted, and state the whole."),
)
def count_over_whole(reading: Reading) -> Iterator[Found]:
    known = wholes(reading)
    for count in counts(reading):
        whole = known.get(count.quantity.noun) or known.get("everybody")
        if whole is None or whole is count or count in known.values():
            continue
        people = known.get(count.quantity.noun) is not None or count.quantity.noun in _PEOPLE
        if people and count.quantity.value > whole.quantity.value:
            yield Found((place_of(count), place_of(whole)))


_PEOPLE = EVERYBODY | frozenset(
    stem(word)
    for word in (
        "children",
        "adults",
        "pupils",
        "students",
        "teachers",
        "participants",
        "seniors",
        "women",
        "men",
    )
)


@rule(
    "share-implies-a-whole",
    Severity.WARNING,
    title=_("A share and a count of one group imply a whole that the report does not state"),
    why=_(
        "A reader computes the whole and compares it with the city: if it is too large, one of the two is wrong."
    ),
    remedy=_(
        "State how many there are, on which day and by which source; then check the share and the count."
    ),
)
def share_implies_a_whole(reading: Reading) -> Iterator[Found]:
    known = wholes(reading)
    places: list[Place] = []
    told: list[str] = []
    seen: set[str] = set()
    for share, count in _pairs(reading):
        noun = count.quantity.noun
        if noun in known or "everybody" in known or noun in seen:
            continue
        seen.add(noun)
        implied = count.quantity.value * 100 / share.quantity.value
        told.append(f"{_figure(implied)} {count.quantity.noun_raw}")
        places += [place_of(share), place_of(count)]
    if places:
        yield Found(
            tuple(places),
            gettext("Taken together they make: %(wholes)s.") % {"wholes": "; ".join(told)},
        )


def _figure(value: Decimal) -> str:
    return f"{int(value.to_integral_value()):,}".replace(",", " ")
