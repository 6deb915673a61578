"""Deciding about two people who may be one: merge, mark as different, undo.

A merge is an event and moves no record. The merged key gets a survivor (`Person.survivor`), under which facts
count it from then on; what was sealed before stays. Undoing takes the survivor away, and everything is as it
was. Merges of the same person are undone from the last one back, so that each finds what it left.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people import holdings
from kurss.people.acting import note, permit
from kurss.people.duplicates.refusals import (
    AlreadyOne,
    BothSignIn,
    DecidedMeanwhile,
    GuardianOfTheOther,
    HeldTwice,
    MergedSince,
    NotOfThisPair,
    OneOfThemErased,
    OnlyOneIsMadeUp,
    UndoneAlready,
)
from kurss.people.models import Account, Gender, Guardianship, Identity, Merge, Pair, PairState, Person
from kurss.people.permissions import Act
from kurss.people.restricting import check_unrestricted
from kurss.people.standing import keys_of, standing

EMPTY = {"birth_date": None, "gender": Gender.NOT_RECORDED, "language": "", "email": "", "phone": ""}
"""The fields of an identity that take the other's value where they are empty, and what empty is."""

Keys = Collection[UUID]


@transaction.atomic
def put_side_by_side(*, one: Person, other: Person, by: Account, at: datetime) -> Pair:
    """An officer's own proposal that two people are one. A pair that exists is given back as it is."""
    permit(by, Act.DECIDE_DUPLICATES, at=at)
    low, high = sorted((standing(one), standing(other)), key=lambda person: person.pk)
    if low == high:
        raise _already_one()
    _check_known(low, high)
    check_unrestricted(low, high)
    pair, made = Pair.objects.get_or_create(low=low, high=high, defaults={"found_at": at})
    if made:
        note(by=by, at=at, act="people.propose_duplicate", about=pair)
    return pair


@transaction.atomic
def merge(*, pair: Pair, into: Person, by: Account, at: datetime) -> Merge:
    """Let one of the two stand for both. Its identity stays and takes what it lacks from the other's."""
    permit(by, Act.DECIDE_DUPLICATES, at=at)
    pair = _to_decide(pair)
    if into.pk not in (pair.low_id, pair.high_id):
        raise NotOfThisPair(_("The surviving record is none of the two. Choose one of them."))
    survivor, merged = (pair.low, pair.high) if into.pk == pair.low_id else (pair.high, pair.low)
    check_unrestricted(survivor, merged)
    own, other = keys_of(survivor), keys_of(merged)
    _check_one(survivor, merged, own, other)
    filled = _fill(survivor.pk, merged.pk)
    Person.objects.filter(Q(pk=merged.pk) | Q(survivor=merged)).update(survivor=survivor)
    done = Merge.objects.create(
        pair=pair, merged=merged, into=survivor, filled=filled, merged_at=at, merged_by_key=str(by.pk)
    )
    _decide(pair, PairState.MERGED, "", by, at)
    note(by=by, at=at, act="people.merge", about=merged, into=survivor.pk, filled=", ".join(filled) or None)
    note(by=by, at=at, act="people.take_in", about=survivor, merged=merged.pk)
    return done


@transaction.atomic
def mark_different(*, pair: Pair, because: str = "", by: Account, at: datetime) -> Pair:
    """Two people. They are not proposed again, under whichever of their keys."""
    permit(by, Act.DECIDE_DUPLICATES, at=at)
    pair = _to_decide(pair)
    _decide(pair, PairState.DIFFERENT, because.strip(), by, at)
    note(by=by, at=at, act="people.mark_different", about=pair)
    return pair


@transaction.atomic
def reopen(*, pair: Pair, by: Account, at: datetime) -> Pair:
    """Take back that two are different people: the pair is to decide again."""
    permit(by, Act.DECIDE_DUPLICATES, at=at)
    pair = Pair.objects.select_for_update().get(pk=pair.pk)
    if pair.state != PairState.DIFFERENT:
        raise UndoneAlready(_("This pair is not marked as different any more. Nothing was changed."))
    _decide(pair, PairState.PROPOSED, "", by, at)
    note(by=by, at=at, act="people.reopen_pair", about=pair)
    return pair


@transaction.atomic
def undo_merge(*, merge: Merge, by: Account, at: datetime) -> Merge:
    """Both stand for themselves again, with the identities they had; the pair is to decide again."""
    permit(by, Act.DECIDE_DUPLICATES, at=at)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise UndoneAlready(
            _("This merge was undone on {day}. Nothing was changed.").format(
                day=timezone.localdate(merge.undone_at)
            )
        )
    check_unrestricted(merge.into)
    keys = keys_of(merge.into_id)
    list(Person.objects.filter(pk__in=keys).order_by("key").select_for_update())
    live = Merge.objects.live()
    if live.filter(Q(merged__in=keys) | Q(into__in=keys), pk__gt=merge.pk).exists():
        raise MergedSince(
            _("Another merge of the same person came after this one. Undo the later one first.")
        )
    # Later merges are undone, so everything that was merged into this key before is what it stood for.
    back = _merged_into(merge.merged_id)
    Person.objects.filter(pk=merge.merged_id).update(survivor=None)
    Person.objects.filter(pk__in=back).update(survivor=merge.merged_id)
    _empty(merge)
    merge.undone_at, merge.undone_by_key = at, str(by.pk)
    merge.save(update_fields=["undone_at", "undone_by_key"])
    _decide(merge.pair, PairState.PROPOSED, "", by, at)
    note(by=by, at=at, act="people.undo_merge", about=merge.merged, into=merge.into_id)
    note(by=by, at=at, act="people.give_back", about=merge.into, merged=merge.merged_id)
    return merge


def against(pair: Pair) -> list[str]:
    """Everything that stands against merging this pair now, as sentences; the compare page says it first."""
    own, other = keys_of(pair.low), keys_of(pair.high)
    return [str(refusal) for refusal in _reasons(pair.low, pair.high, own, other)]


def _to_decide(pair: Pair) -> Pair:
    """The pair, held; raises DecidedMeanwhile where somebody decided first.

    The rows of both people are held as well, in the order of their keys, so that two officers with two
    pairs of one person come one after the other.
    """
    pair = Pair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    people = Person.objects.filter(pk__in=(pair.low_id, pair.high_id)).order_by("key")
    pair.low, pair.high = people.select_for_update()
    if pair.state != PairState.PROPOSED or not (pair.low.stands and pair.high.stands):
        raise DecidedMeanwhile(
            _(
                "Another officer has decided about these two meanwhile. Nothing was changed; look at the pair "
                "again."
            )
        )
    return pair


def _decide(pair: Pair, state: PairState, because: str, by: Account, at: datetime) -> None:
    decided = state is not PairState.PROPOSED
    pair.state, pair.because = state, because
    pair.decided_at, pair.decided_by_key = (at, str(by.pk)) if decided else (None, "")
    pair.save(update_fields=["state", "because", "decided_at", "decided_by_key"])


def _check_known(low: Person, high: Person) -> None:
    if Identity.objects.filter(person__in=(low, high)).count() != 2:
        raise _erased()


def _check_one(survivor: Person, merged: Person, own: Keys, other: Keys) -> None:
    for refusal in _reasons(survivor, merged, own, other):
        raise refusal


def _reasons(one: Person, two: Person, own: Keys, other: Keys) -> list[ValueError]:
    if set(own) & set(other):
        return [_already_one()]
    found: list[ValueError] = []
    if Identity.objects.filter(person__in=(one, two)).count() != 2:
        found.append(_erased())
    if one.synthetic != two.synthetic:
        found.append(
            OnlyOneIsMadeUp(
                _(
                    "One of the two is made up for a demonstration. Only real people are merged with real ones."
                )
            )
        )
    bonds = Guardianship.objects.filter(
        Q(guardian__in=own, child__in=other) | Q(guardian__in=other, child__in=own)
    )
    if bonds.exists():
        found.append(
            GuardianOfTheOther(
                _(
                    "One of the two is or was the guardian of the other, so they are two people. Mark them as "
                    "different."
                )
            )
        )
    active = Account.objects.filter(is_active=True)
    if active.filter(person__in=own).exists() and active.filter(person__in=other).exists():
        found.append(
            BothSignIn(
                _(
                    "Each of the two signs in with an account of their own. If it is one person, ask an "
                    "administrator to close one account, then merge."
                )
            )
        )
    found += [HeldTwice(sentence) for sentence in holdings.held_twice(own, other)]
    return found


def _already_one() -> AlreadyOne:
    return AlreadyOne(_("The two records are one person already. There is nothing to merge."))


def _erased() -> OneOfThemErased:
    return OneOfThemErased(_("Who one of the two was has been erased. They cannot be compared any more."))


def _fill(survivor: UUID, merged: UUID) -> list[str]:
    own, other = (Identity.objects.get(person=key) for key in (survivor, merged))
    filled = [
        name for name, empty in EMPTY.items() if getattr(own, name) == empty and getattr(other, name) != empty
    ]
    for name in filled:
        setattr(own, name, getattr(other, name))
    own.save(update_fields=filled)
    return filled


def _empty(merge: Merge) -> None:
    """Take back what was filled, but for what an officer has corrected since."""
    known = Identity.objects.in_bulk([merge.into_id, merge.merged_id])
    own, other = known.get(merge.into_id), known.get(merge.merged_id)
    if own is None or other is None:
        return
    unchanged = [name for name in merge.filled if getattr(own, name) == getattr(other, name)]
    for name in unchanged:
        setattr(own, name, EMPTY[name])
    own.save(update_fields=unchanged)


def _merged_into(key: UUID) -> set[UUID]:
    """Every key that came to stand behind this one by merges that hold, at whatever distance."""
    found: set[UUID] = set()
    asked = {key}
    while asked:
        asked = set(Merge.objects.live().filter(into__in=asked).values_list("merged", flat=True)) - found
        found |= asked
    return found
