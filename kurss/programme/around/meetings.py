"""Verbs of meetings: one is recorded with who came and the minutes, changed, taken out; and the reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.around.keeping import both, remove, rewritten
from kurss.programme.entry import entered
from kurss.programme.models import (
    Body,
    Meeting,
    MeetingBody,
    MeetingStakeholder,
    Programme,
    Stakeholder,
    SuggestionState,
)
from kurss.programme.refusals import NotOfThisProgramme


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTold:
    """All that is said of a meeting. `people` are named in words, one a line. A day not stated is None."""

    title: str
    title_en: str
    held_on: date | None = None
    body: Body | None = None
    way: str = ""
    venue: str = ""
    stakeholders: tuple[Stakeholder, ...] = ()
    bodies: tuple[Body, ...] = ()
    people: str = ""
    minutes: str = ""
    minutes_en: str = ""
    place: str = ""

    def __post_init__(self) -> None:
        both(self.title, self.title_en, _("The name of the meeting"))


IN_ROW = tuple(one.name for one in fields(MeetingTold) if one.name not in ("stakeholders", "bodies"))


def told(meeting: Meeting) -> MeetingTold:
    """What a meeting's record says now."""
    return MeetingTold(
        **{name: getattr(meeting, name) for name in IN_ROW},
        stakeholders=tuple(meeting.stakeholders.order_by("order")),
        bodies=tuple(meeting.bodies.order_by("order")),
    )


@transaction.atomic
def record_meeting(*, programme: Programme, said: MeetingTold, by: Account, at: datetime) -> Meeting:
    """People met. Raises NotOfThisProgramme for a body or stakeholder of another programme."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    _own(programme, said)
    row = Meeting(programme=programme, **{name: getattr(said, name) for name in IN_ROW})
    meeting = entered(row, by=by, at=at, act="programme.record_meeting")
    _seat(meeting, said)
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, said: MeetingTold, seen: str, by: Account, at: datetime) -> Meeting:
    """Say something else of it, its minutes included. Raises ChangedMeanwhile where another officer did first."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    _own(meeting.programme, said)
    found, changed = rewritten(meeting, said, of=told, seen=seen)
    if changed:
        found.save()
        _seat(found, said)
        what = ", ".join(changed)
        note(by=by, at=at, act="programme.change_meeting", about=found, label=str(found), changed=what)
    return found


def remove_meeting(*, meeting: Meeting, by: Account, at: datetime) -> None:
    """Take it out. Raises RestsOnIt where suggestions were made there or decisions taken."""
    why_not = _("Suggestions were made at this meeting, or decisions taken: it stays on record.")
    remove(meeting, why_not=why_not, by=by, at=at, act="programme.remove_meeting")


def _own(programme: Programme, said: MeetingTold) -> None:
    rows: Iterable[Body | Stakeholder | None] = (said.body, *said.stakeholders, *said.bodies)
    if any(one is not None and one.programme_id != programme.pk for one in rows):
        raise NotOfThisProgramme(
            _("A body or stakeholder of another programme cannot take part: choose another.")
        )


def _seat(meeting: Meeting, said: MeetingTold) -> None:
    MeetingStakeholder.objects.filter(meeting=meeting).exclude(stakeholder__in=said.stakeholders).delete()
    MeetingBody.objects.filter(meeting=meeting).exclude(body__in=said.bodies).delete()
    MeetingStakeholder.objects.bulk_create(
        [MeetingStakeholder(meeting=meeting, stakeholder=one) for one in said.stakeholders],
        ignore_conflicts=True,
    )
    MeetingBody.objects.bulk_create(
        [MeetingBody(meeting=meeting, body=one) for one in said.bodies], ignore_conflicts=True
    )


def meetings_of(programme: Programme) -> QuerySet[Meeting]:
    """All of a programme, the latest first and those without a day last, with the number of their suggestions."""
    counted = Meeting.objects.filter(programme=programme).select_related("body")
    return counted.annotate(
        suggested=Count("suggestions"),
        still_open=Count("suggestions", filter=Q(suggestions__state=SuggestionState.OPEN)),
    ).order_by(F("held_on").desc(nulls_last=True), "-pk")
