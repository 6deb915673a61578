"""Who acts for a child: beginning and ending a guardianship."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import note, note_many, permit
from kurss.people.models import Account, Guardianship, Identity, Person
from kurss.people.permissions import Act
from kurss.people.refusals import (
    AlreadyEnded,
    AlreadyGuardian,
    EndsBeforeItBegins,
    GuardianNotOlder,
    OwnGuardian,
)

BATCH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """A guardianship to begin: from the day of the act unless said otherwise, with an open end."""

    child: Person
    guardian: Person
    holds_from: date | None = None
    holds_until: date | None = None


def add_guardian(
    *,
    child: Person,
    guardian: Person,
    holds_from: date | None = None,
    holds_until: date | None = None,
    by: Account,
    at: datetime,
) -> Guardianship:
    """Let a person act for a child. A child may have several guardians."""
    bond = Bond(child=child, guardian=guardian, holds_from=holds_from, holds_until=holds_until)
    return add_guardians([bond], by=by, at=at)[0]


@transaction.atomic
def add_guardians(bonds: Iterable[Bond], *, by: Account, at: datetime) -> list[Guardianship]:
    """Begin many guardianships, in their order, or none of them if one is refused."""
    permit(by, Act.KEEP_GUARDIANSHIPS, at=at)
    return begin(bonds, by=by, at=at)


@transaction.atomic
def begin(bonds: Iterable[Bond], *, by: Account, at: datetime) -> list[Guardianship]:
    """Begin guardianships. For verbs that have asked whether the account may: see `add_guardians`, `family`."""
    today = timezone.localdate(at)
    new = [
        Guardianship(
            guardian=bond.guardian,
            child=bond.child,
            holds_from=bond.holds_from or today,
            holds_until=bond.holds_until,
        )
        for bond in bonds
    ]
    _check_pairs(new)
    # The children's rows are held, so that two clerks cannot enter the same guardian at once.
    children = Person.objects.filter(pk__in={bond.child_id for bond in new})
    list(children.order_by("key").select_for_update().values_list("key"))
    _check_ages(new)
    _check_not_held(new)
    Guardianship.objects.bulk_create(new, batch_size=BATCH)
    note_many(
        (
            (
                bond.child,
                {
                    "guardian": bond.guardian_id,
                    "holds_from": bond.holds_from,
                    "holds_until": bond.holds_until,
                },
            )
            for bond in new
        ),
        by=by,
        at=at,
        act="people.add_guardian",
    )
    return new


@transaction.atomic
def end_guardianship(*, guardianship: Guardianship, on: date, by: Account, at: datetime) -> Guardianship:
    """The guardian acts for the child until this day, which is not part of it."""
    permit(by, Act.KEEP_GUARDIANSHIPS, at=at)
    return end(guardianship, on=on, by=by, at=at)


@transaction.atomic
def end(guardianship: Guardianship, *, on: date, by: Account, at: datetime) -> Guardianship:
    """End a guardianship. For verbs that have asked whether the account may."""
    bond = Guardianship.objects.select_for_update().get(pk=guardianship.pk)
    if bond.holds_until is not None and bond.holds_until <= timezone.localdate(at):
        raise AlreadyEnded(
            _("The guardianship ended on {day}. Nothing was changed.").format(day=bond.holds_until)
        )
    _check_span(bond.holds_from, on)
    bond.holds_until = on
    bond.save(update_fields=["holds_until"])
    note(
        by=by,
        at=at,
        act="people.end_guardianship",
        about=bond.child,
        guardian=bond.guardian_id,
        holds_until=on,
    )
    return bond


def _check_pairs(bonds: Sequence[Guardianship]) -> None:
    for bond in bonds:
        if bond.guardian_id == bond.child_id:
            raise OwnGuardian(
                _("{key} cannot be their own guardian. Choose another person.").format(key=bond.child_id)
            )
        _check_span(bond.holds_from, bond.holds_until)
    for pair, times in Counter((bond.guardian_id, bond.child_id) for bond in bonds).items():
        if times > 1:
            raise _held_already(*pair)


def _check_span(begins: date, ends: date | None) -> None:
    if ends is not None and ends < begins:
        raise EndsBeforeItBegins(
            _("The guardianship would end on {ends}, before it begins on {begins}. Check both days.").format(
                ends=ends, begins=begins
            )
        )


def _check_ages(bonds: Sequence[Guardianship]) -> None:
    """A guardian is born before the child. Where a birth date is not recorded, nobody can tell."""
    keys = {key for bond in bonds for key in (bond.guardian_id, bond.child_id)}
    known = Identity.objects.filter(birth_date__isnull=False).in_bulk(keys)
    for bond in bonds:
        elder, younger = known.get(bond.guardian_id), known.get(bond.child_id)
        if elder and younger and _born(elder) >= _born(younger):
            raise GuardianNotOlder(
                _(
                    "{guardian}, born on {born}, is not older than the child {child}. Check both birth dates."
                ).format(guardian=elder.name, born=elder.birth_date, child=younger.name)
            )


def _born(identity: Identity) -> date:
    assert identity.birth_date is not None
    return identity.birth_date


def _check_not_held(bonds: Sequence[Guardianship]) -> None:
    """No two spans of one guardian and one child overlap."""
    by_pair = {(bond.guardian_id, bond.child_id): bond for bond in bonds}
    children = {bond.child_id for bond in bonds}
    for held in Guardianship.objects.filter(child__in=children).order_by("pk"):
        new = by_pair.get((held.guardian_id, held.child_id))
        if new is None:
            continue
        begins_in_time = new.holds_until is None or held.holds_from < new.holds_until
        ends_in_time = held.holds_until is None or held.holds_until > new.holds_from
        if begins_in_time and ends_in_time:
            raise _held_already(held.guardian_id, held.child_id)


def _held_already(guardian: object, child: object) -> AlreadyGuardian:
    return AlreadyGuardian(
        _("{guardian} is the guardian of {child} already. End that guardianship first.").format(
            guardian=guardian, child=child
        )
    )
