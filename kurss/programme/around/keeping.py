"""Keeping a record that two officers may hold open at once: the second is told, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.models import Programme
from kurss.programme.refusals import ChangedMeanwhile, GoneMeanwhile, RestsOnIt, WordsMissing

Row = TypeVar("Row", bound=models.Model)
Told = Any
"""A frozen dataclass: all that one record says, by the names of its columns."""


def told_of(row: models.Model, kind: type[Any]) -> Any:
    """What a record says, as its verbs take it."""
    return kind(**{one.name: getattr(row, one.name) for one in fields(kind)})


def mark(told: Told) -> str:
    """A short sign of what a record says: a form carries it, and it differs as soon as a word does."""
    return sha256(repr(_plain(told)).encode()).hexdigest()[:24]


def _plain(told: Told) -> list[tuple[str, Any]]:
    return [(one.name, _value(getattr(told, one.name))) for one in fields(told)]


def _value(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, (tuple, list)):
        return [_value(one) for one in value]
    if isinstance(value, str):
        return value.split()
    return value


def different(before: Told, after: Told) -> tuple[str, ...]:
    """The names of what two tellings of one record say otherwise."""
    return tuple(
        name for (name, old), (_n, new) in zip(_plain(before), _plain(after), strict=True) if old != new
    )


def held(row: Row) -> Row:
    """The record as it is now, locked until the transaction ends. Raises GoneMeanwhile where it was removed."""
    found = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise GoneMeanwhile(_("Somebody removed this record meanwhile: go back to the list and look again."))
    return found


def rewritten(row: Row, told: Told, *, of: Callable[[Row], Told], seen: str) -> tuple[Row, tuple[str, ...]]:
    """The locked record with what it is to say, and the names of what changes; nothing is saved yet.

    `seen` is the `mark` of the record as the writer saw it. Raises ChangedMeanwhile where it says something else
    by now, and not the same as the writer.
    """
    found = held(row)
    current = of(found)
    changed = different(current, told)
    if changed and mark(current) != seen:
        raise ChangedMeanwhile(
            _("Somebody changed this while you were writing. Look at both below, and keep one.")
        )
    columns = {one.name for one in found._meta.concrete_fields}
    for name in changed:
        if name in columns:
            setattr(found, name, getattr(told, name))
    return found, changed


@transaction.atomic
def change(
    row: Row,
    told: Told,
    *,
    of: Callable[[Row], Told],
    seen: str,
    by: Account,
    at: datetime,
    act: str,
    label: str = "",
) -> Row:
    """Keep what a record of the whole programme is to say; the same again is no change and leaves no row."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    found, changed = rewritten(row, told, of=of, seen=seen)
    if changed:
        found.save()
        note(by=by, at=at, act=act, about=found, label=label or str(found)[:200], changed=", ".join(changed))
    return found


@transaction.atomic
def remove(row: models.Model, *, why_not: str, by: Account, at: datetime, act: str, label: str = "") -> None:
    """Take a record out; the journal keeps that it was there. Raises RestsOnIt with `why_not` where another
    record rests on it."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    found = held(row)
    note(by=by, at=at, act=act, about=found, label=label or str(found)[:200])
    try:
        found.delete()
    except models.ProtectedError as error:
        raise RestsOnIt(why_not) from error


def next_of(programme: Programme, rows: models.QuerySet[Any], column: str = "order") -> int:
    """The next number in a list of a programme. The programme is locked, so two writers get two numbers."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    return (rows.aggregate(last=models.Max(column))["last"] or 0) + 1


def both(text: str, text_en: str, what: str) -> None:
    """Raises WordsMissing unless the words stand in both languages."""
    if not text.strip() or not text_en.strip():
        raise WordsMissing(_("{what}: write it in both languages.").format(what=what))


def both_or_neither(text: str, text_en: str, what: str) -> None:
    """Raises WordsMissing where words stand in one language only."""
    if bool(text.strip()) != bool(text_en.strip()):
        raise WordsMissing(_("{what}: write it in both languages, or in neither.").format(what=what))
