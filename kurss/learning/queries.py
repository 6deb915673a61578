"""Reads of learning, shared by pages and exports."""

from __future__ import annotations

from kurss.learning.models import Attendance, Enrolment


def attendance_with_history(attendance_id: int) -> tuple[Attendance | None, list[Attendance]]:
    """A mark with its group and session, and every mark of the same place at that session, oldest first."""
    found = (
        Attendance.objects.select_related("session__group__curriculum_version__curriculum", "session__room")
        .filter(pk=attendance_id)
        .first()
    )
    if found is None:
        return None, []
    chain = Attendance.objects.filter(session=found.session_id, enrolment=found.enrolment_id)
    return found, list(chain.order_by("marked_at", "pk"))


def enrolment_with_events(enrolment_id: int) -> Enrolment | None:
    """An enrolment with its group and everything that happened to it."""
    return (
        Enrolment.objects.select_related("group__curriculum_version__curriculum")
        .prefetch_related("events")
        .filter(pk=enrolment_id)
        .first()
    )
