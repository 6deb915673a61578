"""Changing a group that is planned: its places, room, teachers, language and rule, and a meeting more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.curriculum.timetable import Slot
from kurss.learning import clashes
from kurss.learning.cityday import day_of
from kurss.learning.enrolment import check_group_open
from kurss.learning.framing import Ages, ages_now
from kurss.learning.models import (
    Group,
    GroupPool,
    GroupTeacher,
    Mode,
    RoundPool,
    RoundState,
    Session,
    SessionState,
    SessionTeacher,
)
from kurss.learning.planning import refused_in_words, write_sessions
from kurss.learning.refusals import (
    HoursUnclear,
    OutsideSeason,
    PlacesPromised,
    PlacesUnclear,
    RoomElsewhere,
)
from kurss.learning.rounds.offering import offer_next
from kurss.learning.telling import tell_added, tell_room
from kurss.partners.models import Operation
from kurss.people.acting import note, permit
from kurss.people.models import Account, Person
from kurss.people.permissions import Act
from kurss.places.models import Room
from kurss.seats.refusals import PlacesTaken
from kurss.seats.taking import resize


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What can be said anew of a group that is planned. Curriculum, place, way of attending and key stay."""

    places: Mapping[Mode, int]
    minimum: int
    room: Room | None
    teachers: Sequence[Person]
    language: str
    operation: Operation | None
    ages: Ages | None


@transaction.atomic
def change_group(*, group: Group, details: Details, by: Account, at: datetime) -> Group:
    """The group as it is now said to be, for the meetings still to come; what was held stays as it was.

    A place more is offered to whoever waits first, and a new room is told to everybody. Nothing changes where one
    of these is refused: PlacesUnclear, PlacesPromised, RoomElsewhere, RoomTaken, TeacherTaken, GroupOver.
    """
    permit(by, Act.PLAN_COURSES, at=at, place=group.place.key)
    group = Group.objects.select_for_update(of=("self",)).select_related("place", "room").get(pk=group.pk)
    check_group_open(group, day_of(at))
    told = _differences(group, details)
    _check(group, details)
    grown = _give_places(group, details.places)
    ahead = list(group.sessions.filter(state=SessionState.PLANNED, starts_at__gt=at).order_by("starts_at"))
    moved = [each for each in ahead if each.room_id == group.room_id] if details.room != group.room else []
    _take_room(moved, details.room)
    _teach(group, ahead, details.teachers)
    group.room, group.minimum, group.language = details.room, details.minimum, details.language
    group.operation, ages = details.operation, details.ages
    group.age_from, group.age_to, group.age_on, group.by_grade = (
        (ages.first, ages.last, ages.on, ages.by_grade) if ages else (None, None, None, False)
    )
    group.save()
    if told:
        note(by=by, at=at, act="learning.change_group", about=group, label=group.key, **told)
    if moved and details.room is not None:
        tell_room(group, moved[0], at=at)
    for pool in grown:
        offer_next(pool=pool, by=by, at=at)
    return group


@transaction.atomic
def add_meeting(
    *,
    group: Group,
    slot: Slot,
    room: Room | None,
    mode: Mode,
    by: Account,
    at: datetime,
    reason: str = "",
) -> Session:
    """One meeting besides the planned ones, with the group's teachers. Told to everybody where it is to come."""
    permit(by, Act.PLAN_COURSES, at=at, place=group.place.key)
    season, day = group.season, slot.happened_on
    if not season.starts_on <= day <= season.ends_on:
        raise OutsideSeason(
            _("The meeting of {day} is outside season {season}. Choose a day inside it.").format(
                day=day, season=season.key
            )
        )
    _check_room(group, room)
    if slot.ends_at <= slot.starts_at:
        raise HoursUnclear(_("The meeting would end before it starts. Change one of the two hours."))
    beside = group.sessions.filter(
        stands=True, starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at
    ).first()
    if beside is not None:
        raise HoursUnclear(
            _("Group {group} meets at that hour already: {when}. Choose another hour.").format(
                group=group.key, when=clashes.when(beside.starts_at, beside.ends_at)
            )
        )
    teachers = list(Person.objects.filter(taught_groups__group=group))
    [added] = write_sessions(group, [slot], room=room, mode=mode, teachers=teachers)
    note(
        by=by, at=at, act="learning.add_meeting", about=added, label=f"{group.key} {day}", reason=reason,
    )  # fmt: skip
    if added.starts_at > at:
        tell_added(added, reason=reason, at=at)
    return added


def _differences(group: Group, details: Details) -> dict[str, str]:
    """What becomes different, before and after, for the journal."""
    ages = ages_now(group)
    pools = {pool.mode: pool.pool.capacity for pool in group.pools.select_related("pool")}
    taught = sorted(str(key) for key in group.teachers.values_list("person", flat=True))
    pairs = {
        **{f"places_{way}": (pools.get(way), many) for way, many in details.places.items()},
        "minimum": (group.minimum, details.minimum),
        "room": (group.room, details.room),
        "teachers": (" ".join(taught), " ".join(sorted(str(one.pk) for one in details.teachers))),
        "language": (group.language, details.language),
        "operation": (group.operation_id, details.operation.pk if details.operation else None),
        "ages": (_said(ages), _said(details.ages)),
    }
    return {name: f"{old} → {new}" for name, (old, new) in pairs.items() if old != new}


def _said(ages: Ages | None) -> str | None:
    """A rule of ages as the journal keeps it."""
    if ages is None:
        return None
    return "grades {}–{}".format(*ages.grades) if ages.grades else f"({ages.first}, {ages.last})"


def _check(group: Group, details: Details) -> None:
    _check_room(group, details.room)
    if set(details.places) != {Mode(way) for way in group.pools.values_list("mode", flat=True)}:
        raise PlacesUnclear(_("A group keeps its ways of attending. Say how many places each of them has."))
    if not 1 <= details.minimum <= sum(details.places.values()) or min(details.places.values()) < 1:
        raise PlacesUnclear(
            _(
                "Group {key} needs {minimum} people to meet and has {places} places. Lower the one or raise the "
                "other."
            ).format(key=group.key, minimum=details.minimum, places=sum(details.places.values()))
        )
    ages = details.ages
    if ages and ages.first is not None and ages.last is not None and ages.first > ages.last:
        raise PlacesUnclear(
            _("Group {key} would take ages from {first} to {last}. Turn the two round.").format(
                key=group.key, first=ages.first, last=ages.last
            )
        )
    now = ages_now(group)
    part = _round_of(group)
    if part is not None and ages != now:
        raise PlacesPromised(
            _(
                "Round {round} says publicly whom group {group} takes. Change it when the round is over."
            ).format(round=part.round.key, group=group.key)
        )


def _check_room(group: Group, room: Room | None) -> None:
    if room is not None and room.building.institution_id != group.place_id:
        raise RoomElsewhere(
            _("Room {room} is not in {place}. Choose one of its rooms.").format(
                room=room.name, place=group.place.name
            )
        )


def _round_of(group: Group) -> RoundPool | None:
    """The round in which the group's places are given out now."""
    live = (RoundState.OPEN, RoundState.CLOSED, RoundState.DRAWN)
    parts = RoundPool.objects.filter(pool__group=group, round__state__in=live).select_related("round")
    return parts.first()


def _give_places(group: Group, places: Mapping[Mode, int]) -> list[GroupPool]:
    """Set how many places there are in each way; returns those that have more than before."""
    part, grown = _round_of(group), []
    for pool in group.pools.select_related("pool", "group__place"):
        many, before = places[Mode(pool.mode)], pool.pool.capacity
        if many == before:
            continue
        if part is not None and (many < before or part.round.state == RoundState.CLOSED):
            raise PlacesPromised(
                _(
                    "Round {round} gives out {before} places of group {group}, as it said publicly. There can be "
                    "more before it closes and after its draw, and fewer when it is over."
                ).format(round=part.round.key, group=group.key, before=before)
            )
        try:
            pool.pool = resize(pool=pool.pool, capacity=many)
        except PlacesTaken as refusal:
            raise PlacesUnclear(
                _(
                    "{taken} places of group {group} are taken or kept for an offer. Keep at least as many."
                ).format(taken=refusal.taken, group=group.key)
            ) from None
        if many > before:
            grown.append(pool)
    return grown


def _take_room(sessions: Sequence[Session], room: Room | None) -> None:
    keys = [each.pk for each in sessions]
    with refused_in_words([_slot(each) for each in sessions], room=room, teachers=(), but=keys):
        Session.objects.filter(pk__in=keys).update(room=room)


def _teach(group: Group, sessions: Sequence[Session], teachers: Sequence[Person]) -> None:
    """Who leaves teaches none of the coming sessions; who comes teaches all of them; who stays, as before."""
    before = set(group.teachers.values_list("person", flat=True))
    coming = [person for person in teachers if person.pk not in before]
    leaving = before - {person.pk for person in teachers}
    GroupTeacher.objects.filter(group=group, person__in=leaving).delete()
    SessionTeacher.objects.filter(session__in=sessions, person__in=leaving).delete()
    GroupTeacher.objects.bulk_create(GroupTeacher(group=group, person=person) for person in coming)
    # Whoever stood in for somebody teaches that session already.
    stood_in = set(
        SessionTeacher.objects.filter(session__in=sessions, person__in=coming).values_list(
            "session", "person"
        )
    )
    slots, keys = [_slot(each) for each in sessions], [each.pk for each in sessions]
    with refused_in_words(slots, room=None, teachers=coming, but=keys):
        SessionTeacher.objects.bulk_create(
            SessionTeacher(session=each, person=person, starts_at=each.starts_at, ends_at=each.ends_at)
            for each in sessions
            for person in coming
            if (each.pk, person.pk) not in stood_in
        )


def _slot(session: Session) -> Slot:
    return Slot(session.starts_at, session.ends_at, session.happened_on)
