"""Reading the journal, newest entry first."""

from django.db.models import Model, QuerySet

from kurss.journal.models import Entry


def history(*, kind: str, key: str) -> QuerySet[Entry]:
    """All that was done to one record, with its details."""
    return Entry.objects.filter(kind=kind, key=key).order_by("-id").prefetch_related("details")


def history_of(record: Model) -> QuerySet[Entry]:
    """All that was done to this record, with its details."""
    return history(kind=record._meta.label_lower, key=str(record.pk))


def by_actor(by_key: str) -> QuerySet[Entry]:
    """All that one actor did, with its details."""
    return Entry.objects.filter(by_key=by_key).order_by("-id").prefetch_related("details")
