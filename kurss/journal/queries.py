"""Reading the journal, newest entry first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from kurss.journal.entries import ERASE, ERASE_OLD
from kurss.journal.models import Entry, Unsealed


def history(*, kind: str, key: str) -> QuerySet[Entry]:
    """All that was done to one record, with its details."""
    return Entry.objects.filter(kind=kind, key=key).order_by("-id").prefetch_related("details")


def history_of(record: Model) -> QuerySet[Entry]:
    """All that was done to this record, with its details."""
    return history(kind=record._meta.label_lower, key=str(record.pk))


def by_actor(by_key: str) -> QuerySet[Entry]:
    """All that one actor did, with its details."""
    return Entry.objects.filter(by_key=by_key).order_by("-id").prefetch_related("details")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader of the journal looks for. What is empty is not asked; days are the city's, both included."""

    kind: str = ""
    key: str = ""
    by: str = ""
    act: str = ""
    since: date | None = None
    until: date | None = None


def entries(asked: Asked) -> QuerySet[Entry]:
    """The entries that were asked for, newest first, with their seals and details.

    `by` is an actor's key, or a part of the name the journal gives them; an `act` stands for all that begin so.
    Of days that were asked for, newest is what happened last; otherwise, what was taken down last. So one index
    gives the page: of a million entries PostgreSQL would else read all that came after the day.
    """
    order = ("-at", "-id") if asked.since or asked.until else ("-id",)
    found = Entry.objects.order_by(*order).select_related("seal").prefetch_related("details")
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.key:
        found = found.filter(key=asked.key)
    if asked.by:
        found = found.filter(Q(by_key=asked.by) | Q(by_label__icontains=asked.by))
    if asked.act:
        found = found.filter(act__startswith=asked.act)
    if asked.since:
        found = found.filter(at__gte=timezone.make_aware(datetime.combine(asked.since, time.min)))
    if asked.until:
        next_day = asked.until + timedelta(days=1)
        found = found.filter(at__lt=timezone.make_aware(datetime.combine(next_day, time.min)))
    return found


def older(found: QuerySet[Entry], than: int) -> QuerySet[Entry]:
    """Of entries that were asked for, those that stand after this one in their order."""
    if found.query.order_by == ("-id",):
        return found.filter(pk__lt=than)
    at = Entry.objects.filter(pk=than).values_list("at", flat=True).first()
    return found.none() if at is None else found.filter(Q(at__lt=at) | Q(at=at, pk__lt=than))


EVERY_ACT = """
    WITH RECURSIVE each(act) AS (
        (SELECT act FROM journal_entry ORDER BY act USING ~<~ LIMIT 1)
        UNION ALL
        SELECT (SELECT act FROM journal_entry WHERE act ~>~ each.act ORDER BY act USING ~<~ LIMIT 1)
        FROM each WHERE each.act IS NOT NULL
    )
    SELECT act FROM each WHERE act IS NOT NULL
"""
"""From one act to the next by the index: some sixty steps, where DISTINCT would read a million rows."""


def acts() -> list[str]:
    """Every act that stands in the journal, by name."""
    with connection.cursor() as cursor:
        cursor.execute(EVERY_ACT)
        return [act for (act,) in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Erasure:
    """When the details of an entry were erased, and why."""

    at: datetime
    because: str


def erasures_of(entries: Iterable[Entry]) -> dict[int, Erasure]:
    """Of those entries whose details an act erased: when, and why."""
    wanted = list(entries)
    acts = Entry.objects.filter(act=ERASE, key__in={entry.key for entry in wanted})
    of_record: dict[tuple[str, str], list[Entry]] = {}
    for act in acts.order_by("id").prefetch_related("details"):
        of_record.setdefault((act.kind, act.key), []).append(act)
    old = list(Entry.objects.filter(act=ERASE_OLD).order_by("id").prefetch_related("details"))
    found = {}
    for entry in wanted:
        later = [act for act in of_record.get((entry.kind, entry.key), ()) if act.pk > entry.pk]
        by_age = [act for act in old if entry.recorded_at < datetime.fromisoformat(_said(act, "before"))]
        if later or by_age:
            act = min([*later[:1], *by_age[:1]], key=lambda each: each.pk)
            found[entry.pk] = Erasure(act.at, _said(act, "because"))
    return found


def _said(entry: Entry, name: str) -> str:
    return next((detail.value for detail in entry.details.all() if detail.name == name), "")


def waiting() -> int:
    """How many entries wait to be sealed."""
    return Unsealed.objects.count()
