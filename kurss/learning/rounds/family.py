"""A family applies in one go: several children, one perhaps entered in the same moment, together or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.learning.cityday import day_of
from kurss.learning.models import Application, CameBy, EnrolmentRound, GroupPool
from kurss.learning.models.onday import Resident
from kurss.learning.refusals import LearningRefused, NobodyNamed
from kurss.learning.rounds.applying import apply_for
from kurss.people.family.children import add_child
from kurss.people.models import Account, Gender, Guardianship, Person
from kurss.people.queries import identities
from kurss.people.refusals import ChildThere
from kurss.people.standing import keys_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChild:
    """A child the family acts for and has not entered yet."""

    given_name: str
    family_name: str
    birth_date: date
    gender: str = Gender.NOT_RECORDED
    language: str = ""


@transaction.atomic
def apply_as_family(
    *,
    round: EnrolmentRound,
    people: Sequence[Person],
    wishes: Sequence[GroupPool],
    came_by: CameBy,
    by: Account,
    at: datetime,
    new_child: NewChild | None = None,
    wants: int = 1,
    resident: Resident = Resident.NOT_RECORDED,
    together: bool = False,
    once: str = "",
) -> list[Application]:
    """One application for each, with the same wishes, or none at all: the child that was entered with them is not
    entered either. Siblings who want to be together share a bundle, also with those who applied before.

    Sent twice under the same `once`, it is the same applications. A refusal names whom it is about where there are
    several.
    """
    everybody = list(people)
    if new_child is not None:
        everybody.append(_entered(new_child, by=by, at=at))
    if not everybody:
        raise NobodyNamed(_("Say for whom you apply: choose a child, or enter one."))
    names = {
        key: known.given_name or known.name for key, known in identities(p.pk for p in everybody).items()
    }
    made: list[Application] = []
    bundled = _bundled_before(round, everybody, at) if together else None
    for person in everybody:
        try:
            application = apply_for(
                round=round,
                person=person,
                wishes=wishes,
                came_by=came_by,
                wants=wants,
                resident=resident,
                together_with=bundled,
                once=once,
                by=by,
                at=at,
            )
        except LearningRefused as refusal:
            if len(everybody) == 1:
                raise
            raise type(refusal)(f"{names.get(person.pk, '')}: {refusal}") from refusal
        made.append(application)
        bundled = application if together else None
    return made


def _entered(new: NewChild, *, by: Account, at: datetime) -> Person:
    """The child, entered now; or the one of this name and birth date whom the family entered before."""
    try:
        with transaction.atomic():
            return add_child(
                given_name=new.given_name,
                family_name=new.family_name,
                birth_date=new.birth_date,
                gender=new.gender,
                language=new.language,
                by=by,
                at=at,
            )
    except ChildThere as there:
        return there.child


def _bundled_before(round: EnrolmentRound, people: Sequence[Person], at: datetime) -> Application | None:
    """The application of a brother or sister of theirs that was sent before, to be together with."""
    keys = {key for person in people for key in keys_of(person)}
    bonds = Guardianship.objects.live_on(day_of(at))
    guardians = bonds.filter(child__in=keys).values("guardian")
    siblings = bonds.filter(guardian__in=guardians).exclude(child__in=keys).values("child")
    return (
        Application.objects.live()
        .filter(round=round, person__in=siblings)
        .order_by("applied_at", "pk")
        .first()
    )
