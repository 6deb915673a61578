"""Sessions as iCalendar (RFC 5545), one event each; a cancelled or moved one says so.

An event has the same UID wherever it is told, in a feed or in a letter, so that a calendar shows it once.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from kurss.learning.models import (
    GONE,
    STANDING,
    Enrolment,
    EnrolmentRound,
    Group,
    Offer,
    Session,
    SessionState,
)
from kurss.learning.naming import title_of
from kurss.people.models import Person
from kurss.people.standing import keys_of

BEFORE = timedelta(days=1)
"""How long before the last moment of an offer a calendar reminds its reader."""


def calendar_of(group: Group) -> bytes:
    """Every session of a group, in UTC, with its place. Two queries besides the group's curriculum and place."""
    return _calendar(
        title_of(group.curriculum_version.curriculum, "title"),
        [_session(session) for session in _with_places(group.sessions.all())],
    )


def calendar_of_person(person: Person) -> bytes:
    """What somebody has to come to and to answer: the sessions of their groups, and until when an offer is kept.
    It names nobody. Three queries."""
    keys = keys_of(person)
    mine = Enrolment.objects.filter(person__in=keys)
    sessions = Session.objects.filter(group__in=mine.exclude(state__in=GONE).values("group"))
    offers = Offer.objects.open().filter(application__person__in=keys)
    return _calendar(
        _("Courses"),
        [
            *(_session(session) for session in _with_places(sessions)),
            *(
                _answer(offer)
                for offer in offers.select_related("pool__group__curriculum_version__curriculum")
            ),
        ],
    )


def sessions_file(group: Group) -> bytes:
    """All sessions of a group, to go with the letter that says that there is a place in it. One query.

    In an opening minute the same file goes out hundreds of times, so each process keeps what it wrote as long as
    no session was added, moved or cancelled.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SESSIONS, [group.pk])
        key = (group.pk, get_language(), *cursor.fetchone())
    if key not in _KEPT:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = calendar_of(group)
    return _KEPT[key]


_SESSIONS = """/* prepared */
SELECT md5(string_agg(concat_ws(' ', id, state, starts_at, ends_at, room_id), ',' ORDER BY id))
FROM learning_session WHERE group_id = %s
"""
_KEPT: dict[tuple[object, ...], bytes] = {}
MOST_KEPT = 500
"""Files of some ten thousand bytes each."""


def answer_file(offer: Offer) -> bytes:
    """Until when an offer is to be answered, with a reminder a day before."""
    return _calendar(_("Courses"), [_answer(offer)])


def closing_file(round: EnrolmentRound) -> bytes:
    """The last moment of a round's applications: until then they can be changed."""
    event = _event(
        f"round-{round.key}",
        _("Applications close: {round}").format(round=title_of(round, "title")),
        round.closes_at,
        round.closes_at + timedelta(minutes=15),
        round.opens_at,
    )
    return _calendar(_("Courses"), [event])


def _with_places(sessions: QuerySet[Session]) -> QuerySet[Session]:
    return sessions.select_related(
        "room__building", "group__place", "group__curriculum_version__curriculum"
    ).order_by("starts_at", "pk")


def _calendar(name: str, events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Kurss//courses//LV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def _session(session: Session) -> Event:
    where = [title_of(session.group.place, "name")]
    if session.room is not None:
        where += [session.room.building.address or session.room.building.name, session.room.name]
    title = title_of(session.group.curriculum_version.curriculum, "title")
    if session.state not in STANDING:
        title = f"{title} ({SessionState(session.state).label})"
    event = _event(f"session-{session.pk}", title, session.starts_at, session.ends_at, session.starts_at)
    event.add("location", ", ".join(where))
    event.add("status", "CONFIRMED" if session.state in STANDING else "CANCELLED")
    return event


def _answer(offer: Offer) -> Event:
    title = _("Answer until then: a place in “{course}”").format(
        course=title_of(offer.pool.group.curriculum_version.curriculum, "title")
    )
    event = _event(
        f"offer-{offer.pk}",
        title,
        offer.expires_at - timedelta(minutes=15),
        offer.expires_at,
        offer.offered_at,
    )
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -BEFORE)
    event.add_component(alarm)
    return event


def _event(uid: str, title: str, starts: datetime, ends: datetime, told: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{_site()}")
    event.add("dtstamp", told.astimezone(UTC))
    event.add("dtstart", starts.astimezone(UTC))
    event.add("dtend", ends.astimezone(UTC))
    event.add("summary", title)
    return event


def _site() -> str:
    """What makes our identifiers ours: the host of the public address, where the city has said one."""
    return urlsplit(settings.KURSS_SITE).hostname or "kurss.invalid"
