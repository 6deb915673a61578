"""What a clerk sees at the telephone, the counter or with a paper: who it is, and which groups were meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kurss.learning.models import Application, Audience, EnrolmentRound, GroupPool
from kurss.learning.refusals import WishesUnclear
from kurss.learning.rounds.wishing import Wishable
from kurss.people.models import Guardianship, Identity, Person
from kurss.people.restricting import namable
from kurss.people.searching import read, search
from kurss.people.standing import standing_keys

FOUND = 20
"""So many people a clerk is shown for one line; more means that the line must say more."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may apply: who it is, who acts for them, and whether they have applied in this round."""

    key: UUID
    identity: Identity
    guardians: Sequence[Identity]
    application: Application | None


def found_by(line: str, *, round: EnrolmentRound, on: date) -> list[Candidate]:
    """Whoever one line names, and the children of every adult it names: the telephone is the mother's, the place
    the child's. Children first, in the order of the register. A handful of queries."""
    asked = read(line)
    people = list(search(name=asked.name, born=asked.born, phone=asked.phone)[:FOUND])
    keys = [person.pk for person in people]
    children = _children(keys, on)
    everybody = dict.fromkeys([*(child for key in keys for child in children.get(key, ())), *keys])
    found = candidates(everybody, round=round, on=on)[:FOUND]
    return _without_grown_ups(found, children, on) if _for_children_only(round) else found


def _for_children_only(round: EnrolmentRound) -> bool:
    return not round.pools.exclude(pool__group__audience=Audience.CHILD).exists()


def _without_grown_ups(
    found: Sequence[Candidate], children: Mapping[UUID, Sequence[UUID]], on: date
) -> list[Candidate]:
    """In a round for children a mother does not ask for herself; she is shown where nobody else is found."""
    young = [one for one in found if one.key not in children and one.identity.is_in_care_on(on)]
    return young or list(found)


def candidates(keys: Iterable[UUID], *, round: EnrolmentRound, on: date) -> list[Candidate]:
    """These people as the desk shows them: first those who need somebody to act for them."""
    asked = list(keys)
    known = namable(asked)
    guardians = _guardians(asked, on)
    named = namable({key for each in guardians.values() for key in each})
    applied = {one.person_id: one for one in Application.objects.live().filter(round=round, person__in=asked)}
    found = [
        Candidate(
            key, known[key], [named[each] for each in guardians[key] if each in named], applied.get(key)
        )
        for key in asked
        if key in known
    ]
    return sorted(found, key=lambda one: not one.identity.is_in_care_on(on))


def brothers_and_sisters(key: UUID, *, on: date) -> list[UUID]:
    """The person and the other children of the same guardians."""
    guardians = _guardians([key], on)[key]
    children = _children(guardians, on)
    return list(dict.fromkeys([key, *(child for each in guardians for child in children.get(each, ()))]))


def groups_named(line: str, groups: Sequence[Wishable]) -> list[GroupPool]:
    """The places that a line of numbers names, in its order: “3 7”, “3, 7”. A group's key does as well.

    Raises WishesUnclear for what is no number of this round.
    """
    by_number: Mapping[str, Wishable] = {str(each.number): each for each in groups}
    by_key = {each.pool.group.key: each for each in groups}
    named = []
    for word in re.split(r"[\s,;.]+", line.strip()):
        if not word:
            continue
        found = by_number.get(word.lstrip("0")) or by_key.get(word)
        if found is None:
            raise WishesUnclear(
                _("There is no group {word} in this round. Its groups have the numbers 1 to {most}.").format(
                    word=word[:20], most=len(groups)
                )
            )
        named.append(found.pool)
    return named


def _children(guardians: Iterable[UUID], on: date) -> dict[UUID, list[UUID]]:
    bonds = Guardianship.objects.live_on(on).filter(guardian__in=list(guardians)).order_by("holds_from", "pk")
    rows = list(bonds.values_list("guardian", "child"))
    now = standing_keys(child for _guardian, child in rows)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for guardian, child in rows:
        found[guardian].append(now[child])
    return found


def _guardians(children: Iterable[UUID], on: date) -> dict[UUID, list[UUID]]:
    bonds = Guardianship.objects.live_on(on).filter(child__in=list(children)).order_by("holds_from", "pk")
    rows = list(bonds.values_list("child", "guardian"))
    now = standing_keys(guardian for _child, guardian in rows)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for child, guardian in rows:
        found[child].append(now[guardian])
    return found


def people_named(keys: Iterable[str], among: Sequence[Candidate]) -> list[Person]:
    """Those of the candidates whose keys were sent back; a key that was not shown names nobody."""
    shown = {str(one.key): one for one in among}
    return list(Person.objects.filter(pk__in=[shown[key].key for key in keys if key in shown]))
