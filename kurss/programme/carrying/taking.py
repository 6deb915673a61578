"""Taking a whole programme in from its file: all of it, or nothing and every fault with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import AutoField
from django.utils.translation import gettext as _

from kurss.evidence.models import IndicatorVersion, Statement, Target
from kurss.partners.models import Partner
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.carrying.judging import broken
from kurss.programme.carrying.out import FORMAT, carried, told
from kurss.programme.carrying.tables import SHARED, Model, by_number, columns, label, tables
from kurss.programme.models import Programme
from kurss.programme.refusals import Refused

NEEDED = (Act.EDIT_PROGRAMME, Act.REGISTER_PARTNERS, Act.DEFINE_INDICATORS)
"""What it takes: a programme brings its partners and its indicators along."""

Row = dict[str, Any]


class ProgrammeNotTaken(Refused):
    """The file was not taken, and nothing of it was kept. `faults` names every one with its place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@transaction.atomic
def take(content: str, *, by: Account, at: datetime) -> Programme:
    """Take a programme in. What it shares with others may be on the site already, if it says the same.

    Raises NotAllowed, and ProgrammeNotTaken. What was taken in is read once more: it must be what the file says,
    and keep the rules of the verbs that were not asked.
    """
    for act in NEEDED:
        permit(by, act, at=at)
    key, given = _read(content)
    if Programme.objects.filter(pk=key).exists():
        raise ProgrammeNotTaken(
            [
                _(
                    "The programme “{key}” is on this site already: nothing was changed. "
                    "Take it in on another site, or change it here on its pages."
                ).format(key=key)
            ]
        )
    taking = _Taking(given, by, at)
    try:
        with transaction.atomic():
            taking.keep()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except DatabaseError as refused:
        sentence = str(refused).splitlines()[0]
        raise ProgrammeNotTaken(
            [_("The records contradict a rule of the site: {rule}.").format(rule=sentence)]
        ) from refused
    programme = Programme.objects.get(pk=key)
    if _own(carried(programme)) != _own(content):
        raise ProgrammeNotTaken(
            [_("What was taken in would not be what the file says: it holds rows that belong to nothing.")]
        )
    if faults := list(broken(programme)):
        raise ProgrammeNotTaken(faults)
    counts = {label(model).partition(".")[2]: len(rows) for model, rows in given.items()}
    rows = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    note(
        by=by, at=at, act="programme.import_programme", about=programme, label=str(programme)[:200], rows=rows
    )
    return programme


def _own(content: str) -> dict[str, Any]:
    """The rows of a file that are the programme's alone."""
    shared = {label(model) for model in SHARED}
    return {name: rows for name, rows in json.loads(content)["tables"].items() if name not in shared}


def _read(content: str) -> tuple[str, dict[Model, list[Row]]]:
    """The key of the programme and its rows by table. Raises ProgrammeNotTaken where it is no such file."""
    try:
        whole = json.loads(content)
    except ValueError as error:
        raise ProgrammeNotTaken([_("The file is not JSON: {error}.").format(error=error)]) from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise ProgrammeNotTaken(
            [_("The file is no programme: it does not say “format”: “{format}”.").format(format=FORMAT)]
        )
    given, key = whole.get("tables"), whole.get("programme")
    known = {label(model): model for model in tables()}
    if not isinstance(given, dict) or not isinstance(key, str):
        raise ProgrammeNotTaken([_("The file lacks its tables or the key of its programme.")])
    faults = [
        _("{table}: there is no such table here; the file is of another edition of Kurss.").format(table=name)
        for name in given
        if name not in known
    ]
    found: dict[Model, list[Row]] = {}
    for name, rows in given.items():
        if name in known and isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            found[known[name]] = rows
        elif name in known:
            faults.append(_("{table}: it is no list of rows.").format(table=name))
    own = [row.get("key") for row in found.get(Programme, [])]
    if own != [key]:
        faults.append(_("The file must hold one programme, and its key must be “{key}”.").format(key=key))
    if faults:
        raise ProgrammeNotTaken(faults)
    return key, found


class _Taking:
    """One file on its way in: first every row is read and looked at, then all are written."""

    def __init__(self, given: dict[Model, list[Row]], by: Account, at: datetime) -> None:
        self.given = given
        self.by_key, self.at = str(by.pk), at
        self.keys: dict[Model, list[Any]] = {}
        self.faults: list[str] = []
        self.new: dict[Model, list[Any]] = {}

    def keep(self) -> None:
        """Write the rows. Raises ProgrammeNotTaken before the first is written."""
        for model in tables():
            self._table(model, self.given.get(model, []))
        if self.faults:
            raise ProgrammeNotTaken(self.faults)
        for model in tables():
            model._default_manager.bulk_create(self.new.get(model, ()), batch_size=500)

    def _table(self, model: Model, rows: list[Row]) -> None:
        numbered = isinstance(model._meta.pk, AutoField)
        self.keys[model] = _reserved(model, len(rows)) if numbered else [row.get("key") for row in rows]
        for number, row in enumerate(rows, start=1):
            place = f"{label(model)} {number}"
            if set(row) != {field.name for field in columns(model)}:
                self.faults.append(
                    _("{place}: its fields are not those of this edition of Kurss.").format(place=place)
                )
                continue
            made = self._made(model, number, row, place)
            if made is None:
                continue
            there = self._there(model, made, row, place) if model in SHARED else None
            if there is None:
                self._alone(made, place)
                self.new.setdefault(model, []).append(made)
            else:
                self.keys[model][number - 1] = there.pk

    def _made(self, model: Model, number: int, row: Row, place: str) -> Any:
        made: Any = model()
        sound = True
        if model in (IndicatorVersion, Target, Statement):
            made.written_at, made.written_by_key = self.at, self.by_key
        if model is Programme:
            made.is_shown = not Programme.objects.exists()  # as where a programme is opened
        for field in columns(model):
            try:
                setattr(made, field.attname, self._value(field, row[field.name]))
            except (ValidationError, ValueError, TypeError, LookupError):
                sound = False
                self.faults.append(
                    _("{place}, {field}: “{value}” does not belong there.").format(
                        place=place, field=field.name, value=str(row[field.name])[:80]
                    )
                )
        if not sound:
            return None
        if made.pk is None:
            made.pk = self.keys[model][number - 1]
        try:
            made.clean_fields(exclude={field.name for field in columns(model) if _unjudged(field, made)})
        except ValidationError as wrong:
            for name, messages in wrong.message_dict.items():
                self.faults.append(f"{place}, {name}: {' '.join(messages)}")
            return None
        return made

    def _value(self, field: Any, given: Any) -> Any:
        if given is None:
            if not field.null:
                raise ValueError(given)
            return None
        if not field.is_relation:
            return field.to_python(given)
        to = field.related_model
        if by_number(to):
            if not isinstance(given, int) or isinstance(given, bool) or given < 1:
                raise ValueError(given)
            return self.keys[to][given - 1]
        place = [row.get("key") for row in self.given.get(to, [])].index(given)
        return self.keys[to][place]

    def _there(self, model: Model, made: Any, row: Row, place: str) -> Any:
        """The same row where the site has it already; it must say the same."""
        known_by = [field.attname for field in columns(model) if field.name in SHARED[model]]
        there = model._default_manager.filter(
            **{column: getattr(made, column) for column in known_by}
        ).first()
        if there is None:
            return None
        other = [
            field.name
            for field in columns(model)
            if told(getattr(there, field.attname)) != told(getattr(made, field.attname))
        ]
        if other:
            self.faults.append(
                _("{place}: this site has it already and says something else in {fields}.").format(
                    place=place, fields=", ".join(other)
                )
            )
        return there

    def _alone(self, made: Any, place: str) -> None:
        """An organisation that is new here bears a name that none here bears."""
        if isinstance(made, Partner):
            try:
                made.validate_constraints(exclude={"key"})
            except ValidationError as wrong:
                self.faults += [f"{place}: {message}" for message in dict.fromkeys(wrong.messages)]


def _unjudged(field: Any, made: Any) -> bool:
    """Keys of rows that are not written yet, and what may be empty, are the database's to judge."""
    return bool(field.is_relation or field.primary_key or getattr(made, field.attname) in ("", None, [], {}))


def _reserved(model: Model, count: int) -> list[int]:
    """Numbers of the database for as many rows, so that rows can name each other before they are written."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return sorted(number for (number,) in cursor.fetchall())


def faults_of(refused: ProgrammeNotTaken, most: int = 200) -> Iterator[str]:
    """The faults as a page shows them, and how many are left out."""
    yield from refused.faults[:most]
    if len(refused.faults) > most:
        yield _("… and {more} more.").format(more=len(refused.faults) - most)
