"""Indicators, their definitions, sheets and targets as a file, and a file as entries. Reads no database itself.

A set is one TOML file, or one CSV file with a row for each indicator and each target. Both say the same, and
what was written is read back to the same bytes: fields stand in a fixed order, empty ones are left out, amounts
are plain digits. A version's number and days are not in the file: they belong to the city that saved it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import tomli_w
from django.utils.translation import gettext as _

from kurss.evidence import spreadsheet
from kurss.evidence.canonical import decimal_text
from kurss.evidence.definition import SHEET_FIELDS, Condition, Definition
from kurss.evidence.models import Indicator, Target

FORMAT = "kurss indicators 1"

OWN = ("key", "code", "name", "name_en", "level", "unit", "unit_en", "direction", "uncounted", "uncounted_en")
COUNTED = (
    "counts", "grain", "fact", "also", "once_per", "since", "quantity", "numerator", "denominator", "dimension",
    "group", "reference", "absent", "percent", "breakdowns", "conditions", "among",
)  # fmt: skip
PROMISED = ("kind", "comparison", "value", "period", "due_on", "cell", "document", "place", "quote")
CONDITION = ("dimension", "one_of", "none_of", "at_least", "below")
LISTS = frozenset({"also", "breakdowns"})
COLUMNS = ("row", *OWN, *COUNTED, *SHEET_FIELDS, *PROMISED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of a file as plain values, and where in the file it and its targets stand."""

    own: Mapping[str, Any]
    definition: Mapping[str, Any] | None = None
    targets: tuple[Mapping[str, Any], ...] = ()
    place: str = ""
    places: tuple[str, ...] = field(default=())


class Unreadable(ValueError):
    """The file is not what it should be; the sentence says where."""


# ---------------------------------------------------------------- out of the database


def entries(indicators: Iterable[Indicator]) -> list[Entry]:
    """The indicators by code with their version in force. Reads `versions` and `targets` of each."""
    return [
        Entry(
            own=_filled({name: getattr(each, name) for name in OWN}),
            definition=_definition(each.version.as_definition()) if each.version is not None else None,
            targets=tuple(
                _target(target) for target in sorted(each.targets.all(), key=lambda target: target.pk)
            ),
        )
        for each in sorted(indicators, key=lambda each: each.code)
    ]


def _definition(made: Definition) -> dict[str, Any]:
    told = {name: getattr(made, name) for name in COUNTED if name not in ("conditions", "among")}
    told |= {"counts": made.counts.value, "grain": made.grain.value, "absent": made.absent.value}
    told |= {name: list(told[name]) for name in LISTS}
    told["since"] = made.since.isoformat() if made.since else ""
    told["percent"] = made.percent or ""
    told["conditions"] = [_condition(one) for one in made.conditions]
    told["among"] = [_condition(one) for one in made.among]
    sheet = _filled({name: getattr(made.sheet, name) for name in SHEET_FIELDS})
    return _filled({name: told[name] for name in COUNTED}) | ({"sheet": sheet} if sheet else {})


def _condition(one: Condition) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in CONDITION}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in _filled(told).items()}


def _target(target: Target) -> dict[str, Any]:
    return _filled(
        {
            "kind": target.kind,
            "comparison": target.comparison,
            "value": "" if target.value is None else decimal_text(target.value),
            "period": target.period_key,
            "due_on": target.due_on.isoformat() if target.due_on else "",
            "cell": target.cell,
            "document": target.document,
            "place": target.place,
            "quote": target.quote,
        }
    )


def _filled(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in ("", None, [], ())}


# ---------------------------------------------------------------- TOML


def to_toml(told: Iterable[Entry]) -> str:
    return tomli_w.dumps({"format": FORMAT, "indicator": [_table(each) for each in told]})


def _table(each: Entry) -> dict[str, Any]:
    table = dict(each.own)
    if each.definition is not None:
        table["definition"] = dict(each.definition)
    if each.targets:
        table["target"] = [dict(target) for target in each.targets]
    return table


def from_toml(text: str) -> list[Entry]:
    """The entries of a TOML file. Raises Unreadable with the line where the file cannot be read."""
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(_("The file is not TOML: {error}.").format(error=error)) from error
    if read.get("format") != FORMAT:
        raise Unreadable(
            _('The file does not begin with format = "{format}": export one to see how it looks.').format(
                format=FORMAT
            )
        )
    tables = read.get("indicator", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Unreadable(_("`indicator` must be a list of tables, each headed [[indicator]]."))
    return [
        _read(table, _("indicator {number}").format(number=number))
        for number, table in enumerate(tables, start=1)
    ]


def _read(table: dict[str, Any], place: str) -> Entry:
    own = {name: value for name, value in table.items() if name not in ("definition", "target")}
    where = f"{place} ({own['key']})" if isinstance(own.get("key"), str) else place
    targets = table.get("target", [])
    definition = table.get("definition")
    if not isinstance(targets, list) or not all(isinstance(target, dict) for target in targets):
        raise Unreadable(
            _("{place}: `target` must be a list of tables, each headed [[indicator.target]].").format(
                place=where
            )
        )
    if definition is not None and not isinstance(definition, dict):
        raise Unreadable(
            _("{place}: `definition` must be a table, headed [indicator.definition].").format(place=where)
        )
    return Entry(
        own=own,
        definition=definition,
        targets=tuple(targets),
        place=where,
        places=tuple(
            _("{place}, target {number}").format(place=where, number=number)
            for number in range(1, len(targets) + 1)
        ),
    )


# ---------------------------------------------------------------- CSV


def to_csv(told: Iterable[Entry]) -> str:
    rows = []
    for each in told:
        rows.append({"row": "indicator", **_cells(each.own), **_cells(each.definition or {})})
        rows += [{"row": "target", "key": str(each.own["key"]), **_cells(target)} for target in each.targets]
    return spreadsheet.written(rows, COLUMNS)


def _cells(told: Mapping[str, Any]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, value in told.items():
        if name == "sheet":
            cells |= {own: str(text) for own, text in value.items()}
        elif name in ("conditions", "among"):
            cells[name] = json.dumps(value, ensure_ascii=False)
        elif name in LISTS:
            cells[name] = " ".join(value)
        else:
            cells[name] = "true" if value is True else str(value)
    return cells


def from_csv(text: str) -> list[Entry]:
    """The entries of a CSV file. Raises Unreadable where the heading is not that of an export, or a row's kind."""
    columns, rows = spreadsheet.read(text)
    if missing := [name for name in ("row", "key") if name not in columns]:
        raise Unreadable(
            _("The heading has no column {names}: export one to see how it looks.").format(
                names=", ".join(missing)
            )
        )
    if unknown := [name for name in columns if name not in COLUMNS]:
        raise Unreadable(
            _("The heading has columns nobody knows: {names}. Remove them.").format(names=", ".join(unknown))
        )
    found: list[dict[str, Any]] = []
    for line, row in enumerate(rows, start=2):
        kind, given = row.get("row", ""), {name: text for name, text in row.items() if text}
        if kind == "indicator":
            found.append(_of_row(given, _in_row(line, given.get("key", ""))))
        elif kind == "target":
            _add_target(found, given, line)
        else:
            raise Unreadable(
                _("Row {line} is {kind}: write `indicator` or `target` in the column `row`.").format(
                    line=line, kind=kind or _("nothing")
                )
            )
    return [Entry(**one) for one in found]


def _of_row(given: Mapping[str, str], place: str) -> dict[str, Any]:
    definition: dict[str, Any] = {name: given[name] for name in COUNTED if name in given}
    for name in LISTS & set(definition):
        definition[name] = definition[name].split()
    for name in ("conditions", "among"):
        if name in definition:
            try:
                definition[name] = json.loads(definition[name])
            except ValueError as error:
                raise Unreadable(
                    _("{place}: {name} is not JSON: {error}.").format(place=place, name=name, error=error)
                ) from error
    if "percent" in definition:
        definition["percent"] = {"true": True}.get(definition["percent"], definition["percent"])
    sheet = {name: given[name] for name in SHEET_FIELDS if name in given}
    if definition and sheet:
        definition["sheet"] = sheet
    return {
        "own": {name: given[name] for name in OWN if name in given},
        "definition": definition or None,
        "targets": (),
        "place": place,
        "places": (),
    }


def _add_target(found: list[dict[str, Any]], given: Mapping[str, str], line: int) -> None:
    key = given.get("key", "")
    owner = next((one for one in reversed(found) if one["own"].get("key") == key), None)
    if owner is None:
        raise Unreadable(
            _("Row {line} is a target of “{key}”, which no row above it declares.").format(line=line, key=key)
        )
    owner["targets"] += ({name: given[name] for name in PROMISED if name in given},)
    owner["places"] += (_in_row(line, key),)


def _in_row(line: int, key: object) -> str:
    return _("row {line} ({key})").format(line=line, key=key)
