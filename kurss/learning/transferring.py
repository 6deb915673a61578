"""Moving people to another group: a seat left and one taken, an enrolment ended and one that continues it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from kurss.curriculum.timetable import Slot
from kurss.journal.entries import Line, write_many
from kurss.learning import clashes, words
from kurss.learning.cityday import day_of
from kurss.learning.models import (
    Enrolment,
    EnrolmentEvent,
    EnrolmentState,
    EventKind,
    Group,
    GroupPool,
    Session,
    SessionState,
)
from kurss.learning.refusals import AlreadyEnrolled, GroupFull, HoursClash, NotEnrolled, NotThisWay
from kurss.people.acting import signature
from kurss.people.models import Account
from kurss.people.queries import identities
from kurss.people.standing import standing_keys
from kurss.seats.models import Pool
from kurss.seats.refusals import AlreadySeated, PoolFull
from kurss.seats.taking import release, take_all


def hindrances(group: Group, into: Group) -> list[str]:
    """Why the people of a group cannot all go to the other: sentences, none where they can."""
    live = list(group.enrolments.filter(state=EnrolmentState.ENROLLED))
    found = []
    free = {pool.mode: pool.pool.free for pool in into.pools.select_related("pool")}
    for mode in sorted({one.mode for one in live}):
        needed = sum(one.mode == mode for one in live)
        if mode not in free:
            found.append(
                _("Group {into} has no places “{mode}”, and {many} of group {group} need one.").format(
                    into=into.key,
                    mode=next(one.get_mode_display() for one in live if one.mode == mode),
                    many=needed,
                    group=group.key,
                )
            )
        elif free[mode] < needed:
            found.append(
                _("Group {into} has {free} places free, and {many} of group {group} need one.").format(
                    into=into.key, free=free[mode], many=needed, group=group.key
                )
            )
    return found + [str(each) for each in _clashing(live, into, but=group)]


def _clashing(live: Sequence[Enrolment], into: Group, *, but: Group) -> list[str]:
    """Where those who move have another place at the hours of the group they go to; once a group."""
    slots = [
        Slot(each.starts_at, each.ends_at, each.happened_on)
        for each in into.sessions.filter(state=SessionState.PLANNED)
    ]
    if not slots or not live:
        return []
    overlooked = Session.objects.filter(group__in=(but, into)).values_list("pk", flat=True)
    found = clashes.of_children([one.person_id for one in live], slots, but=list(overlooked))
    return list({each.session.group_id: each.sentence for each in reversed(found)}.values())


def transfer(
    source: Group, target: Group, keys: Collection[int], *, by: Account, at: datetime
) -> list[Enrolment]:
    """Each of these enrolments of the one group ends today and is continued in the other, on a seat of its own.

    Part of the verbs of `regrouping`; they hold the transaction and have asked for permission.
    """
    # Both groups' pools in one order, so that two who move people between them do not wait for each other.
    list(
        Pool.objects.select_for_update()
        .filter(group_pool__group__in=(source, target))
        .order_by("pk")
        .values_list("pk")
    )
    old = list(
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("seat", "person")
        .filter(pk__in=keys, group=source, state=EnrolmentState.ENROLLED)
        .order_by("pk")
    )
    if len(old) != len(keys):
        raise NotEnrolled(
            _("Somebody chosen has no place in group {group} any more. Look again.").format(group=source.key)
        )
    if found := _clashing(old, target, but=source):
        raise HoursClash(" ".join(found))
    _check_twice(old, target)
    by_mode: dict[str, list[Enrolment]] = defaultdict(list)
    for one in old:
        by_mode[one.mode].append(one)
    new: list[Enrolment] = []
    for mode, leaving in sorted(by_mode.items()):
        new += _seated(leaving, target, mode, at)
    for one in old:
        release(seat=one.seat, at=at)
    Enrolment.objects.filter(pk__in=[one.pk for one in old]).update(
        state=EnrolmentState.MOVED, left_on=day_of(at)
    )
    made = Enrolment.objects.bulk_create(new)
    _write_events(made, source, target, by=by, at=at)
    return made


def _check_twice(old: Sequence[Enrolment], target: Group) -> None:
    standing = standing_keys([one.person_id for one in old])
    there = target.enrolments.filter(state=EnrolmentState.ENROLLED).values_list("person", flat=True)
    if set(standing_keys(there).values()) & set(standing.values()):
        raise AlreadyEnrolled(
            _("Somebody has a place in group {group} already. Withdraw one of the two first.").format(
                group=target.key
            )
        )


def _seated(leaving: Sequence[Enrolment], target: Group, mode: str, at: datetime) -> list[Enrolment]:
    """The enrolments that continue these, each on a seat just taken; not written yet."""
    pool = GroupPool.objects.select_related("pool").filter(group=target, mode=mode).first()
    if pool is None:
        raise NotThisWay(
            _("Group {group} has no places in the way in which {many} of them attend.").format(
                group=target.key, many=len(leaving)
            )
        )
    try:
        seats = take_all(pool=pool.pool, holders=[one.person_id for one in leaving], at=at)
    except PoolFull:
        raise GroupFull(
            _("Group {group} has {free} places free, and {many} are needed. Nothing was changed.").format(
                group=target.key, free=pool.pool.free, many=len(leaving)
            )
        ) from None
    except AlreadySeated:
        raise AlreadyEnrolled(
            _("Somebody has a place in group {group} already. Withdraw one of the two first.").format(
                group=target.key
            )
        ) from None
    known, day, words_of_group = (
        identities(one.person_id for one in leaving),
        day_of(at),
        words.of_group(target),
    )
    return [
        Enrolment(
            group=target,
            person=one.person,
            seat=seat,
            mode=mode,
            enrolled_on=day,
            continues=one,
            resident=one.resident,
            synthetic=one.synthetic,
            **words_of_group,
            **words.of_person(
                gender=known[one.person_id].gender if one.person_id in known else None,
                born=known[one.person_id].birth_date if one.person_id in known else None,
                day=day,
            ),
        )
        for one, seat in zip(leaving, seats, strict=True)
    ]


def _write_events(
    made: Sequence[Enrolment], source: Group, target: Group, *, by: Account, at: datetime
) -> None:
    rows = []
    for one in made:
        rows += [
            EnrolmentEvent(
                enrolment=one.continues,
                kind=EventKind.MOVED_OUT,
                happened_at=at,
                by_key=by.pk,
                reason=target.key,
            ),
            EnrolmentEvent(
                enrolment=one, kind=EventKind.MOVED_IN, happened_at=at, by_key=by.pk, reason=source.key
            ),
        ]
    EnrolmentEvent.objects.bulk_create(rows)
    lines = [
        Line(
            act="learning.move_enrolment",
            kind=one._meta.label_lower,
            key=str(one.pk),
            label=target.key,
            details={"from": source.key, "continues": str(one.continues_id)},
        )
        for one in made
    ]
    write_many(lines, by_key=str(by.pk), by_label=signature(by, at=at), at=at)
