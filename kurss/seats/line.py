"""The line of those who wait for a pool: joining, leaving, and the order. Who gets a seat is decided above."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from kurss.seats.models import Pool, Waiting
from kurss.seats.refusals import AlreadyWaiting, NotWaiting


def wait(*, pool: Pool, holder: UUID, at: datetime) -> Waiting:
    """Join the end of the line; refuses with AlreadyWaiting who stands in it."""
    try:
        with transaction.atomic():
            return Waiting.objects.create(pool=pool, holder=holder, joined_at=at)
    except IntegrityError:
        raise AlreadyWaiting(
            f"{holder} waits for pool {pool.key} already. The earlier place counts."
        ) from None


def wait_all(*, pool: Pool, holders: Sequence[UUID], at: datetime) -> list[Waiting]:
    """Join the end of the line one after the other, or refuse with AlreadyWaiting and nobody joins."""
    try:
        with transaction.atomic():
            return Waiting.objects.bulk_create(
                Waiting(pool=pool, holder=holder, joined_at=at) for holder in holders
            )
    except IntegrityError:
        raise AlreadyWaiting(
            f"Somebody named for pool {pool.key} waits for it already. The earlier place counts."
        ) from None


def waiting(pool: Pool) -> QuerySet[Waiting]:
    """Those who wait now, the first in line first."""
    return Waiting.objects.filter(pool=pool, left_at__isnull=True)


def leave_line(*, waiting: Waiting, at: datetime) -> Waiting:
    """Step out of the line; those behind move up. Leaving twice is refused with NotWaiting."""
    if not Waiting.objects.filter(pk=waiting.pk, left_at__isnull=True).update(left_at=at):
        raise NotWaiting(f"{waiting.holder} left this line before. Join it again to wait.")
    waiting.refresh_from_db()
    return waiting
