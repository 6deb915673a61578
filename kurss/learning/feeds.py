"""Sessions as iCalendar (RFC 5545), one event each; a cancelled or moved one says so."""

from datetime import UTC

from icalendar import Calendar, Event

from kurss.learning.models import STANDING, Group, Session


def calendar_of(group: Group, *, site: str) -> bytes:
    """Every session of a group, in UTC, with its place. Two queries besides the group's curriculum and place."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kurss//courses//LV")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", group.curriculum_version.curriculum.title)
    for session in group.sessions.select_related("room__building").order_by("starts_at", "pk"):
        calendar.add_component(_event(group, session, site))
    return calendar.to_ical()


def _event(group: Group, session: Session, site: str) -> Event:
    where = [group.place.name]
    if session.room is not None:
        where += [session.room.building.address or session.room.building.name, session.room.name]
    event = Event()
    event.add("uid", f"session-{session.pk}@{site}")
    event.add("dtstamp", session.starts_at.astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", group.curriculum_version.curriculum.title)
    event.add("location", ", ".join(where))
    event.add("status", "CONFIRMED" if session.state in STANDING else "CANCELLED")
    return event
