"""What becomes of a planned session: held, cancelled, moved, or taken online."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.curriculum.timetable import Slot
from kurss.journal.entries import Line, write_many
from kurss.learning.cityday import day_of
from kurss.learning.models import Group, Mode, Session, SessionState
from kurss.learning.planning import refused_in_words, write_sessions
from kurss.learning.refusals import NotYetBegun, OutsideSeason, SessionNotPlanned
from kurss.learning.telling import tell_cancelled, tell_moved, tell_restored
from kurss.people.acting import note, permit, signature
from kurss.people.models import Account, Person
from kurss.people.permissions import Act
from kurss.places.models import Room


def hold_session(*, session: Session, by: Account, at: datetime) -> Session:
    """Say that the session takes place or took place. Refused with NotYetBegun before it begins."""
    return hold_sessions(sessions=[session], by=by, at=at)[0]


@transaction.atomic
def hold_sessions(*, sessions: Sequence[Session], by: Account, at: datetime) -> list[Session]:
    """The same for all sessions of a day, as they are confirmed in the evening: every one or none."""
    locked = _planned(sessions, by=by, at=at, act=Act.MARK_ATTENDANCE)
    for session in locked:
        if at < session.starts_at:
            raise NotYetBegun(
                _("The session of group {group} begins at {moment}. Hold it then.").format(
                    group=session.group.key, moment=f"{timezone.localtime(session.starts_at):%Y-%m-%d %H:%M}"
                )
            )
    return _become(locked, SessionState.HELD, act="learning.hold", by=by, at=at)


@transaction.atomic
def restore_session(*, session: Session, reason: str, by: Account, at: datetime) -> Session:
    """A session that was cancelled, or said not to have been held, is planned again; told to its group if to come.

    Before its hour whoever plans courses restores it, afterwards whoever marks it. Refused with RoomTaken or
    TeacherTaken where another session has the room or a teacher since.
    """
    act = Act.PLAN_COURSES if at < session.starts_at else Act.MARK_ATTENDANCE
    permit(by, act, at=at, place=session.group.place.key)
    found = Session.objects.select_for_update(of=("self",)).select_related("group__place", "room")
    lost = found.get(pk=session.pk)
    if lost.state != SessionState.CANCELLED:
        raise SessionNotPlanned(
            _("The session of group {group} on {day} is “{state}”. Only a cancelled one is restored.").format(
                group=lost.group.key, day=lost.happened_on, state=lost.get_state_display()
            )
        )
    slots = [Slot(lost.starts_at, lost.ends_at, lost.happened_on)]
    with refused_in_words(
        slots,
        room=lost.room,
        teachers=list(Person.objects.filter(taught_sessions__session=lost)),
        but=[lost.pk],
    ):
        [restored] = _become(
            [lost], SessionState.PLANNED, act="learning.restore", by=by, at=at, reason=reason
        )
    if restored.starts_at > at:
        tell_restored(restored, reason=reason, at=at)
    return restored


def cancel_session(*, session: Session, reason: str, by: Account, at: datetime) -> Session:
    """The session will not take place; its room and its teachers are free, and everybody of the group is told."""
    return cancel_sessions(sessions=[session], reason=reason, by=by, at=at)[0]


@transaction.atomic
def cancel_sessions(*, sessions: Sequence[Session], reason: str, by: Account, at: datetime) -> list[Session]:
    """None of these sessions will take place. Whoever learns or teaches in a group gets one letter about it."""
    locked = _planned(sessions, by=by, at=at, act=Act.PLAN_COURSES)
    cancelled = _become(locked, SessionState.CANCELLED, act="learning.cancel", by=by, at=at, reason=reason)
    tell_cancelled([each for each in cancelled if each.ends_at > at], reason=reason, at=at)
    return cancelled


@transaction.atomic
def move_session(
    *,
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    room: Room | None,
    mode: Mode,
    by: Account,
    at: datetime,
    reason: str = "",
) -> Session:
    """The session takes place at another time; returns the one that replaces it. The group is told."""
    [session] = _planned([session], by=by, at=at, act=Act.PLAN_COURSES)
    day, season = day_of(starts_at), session.group.season
    if not season.starts_on <= day <= season.ends_on or ends_at <= starts_at:
        raise OutsideSeason(
            _(
                "The session of group {group} cannot move to {day}: season {season} runs from {starts} to {ends}, "
                "and a session ends after it starts. Choose another time."
            ).format(
                group=session.group.key,
                day=day,
                season=season.key,
                starts=season.starts_on,
                ends=season.ends_on,
            )
        )
    teachers = list(Person.objects.filter(taught_sessions__session=session))
    _become([session], SessionState.MOVED, act="learning.move", by=by, at=at, reason=reason)
    [moved] = write_sessions(
        session.group,
        [Slot(starts_at, ends_at, day)],
        room=room,
        mode=mode,
        teachers=teachers,
        replaces=session,
    )
    if session.ends_at > at or moved.ends_at > at:
        tell_moved(session, moved, reason=reason, at=at)
    return moved


@transaction.atomic
def take_online(*, group: Group, first: date, last: date, reason: str, by: Account, at: datetime) -> int:
    """Planned sessions from the first to the last day keep their hour and leave their room; how many did."""
    permit(by, Act.PLAN_COURSES, at=at, place=group.place.key)
    taken = group.sessions.filter(
        state=SessionState.PLANNED, happened_on__gte=first, happened_on__lte=last
    ).update(mode=Mode.ONLINE, room=None)
    note(
        by=by,
        at=at,
        act="learning.take_online",
        about=group,
        label=group.key,
        first=first.isoformat(),
        last=last.isoformat(),
        sessions=str(taken),
        reason=reason,
    )
    return taken


def _planned(sessions: Sequence[Session], *, by: Account, at: datetime, act: Act) -> list[Session]:
    """The sessions as they stand now, locked; refused unless they are planned and the account may act on each."""
    groups = {session.pk: session.group for session in sessions}
    for group in set(groups.values()):
        permit(by, act, at=at, place=group.place.key)
    locked = list(Session.objects.select_for_update().filter(pk__in=groups).order_by("pk"))
    for session in locked:
        session.group = groups[session.pk]
        if session.state != SessionState.PLANNED:
            raise SessionNotPlanned(
                _(
                    "The session of group {group} on {day} is “{state}” already. Only a planned one can change."
                ).format(group=session.group.key, day=session.happened_on, state=session.get_state_display())
            )
    return locked


def _become(
    sessions: Sequence[Session],
    state: SessionState,
    *,
    act: str,
    by: Account,
    at: datetime,
    reason: str = "",
) -> list[Session]:
    Session.objects.filter(pk__in=[session.pk for session in sessions]).update(state=state)
    lines = []
    for session in sessions:
        session.state = state
        lines.append(
            Line(
                act=act,
                kind=session._meta.label_lower,
                key=str(session.pk),
                label=f"{session.group.key} {session.happened_on}",
                details={"reason": reason} if reason else {},
            )
        )
    write_many(lines, by_key=str(by.pk), by_label=signature(by, at=at), at=at)
    return list(sessions)
