"""Applying in a round: wishes in their order, the same chance whichever way somebody came."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kurss.learning.fitting import check_age, said_for, said_grades
from kurss.learning.models import (
    Application,
    CameBy,
    Enrolment,
    EnrolmentRound,
    EnrolmentState,
    GroupPool,
    Policy,
    RoundState,
    Wish,
)
from kurss.learning.models.onday import Resident
from kurss.learning.naming import moment_said, title_of
from kurss.learning.refusals import (
    AlreadyApplied,
    AlreadyEnrolled,
    ByInvitation,
    GivenAtOnce,
    NotApplied,
    RoundNotOpen,
    WishesUnclear,
)
from kurss.learning.rounds.letters import tell_applied
from kurss.people.acting import note, permit
from kurss.people.models import Account, Person
from kurss.people.permissions import Act
from kurss.people.queries import identities as identities_of
from kurss.people.standing import keys_of, standing

MOST_WISHES = 10
"""Enough for every hour of a week that a child is free; more only makes the list harder to think about."""


@transaction.atomic
def apply_for(
    *,
    round: EnrolmentRound,
    person: Person,
    wishes: Sequence[GroupPool],
    came_by: CameBy,
    by: Account,
    at: datetime,
    wants: int = 1,
    resident: Resident = Resident.NOT_RECORDED,
    together_with: Application | None = None,
    once: str = "",
) -> Application:
    """One application: its wishes, dearest first, and how many of them are wanted.

    `once` names the request: sent twice, it is one application and the same answer. Siblings who want to be
    together share a bundle; the draw does its best for them.
    """
    person = standing(person)
    _permit(wishes, person, by, at)
    if once and (earlier := Application.objects.filter(round=round, person=person, once=once).first()):
        return earlier
    held = _open(round, at)
    if held.is_first_come:
        raise GivenAtOnce(
            _("The round {round} gives places at once. Enrol on the page of the group.").format(
                round=held.key
            )
        )
    if held.policy == Policy.INVITATION:
        raise ByInvitation(
            _("The places of this round are given by invitation. Open the link in your letter.")
        )
    _check_wishes(held, person, wishes, wants)
    try:
        with transaction.atomic():
            made = Application.objects.create(
                round=held,
                person=person,
                ticket=secrets.token_hex(16),
                came_by=came_by,
                wants=wants,
                resident=resident,
                bundle=_bundle(together_with, held),
                applied_at=at,
                applied_by_key=by.pk,
                once=once,
            )
    except IntegrityError:
        raise AlreadyApplied(
            _(
                "This person has applied in the round “{round}” already. Change that application instead."
            ).format(round=held.key)
        ) from None
    _write(made, wishes)
    note(by=by, at=at, act="learning.apply", about=made, label=held.key, came_by=came_by, wishes=len(wishes))
    tell_applied(made, at=at)
    return made


@transaction.atomic
def change_wishes(
    *, application: Application, wishes: Sequence[GroupPool], wants: int, by: Account, at: datetime
) -> Application:
    """Other wishes, or another order of them, as long as the round is open. The ticket stays."""
    held = _open(application.round, at)
    found = _live(application)
    _permit(wishes, found.person, by, at)
    _check_wishes(held, found.person, wishes, wants)
    found.wishes.all().delete()
    found.wants = wants
    found.save(update_fields=["wants"])
    _write(found, wishes)
    note(by=by, at=at, act="learning.change_wishes", about=found, label=held.key, wishes=len(wishes))
    tell_applied(found, changed=True, at=at)
    return found


@transaction.atomic
def withdraw_application(*, application: Application, reason: str, by: Account, at: datetime) -> Application:
    """Take the application back before the draw. What was offered after it is declined instead."""
    held = _open(application.round, at)
    if held.is_first_come:
        raise GivenAtOnce(
            _("In this round a place or a place in line is given up one by one. Nothing was changed.")
        )
    found = _live(application)
    permit(by, Act.ENROL, at=at, person=found.person_id, place=_place_of(found))
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    note(by=by, at=at, act="learning.withdraw_application", about=found, label=held.key, reason=reason)
    return found


def _permit(wishes: Sequence[GroupPool], person: Person, by: Account, at: datetime) -> None:
    for place in {pool.group.place.key for pool in wishes} or {""}:
        permit(by, Act.ENROL, at=at, place=place, person=person)


def _place_of(application: Application) -> str:
    return application.wishes.values_list("pool__group__place__key", flat=True).first() or ""


def _open(round: EnrolmentRound, at: datetime) -> EnrolmentRound:
    """The round, held against being closed meanwhile; a shared lock, so that many apply at once."""
    found = EnrolmentRound.objects.raw(
        "SELECT * FROM learning_enrolmentround WHERE id = %s FOR SHARE", [round.pk]
    )[0]
    if found.state != RoundState.OPEN or not found.opens_at <= at < found.closes_at:
        raise RoundNotOpen(
            _("The round “{round}” takes applications from {opens} to {closes}.").format(
                round=title_of(found, "title"),
                opens=moment_said(found.opens_at),
                closes=moment_said(found.closes_at),
            )
        )
    return found


def _live(application: Application) -> Application:
    found = (
        Application.objects.select_for_update(of=("self",)).select_related("person").get(pk=application.pk)
    )
    if found.withdrawn_at is not None:
        raise NotApplied(_("This application was withdrawn before. Apply anew."))
    return found


def _check_wishes(round: EnrolmentRound, person: Person, wishes: Sequence[GroupPool], wants: int) -> None:
    if not wishes or len(wishes) > MOST_WISHES:
        raise WishesUnclear(_("Name at least one group and at most {most}.").format(most=MOST_WISHES))
    if len({pool.pk for pool in wishes}) != len(wishes):
        raise WishesUnclear(
            _("One group is named twice. Each stands once, at the place where it is dearest.")
        )
    if not 1 <= wants <= round.most_places:
        raise WishesUnclear(
            _("In this round one person can have {most} places at most.").format(most=round.most_places)
        )
    held = Enrolment.objects.filter(
        person__in=keys_of(person), state=EnrolmentState.ENROLLED, group__in=[pool.group for pool in wishes]
    )
    if had := held.first():
        raise AlreadyEnrolled(
            _("This person has a place in group {group} already. Leave it out.").format(group=had.group_key)
        )
    given = set(round.pools.values_list("pool", flat=True))
    identity = identities_of([person.pk]).get(person.pk)
    said = said_grades([person.pk], [pool.group for pool in wishes])
    for pool in wishes:
        if pool.pk not in given:
            raise WishesUnclear(
                _("Group {group} is not given out in this round.").format(group=pool.group.key)
            )
        check_age(pool.group, identity, said=said_for(pool.group, person.pk, said))


def _bundle(other: Application | None, round: EnrolmentRound) -> UUID | None:
    """The bundle of the sibling's application, made where there is none yet."""
    if other is None:
        return None
    found = _live(other)
    if found.round_id != round.pk:
        raise WishesUnclear(_("Brothers and sisters can be together only within one round."))
    if found.bundle is None:
        found.bundle = uuid4()
        found.save(update_fields=["bundle"])
    return found.bundle


def _write(application: Application, wishes: Sequence[GroupPool]) -> None:
    Wish.objects.bulk_create(
        Wish(application=application, pool=pool, order=order) for order, pool in enumerate(wishes, start=1)
    )
