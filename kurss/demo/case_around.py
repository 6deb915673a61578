"""Loading what a case tells of the people and bodies around its programme, and its charters' risks."""

from __future__ import annotations

from datetime import datetime

from kurss.demo.case_file import Case
from kurss.partners.models import Partner
from kurss.people.models import Account
from kurss.programme.around.governance import BodyTold, SeatTold, add_seat, found_body
from kurss.programme.around.meetings import MeetingTold, record_meeting
from kurss.programme.around.risks import take_from_charters
from kurss.programme.models import Programme


def load_around(case: Case, *, by: Account, at: datetime) -> None:
    """Bodies with their seats, meetings, and the register of what the charters state; nobody is rated."""
    told = case.programme
    programme = Programme.objects.get(pk=told.programme.key)
    partners = {partner.key: partner for partner in Partner.objects.all()}
    for entry in told.bodies:
        names = ("title", "title_en", "kind", "mandate", "mandate_en", "place")
        said = BodyTold(**{name: getattr(entry, name) for name in names})
        body = found_body(programme=programme, said=said, by=by, at=at)
        for seat in entry.seats:
            words = {name: getattr(seat, name) for name in ("role", "role_en", "place")}
            add_seat(body=body, said=SeatTold(**words, partner=partners[seat.partner]), by=by, at=at)
    for meeting in told.meetings:
        record_meeting(
            programme=programme,
            said=MeetingTold(
                title=meeting.title,
                title_en=meeting.title_en,
                minutes=meeting.minutes,
                minutes_en=meeting.minutes_en,
                place=meeting.place,
            ),
            by=by,
            at=at,
        )
    take_from_charters(programme=programme, by=by, at=at)
