"""The sessions of the re-lived year: held and marked, late, corrected, cancelled, moved, taken online."""

from datetime import date, datetime, timedelta
from functools import partial

from kurss.curriculum.timetable import slot
from kurss.learning.cityday import day_of, zone
from kurss.learning.completion import complete
from kurss.learning.demo.diary import SATURDAY
from kurss.learning.demo.habits import mark_of, second_thought
from kurss.learning.demo.seasons import LOCKDOWN
from kurss.learning.demo.year import Circle, Year
from kurss.learning.marking import Mark, correct_attendance, mark_lists
from kurss.learning.models import Attendance, Enrolment, Mode, Session
from kurss.learning.refusals import RoomTaken, TeacherTaken
from kurss.learning.sessions import cancel_session, hold_sessions, move_session, take_online

FALLS_OUT = 0.015
MOVES = 0.01
MARKED_LATE = 0.06
MISTAKE = 0.008
ANNOUNCED = date(2021, 10, 20)
"""The evening before the lockdown."""


def expect_sessions(year: Year, circle: Circle, at: datetime) -> None:
    """Put every session of a group that was planned just now on the agenda, and its end."""
    if ANNOUNCED < day_of(at) <= LOCKDOWN[1]:
        _leave_rooms(year, circle, at)
    for session in circle.sessions:
        _expect(year, circle, session)
    last = circle.group.ends_on + timedelta(days=8)
    year.agenda.add(year.moment(last), lambda at: _finish(year, circle, at))


def expect_lockdown(year: Year) -> None:
    year.agenda.add(year.moment(ANNOUNCED, first=18, last=20), lambda at: _close_doors(year, at))


def _expect(year: Year, circle: Circle, session: Session) -> None:
    chance = year.rng.random()
    before = session.starts_at - timedelta(hours=year.rng.randrange(2, 30))
    if chance < FALLS_OUT:
        year.agenda.add(before, lambda at: _cancel(year, circle, session, "Skolotājs saslimis", at))
    elif chance < FALLS_OUT + MOVES and circle.group.mode == Mode.ON_SITE:
        year.agenda.add(before, lambda at: _move(year, circle, session, at))
    after = session.ends_at + timedelta(minutes=year.rng.randrange(0, 25))
    year.agenda.add(after, lambda at: _teach(year, circle, session, at))


def _cancel(year: Year, circle: Circle, session: Session, reason: str, at: datetime) -> None:
    if session.pk not in circle.gone:
        circle.gone.add(session.pk)
        cancel_session(session=session, reason=reason, by=year.scene.administrator, at=at)


def _move(year: Year, circle: Circle, session: Session, at: datetime) -> None:
    """To the Saturday of that week, if a room is free then; otherwise the session is cancelled."""
    saturday = session.happened_on + timedelta(days=6 - session.happened_on.isoweekday())
    season = circle.group.season
    closed = LOCKDOWN[0] <= saturday <= LOCKDOWN[1]
    if session.pk in circle.gone or closed or not season.starts_on <= saturday <= season.ends_on:
        return
    to = slot(saturday, *SATURDAY, zone())
    try:
        moved = move_session(
            session=session,
            starts_at=to.starts_at,
            ends_at=to.starts_at + (session.ends_at - session.starts_at),
            room=year.rng.choice(year.scene.rooms),
            mode=Mode.ON_SITE,
            reason="Telpa aizņemta",
            by=year.scene.administrator,
            at=at,
        )
    except (RoomTaken, TeacherTaken):
        _cancel(year, circle, session, "Telpa aizņemta", at)
        return
    circle.gone.add(session.pk)
    year.agenda.add(moved.ends_at, lambda moment: _teach(year, circle, moved, moment))


def _close_doors(year: Year, at: datetime) -> None:
    for circle in year.circles:
        _leave_rooms(year, circle, at)


def _leave_rooms(year: Year, circle: Circle, at: datetime) -> None:
    """What needs the things in the room falls out or is shown on a screen; everything else goes online."""
    first, last = LOCKDOWN
    inside = [session for session in circle.sessions if first <= session.happened_on <= last]
    if not inside or circle.group.mode == Mode.ONLINE:
        return
    if circle.theme.crafts and year.rng.random() < 0.4:
        for session in inside:
            _cancel(year, circle, session, "Pulcēšanās ierobežojumi", at)
        return
    take_online(
        group=circle.group,
        first=first,
        last=last,
        reason="Pulcēšanās ierobežojumi",
        by=year.scene.administrator,
        at=at,
    )
    circle.online.update(session.pk for session in inside)


def _teach(year: Year, circle: Circle, session: Session, at: datetime) -> None:
    """The session takes place, if there is anybody to come; the evening will say so."""
    if session.pk in circle.gone:
        return
    if not circle.roster:
        _cancel(year, circle, session, "Nav dalībnieku", at)
        return
    if not year.today:
        year.agenda.add(year.moment(day_of(at), first=20, last=22), lambda moment: _evening(year, moment))
    year.today.append((circle, session))


def _evening(year: Year, at: datetime) -> None:
    """The day's sessions are confirmed, and their lists entered at once; some lists come days later."""
    day, year.today = year.today, []
    hold_sessions(sessions=[session for _, session in day], by=year.scene.teacher, at=at)
    lists: dict[Session, dict[Enrolment, Mark]] = {}
    for circle, session in day:
        marks = {
            enrolment: mark_of(
                year.rng, learner.habit, day=session.happened_on, online=circle.is_online(session, enrolment)
            )
            for enrolment, learner in circle.roster.values()
        }
        if year.rng.random() < MARKED_LATE:
            later = at + timedelta(days=year.rng.randrange(1, 6), minutes=year.rng.randrange(300))
            year.agenda.add(later, partial(_enter, year, {session: marks}))
        else:
            lists[session] = marks
    _enter(year, lists, at)


def _enter(year: Year, lists: dict[Session, dict[Enrolment, Mark]], at: datetime) -> None:
    for attendance in mark_lists(lists=lists, by=year.scene.teacher, at=at):
        if year.rng.random() < MISTAKE:
            later = at + timedelta(days=year.rng.randrange(1, 7), minutes=year.rng.randrange(300))
            year.agenda.add(later, partial(_correct, year, attendance))


def _correct(year: Year, wrong: Attendance, at: datetime) -> None:
    correct_attendance(
        attendance=wrong,
        status=second_thought(year.rng, wrong.status),
        reason="Saņemta zīme" if wrong.status == "absent" else "Kļūdaina atzīme",
        by=year.scene.teacher,
        at=at,
    )


def _finish(year: Year, circle: Circle, at: datetime) -> None:
    complete(group=circle.group, by=year.scene.administrator, at=at)
