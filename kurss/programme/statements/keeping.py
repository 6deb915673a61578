"""What one does with the statements a programme lists, whichever list they stand in: enter one, change it, move
it, take it out. Two officers may write at once: whoever keeps a statement that changed meanwhile is told, and
nothing is lost. Which lists there are is declared in `lists`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F, Max, ProtectedError, QuerySet
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.meanwhile import sign
from kurss.programme.models import Programme
from kurss.programme.refusals import ChangedMeanwhile, GoneMeanwhile, RestsOnIt
from kurss.programme.words import Words

Held = Mapping[str, Any]
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Pair:
    """Words in both languages: the column `name`, and `name_en` beside it."""

    name: str
    title: Text
    help: Text = ""
    short: bool = False
    optional: bool = False
    length: int = 20_000

    @property
    def names(self) -> tuple[str, str]:
        return self.name, f"{self.name}_en"


@dataclass(frozen=True, slots=True)
class Reference:
    """Something of the programme that a statement belongs to; `stays` where it cannot be changed afterwards."""

    name: str
    title: Text
    rows: Callable[[Programme], QuerySet[Any]]
    shown: str
    none: Text = ""
    """What no choice means; where this is empty, one has to choose."""
    stays: bool = False


WORDS = Pair("text", "")


@dataclass(frozen=True, slots=True)
class StatementList:
    """One ordered list of a programme: of which records it is made, and the verb that enters one."""

    key: str
    title: Text
    asks: Text
    """What an entry of it says."""
    model: type[models.Model]
    enter: Callable[..., models.Model]
    fixed: Held = field(default_factory=dict)
    """Columns that have one value in the whole list, such as the side of a note."""
    pairs: tuple[Pair, ...] = (WORDS,)
    references: tuple[Reference, ...] = ()
    counted_in: tuple[str, ...] = ("programme",)
    """Within what entries are numbered, besides the fixed columns."""
    number: str = "order"
    """What the verb calls the entry's number."""
    keyed: str = ""
    """The column from whose English an entry gets its key; empty where it has none."""

    @property
    def columns(self) -> tuple[str, ...]:
        """What can be changed in an entry."""
        pairs = (name for pair in self.pairs for name in pair.names)
        changing = (reference.name for reference in self.references if not reference.stays)
        return (*pairs, *changing, "place")

    @property
    def worded(self) -> bool:
        return any(pair.name == "text" for pair in self.pairs)

    def entries(self, programme: Programme) -> QuerySet[Any]:
        """The entries of a programme in their order."""
        owner = (
            "programme" if "programme" in _columns(self.model) else f"{self.references[0].name}__programme"
        )
        found = self.model._default_manager.filter(**{owner: programme}, **self.fixed)
        rows = [reference.name for reference in self.references]
        first = [f"{name}__order" for name in self.counted_in if name != "programme"]
        return found.select_related(*rows).order_by(*first, "order")

    def beside(self, entry: Any) -> QuerySet[Any]:
        """The entries that an entry is numbered with."""
        return self.within({name: getattr(entry, name) for name in self.counted_in})

    def within(self, values: Held) -> QuerySet[Any]:
        return self.model._default_manager.filter(
            **{name: values.get(name) for name in self.counted_in}, **self.fixed
        )

    def held(self, entry: Any) -> dict[str, Any]:
        """What an entry says, by its columns."""
        return {name: getattr(entry, name) for name in self.columns}

    def programme_of(self, entry: Any) -> Programme:
        if "programme" in _columns(self.model):
            return entry.programme
        return getattr(entry, self.references[0].name).programme

    def initiative_of(self, entry: Any) -> str:
        """The initiative whose officers may write the entry; empty for what is the whole programme's."""
        if self.model._meta.model_name == "initiative":
            return str(entry.pk)
        return getattr(entry, "initiative_id", None) or ""


@dataclass(frozen=True, slots=True)
class Group:
    title: Text
    lists: tuple[StatementList, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The lists on one page of the office."""

    key: str
    title: Text
    lede: Text
    groups: tuple[Group, ...]

    @property
    def lists(self) -> Mapping[str, StatementList]:
        return {each.key: each for group in self.groups for each in group.lists}


def mark(kept: StatementList, entry: Any) -> str:
    """The sign of what an entry says."""
    return sign(kept.held(entry))


@transaction.atomic
def enter_statement(
    *, kept: StatementList, programme: Programme, held: Held, by: Account, at: datetime
) -> models.Model:
    """Enter a statement at the end of its list, by the list's own verb."""
    _locked(programme)
    values: dict[str, Any] = {"programme": programme, **held}
    last = kept.within(values).aggregate(last=Max("order"))["last"] or 0
    given: dict[str, Any] = {**kept.fixed, kept.number: last + 1}
    if "programme" in _columns(kept.model):
        given["programme"] = programme
    given |= {reference.name: held[reference.name] for reference in kept.references}
    for pair in kept.pairs:
        if pair.name != "text":
            given |= {name: held[name] for name in pair.names}
    if kept.worded:
        given["words"] = Words(held["text"], held["text_en"], held["place"])
    else:
        given["place"] = held["place"]
    if kept.keyed:
        given["key"] = _free_key(kept, programme, held[f"{kept.keyed}_en"])
    return kept.enter(**given, by=by, at=at)


@transaction.atomic
def change_statement(
    *, kept: StatementList, entry: Any, held: Held, seen: str, by: Account, at: datetime
) -> Any:
    """Keep what an entry says now; the same words again are no change.

    `seen` is the `mark` of the entry as the writer saw it. Raises ChangedMeanwhile where it says something else by
    now, GoneMeanwhile where it is gone.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=kept.initiative_of(entry))
    row = _held(kept, entry)
    if row is None:
        raise GoneMeanwhile(
            _("Somebody took this entry out while you were writing. Your words stand below: enter them anew.")
        )
    wanted = {name: held[name] for name in kept.columns}
    if sign(wanted) == mark(kept, row):
        return row
    if mark(kept, row) != seen:
        raise ChangedMeanwhile(
            _("This entry was changed while you were writing. Look at both texts below, and keep one.")
        )
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=kept.columns)
    note(by=by, at=at, act="programme.change_statement", about=row, label=str(row)[:200], list=kept.key)
    return row


@transaction.atomic
def move_statement(*, kept: StatementList, entry: Any, to: int, by: Account, at: datetime) -> None:
    """Move an entry to a number of its list, the first being 1; the others close up. Beyond the end is the end."""
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=kept.initiative_of(entry))
    _locked(kept.programme_of(entry))
    keys = list(kept.beside(entry).order_by("order").values_list("pk", flat=True))
    if entry.pk not in keys:
        return
    before = list(keys)
    keys.remove(entry.pk)
    keys.insert(max(to, 1) - 1, entry.pk)
    if keys == before:
        return
    _renumber(kept.beside(entry), keys)
    note(
        by=by,
        at=at,
        act="programme.move_statement",
        about=entry,
        label=str(entry)[:200],
        list=kept.key,
        number=keys.index(entry.pk) + 1,
    )


@transaction.atomic
def take_out_statement(*, kept: StatementList, entry: Any, by: Account, at: datetime) -> None:
    """Take an entry out of its list; those after it close up, and the journal keeps what it said.

    Raises RestsOnIt where something else of the programme rests on it.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=kept.initiative_of(entry))
    _locked(kept.programme_of(entry))
    row = _held(kept, entry)
    if row is None:
        return
    said = {name: str(getattr(row, name))[:2_000] for pair in kept.pairs for name in pair.names}
    label, rest = str(row)[:200], kept.beside(row)
    about = kept.model(pk=row.pk)
    try:
        row.delete()
    except ProtectedError as protected:
        raise RestsOnIt(
            _(
                "Something else rests on it, such as a charter, a measure or a target: take that out first, "
                "and then this."
            )
        ) from protected
    _renumber(rest, list(rest.order_by("order").values_list("pk", flat=True)))
    note(by=by, at=at, act="programme.take_out_statement", about=about, label=label, list=kept.key, **said)


def _held(kept: StatementList, entry: Any) -> Any:
    """The entry as it is now, held until the act is done; None where it is gone."""
    # Of itself alone: what a manager joins to it may be absent, and cannot be held.
    return kept.model._default_manager.select_for_update(of=("self",)).filter(pk=entry.pk).first()


def _locked(programme: Programme) -> None:
    """One writer of a programme's lists at a time: two who enter at once get two numbers."""
    Programme.objects.select_for_update().get(pk=programme.pk)


def _renumber(rows: QuerySet[Any], keys: list[Any]) -> None:
    # A number is unique within its list, and checked row by row: all step out of the way first.
    last = rows.aggregate(last=Max("order"))["last"] or 0
    rows.update(order=F("order") + last)
    for number, key in enumerate(keys, start=1):
        rows.filter(pk=key).update(order=number)


def _free_key(kept: StatementList, programme: Programme, english: str) -> str:
    """A key from the first English words, with a number behind it where it is taken."""
    first = slugify(english)[:60].strip("-") or kept.key
    whole = kept.model._meta.pk.name == "key"
    rows = kept.model._default_manager.all() if whole else kept.entries(programme)
    taken = set(rows.filter(key__startswith=first).values_list("key", flat=True))
    number, key = 1, first
    while key in taken:
        number += 1
        key = f"{first}-{number}"
    return key


def _columns(model: type[models.Model]) -> frozenset[str]:
    return frozenset(each.name for each in model._meta.get_fields())
