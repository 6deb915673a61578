"""Reading the outbox: how it stands, and what went wrong."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet

from kurss.notices.models import Notice, State


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many notices stand in each state, and since when the longest waiting one has waited."""

    waiting: int
    given_up: int
    sent: int
    waiting_since: datetime | None


def standing() -> Outbox:
    """How the outbox stands now, in two queries."""
    counts = dict(Notice.objects.order_by().values_list("state").annotate(Count("key")))
    waiting = Notice.objects.filter(state__in=(State.WAITING, State.SENDING))
    return Outbox(
        waiting=counts.get(State.WAITING, 0) + counts.get(State.SENDING, 0),
        given_up=counts.get(State.GIVEN_UP, 0),
        sent=counts.get(State.SENT, 0),
        waiting_since=waiting.aggregate(first=Min("posted_at"))["first"],
    )


def about(record: str) -> QuerySet[Notice]:
    """Every notice about one record, newest first."""
    return Notice.objects.filter(about=record).order_by("-posted_at", "key")
