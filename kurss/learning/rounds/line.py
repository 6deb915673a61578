"""The waiting list of a pool: its order, why it is so, and what the chance is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kurss.learning.models import Application, GroupPool, MoveKind, WaitingMove, Wish
from kurss.learning.refusals import NotInLine
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.seats.line import leave_line, waiting
from kurss.seats.models import Waiting

LEAVING = frozenset({MoveKind.OFFERED, MoveKind.LEFT})
"""Moves after which an application stands in the line no longer."""

ENOUGH = 5
"""So many earlier cases make a chance worth saying; with fewer, one family's luck would look like a rule."""


@dataclass(frozen=True, slots=True)
class Chance:
    """Of those who stood so far back or further in earlier rounds, how many were offered a place."""

    stood: int
    offered: int

    @property
    def known(self) -> bool:
        return self.stood >= ENOUGH


def waiting_applications(pool: GroupPool) -> list[Application]:
    """Who waits for the pool, the first in line first."""
    keys = [row.holder for row in waiting(pool.pool)]
    found = Application.objects.select_related("round").in_bulk(keys)
    return [found[key] for key in keys]


def place_in_line(pool: GroupPool, application: Application) -> int | None:
    """1 for who is next; None for who does not wait here. One query."""
    mine = Waiting.objects.filter(holder=application.pk, pool=pool.pool_id)
    return _places(mine).get((application.pk, pool.pool_id))


def places_in_line(applications: Iterable[Application]) -> dict[tuple[UUID, int], int]:
    """Where each of these stands in each line it waits in, by application and pool of places. One query."""
    keys = [one.pk for one in applications]
    wished = Wish.objects.filter(application__in=keys).values("pool__pool")
    return _places(Waiting.objects.filter(holder__in=keys, pool__in=wished))


def _places(mine: QuerySet[Waiting]) -> dict[tuple[UUID, int], int]:
    earlier = Q(joined_at__lt=OuterRef("joined_at"))
    same = Q(joined_at=OuterRef("joined_at"), pk__lt=OuterRef("pk"))
    before = Waiting.objects.filter(earlier | same, pool=OuterRef("pool"), left_at__isnull=True)
    counted = before.order_by().values("pool").annotate(count=Count("pk")).values("count")
    placed = mine.filter(left_at__isnull=True).annotate(before=Coalesce(Subquery(counted), 0))
    return {
        (holder, pool): count + 1 for holder, pool, count in placed.values_list("holder", "pool", "before")
    }


def replay(moves: Iterable[WaitingMove]) -> list[UUID]:
    """The line that the ledger gives: who joined, in order, without those who were offered a place or left."""
    line: list[UUID] = []
    for row in moves:
        if row.kind == MoveKind.JOINED:
            line.append(row.application_id)
        elif row.kind in LEAVING and row.application_id in line:
            line.remove(row.application_id)
    return line


def chance(pool: GroupPool, place: int) -> Chance:
    """What became of those who once stood at this place or further back for the same curriculum. Two queries."""
    past = WaitingMove.objects.filter(
        pool__group__curriculum_version__curriculum=pool.group.curriculum_version.curriculum_id,
        pool__group__ends_on__lt=pool.group.starts_on,
    )
    stood = past.filter(kind=MoveKind.JOINED, place__gte=place)
    offered = past.filter(kind=MoveKind.OFFERED, application__in=stood.values("application"))
    return Chance(stood.count(), offered.values("application", "pool").distinct().count())


@transaction.atomic
def step_out(*, pool: GroupPool, application: Application, by: Account, at: datetime) -> None:
    """The family leaves the waiting list of one group and stays on the others."""
    permit(by, Act.ENROL, at=at, place=pool.group.place.key, person=application.person_id)
    if not waiting(pool.pool).filter(holder=application.pk).exists():
        raise NotInLine(
            _("This application does not wait for group {group}. There is nothing to leave.").format(
                group=pool.group.key
            )
        )
    leave(application, only=pool, reason="the family", by=by, at=at)
    note(by=by, at=at, act="learning.leave_line", about=application, label=pool.group.key)


def leave(
    application: Application,
    *,
    reason: str,
    by: Account,
    at: datetime,
    kind: MoveKind = MoveKind.LEFT,
    only: GroupPool | None = None,
    dearer_than: GroupPool | None = None,
) -> None:
    """Take an application out of lines: of one pool, or of all but those it wished for more than `dearer_than`.

    Part of the verbs that call it; they hold the transaction and have asked for permission.
    """
    rows = Waiting.objects.filter(holder=application.pk, left_at__isnull=True).select_related(
        "pool__group_pool"
    )
    if only is not None:
        rows = rows.filter(pool=only.pool_id)
    dearer: set[int] = set()
    if dearer_than is not None:
        order = dict(application.wishes.values_list("pool", "order"))
        dearer = {pool for pool, at_order in order.items() if at_order < order.get(dearer_than.pk, 0)}
    for row in rows:
        if row.pool.group_pool.pk in dearer:
            continue
        leave_line(waiting=row, at=at)
        move(row.pool.group_pool, application, kind, reason, by=by, at=at)


def move(
    pool: GroupPool, application: Application, kind: MoveKind, reason: str, *, by: Account, at: datetime
) -> WaitingMove:
    """Write one line of the ledger."""
    return WaitingMove.objects.create(
        pool=pool, application=application, kind=kind, reason=reason, moved_at=at, by_key=by.pk
    )
