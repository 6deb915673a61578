"""Reading a TOML file into typed entries, so that whoever broke it learns the file, the line, the field and
the remedy. All faults of a file are found in one reading.

`tomllib` tells lines for broken syntax only; for everything else `case_lines` finds them in the text.
"""

from __future__ import annotations

import re
import tomllib
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from kurss.demo.case_lines import Steps, line_of, lines_of

ENGLISH = "_en"
"""A field `x` with a sibling `x_en` stands in two languages: both or neither, line for line."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file of the case."""

    file: str
    line: int | None
    field: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}{f', {self.field}' if self.field else ''}: {self.problem}; {self.remedy}."


class CaseFault(ValueError):
    """The case cannot be read as it stands; nothing of it is loaded. `faults` lists everything found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an entry stands in its file."""

    file: str
    steps: Steps
    lines: Mapping[Steps, int]

    def fault(self, name: str, problem: str, remedy: str) -> Fault:
        """A fault of one field of the entry, or of the whole entry where `name` is empty."""
        steps = (*self.steps, name) if name else self.steps
        return Fault(self.file, line_of(self.lines, steps), written(steps), problem, remedy)


NOWHERE = Spot("", (), {})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A table of the case. Its fields are the table's keys; a field without a default must be given."""

    spot: Spot = field(default=NOWHERE, repr=False, compare=False)


E = TypeVar("E", bound=Entry)


def listed(key: str) -> Any:
    """A list of entries that the file writes under `key`; empty where the file has none."""
    return field(default=(), metadata={"key": key})


def written(steps: Steps) -> str:
    """A way to a value as a person writes it, places counted from 1: `indicator[3].definition.fact`."""
    text = ""
    for step in steps:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def text_lines(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def read_entries(path: Path, shape: type[E], faults: list[Fault]) -> E | None:
    """The file as one entry of this shape, or None with what is wrong added to `faults`."""
    text = _text(path, faults)
    if text is None:
        return None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        faults.append(_syntax(path.name, text, str(error)))
        return None
    return _Reader(path.name, lines_of(text), faults).entry(table, shape, ())


def repeated(entries: tuple[E, ...], key: Callable[[E], object]) -> Iterator[E]:
    """The entries whose key an earlier one has."""
    seen: set[object] = set()
    for entry in entries:
        if key(entry) in seen:
            yield entry
        seen.add(key(entry))


def _text(path: Path, faults: list[Fault]) -> str | None:
    try:
        # Line ends as TOML knows them, so that lines are counted alike here and by tomllib.
        return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except FileNotFoundError:
        faults.append(Fault(path.name, None, "", "the file is missing", f"put it into {path.parent}"))
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.append(Fault(path.name, line, "", "this is not UTF-8", "save the file as UTF-8"))
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
        faults.append(Fault(path.name, None, "", problem, "let this user read it"))
    return None


def _syntax(file: str, text: str, message: str) -> Fault:
    found = re.search(r"\s*\(at line (\d+), column (\d+)\)", message)
    line = int(found[1]) if found else text.count("\n") + 1
    column = f"column {found[2]}" if found else "at the end of the file"
    what = message[: found.start()] if found else message.removesuffix(" (at end of document)")
    return Fault(file, line, column, f"this is not TOML ({what})", "correct this line or the one before it")


class _Unfit(Exception):
    """A value is not what its field takes."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


class _Reader:
    """Turns the tables of one file into entries and collects what does not fit."""

    def __init__(self, file: str, lines: Mapping[Steps, int], faults: list[Fault]) -> None:
        self.file = file
        self.lines = lines
        self.faults = faults

    def refuse(self, steps: Steps, problem: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, line_of(self.lines, steps), written(steps), problem, remedy))

    def entry(self, table: object, shape: type[E], steps: Steps) -> E | None:
        """The table as an entry; None where something in it was refused."""
        if not isinstance(table, dict):
            self.refuse(steps, "this is not a table", f"write it as a table [{written(steps)}]")
            return None
        before = len(self.faults)
        kinds = get_type_hints(shape)
        own = {part.metadata.get("key", part.name): part for part in fields(shape) if part.name != "spot"}
        for key in table.keys() - own.keys():
            self.refuse(
                (*steps, key), "there is no such field", f"remove it, or write one of {', '.join(own)}"
            )
        values: dict[str, Any] = {}
        for key, part in own.items():
            required = part.default is MISSING
            if key in table:
                values[part.name] = self.value(table[key], kinds[part.name], (*steps, key), required)
            elif required:
                self.refuse((*steps, key), "the field is missing", f"add {key} = … to this table")
        if len(self.faults) > before:
            return None
        self.pairs(values, {part.name for part in own.values()}, steps)
        return shape(**values, spot=Spot(self.file, steps, self.lines))

    def pairs(self, values: Mapping[str, Any], names: set[str], steps: Steps) -> None:
        """Refuse a text that is given in one language only, or in more lines in one than in the other."""
        for name in sorted(name for name in names if f"{name}{ENGLISH}" in names):
            english = f"{name}{ENGLISH}"
            own, other = (len(text_lines(values.get(key, ""))) for key in (name, english))
            if own and not other:
                self.refuse((*steps, name), "its English half is missing", f"add {english} = …")
            elif other and not own:
                self.refuse((*steps, english), f"it translates {name}, which is missing", f"add {name} = …")
            elif own != other:
                problem = f"it has {other} lines where {name} has {own}"
                self.refuse((*steps, english), problem, "write the same lines in both languages")

    def value(self, value: object, kind: Any, steps: Steps, required: bool) -> Any:
        """The value as its type says; None, with a fault, where it is not."""
        if get_origin(kind) is types.UnionType:
            kind = next(part for part in get_args(kind) if part is not types.NoneType)
        if get_origin(kind) is tuple:
            return self.items(value, get_args(kind)[0], steps)
        if issubclass(kind, Entry):
            return self.entry(value, kind, steps)
        try:
            return _scalar(value, kind, required)
        except _Unfit as unfit:
            self.refuse(steps, unfit.problem, unfit.remedy)
            return None

    def items(self, value: object, kind: Any, steps: Steps) -> tuple[Any, ...]:
        if not isinstance(value, list):
            name = written(steps)
            self.refuse(steps, "this is not a list", f"write [[{name}]] tables, or {steps[-1]} = [ … ]")
            return ()
        return tuple(self.value(item, kind, (*steps, place), True) for place, item in enumerate(value))


_KINDS = {str: "text", int: "a whole number", bool: "true or false", date: "a day"}
_EXAMPLES = {
    str: "it in quotes",
    int: "digits, without quotes",
    bool: "true or false, without quotes",
    date: "it like 2022-09-30, without quotes",
}


def _scalar(value: object, kind: Any, required: bool) -> Any:
    if issubclass(kind, Enum):
        try:
            return kind(value)
        except ValueError:
            words = ", ".join(str(word.value) for word in kind)
            raise _Unfit(f"{value!r} is not a word it takes", f"write one of {words}") from None
    if kind is Decimal:
        return _decimal(value)
    # To Python a boolean is a whole number and a moment is a day; to a reader of the file neither is.
    if type(value) is not kind:
        raise _Unfit(f"{value!r} is not {_KINDS[kind]}", f"write {_EXAMPLES[kind]}")
    if not isinstance(value, str):
        return value
    if required and not value.strip():
        raise _Unfit("the text is empty", "write the words")
    return value.strip()


def _decimal(value: object) -> Decimal:
    """Numbers of a promise are text in the file, so that none passes through a float."""
    try:
        number = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise _Unfit(f"{value!r} is not a number in quotes", 'write it like "3000" or "0.461"')
    return number
