"""What a field of a file of indicators may hold. Pure; every fault names the place, the field and the remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import models
from django.utils.translation import gettext as _

from kurss.evidence.exchange import LISTS
from kurss.evidence.models import Indicator, IndicatorVersion, Target

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
"""A key of an indicator: it stands in addresses and files."""
CODE = re.compile(r"[A-Z]{1,3}-[0-9]{2,3}")
"""A code of an indicator: it is printed beside every value."""

_DAYS = frozenset({"since", "due_on"})
_TABLES = frozenset({"conditions", "among"})
_VALUES = frozenset({"one_of", "none_of"})
_WHOLE = frozenset({"at_least", "below"})
_FIELD = {"period_key": "period"}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file: where, and what to do."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


def faults(
    place: str, told: object, known: Iterable[str], words: Mapping[str, Sequence[str]]
) -> Iterator[Fault]:
    """What is wrong with a table: fields nobody knows, words that are not listed, values of another kind."""
    if not isinstance(told, Mapping):
        yield Fault(place, _("a table is expected here."))
        return
    known = tuple(known)
    for name, value in told.items():
        if name not in known:
            yield Fault(
                place,
                _("nobody knows {name}. Known are {known}.").format(name=repr(name), known=", ".join(known)),
            )
        elif name in words and value not in words[name]:
            yield Fault(
                place,
                _("{name} {value} is not one of {known}.").format(
                    name=name, value=repr(value), known=", ".join(words[name])
                ),
            )
        elif sentence := _of_kind(name)(name, value):
            yield Fault(place, sentence)


def of_names(place: str, own: Mapping[str, object]) -> Iterator[Fault]:
    """What keeps a new indicator from being named so."""
    if not KEY.fullmatch(str(own["key"])):
        yield Fault(place, _("Write a key of small letters, digits, _ and dots, such as learning.girls."))
    if not CODE.fullmatch(str(own["code"])):
        yield Fault(place, _("Write a code of one to three capital letters and a number, such as L-09."))


def _of_kind(name: str) -> Callable[[str, object], str]:
    if name in _DAYS:
        return _day
    if name in _TABLES:
        return _tables
    if name in _VALUES | LISTS:
        return _list
    if name in _WHOLE:
        return _whole
    return {"percent": _yes, "value": _number, "sheet": _anything}.get(name, _text)


def _anything(_name: str, _value: object) -> str:
    return ""


def _day(name: str, value: object) -> str:
    try:
        if not isinstance(value, datetime) and (isinstance(value, date) or date.fromisoformat(str(value))):
            return ""
    except ValueError:
        pass
    return _("{name} {value} is not a day: write it as 2020-09-01.").format(name=name, value=repr(value))


def _tables(name: str, value: object) -> str:
    if isinstance(value, list) and all(isinstance(one, Mapping) and one.get("dimension") for one in value):
        return ""
    return _("{name} is a list of tables, each with its dimension.").format(name=name)


def _list(name: str, value: object) -> str:
    if isinstance(value, list) and all(isinstance(one, str) and len(one) <= _LONGEST_VALUE for one in value):
        twice = next((one for one in value if value.count(one) > 1), None)
        if twice is None:
            return ""
        return _("{name} says {value} twice: say it once.").format(name=name, value=repr(twice))
    return _("{name} is a list of words in quotation marks, of {most} letters at most each.").format(
        name=name, most=_LONGEST_VALUE
    )


def _whole(name: str, value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31:
        return ""
    return _("{name} {value} is not a whole number.").format(name=name, value=repr(value))


def _yes(name: str, value: object) -> str:
    if isinstance(value, bool):
        return ""
    return _("{name} {value} is neither true nor false: write one of them, or leave it out.").format(
        name=name, value=repr(value)
    )


def _number(name: str, value: object) -> str:
    column = Target._meta.get_field("value")
    try:
        if isinstance(value, bool):
            raise InvalidOperation
        told = Decimal(str(value))
        whole, places = told.adjusted() + 1, -int(told.as_tuple().exponent)
        if whole <= column.max_digits - column.decimal_places and places <= column.decimal_places:
            return ""
    except (InvalidOperation, ValueError):
        pass
    return _("{name} {value} is no number: write it as 500 or 12.5.").format(name=name, value=repr(value))


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        return _("{name} {value} is not a text: write it in quotation marks.").format(
            name=name, value=repr(value)
        )
    most = _LONGEST.get(name)
    if most is not None and len(value) > most:
        return _("{name} is {length} letters long: write {most} at most.").format(
            name=name, length=len(value), most=most
        )
    return _("{name} holds a sign that no text has: take it out.").format(name=name) if "\0" in value else ""


_LONGEST_VALUE = 120
_LONGEST: Mapping[str, int] = {
    _FIELD.get(field.name, field.name): field.max_length
    for model in (IndicatorVersion, Target, Indicator)
    for field in model._meta.get_fields()
    if isinstance(field, models.CharField) and field.max_length and not field.choices
}
"""How long a text of a field may be, as its column says."""
