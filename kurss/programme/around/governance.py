"""Verbs of governance: bodies in their order, and their seats; and the reads of the chart."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.partners.models import Partner
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.around.keeping import both, both_or_neither, change, next_of, remove, rewritten, told_of
from kurss.programme.entry import entered
from kurss.programme.models import Body, Programme, Seat
from kurss.programme.refusals import (
    AnswersInACircle,
    EndedBeforeItBegan,
    NotOfThisProgramme,
    TwoHolders,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyTold:
    """All that is said of a body. Without `parent` it answers to nobody that is stated."""

    title: str
    title_en: str
    kind: str
    parent: Body | None = None
    mandate: str = ""
    mandate_en: str = ""
    place: str = ""

    def __post_init__(self) -> None:
        both(self.title, self.title_en, _("The name of the body"))
        both_or_neither(self.mandate, self.mandate_en, _("The mandate"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTold:
    """All that is said of a seat: its role, and its holder as a partner or in words. Neither: it is vacant."""

    role: str
    role_en: str
    partner: Partner | None = None
    holder: str = ""
    holds_from: date | None = None
    holds_until: date | None = None
    place: str = ""

    def __post_init__(self) -> None:
        both(self.role, self.role_en, _("The role"))
        if self.partner is not None and self.holder.strip():
            raise TwoHolders(_("A seat has one holder: choose the partner, or name somebody in words."))
        if self.holds_from and self.holds_until and self.holds_until < self.holds_from:
            raise EndedBeforeItBegan(_("The last day in the seat is before the first. Change one of them."))


def body_told(body: Body) -> BodyTold:
    return told_of(body, BodyTold)


def seat_told(seat: Seat) -> SeatTold:
    return told_of(seat, SeatTold)


@transaction.atomic
def found_body(*, programme: Programme, said: BodyTold, by: Account, at: datetime) -> Body:
    """Enter a body. Raises NotOfThisProgramme for a parent of another programme."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    order = next_of(programme, Body.objects.filter(programme=programme))
    _under(programme, said.parent)
    columns = {one.name: getattr(said, one.name) for one in fields(BodyTold)}
    return entered(
        Body(programme=programme, order=order, **columns), by=by, at=at, act="programme.found_body"
    )


@transaction.atomic
def change_body(*, body: Body, said: BodyTold, seen: str, by: Account, at: datetime) -> Body:
    """Say something else of it. Raises AnswersInACircle where it would answer to one that answers to it."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    # Two officers who move two bodies under each other at once would close a circle: one waits for the other.
    Programme.objects.select_for_update().get(pk=body.programme_id)
    _under(body.programme, said.parent)
    parents = dict(Body.objects.filter(programme=body.programme_id).values_list("pk", "parent_id"))
    above = said.parent.pk if said.parent else None
    while above is not None:
        if above == body.pk:
            raise AnswersInACircle(
                _("{body} would answer to itself by way of {parent}: choose another body above it.").format(
                    body=body, parent=said.parent
                )
            )
        above = parents.get(above)
    return change(body, said, of=body_told, seen=seen, by=by, at=at, act="programme.change_body")


def remove_body(*, body: Body, by: Account, at: datetime) -> None:
    """Take it out. Raises RestsOnIt where it has seats, meetings, decisions or bodies below it."""
    why_not = _("It has seats, meetings, decisions or bodies below it: take those out first, or keep it.")
    remove(body, why_not=why_not, by=by, at=at, act="programme.remove_body")


@transaction.atomic
def add_seat(*, body: Body, said: SeatTold, by: Account, at: datetime) -> Seat:
    """A place in a body, with its holder or vacant."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    order = next_of(body.programme, Seat.objects.filter(body=body))
    columns = {one.name: getattr(said, one.name) for one in fields(SeatTold)}
    return entered(Seat(body=body, order=order, **columns), by=by, at=at, act="programme.add_seat")


@transaction.atomic
def change_seat(*, seat: Seat, said: SeatTold, seen: str, by: Account, at: datetime) -> Seat:
    """Say something else of it. The journal names what changed and nobody who sat there."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    found, changed = rewritten(seat, said, of=seat_told, seen=seen)
    if changed:
        found.save()
        what = ", ".join(changed)
        note(by=by, at=at, act="programme.change_seat", about=found, label=str(found), changed=what)
    return found


def remove_seat(*, seat: Seat, by: Account, at: datetime) -> None:
    remove(seat, why_not="", by=by, at=at, act="programme.remove_seat")


def _under(programme: Programme, parent: Body | None) -> None:
    if parent is not None and parent.programme_id != programme.pk:
        raise NotOfThisProgramme(_("That body is of another programme: choose one of this one."))


def bodies_of(programme: Programme) -> tuple[Body, ...]:
    """All of a programme with their seats, in their order (two queries)."""
    rows = Body.objects.filter(programme=programme).prefetch_related("seats__partner")
    return tuple(rows)
