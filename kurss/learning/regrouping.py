"""Splitting a group that grew too large or too mixed, joining two that are too small, and taking a joining back.

A place is never lost: whoever is moved leaves one seat and takes the other in one transaction; the earlier
enrolment stays with its marks, and the new one continues it. Families, learners and teachers get a letter.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kurss.learning.cityday import day_of
from kurss.learning.enrolment import check_group_open
from kurss.learning.framing import Frame
from kurss.learning.models import (
    Application,
    Attendance,
    Enrolment,
    EnrolmentState,
    Group,
    GroupPool,
    MoveKind,
    Offer,
    Regrouping,
    RegroupingKind,
    RoundPool,
    RoundState,
    Session,
    SessionState,
    WaitingMove,
)
from kurss.learning.planning import plan
from kurss.learning.refusals import (
    CannotBeUndone,
    CannotJoin,
    NotEnrolled,
)
from kurss.learning.rounds.line import leave, waiting_applications
from kurss.learning.rounds.offering import offer_next
from kurss.learning.telling import tell_moved_to
from kurss.learning.transferring import transfer
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.seats.line import wait
from kurss.seats.refusals import AlreadyWaiting


@transaction.atomic
def split_group(
    *, group: Group, frame: Frame, moved: Collection[Enrolment], by: Account, at: datetime
) -> Regrouping:
    """A second group beside the first, and these enrolments move to it. Places that come free are offered on."""
    permit(by, Act.PLAN_COURSES, at=at, place=group.place.key)
    group = _held(group)
    check_group_open(group, day_of(at))
    if not moved:
        raise NotEnrolled(_("Choose who goes to the new group. Nothing was changed."))
    _check_not_given_out(group)
    made = plan(frame, by=by, at=at)
    new = transfer(group, made, [one.pk for one in moved], by=by, at=at)
    done = Regrouping.objects.create(
        kind=RegroupingKind.SPLIT, source=group, target=made, done_at=at, by_key=by.pk
    )
    note(by=by, at=at, act="learning.split", about=group, label=group.key, to=made.key, moved=len(new))
    tell_moved_to(group, made, [one.person_id for one in new], at=at)
    for pool in group.pools.select_related("pool", "group"):
        offer_next(pool=pool, by=by, at=at)
    return done


@transaction.atomic
def join_groups(*, group: Group, into: Group, by: Account, at: datetime) -> Regrouping:
    """Everybody of the one group moves to the other, and so does its waiting list; its sessions fall out.

    Refused where a place is missing, where somebody would be in two groups at one hour or twice in one, and while
    the places of either are being given out or offered.
    """
    for place in (group.place.key, into.place.key):
        permit(by, Act.PLAN_COURSES, at=at, place=place)
    group, into = _held(group), _held(into)
    _check_pair(group, into, at)
    live = group.enrolments.filter(state=EnrolmentState.ENROLLED)
    new = transfer(group, into, list(live.values_list("pk", flat=True)), by=by, at=at)
    _move_lines(group, into, by=by, at=at)
    ahead = Session.objects.filter(group=group, state=SessionState.PLANNED, starts_at__gt=at)
    fallen = list(ahead.select_for_update())
    Session.objects.filter(pk__in=[each.pk for each in fallen]).update(state=SessionState.CANCELLED)
    group.joined_to = into
    group.save(update_fields=["joined_to"])
    done = Regrouping.objects.create(
        kind=RegroupingKind.JOINED, source=group, target=into, done_at=at, by_key=by.pk
    )
    done.sessions.set(fallen)
    note(by=by, at=at, act="learning.join", about=group, label=group.key, to=into.key, moved=len(new))
    tell_moved_to(group, into, [one.person_id for one in new], at=at)
    return done


@transaction.atomic
def undo_joining(*, regrouping: Regrouping, by: Account, at: datetime) -> Regrouping:
    """The groups part again: everybody goes back, the sessions ahead take place, the line stands where it stood.

    Refused once somebody who was moved was marked or left, and where a room or a teacher was taken meanwhile.
    """
    done = Regrouping.objects.select_for_update(of=("self",)).get(pk=regrouping.pk)
    group, into = done.source, done.target
    for place in (group.place.key, into.place.key):
        permit(by, Act.PLAN_COURSES, at=at, place=place)
    if done.kind != RegroupingKind.JOINED or done.undone_at is not None:
        raise CannotBeUndone(
            _(
                "Only a joining that stands is taken back; after a split the new group can be joined to the first."
            )
        )
    moved = list(
        into.enrolments.filter(continues__group=group, enrolled_on=day_of(done.done_at)).order_by("pk")
    )
    if any(one.state != EnrolmentState.ENROLLED for one in moved):
        raise CannotBeUndone(
            _("Somebody who was moved has left group {group} since. Split the group instead.").format(
                group=into.key
            )
        )
    if Attendance.objects.filter(enrolment__in=moved).exists():
        raise CannotBeUndone(
            _("Somebody who was moved was marked in group {group} since. Split the group instead.").format(
                group=into.key
            )
        )
    group.joined_to = None
    group.save(update_fields=["joined_to"])
    try:
        with transaction.atomic():
            ahead = done.sessions.filter(state=SessionState.CANCELLED, starts_at__gt=at)
            Session.objects.filter(pk__in=ahead.values("pk")).update(state=SessionState.PLANNED)
    except IntegrityError:
        raise CannotBeUndone(
            _(
                "A room or a teacher of group {group} was taken since. Plan a new group and split instead."
            ).format(group=group.key)
        ) from None
    new = transfer(into, group, [one.pk for one in moved], by=by, at=at)
    _move_lines_back(done, by=by, at=at)
    done.undone_at = at
    done.save(update_fields=["undone_at"])
    note(by=by, at=at, act="learning.undo_joining", about=group, label=group.key, of=into.key, moved=len(new))
    tell_moved_to(into, group, [one.person_id for one in new], at=at)
    return done


def _held(group: Group) -> Group:
    """The group as it stands now, held until the transaction ends: two who regroup at once wait for each other."""
    found = Group.objects.select_for_update(of=("self",)).select_related(
        "place", "curriculum_version__curriculum", "season", "operation", "joined_to"
    )
    return found.get(pk=group.pk)


def _check_pair(group: Group, into: Group, at: datetime) -> None:
    for one in (group, into):
        check_group_open(one, day_of(at))
        _check_not_given_out(one)
    same = group.curriculum_version.curriculum_id == into.curriculum_version.curriculum_id
    if group.pk == into.pk or group.season_id != into.season_id or not same:
        raise CannotJoin(
            _(
                "Group {group} can be joined to another group of its curriculum in its season. Choose one."
            ).format(group=group.key)
        )
    if Offer.objects.open().filter(pool__group=group).exists():
        raise CannotJoin(
            _("An offer of a place in group {group} waits for an answer. Join the groups after that.").format(
                group=group.key
            )
        )


def _check_not_given_out(group: Group) -> None:
    live = RoundPool.objects.filter(
        pool__group=group, round__state__in=(RoundState.OPEN, RoundState.CLOSED)
    ).select_related("round")
    if found := live.first():
        raise CannotJoin(
            _(
                "The places of group {group} are being given out by round {round}. Wait until it is over."
            ).format(group=group.key, round=found.round.key)
        )


def _move_lines(group: Group, into: Group, *, by: Account, at: datetime) -> None:
    """Who waits for the one waits for the other now, behind those who waited there before."""
    there = {pool.mode: pool for pool in into.pools.select_related("pool", "group")}
    for pool in group.pools.select_related("pool", "group"):
        for application in waiting_applications(pool):
            leave(application, only=pool, reason=f"joined to {into.key}", by=by, at=at)
            if pool.mode in there:
                _line_up(there[pool.mode], application, f"joined from {group.key}", by=by, at=at)


def _move_lines_back(done: Regrouping, *, by: Account, at: datetime) -> None:
    """Whoever was moved from line to line goes back, in the order in which they stood."""
    left = WaitingMove.objects.filter(
        pool__group=done.source,
        kind=MoveKind.LEFT,
        moved_at=done.done_at,
        reason=f"joined to {done.target.key}",
    )
    there = {pool.mode: pool for pool in done.target.pools.select_related("pool", "group")}
    for row in left.select_related("pool__pool", "pool__group", "application").order_by("pk"):
        if row.pool.mode in there:
            leave(row.application, only=there[row.pool.mode], reason="parted again", by=by, at=at)
        _line_up(row.pool, row.application, "parted again", by=by, at=at)


def _line_up(pool: GroupPool, application: Application, reason: str, *, by: Account, at: datetime) -> None:
    try:
        wait(pool=pool.pool, holder=application.pk, at=at)
    except AlreadyWaiting:
        return
    WaitingMove.objects.create(
        pool=pool,
        application=application,
        kind=MoveKind.JOINED,
        place=len(waiting_applications(pool)),
        reason=reason,
        moved_at=at,
        by_key=by.pk,
    )
