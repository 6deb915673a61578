"""Who sits in a class on a day, and what stands marked there. Reads only; a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kurss.journal.models import Entry
from kurss.learning.marking import usual_way
from kurss.learning.models import Attendance, Disagreement, Enrolment, Session
from kurss.people.models import Account, Identity
from kurss.people.restricting import namable


@dataclass(frozen=True, slots=True)
class Seat:
    """One child of the class, by name, with the mark that stands at the session."""

    enrolment: Enrolment
    identity: Identity | None
    usual_way: str
    mark: Attendance | None = None

    @property
    def name(self) -> str:
        return self.identity.name if self.identity else _("name not shown")

    @property
    def given(self) -> str:
        return self.identity.given_name if self.identity else _("name not shown")

    @property
    def family(self) -> str:
        return self.identity.family_name if self.identity else ""

    @property
    def way(self) -> str:
        return self.mark.mode if self.mark else self.usual_way


@dataclass(frozen=True, slots=True)
class Change:
    """One correction: of whom, from what to what, when, by whom and why."""

    name: str
    was: Attendance
    now: Attendance
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class TwoSides:
    """A disagreement with what stands now, and the names of who said which."""

    disagreement: Disagreement
    name: str
    standing: Attendance
    standing_by: str
    said_by: str


def on_day(session: Session) -> QuerySet[Enrolment]:
    """Enrolments that held on the day of the session; the day somebody left still counts."""
    day = session.happened_on
    return Enrolment.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gte=day), group_id=session.group_id, enrolled_on__lte=day
    )


def roster(session: Session) -> list[Seat]:
    """The class of a session in Latvian order, with current marks; whoever is marked is in it whatever followed.

    Somebody who left the group and came again sits once: under the mark, or else the later place.
    """
    marks = {
        mark.enrolment_id: mark
        for mark in Attendance.objects.filter(session=session, is_current=True).order_by("pk")
    }
    found = list(
        (on_day(session) | Enrolment.objects.filter(group_id=session.group_id, pk__in=marks)).distinct()
    )
    people: dict[UUID, Enrolment] = {}
    for enrolment in sorted(found, key=lambda one: (one.pk in marks, one.pk)):
        people[enrolment.person_id] = enrolment
    known = namable(people)
    seats = [
        Seat(
            enrolment,
            known.get(enrolment.person_id),
            usual_way(session.mode, enrolment.mode),
            marks.get(enrolment.pk),
        )
        for enrolment in people.values()
    ]
    return in_order(seats)


def in_order(seats: Sequence[Seat]) -> list[Seat]:
    return sorted(
        seats, key=lambda seat: (seat.identity.sort_key if seat.identity else "\uffff", seat.enrolment.pk)
    )


def changes(session: Session, names: dict[int, str]) -> list[Change]:
    """What was corrected at a session, newest first. `names` are the children's, by enrolment."""
    corrected = (
        Attendance.objects.filter(session=session, supersedes__isnull=False)
        .select_related("supersedes")
        .order_by("-marked_at", "-pk")
    )
    rows = list(corrected)
    whys = _whys([row.pk for row in rows])
    who = accounts({row.marked_by_key for row in rows})
    return [
        Change(
            names.get(row.enrolment_id, ""),
            row.supersedes,
            row,
            who.get(row.marked_by_key, ""),
            whys.get(row.pk, ""),
        )
        for row in rows
        if row.supersedes is not None
    ]


def two_sides(session: Session, names: dict[int, str]) -> list[TwoSides]:
    """What nobody has settled yet at this session, beside what stands."""
    open_ones = Disagreement.objects.filter(list__session=session, settled_at__isnull=True)
    rows = list(open_ones.select_related("list"))
    if not rows:
        return []
    marks = {
        mark.enrolment_id: mark
        for mark in Attendance.objects.filter(
            session=session, is_current=True, enrolment__in=[row.enrolment_id for row in rows]
        )
    }
    who = accounts({row.list.by_key for row in rows} | {mark.marked_by_key for mark in marks.values()})
    return [
        TwoSides(
            row,
            names.get(row.enrolment_id, ""),
            mark,
            who.get(mark.marked_by_key, ""),
            who.get(row.list.by_key, ""),
        )
        for row in rows
        if (mark := marks.get(row.enrolment_id)) is not None
    ]


def accounts(keys: Collection[UUID]) -> dict[UUID, str]:
    """What accounts of the city's service are called, for staff who read what they did."""
    return dict(Account.objects.filter(pk__in=keys).values_list("pk", "name"))


def _whys(keys: Sequence[int]) -> dict[int, str]:
    """The reasons of corrections, as the journal has them, by the new mark."""
    entries = Entry.objects.filter(
        kind=Attendance._meta.label_lower, act="learning.correct", key__in=[str(key) for key in keys]
    ).prefetch_related("details")
    return {
        int(entry.key): next((one.value for one in entry.details.all() if one.name == "reason"), "")
        for entry in entries
    }
