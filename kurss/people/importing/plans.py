"""What importing a list would do, worked out before a word is written: who is new, who changes, what is wrong."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kurss.people.importing.bearers import Bearers
from kurss.people.importing.columns import SAID, Field
from kurss.people.importing.sealed_codes import Code, code_of
from kurss.people.importing.values import CellWrong, value_of
from kurss.people.models import ExternalKey, Identity, Person, Restriction
from kurss.people.names import person_sort_key
from kurss.sheets.reading import Line, Sheet

BATCH = 2_000
Columns = Sequence[str]
"""For each column of the list its field, "" where it is left out."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, what stands there, and what to do."""

    row: int
    column: str
    value: str
    remedy: str


@dataclass(slots=True)
class Entry:
    """One row, read: what it says of somebody, and the keys it gives."""

    row: int
    said: dict[str, Any]
    person_key: UUID | None = None
    external_key: str = ""
    identity: Identity | None = None
    """Who of the register it is; None for somebody new."""
    differs: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """By field, what the register says and what the list says."""
    newly_known: bool = False
    """Whether the register learns the external key of somebody it knew."""
    code: Code | None = None
    newly_coded: bool = False
    """Whether the register learns the code, or another code, of somebody it knew."""

    @property
    def names(self) -> tuple[str, str]:
        return self.said.get(Field.GIVEN_NAME, ""), self.said.get(Field.FAMILY_NAME, "")


@dataclass(slots=True)
class Plan:
    """Everything that importing the list would do now. Nothing may be written while there are faults."""

    faults: list[Fault]
    new: list[Entry]
    changed: list[Entry]
    unchanged: int

    def digest(self) -> str:
        """What an officer has looked at: a plan of another digest is looked at anew."""
        state = hashlib.sha256()
        for entry in self.new:
            code = entry.code.digest if entry.code else ""
            state.update(
                f"new {entry.row} {sorted(entry.said.items())} {entry.external_key} {code}\n".encode()
            )
        for entry in self.changed:
            key = entry.identity.person_id if entry.identity else ""
            learnt = f"{entry.newly_known} {entry.newly_coded and entry.code}"
            state.update(f"{key} {entry.row} {sorted(entry.differs.items())} {learnt}\n".encode())
        return state.hexdigest()


def plan(sheet: Sheet, columns: Columns, *, source: str, today: date) -> Plan:
    """Read every row, find who of the register it is about, and what it would change."""
    faults: list[Fault] = []
    entries = [entry for line in sheet.lines if (entry := _entry(line, sheet, columns, faults, today))]
    bearers = Bearers(next((entry.code.keys for entry in entries if entry.code), ""))
    _find(entries, source, bearers, faults)
    _repeated(entries, faults)
    _check_use(entries, faults)
    for entry in entries:
        if entry.identity is not None:
            entry.differs = _differences(entry)
            entry.newly_coded = bearers.is_new(entry.identity.person_id, entry.code)
    faults.sort(key=lambda fault: fault.row)
    changed = [one for one in entries if one.identity and (one.differs or one.newly_known or one.newly_coded)]
    return Plan(
        faults=faults,
        new=[one for one in entries if one.identity is None],
        changed=changed,
        unchanged=sum(one.identity is not None for one in entries) - len(changed),
    )


def _entry(line: Line, sheet: Sheet, columns: Columns, faults: list[Fault], today: date) -> Entry | None:
    entry = Entry(line.number, {})
    wrong = len(faults)
    for heading, name, cell in zip(sheet.headings, columns, line.cells, strict=True):
        if not name or cell == "":
            continue
        try:
            value = code_of(str(cell)) if name == Field.CODE else value_of(Field(name), cell)
        except CellWrong as error:
            stands = "" if name == Field.CODE else str(cell)
            faults.append(Fault(line.number, heading, stands, str(error)))
            continue
        if name == Field.PERSON_KEY and isinstance(value, UUID):
            entry.person_key = value
        elif name == Field.EXTERNAL_KEY:
            entry.external_key = str(value)
        elif isinstance(value, Code):
            entry.code = value
        else:
            entry.said[name] = value
    born = entry.said.get(Field.BIRTH_DATE)
    if born is not None and not date(1890, 1, 1) <= born <= today:
        faults.append(
            Fault(line.number, _heading(sheet, columns, Field.BIRTH_DATE), born.isoformat(),
                  _("Nobody in the register is born then. Check the year."))
        )  # fmt: skip
    if entry.code and entry.code.born and born and entry.code.born != born:
        faults.append(
            Fault(line.number, _heading(sheet, columns, Field.CODE), "",
                  _("The personal code begins with another birth date than {born}. Compare both with a "
                    "document.").format(born=born.isoformat()))
        )  # fmt: skip
    if entry.person_key is None and not any(entry.names):
        faults.append(
            Fault(line.number, _heading(sheet, columns, Field.FAMILY_NAME), "",
                  _("The row names nobody. Write a given name or a family name."))
        )  # fmt: skip
    return entry if len(faults) == wrong else None


def _heading(sheet: Sheet, columns: Columns, wanted: Field) -> str:
    return next(
        (heading for heading, name in zip(sheet.headings, columns, strict=True) if name == wanted), ""
    )


def _find(entries: Iterable[Entry], source: str, bearers: Bearers, faults: list[Fault]) -> None:
    """Who each row is about: by its key here, by the key of its own register, by the code, or by name and birth
    date."""
    entries = list(entries)
    by_person = _by_person_key({one.person_key for one in entries if one.person_key})
    by_external = _by_external_key(source, {one.external_key for one in entries if one.external_key})
    known_elsewhere = _with_keys_of(source)
    by_name = _by_name({one.names for one in entries if not one.person_key})
    for entry in entries:
        if entry.person_key is not None:
            entry.identity = by_person.get(entry.person_key)
            if entry.identity is None:
                faults.append(
                    Fault(
                        entry.row,
                        str(Field.PERSON_KEY.label),
                        str(entry.person_key),
                        _(
                            "Nobody here has this key, or who it was has been erased. Leave the cell empty for "
                            "somebody new."
                        ),
                    )
                )
            continue
        if entry.external_key in by_external:
            entry.identity = by_external[entry.external_key]
            continue
        if entry.code and _found_by_code(entry, bearers, faults):
            assert entry.identity is not None
            entry.newly_known = bool(entry.external_key) and entry.identity.person_id not in known_elsewhere
            continue
        namesakes = [
            one
            for one in by_name.get((*entry.names, entry.said.get(Field.BIRTH_DATE)), ())
            # Whoever the same source knows under another key, or whose code is another, is somebody else.
            if not (entry.external_key and one.person_id in known_elsewhere)
            and not bearers.has_another(one.person_id, entry.code)
        ]
        if len(namesakes) > 1:
            faults.append(
                Fault(
                    entry.row,
                    "",
                    " ".join(entry.names),
                    _(
                        "Several people in the register have this name and birth date. Give the key of the person."
                    ),
                )
            )
        elif namesakes:
            entry.identity = namesakes[0]
            entry.newly_known = bool(entry.external_key)


def _check_use(entries: Iterable[Entry], faults: list[Fault]) -> None:
    """What is held about somebody whose use is restricted is neither compared nor changed by a list."""
    found = [one for one in entries if one.identity is not None]
    keys = {one.identity.person_id for one in found if one.identity is not None}
    hidden = set(Restriction.objects.live().filter(person__in=keys).values_list("person", flat=True))
    faults.extend(
        Fault(
            one.row,
            "",
            "",
            _(
                "Use of what is held about this person is restricted. Leave the row out; ask the data "
                "protection officer."
            ),
        )
        for one in found
        if one.identity is not None and one.identity.person_id in hidden
    )


def _found_by_code(entry: Entry, bearers: Bearers, faults: list[Fault]) -> bool:
    assert entry.code is not None
    found = bearers.of(entry.code)
    if len(found) > 1:
        faults.append(
            Fault(
                entry.row,
                str(Field.CODE.label),
                "",
                _(
                    "Several people in the register have this personal code. Decide first which of them were "
                    "entered twice, or give the key of the person."
                ),
            )
        )
    entry.identity = found[0] if found else None
    return bool(found)


def _repeated(entries: Iterable[Entry], faults: list[Fault]) -> None:
    """One person stands in the list once."""
    first: dict[object, int] = {}
    for entry in entries:
        if entry.identity is not None:
            marks: list[object] = [entry.identity.person_id]
        elif entry.external_key:
            marks = [("key", entry.external_key)]
        else:
            marks = [(*entry.names, entry.said.get(Field.BIRTH_DATE), entry.code)]
        if entry.code is not None:
            marks.append(("code", entry.code.digest))
        for mark in marks:
            if mark in first:
                faults.append(
                    Fault(
                        entry.row,
                        "",
                        " ".join(entry.names),
                        _(
                            "The row repeats row {row}. Remove one of them, or give each a key of its own."
                        ).format(row=first[mark]),
                    )
                )
                break
        for mark in marks:
            first.setdefault(mark, entry.row)


def _differences(entry: Entry) -> dict[str, tuple[Any, Any]]:
    """What the list says otherwise. An empty cell says nothing, and takes nothing away."""
    return {
        str(name): (getattr(entry.identity, name), entry.said[name])
        for name in SAID
        if name in entry.said and getattr(entry.identity, name) != entry.said[name]
    }


def _identities(**by: Any) -> Iterator[Identity]:
    yield from Identity.objects.filter(person__stands=True, **by)


def _by_person_key(keys: set[UUID]) -> dict[UUID, Identity]:
    standing = {
        key: survivor or key
        for chunk in _chunks(keys)
        for key, survivor in Person.objects.filter(pk__in=chunk).values_list("key", "survivor")
    }
    known = {
        one.person_id: one
        for chunk in _chunks(set(standing.values()))
        for one in _identities(person__in=chunk)
    }
    return {key: known[survivor] for key, survivor in standing.items() if survivor in known}


def _by_external_key(source: str, keys: set[str]) -> dict[str, Identity]:
    people = {
        key: survivor or person
        for chunk in _chunks(keys)
        for key, person, survivor in ExternalKey.objects.filter(source=source, key__in=chunk).values_list(
            "key", "person", "person__survivor"
        )
    }
    known = _by_person_key(set(people.values()))
    return {key: known[person] for key, person in people.items() if person in known}


def _with_keys_of(source: str) -> set[UUID]:
    return set(ExternalKey.objects.filter(source=source).values_list("person", flat=True))


def _by_name(names: set[tuple[str, str]]) -> Mapping[tuple[str, str, date | None], list[Identity]]:
    """Everybody who bears one of these names, by names and birth date, letter for letter."""
    found: dict[tuple[str, str, date | None], list[Identity]] = defaultdict(list)
    for chunk in _chunks({person_sort_key(given, family) for given, family in names}):
        for one in _identities(sort_key__in=chunk):
            found[one.given_name, one.family_name, one.birth_date].append(one)
    return found


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = sorted(values)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))
