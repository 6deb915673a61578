"""A teacher's day: the sessions of today, those still to be marked, and the groups. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kurss.learning.cityday import day_of
from kurss.learning.models import (
    Attendance,
    Disagreement,
    Enrolment,
    Group,
    GroupTeacher,
    Session,
    SessionState,
    SessionTeacher,
)
from kurss.people.acting import may
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.people.standing import keys_of
from kurss.places.models import Institution

LOOKS_BACK: Final = timedelta(days=28)
"""So far back a session that nobody has marked is shown as still to be done."""

GROUPS_AROUND: Final = timedelta(days=150)
"""Groups that ended, or will begin, within about a term are still, or already, somebody's groups."""

MOST: Final = 60
"""So many sessions and groups one page shows."""


@dataclass(frozen=True, slots=True)
class Day:
    """What a teacher sees first. `own` says whether these are the reader's own groups, or all within reach."""

    on: date
    own: bool
    teaches: bool
    today: Sequence[Session]
    waiting: Sequence[Session]
    groups: Sequence[Group]
    ahead: Session | None
    """The next session to come, where none is today."""


def teachers_day(account: Account, *, at: datetime, everything: bool = False) -> Day:
    """The day of a teacher; of somebody who teaches nothing, or asks for everything, that of the whole house."""
    places = within_reach(account, at=at)
    mine = taught_by(account)
    teaches = mine is not None and mine.exists()
    own = teaches and not everything
    groups = Group.objects.filter(place__in=places)
    if own and mine is not None:
        groups = groups.filter(pk__in=mine)
    sessions = counted(
        Session.objects.filter(group__in=groups).select_related(
            "group__curriculum_version__curriculum", "group__place", "room"
        )
    )
    on = day_of(at)
    earlier = sessions.filter(happened_on__lt=on, happened_on__gte=on - LOOKS_BACK)
    today = list(sessions.filter(happened_on=on).exclude(state=SessionState.MOVED)[:MOST])
    coming = sessions.filter(happened_on__gt=on, state=SessionState.PLANNED).order_by("starts_at", "pk")
    undone = Q(state__in=(SessionState.PLANNED, SessionState.HELD), marked__lt=F("sitting"))
    return Day(
        on=on,
        own=own,
        teaches=teaches,
        today=today,
        waiting=list(earlier.filter(undone | Q(disputed=True)).order_by("-starts_at", "pk")[:MOST]),
        groups=list(
            groups.filter(ends_on__gte=on - GROUPS_AROUND, starts_on__lte=on + GROUPS_AROUND)
            .select_related("curriculum_version__curriculum", "place")
            .prefetch_related("times")
            .order_by("-starts_on", "key")[:MOST]
        ),
        ahead=None if today else coming.first(),
    )


def within_reach(account: Account, *, at: datetime) -> list[Institution]:
    """The places where the account may mark attendance."""
    held = Institution.objects.filter(pk__in=Group.objects.values("place"))
    return [place for place in held if may(account, Act.MARK_ATTENDANCE, at=at, place=place.key)]


def taught_by(account: Account) -> QuerySet[Group] | None:
    """The groups that the account's person teaches, or a session of which; None where it is nobody's account."""
    if account.person_id is None:
        return None
    keys = keys_of(account.person_id)
    regular = GroupTeacher.objects.filter(person__in=keys).values("group")
    stands_in = SessionTeacher.objects.filter(person__in=keys).values("session__group")
    return Group.objects.filter(Q(pk__in=regular) | Q(pk__in=stands_in))


def counted(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """With how many are `sitting` in the class that day, how many are `marked`, and whether `disputed`."""
    day = OuterRef("happened_on")
    sitting = (
        Enrolment.objects.filter(
            Q(left_on__isnull=True) | Q(left_on__gte=day), group=OuterRef("group"), enrolled_on__lte=day
        )
        .order_by()
        .values("group")
        .annotate(many=Count("person", distinct=True))
        .values("many")
    )
    marked = (
        Attendance.objects.filter(session=OuterRef("pk"), is_current=True)
        .order_by()
        .values("session")
        .annotate(many=Count("pk"))
        .values("many")
    )
    open_ones = Disagreement.objects.filter(list__session=OuterRef("pk"), settled_at__isnull=True)
    return sessions.annotate(
        sitting=Coalesce(Subquery(sitting, output_field=IntegerField()), 0),
        marked=Coalesce(Subquery(marked, output_field=IntegerField()), 0),
        disputed=Exists(open_ones),
    ).order_by("starts_at", "pk")
