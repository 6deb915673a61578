"""Indicators from a file into the database: everything is looked at first, and all of it is kept or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.evidence import file_fields, indicators, promises, soundness
from kurss.evidence.definition import SHEET_FIELDS, Condition, Definition, Sheet, UnsoundDefinition
from kurss.evidence.exchange import CONDITION, COUNTED, LISTS, OWN, PROMISED, Entry
from kurss.evidence.facts import UnknownDimension, UnknownFact
from kurss.evidence.file_fields import Fault
from kurss.evidence.models import Comparison, Direction, Indicator, IndicatorVersion, Level, Target
from kurss.evidence.periods import NoSuchPeriod

REQUIRED = ("key", "code", "name", "name_en", "level", "unit", "unit_en")
NAMED = {"level": Level.values, "direction": Direction.values}
SAID = {"kind": Target.Kind.values, "comparison": Comparison.values}


class NotTaken(ValueError):
    """The file was not taken, and nothing of it was kept; every fault is named."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did: indicators that are new, versions put in force, and promises written down."""

    indicators: int
    versions: int
    targets: int


@transaction.atomic
def take(told: Sequence[Entry], *, by_key: str, at: datetime) -> Taken:
    """Keep the entries of a file. Raises NotTaken with every fault, and then nothing is kept.

    An indicator that exists keeps its names, which must be those of the file; a definition that differs is its
    next version, and a promise that stands already is not written twice.
    """
    faults = list(_faults(told))
    if faults:
        raise NotTaken(faults)
    before = Indicator.objects.count(), _versions(), Target.objects.count()
    own = {str(each.own["key"]): _indicator(each, by_key=by_key, at=at) for each in told}
    definitions = {str(each.own["key"]): definition_of(each.definition) for each in told if each.definition}
    places = {str(each.own["key"]): _("{place}, definition").format(place=each.place) for each in told}
    for key in _in_order(definitions):
        try:
            indicators.define(
                indicator=own[key],
                definition=definitions[key],
                together=frozenset(definitions),
                by_key=by_key,
                at=at,
            )
        except (UnsoundDefinition, indicators.UnknownIndicator) as refused:
            # What an indicator of the city divides, and the file does not speak of, cannot be divided any more.
            raise NotTaken([Fault(places[key], str(refused))]) from refused
    for each in told:
        indicator = Indicator.objects.get(pk=each.own["key"])
        for place, target in zip(each.places, each.targets, strict=True):
            _promise(indicator, target, place, by_key=by_key, at=at)
    return Taken(
        Indicator.objects.count() - before[0], _versions() - before[1], Target.objects.count() - before[2]
    )


def _versions() -> int:
    return IndicatorVersion.objects.count()


def _indicator(each: Entry, *, by_key: str, at: datetime) -> Indicator:
    existing = Indicator.objects.filter(pk=each.own["key"]).first()
    return existing or indicators.declare(**each.own, by_key=by_key, at=at)


def _promise(
    indicator: Indicator, target: Mapping[str, Any], place: str, *, by_key: str, at: datetime
) -> None:
    try:
        promises.promise(indicator=indicator, **_said(target), by_key=by_key, at=at)
    except (
        promises.PromiseIncomplete,
        promises.AlreadyPromised,
        promises.NoSuchPart,
        NoSuchPeriod,
    ) as refused:
        raise NotTaken([Fault(place, str(refused))]) from refused


def _said(target: Mapping[str, Any]) -> dict[str, Any]:
    due_on, value = target.get("due_on"), target.get("value")
    return {
        "kind": target["kind"],
        "comparison": target["comparison"],
        "value": Decimal(str(value)) if value is not None else None,
        "period": target.get("period", ""),
        "due_on": due_on if isinstance(due_on, date) or due_on is None else date.fromisoformat(due_on),
        "cell": target.get("cell", ""),
        "document": target["document"],
        "place": target["place"],
        "quote": target.get("quote", ""),
    }


def definition_of(told: Mapping[str, Any] | None) -> Definition:
    """The definition a table says. Raises UnsoundDefinition for a word that is not one of the listed ones."""
    told = dict(told or {})
    sheet = Sheet(**told.pop("sheet", {}))
    for part in ("conditions", "among"):
        told[part] = tuple(_condition(one) for one in told.get(part, ()))
    for name in LISTS:
        told[name] = tuple(told.get(name, ()))
    since = told.pop("since", None)
    if isinstance(since, str):
        since = date.fromisoformat(since)
    return Definition(**told, since=since, sheet=sheet)


def _condition(one: Mapping[str, Any]) -> Condition:
    lists = {name: tuple(one[name]) for name in ("one_of", "none_of") if name in one}
    return Condition(**{**one, **lists})


# ---------------------------------------------------------------- what can be wrong


def _faults(told: Sequence[Entry]) -> Iterator[Fault]:
    yield from _twice(told, "key")
    yield from _twice(told, "code")
    sound: dict[str, Definition] = {}
    for each in told:
        own = list(_of_own(each))
        yield from own
        if not own:
            yield from _of_known(each)
        for place, target in zip(each.places, each.targets, strict=True):
            yield from _of_target(place, target)
        found, made = _of_definition(each)
        yield from found
        if made is not None:
            sound[str(each.own.get("key"))] = made
    yield from _of_divisions(told, sound)


def _twice(told: Sequence[Entry], name: str) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for each in told:
        value = each.own.get(name)
        if not isinstance(value, str):
            continue
        if value in seen:
            yield Fault(
                each.place,
                _("the {name} {value} stands at {place} too: give each its own.").format(
                    name=name, value=value, place=seen[value]
                ),
            )
        seen.setdefault(value, each.place)


def _of_own(each: Entry) -> Iterator[Fault]:
    for name in REQUIRED:
        if not each.own.get(name):
            yield Fault(each.place, _("{name} is missing: write it.").format(name=name))
    yield from file_fields.faults(each.place, each.own, OWN, NAMED)


def _of_known(each: Entry) -> Iterator[Fault]:
    """An indicator that exists is the one the file speaks of, or the file speaks of another by its name."""
    existing = Indicator.objects.filter(pk=each.own["key"]).first()
    if existing is None:
        taken = Indicator.objects.filter(code=each.own["code"]).first()
        if taken is not None:
            yield Fault(
                each.place,
                _("the code {code} belongs to {key}: choose another.").format(code=taken.code, key=taken.key),
            )
        yield from file_fields.of_names(each.place, each.own)
        return
    told = {"direction": Direction.UP.value, "uncounted": "", "uncounted_en": ""} | dict(each.own)
    for name in OWN:
        if getattr(existing, name) != told.get(name):
            yield Fault(
                each.place,
                _(
                    "{name} is {told}, and the indicator of this key has {own}: an import does not rename. Make "
                    "them the same, or choose another key."
                ).format(name=name, told=repr(told.get(name)), own=repr(getattr(existing, name))),
            )


def _of_target(place: str, target: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("kind", "comparison", "document", "place"):
        if not target.get(name):
            yield Fault(place, _("{name} is missing: write it.").format(name=name))
    yield from file_fields.faults(place, target, PROMISED, SAID)


def _of_definition(each: Entry) -> tuple[list[Fault], Definition | None]:
    """The faults of a definition, and the definition where there are none."""
    told, place = each.definition, _("{place}, definition").format(place=each.place)
    if told is None:
        return [], None
    faults = [
        *file_fields.faults(place, told, (*COUNTED, "sheet"), {}),
        *file_fields.faults(f"{place}, sheet", told.get("sheet", {}), SHEET_FIELDS, {}),
    ]
    for part in ("conditions", "among"):
        listed = told.get(part, ())
        for number, one in enumerate(listed if isinstance(listed, list | tuple) else (), start=1):
            faults += file_fields.faults(f"{place}, {part} {number}", one, CONDITION, {})
    if faults:
        return faults, None
    try:
        made = definition_of(told)
        soundness.check(made)
    except (UnsoundDefinition, UnknownFact, UnknownDimension, TypeError) as unsound:
        return [Fault(place, str(unsound))], None
    return [], made


def _of_divisions(told: Sequence[Entry], sound: Mapping[str, Definition]) -> Iterator[Fault]:
    """What is divided exists, here or in the file, and can be divided."""
    places = {str(each.own.get("key")): _("{place}, definition").format(place=each.place) for each in told}
    in_force = {version.indicator_id: version.as_definition() for version in indicators.in_force()}
    known = in_force | dict(sound)
    names = set(places) | set(Indicator.objects.values_list("key", flat=True))
    for key, made in sound.items():
        for other in made.divided:
            if other not in names:
                yield Fault(
                    places[key],
                    _("there is no indicator {key}, here or in the file: declare it first.").format(
                        key=other
                    ),
                )
        try:
            soundness.check_division(made, {one: known[one] for one in made.divided if one in known})
        except (UnsoundDefinition, UnknownDimension) as unsound:
            yield Fault(places[key], str(unsound))
    for key in _circular(sound):
        yield Fault(
            places[key], _("{key} is divided by itself, through others: break the circle.").format(key=key)
        )


def _in_order(definitions: Mapping[str, Definition]) -> list[str]:
    """What is divided before what divides it, otherwise it would get a version twice."""
    order: list[str] = []
    waiting = list(definitions)
    while waiting:
        ready = [key for key in waiting if not set(definitions[key].divided) & (set(waiting) - {key})]
        order += ready or waiting
        waiting = [key for key in waiting if key not in order]
    return order


def _circular(definitions: Mapping[str, Definition]) -> list[str]:
    def reaches(key: str, wanted: str, seen: frozenset[str]) -> bool:
        below = definitions[key].divided if key in definitions else ()
        return any(one == wanted or (one not in seen and reaches(one, wanted, seen | {one})) for one in below)

    return [key for key in definitions if reaches(key, key, frozenset())]
