"""Care: giving, correcting and withdrawing what teachers should know of a child, and reading it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kurss.learning.cityday import day_of
from kurss.learning.models import (
    Care,
    Enrolment,
    EnrolmentState,
    Group,
    GroupTeacher,
    SessionTeacher,
)
from kurss.learning.refusals import NoPhone, NotLearning, NotTheTeacher
from kurss.people.acting import note, permit
from kurss.people.family.more import FamilyPage
from kurss.people.models import Account, Guardianship, Identity, Person
from kurss.people.permissions import Act
from kurss.people.reading import looked_at_all
from kurss.people.restricting import namable
from kurss.people.standing import counted, keys_of, standing, standing_keys

SAID: Final = ("contact", "phone", "collect", "alone", "needs", "custody")
"""What a sheet says, in the order it is asked."""

FAMILY_PAGE: Final = FamilyPage("learning:care", gettext_lazy("What teachers should know"))


@dataclass(frozen=True, slots=True)
class Cared:
    """One learner of a class and every sheet about them."""

    person_key: UUID
    identity: Identity | None
    sheets: Sequence[Care]

    @property
    def name(self) -> str:
        return self.identity.name if self.identity else _("name erased")


@transaction.atomic
def give_care(*, person: Person, by: Account, at: datetime, **said: Any) -> Care | None:
    """Give or correct the account's own sheet about somebody who has a place in a group; earlier words are gone.

    A sheet that says nothing is withdrawn; None is returned. The journal keeps that it was given, never its words.
    """
    permit(by, Act.KEEP_CARE, at=at, person=person)
    person = standing(person)
    if not learns(person):
        raise NotLearning(
            _("Nobody teaches this person now. Say it once there is a place in a group. Nothing was kept.")
        )
    words = {name: _tidy(said.get(name, "")) for name in SAID if name != "alone"}
    alone = bool(said.get("alone"))
    if words["contact"] and len(re.sub(r"\D", "", words["phone"])) < 5:
        raise NoPhone(_("Give the telephone number at which this contact is reached."))
    Care.objects.filter(person__in=keys_of(person), given_by=by).delete()
    if not alone and not any(words.values()):
        note(by=by, at=at, act="learning.care_withdrawn", about=person)
        return None
    made = Care.objects.create(person=person, given_by=by, given_at=at, alone=alone, **words)
    note(by=by, at=at, act="learning.care", about=person)
    return made


def own_care(person: Person, account: Account) -> Care | None:
    """What this account has said of somebody; of what others said nothing is told."""
    return Care.objects.filter(person__in=keys_of(person), given_by=account).last()


def learns(person: Person) -> bool:
    """Whether the person has a place in a group now."""
    return Enrolment.objects.filter(person__in=keys_of(person), state=EnrolmentState.ENROLLED).exists()


def teaches(account: Account, group: Group, *, on: date) -> bool:
    """Whether the account's person is a teacher of the group, or stands in at its session of that day."""
    if account.person_id is None:
        return False
    keys = keys_of(account.person_id)
    return (
        GroupTeacher.objects.filter(group=group, person__in=keys).exists()
        or SessionTeacher.objects.filter(
            session__group=group, session__happened_on=on, stands=True, person__in=keys
        ).exists()
    )


@transaction.atomic
def read_care(*, group: Group, by: Account, at: datetime) -> list[Cared]:
    """Everybody who has a place in the group, with what teachers should know. Guardians see who read it, and when.

    For a teacher of the group only; refused with NotTheTeacher for everybody else of the city's service.
    """
    permit(by, Act.READ_CARE, at=at, place=group.place.key)
    if not teaches(by, group, on=day_of(at)):
        raise NotTheTeacher(
            _("Only a teacher of this group reads what was said in confidence of its children.")
        )
    places = group.enrolments.filter(state=EnrolmentState.ENROLLED)
    people = set(standing_keys(places.values_list("person", flat=True)).values())
    known = namable(people)
    sheets: dict[UUID, list[Care]] = {}
    for under, sheet in _in_force(people, on=day_of(at)):
        sheets.setdefault(under, []).append(sheet)
    looked_at_all(by=by, at=at, people=people, what="learning:class-care", why=Act.READ_CARE)
    cared = [Cared(key, known.get(key), sheets.get(key, [])) for key in people]
    return sorted(cared, key=lambda one: one.identity.sort_key if one.identity else "\uffff")


def _in_force(people: Collection[UUID], *, on: date) -> Iterator[tuple[UUID, Care]]:
    """Every sheet about these people by themselves or by whoever acts for them on that day, by the key that stands
    for whom it is about. Who acts no longer is no longer heard."""
    bonds = Guardianship.objects.live_on(on).annotate(ward=counted("child"), keeper=counted("guardian"))
    acting = set(bonds.filter(ward__in=people).values_list("ward", "keeper"))
    rows = Care.objects.annotate(under=counted(), giver=counted("given_by__person")).filter(under__in=people)
    whose = {pk: (under, giver) for pk, under, giver in rows.values_list("pk", "under", "giver")}
    for sheet in rows:
        under, giver = whose[sheet.pk]
        if under == giver or (under, giver) in acting:
            yield under, sheet


def _tidy(text: object) -> str:
    """One paragraph of what can be printed."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in str(text)).split())
