"""Marking who came, and correcting a mark."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.journal.entries import Line, write_many
from kurss.learning import words
from kurss.learning.models import (
    ATTENDED,
    Attendance,
    Enrolment,
    Group,
    Mode,
    Session,
    SessionState,
    Status,
    Way,
)
from kurss.learning.refusals import (
    AlreadyMarked,
    MarkSuperseded,
    NotEnrolledThatDay,
    NothingToCorrect,
    NotOfThisGroup,
    ReasonNeeded,
    SessionNotHeld,
    UnknownMark,
)
from kurss.people.acting import note, permit, signature
from kurss.people.models import Account
from kurss.people.permissions import Act


@dataclass(frozen=True, slots=True)
class Mark:
    """A status and, where it is not the session's own, the way in which the person attended."""

    status: str
    way: str = ""


Marks = Mapping[Enrolment, str | Mark]

FREELY: Final = timedelta(days=7)
"""So long after a session a mark is corrected without a reason: the week in which notes and slips come in."""


class _Learner(NamedTuple):
    """An enrolment as the database has it now, with what the identity says."""

    pk: int
    group_id: int
    person_id: UUID
    mode: str
    resident: str
    enrolled_on: date
    left_on: date | None
    synthetic: bool
    gender: str | None
    born: date | None


_COLUMNS = (
    "pk",
    "group_id",
    "person_id",
    "mode",
    "resident",
    "enrolled_on",
    "left_on",
    "synthetic",
    "person__identity__gender",
    "person__identity__birth_date",
)


def mark_attendance(*, session: Session, marks: Marks, by: Account, at: datetime) -> list[Attendance]:
    """The marks of one session, written at once; returns the new ones.

    A mark that stands already is left as it is, so that sending the same list twice is once. One that says
    something else is refused with AlreadyMarked: a change is a correction, and a correction leaves a trace.
    """
    return mark_lists(lists={session: marks}, by=by, at=at)


@transaction.atomic
def mark_lists(*, lists: Mapping[Session, Marks], by: Account, at: datetime) -> list[Attendance]:
    """The same for the lists of several sessions, as they are sent together later: all of them or none."""
    groups = {session.pk: session.group for session in lists}
    for group in set(groups.values()):
        permit(by, Act.MARK_ATTENDANCE, at=at, place=group.place.key)
    wanted = {
        (session.pk, enrolment.pk): _checked(mark)
        for session, marks in lists.items()
        for enrolment, mark in marks.items()
    }
    sessions = _held(groups)
    learners = _learners({enrolment for _, enrolment in wanted})
    standing = _standing(sessions, learners)
    rows = []
    for (session_pk, enrolment_pk), mark in wanted.items():
        session, learner = sessions[session_pk], learners[enrolment_pk]
        _check_belongs(session, groups[session_pk], learner)
        status = standing.get((session_pk, enrolment_pk))
        if status is None:
            rows.append(_row(session, groups[session_pk], learner, mark, by=by, at=at))
        elif status != mark.status:
            raise AlreadyMarked(
                _("Enrolment {number} is marked “{mark}” on {day}. Correct that mark instead.").format(
                    number=learner.pk, mark=Status(status).label, day=session.happened_on
                )
            )
    written = Attendance.objects.bulk_create(rows)
    lines = [
        Line(
            act="learning.mark",
            kind=Session._meta.label_lower,
            key=str(pk),
            label=f"{groups[pk].key} {sessions[pk].happened_on}",
        )
        for pk in dict.fromkeys(row.session_id for row in written)
    ]
    write_many(lines, by_key=str(by.pk), by_label=signature(by, at=at), at=at)
    return written


@transaction.atomic
def correct_attendance(
    *, attendance: Attendance, status: str, reason: str, by: Account, at: datetime, way: str = ""
) -> Attendance:
    """A new mark in place of the old one, which stays readable behind it.

    Later than FREELY after the session it takes a reason; without one it is refused with ReasonNeeded.
    """
    old = Attendance.objects.select_for_update().get(pk=attendance.pk)
    permit(by, Act.MARK_ATTENDANCE, at=at, place=old.session.group.place.key)
    mark = _checked(Mark(status, way or old.mode))
    if not old.is_current:
        raise MarkSuperseded(
            _("The mark of {day} was corrected before. Correct the mark that replaced it.").format(
                day=old.happened_on
            )
        )
    if (old.status, old.mode) == (mark.status, mark.way):
        raise NothingToCorrect(
            _("The mark of {day} says so already. Nothing was changed.").format(day=old.happened_on)
        )
    if at > old.session.ends_at + FREELY and not reason.strip():
        raise ReasonNeeded(
            _("The session was more than {days} days ago. Say why the mark is changed.").format(
                days=FREELY.days
            )
        )
    Attendance.objects.filter(pk=old.pk).update(is_current=False)
    new = Attendance.objects.create(
        session=old.session,
        enrolment_id=old.enrolment_id,
        person_id=old.person_id,
        status=mark.status,
        mode=mark.way,
        happened_on=old.happened_on,
        minutes=old.session.minutes if mark.status in ATTENDED else 0,
        marked_at=at,
        marked_by_key=by.pk,
        supersedes=old,
        **{name: getattr(old, name) for name in _ON_ITS_DAY},
    )
    note(
        by=by,
        at=at,
        act="learning.correct",
        about=new,
        label=f"{old.group_key} {old.happened_on}",
        was=old.status,
        now=new.status,
        reason=reason,
    )
    return new


_ON_ITS_DAY = (
    "audience",
    "gender",
    "age",
    "age_band",
    "resident",
    "topic",
    "place_key",
    "group_key",
    "operation_key",
    "synthetic",
)
"""The words of the day, which a correction of the mark does not touch."""


def _checked(mark: str | Mark) -> Mark:
    mark = mark if isinstance(mark, Mark) else Mark(mark)
    if mark.status not in Status.values or (mark.way and mark.way not in Way.values):
        raise UnknownMark(
            _("“{mark}” is no mark. Use one of {marks}, attended {ways}.").format(
                mark=f"{mark.status} {mark.way}".strip(),
                marks=", ".join(Status.values),
                ways=", ".join(Way.values),
            )
        )
    return mark


def _held(sessions: Iterable[int]) -> dict[int, Session]:
    """The sessions as they stand now, locked: two who mark one session at once come one after the other."""
    locked = Session.objects.select_for_update().filter(pk__in=list(sessions)).order_by("pk")
    for session in locked:
        if session.state != SessionState.HELD:
            raise SessionNotHeld(
                _("The session of {day} is “{state}”. Mark attendance of a session that was held.").format(
                    day=session.happened_on, state=session.get_state_display()
                )
            )
    return {session.pk: session for session in locked}


def _learners(enrolments: Iterable[int]) -> dict[int, _Learner]:
    found = Enrolment.objects.filter(pk__in=list(enrolments)).values_list(*_COLUMNS)
    return {row[0]: _Learner(*row) for row in found}


def _standing(sessions: Iterable[int], enrolments: Iterable[int]) -> dict[tuple[int, int], str]:
    """The current marks of these sessions, by session and enrolment."""
    marks = Attendance.objects.filter(
        session__in=list(sessions), enrolment__in=list(enrolments), is_current=True
    )
    return {
        (session, enrolment): status
        for session, enrolment, status in marks.values_list("session_id", "enrolment_id", "status")
    }


def _row(
    session: Session, group: Group, learner: _Learner, mark: Mark, *, by: Account, at: datetime
) -> Attendance:
    return Attendance(
        session=session,
        enrolment_id=learner.pk,
        person_id=learner.person_id,
        status=mark.status,
        mode=mark.way or usual_way(session.mode, learner.mode),
        happened_on=session.happened_on,
        minutes=session.minutes if mark.status in ATTENDED else 0,
        marked_at=at,
        marked_by_key=by.pk,
        resident=learner.resident,
        synthetic=learner.synthetic,
        **words.of_group(group),
        **words.of_person(gender=learner.gender, born=learner.born, day=session.happened_on),
    )


def usual_way(session: str, seat: str) -> str:
    """How somebody with such a seat attends a session of such a mode: at a hybrid one, where the seat is."""
    return seat if session == Mode.HYBRID else session


def _check_belongs(session: Session, group: Group, learner: _Learner) -> None:
    if learner.group_id != session.group_id:
        raise NotOfThisGroup(
            _("Enrolment {number} is not in group {group}. Mark it at a session of its own group.").format(
                number=learner.pk, group=group.key
            )
        )
    # Who withdraws in the evening may have been there in the afternoon, so the last day itself is allowed.
    left = learner.left_on is not None and session.happened_on > learner.left_on
    if left or session.happened_on < learner.enrolled_on:
        raise NotEnrolledThatDay(
            _("Enrolment {number} did not hold on {day}. Leave it unmarked at this session.").format(
                number=learner.pk, day=session.happened_on
            )
        )
