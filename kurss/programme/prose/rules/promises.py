"""Rules about promises: one promise, one value, one date."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kurss.programme.prose.finding import Found, Place, at, quoted, rule
from kurss.programme.prose.reading import Reading, Statement
from kurss.programme.prose.words import content
from kurss.programme.severity import Severity

ALIKE = 0.72
"""Shared words of two promises, over all, from which they are one promise."""

CPR = "Regulation (EU) 2021/1060, Art. 16"


def place_of(statement: Statement) -> Place:
    block = statement.block
    words = statement.text
    if not statement.quantity.noun and block.label:
        words = f"{block.label}: {words}"
    around = statement.quantity.start
    return Place(quoted(words, around=around), at(block, line_of=statement.text).spot)


def one_promise(first: Statement, second: Statement) -> bool:
    """Whether two sentences promise the same thing, whatever their numbers and dates."""
    one, other = frozenset(first.subject), frozenset(second.subject)
    if len(one) < 2 or len(other) < 2 or first.quantity.noun != second.quantity.noun:
        return False
    if first.quantity.percent != second.quantity.percent or first.quantity.money != second.quantity.money:
        return False
    return len(one & other) / len(one | other) >= ALIKE


def families(statements: list[Statement]) -> list[list[Statement]]:
    """Statements gathered by promise, each with those that promise the same."""
    found: list[list[Statement]] = []
    for statement in statements:
        home = next((family for family in found if one_promise(family[0], statement)), None)
        if home is None:
            found.append([statement])
        else:
            home.append(statement)
    return found


def promises(reading: Reading) -> list[Statement]:
    return [statement for statement in reading.statements if statement.is_promise]


def rivals(family: list[Statement]) -> list[Statement]:
    """Those of a family that do not merely give the value for another year or another column."""
    return [one for one in family if not any(h.kind == "year" for h in one.horizons)]


@rule(
    "promise-two-values",
    Severity.ERROR,
    title=_("One promise has two values"),
    why=_("The city will be held to the one, and will measure itself by the other."),
    remedy=_("Keep one value; if it was changed, say when, by whom and why."),
)
def promise_two_values(reading: Reading) -> Iterator[Found]:
    for family in families(promises(reading)):
        apart = rivals(family)
        by_value = {(one.quantity.value, one.quantity.percent): one for one in reversed(apart)}
        deadlines = {one.deadline.key for one in apart if one.deadline}
        ends = [one for one in apart if one.deadline is None]
        if len(by_value) > 1 and (len(deadlines) <= 1 or len(ends) > 1) and not _of_one_text(apart):
            yield Found(tuple(place_of(one) for one in sorted(by_value.values(), key=_order)))


def _of_one_text(family: list[Statement]) -> bool:
    """All in one sentence, as "20 children and 30 children in the second group" are."""
    return len({(one.block.order, one.text) for one in family}) == 1


def _order(statement: Statement) -> int:
    return statement.block.order


@rule(
    "promise-two-deadlines",
    Severity.ERROR,
    title=_("One promise has two deadlines"),
    why=_(
        "Until the one date it is kept, by the other it is broken. “Till 2023” may mean before 2023 or during it."
    ),
    remedy=_("Write one day, such as 31 December 2023, in every place."),
    source=CPR,
)
def promise_two_deadlines(reading: Reading) -> Iterator[Found]:
    for family in families(promises(reading)):
        by_key = {one.deadline.key: one for one in reversed(family) if one.deadline is not None}
        values = {one.quantity.value for one in family}
        if len(by_key) > 1 and len(values) == 1:
            yield Found(tuple(place_of(one) for one in sorted(by_key.values(), key=_order)))


@rule(
    "promise-loses-its-date",
    Severity.ERROR,
    title=_("A promise has a time in one place and none in another"),
    why=_("The shorter wording reads as a promise without an end, or as due at once."),
    remedy=_("Repeat the time wherever the number is repeated."),
    source=CPR,
)
def promise_loses_its_date(reading: Reading) -> Iterator[Found]:
    for family in families(promises(reading)):
        dated = [one for one in family if one.deadline is not None]
        undated = [one for one in family if not one.horizons]
        if dated and undated and len({one.quantity.value for one in family}) == 1:
            yield Found((place_of(undated[0]), place_of(dated[0])))


@rule(
    "target-without-date",
    Severity.WARNING,
    title=_("Targets name no date"),
    why=_(
        "Without a date a target is neither kept nor broken; nor is it clear whether it is for each year "
        "or in all."
    ),
    remedy=_("Say by which day it is to be reached, or that it is for each year."),
    source=CPR,
)
def target_without_date(reading: Reading) -> Iterator[Found]:
    by_owner: dict[tuple[str, str], dict[tuple[str, str], Statement]] = {}
    for family in families(promises(reading)):
        if any(one.horizons for one in family) or (
            family[0].quantity.percent and not family[0].quantity.at_least
        ):
            continue
        first = family[0]
        by_owner.setdefault((first.block.spot.part, first.owner), {})[
            (str(first.quantity.value), first.quantity.noun)
        ] = first
    for kept in by_owner.values():
        yield Found(tuple(place_of(one) for one in kept.values()))


@rule(
    "doubled-magnitude",
    Severity.ERROR,
    title=_("A number says its size twice"),
    why=_("“700 hundred” is 70 000 as written and 700 as probably meant: a hundred times apart."),
    remedy=_("Write the number in figures alone."),
)
def doubled_magnitude(reading: Reading) -> Iterator[Found]:
    for statement in reading.statements:
        if statement.quantity.doubled:
            yield Found((place_of(statement),))


@rule(
    "one-number-many-things",
    Severity.ERROR,
    title=_("One number is given for different things"),
    why=_(
        "The same number of visitors, of pupils and of children cannot all be meant: each counts other people."
    ),
    remedy=_("Say once what is counted, and use those words in every place."),
)
def one_number_many_things(reading: Reading) -> Iterator[Found]:
    by_number: dict[tuple[str, bool], list[Statement]] = {}
    for one in reading.statements:
        quantity = one.quantity
        telling = (quantity.percent and quantity.value > 1) or (quantity.value >= 100 and quantity.value % 50)
        if telling and quantity.noun and not quantity.money:
            by_number.setdefault((str(quantity.value.normalize()), quantity.percent), []).append(one)
    for family in by_number.values():
        for alike in _about_one_thing(family):
            nouns = {one.quantity.noun: one for one in reversed(alike)}
            if len(nouns) > 1:
                yield Found(tuple(place_of(one) for one in sorted(nouns.values(), key=_order)))


def _about_one_thing(family: list[Statement]) -> list[list[Statement]]:
    """Statements joined where they share a word besides what they count: a place, an act."""
    counted = {one.quantity.noun for one in family}
    groups: list[tuple[frozenset[str], list[Statement]]] = []
    for one in family:
        said = frozenset(one.subject) | frozenset(content(one.owner))
        joined = [group for group in groups if (group[0] & said) - counted]
        groups = [group for group in groups if group not in joined]
        groups.append((
            said.union(*(group[0] for group in joined)),
            [*(each for group in joined for each in group[1]), one],
        ))  # fmt: skip
    return [group[1] for group in groups]
