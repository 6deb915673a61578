"""Handing in the list of a session: once, whatever the network does, and overwriting nothing that was not seen."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurss.learning.classroom.rosters import Seat, roster
from kurss.learning.marking import Mark, correct_attendance, mark_attendance
from kurss.learning.models import (
    Attendance,
    ClassList,
    Disagreement,
    Enrolment,
    Session,
    SessionState,
    Status,
    Way,
)
from kurss.learning.refusals import (
    AlreadySettled,
    ListKeyUsed,
    NotEnrolledThatDay,
    NotOfThisGroup,
    NotYetBegun,
    ReasonNeeded,
    SessionMarked,
    SessionNotHeld,
    SessionNotPlanned,
    UnknownMark,
)
from kurss.learning.sessions import hold_session
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.people.restricting import namable

MOST = 200
"""Marks in one list: more than any class has."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of one child, and the mark they saw standing there as they said it (0: none)."""

    status: str
    way: str = ""
    seen: int = 0


Pair = tuple[Attendance, Said]
"""A mark that stands, and what was said of the same child."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a list. `again` says that it had come before, and that nothing was done now."""

    list: ClassList
    written: int = 0
    corrected: int = 0
    disagreements: Sequence[Disagreement] = ()
    again: bool = False


@transaction.atomic
def hand_in(
    *,
    session: Session,
    said: Mapping[int, Said],
    key: UUID,
    by: Account,
    at: datetime,
    made_at: datetime | None = None,
    reason: str = "",
) -> Outcome:
    """Write the marks of a session that has begun, by enrolment; marking a planned one says that it is held.

    The same list again, by its key, is the same list. What says what its maker saw standing says nothing new. A
    mark that its maker saw, or wrote before, is corrected; one by somebody else that they did not see stays, and
    the two stand side by side as a Disagreement. A child who was not in the group on that day is refused by name,
    and nothing of the list is written.
    """
    permit(by, Act.MARK_ATTENDANCE, at=at, place=session.group.place.key)
    locked = Session.objects.select_for_update(of=("self",)).select_related("group__place").get(pk=session.pk)
    digest = _digest(locked, said)
    earlier = ClassList.objects.filter(pk=key).first()
    if earlier is not None:
        if (earlier.session_id, earlier.by_key, earlier.digest) != (locked.pk, by.pk, digest):
            raise ListKeyUsed(
                _("Another list was handed in under this name. Open the session and mark it anew.")
            )
        return Outcome(earlier, disagreements=list(earlier.disagreements.filter(settled_at=None)), again=True)
    locked = _under_way(locked, by=by, at=at)
    seats = {seat.enrolment.pk: seat for seat in roster(locked)}
    _check(locked, said, seats)
    made = ClassList(
        key=key, session=locked, by_key=by.pk, made_at=min(made_at or at, at), came_at=at, digest=digest
    )
    made.save(force_insert=True)
    fresh, known, clashes = _sorted(made, _news(locked, said), seats)
    mark_attendance(session=locked, marks=fresh, by=by, at=at)
    for standing, one in known:
        correct_attendance(attendance=standing, status=one.status, way=one.way, reason=reason, by=by, at=at)
    return Outcome(made, len(fresh), len(known), _disagree(made, clashes, by=by, at=at))


@transaction.atomic
def settle(
    *, disagreement: Disagreement, take: bool, by: Account, at: datetime, reason: str = ""
) -> Attendance:
    """Decide between two marks: take the one that was not written, as a correction, or keep what stands.

    Returns the mark that stands from now on.
    """
    found = (
        Disagreement.objects.select_for_update(of=("self",))
        .select_related("list__session__group__place")
        .get(pk=disagreement.pk)
    )
    session = found.list.session
    permit(by, Act.MARK_ATTENDANCE, at=at, place=session.group.place.key)
    if found.settled_at is not None:
        raise AlreadySettled(_("Somebody has decided this before. Nothing was changed."))
    standing = Attendance.objects.get(session=session, enrolment=found.enrolment_id, is_current=True)
    if take and (standing.status, standing.mode) != (found.status, found.mode):
        standing = correct_attendance(
            attendance=standing, status=found.status, way=found.mode, reason=reason, by=by, at=at
        )
    found.taken, found.settled_at, found.settled_by_key = take, at, by.pk
    found.save(update_fields=["taken", "settled_at", "settled_by_key"])
    label = f"{session.group.key} {session.happened_on}"
    note(by=by, at=at, act="learning.settle", about=found, label=label, taken=take, said=found.status)
    return standing


@transaction.atomic
def say_not_held(*, session: Session, reason: str, by: Account, at: datetime) -> Session:
    """Say of a session whose hour has come that it was not held; it counts for nobody.

    Before its hour it is cancelled by whoever plans courses. With people marked at it, it was held.
    """
    permit(by, Act.MARK_ATTENDANCE, at=at, place=session.group.place.key)
    locked = Session.objects.select_for_update(of=("self",)).select_related("group").get(pk=session.pk)
    if not reason.strip():
        raise ReasonNeeded(_("Say why the session was not held."))
    if locked.state not in (SessionState.PLANNED, SessionState.HELD):
        raise SessionNotPlanned(_said_of(locked))
    if at < locked.starts_at:
        raise NotYetBegun(_("The session has not begun yet. Whoever plans courses can cancel it."))
    marked = Attendance.objects.filter(session=locked, is_current=True).count()
    if marked:
        raise SessionMarked(
            ngettext(
                "{n} child is marked at this session, so it was held. Correct the mark if it is wrong.",
                "{n} children are marked at this session, so it was held. Correct the marks if they are wrong.",
                marked,
            ).format(n=marked)
        )
    Session.objects.filter(pk=locked.pk).update(state=SessionState.CANCELLED)
    locked.state = SessionState.CANCELLED
    label = f"{locked.group.key} {locked.happened_on}"
    note(by=by, at=at, act="learning.not_held", about=locked, label=label, reason=reason.strip())
    return locked


def _under_way(session: Session, *, by: Account, at: datetime) -> Session:
    """The session as one that is held: marking it says so. Refused where it is not, or not yet."""
    if session.state in (SessionState.CANCELLED, SessionState.MOVED):
        raise SessionNotHeld(_said_of(session))
    if at < session.starts_at:
        raise NotYetBegun(_("The session has not begun yet. Mark it once it has."))
    return hold_session(session=session, by=by, at=at) if session.state == SessionState.PLANNED else session


def _said_of(session: Session) -> str:
    if session.state == SessionState.MOVED:
        return _("The session was moved to another time. Nothing was changed; mark the one that replaced it.")
    return _("The session was not held, so nobody is marked at it. Nothing was changed.")


def _check(session: Session, said: Mapping[int, Said], seats: Mapping[int, Seat]) -> None:
    if len(said) > MOST:
        raise UnknownMark(_("A list has at most {most} marks. Nothing was written.").format(most=MOST))
    for one in said.values():
        if one.status not in Status.values or (one.way and one.way not in Way.values):
            raise UnknownMark(_("One of the marks is no word that is known here. Nothing was written."))
    strangers = [pk for pk in said if pk not in seats]
    if not strangers:
        return
    found = Enrolment.objects.filter(pk__in=strangers).order_by("pk").first()
    if found is None or found.group_id != session.group_id:
        raise NotOfThisGroup(
            _("Somebody in the list is not in this group. Nothing was written; open the session anew.")
        )
    known = namable([found.person_id]).get(found.person_id)
    raise NotEnrolledThatDay(
        _(
            "{name} was not in the group on the day of this session. Nothing was written; open the session anew."
        ).format(name=known.name if known else _("Somebody in the list"))
    )


def _news(session: Session, said: Mapping[int, Said]) -> dict[int, Said]:
    """What differs from the mark that its maker saw: the rest of a list was only on the page."""
    seen = Attendance.objects.filter(session=session).in_bulk([one.seen for one in said.values() if one.seen])
    return {
        pk: one
        for pk, one in said.items()
        if (shown := seen.get(one.seen)) is None
        or shown.enrolment_id != pk
        or (shown.status, shown.mode) != (one.status, one.way or shown.mode)
    }


def _sorted(
    made: ClassList, said: Mapping[int, Said], seats: Mapping[int, Seat]
) -> tuple[dict[Enrolment, str | Mark], list[Pair], list[Pair]]:
    """First marks, corrections of what the maker knew, and clashes with what somebody else has marked."""
    fresh: dict[Enrolment, str | Mark] = {}
    known: list[Pair] = []
    clashes: list[Pair] = []
    for pk, one in said.items():
        standing, way = seats[pk].mark, one.way or seats[pk].way
        if standing is None:
            fresh[seats[pk].enrolment] = Mark(one.status, one.way)
        elif (standing.status, standing.mode) != (one.status, way):
            # An answer that was lost leaves a phone that does not know of its own earlier marks.
            own = standing.marked_by_key == made.by_key and standing.marked_at <= made.made_at
            (known if one.seen == standing.pk or own else clashes).append((standing, one))
    return fresh, known, clashes


def _disagree(made: ClassList, clashes: Sequence[Pair], *, by: Account, at: datetime) -> list[Disagreement]:
    rows = Disagreement.objects.bulk_create(
        Disagreement(
            list=made,
            enrolment_id=standing.enrolment_id,
            against=standing,
            status=one.status,
            mode=one.way or standing.mode,
        )
        for standing, one in clashes
    )
    if rows:
        label = f"{made.session.group.key} {made.session.happened_on}"
        note(by=by, at=at, act="learning.disagree", about=made, label=label, marks=len(rows))
    return rows


def _digest(session: Session, said: Mapping[int, Said]) -> str:
    """The SHA-256 of what a list says, whatever the order of its marks."""
    content = [session.pk, sorted((pk, one.status, one.way, one.seen) for pk, one in said.items())]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
