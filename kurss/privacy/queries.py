"""Reads of the data protection office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet

from kurss.people.models import ConsentText
from kurss.privacy.models import Kind, Request, RetentionRun

ON_A_PAGE = 50

STANDINGS = ("open", "soon", "overdue", "closed")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of requests is narrowed to; what is empty is not asked."""

    standing: str = ""
    kind: str = ""
    q: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Asked:
        """From an address; a word that is not known there counts as not asked."""
        standing, kind = given.get("standing", ""), given.get("kind", "")
        return cls(
            standing if standing in STANDINGS else "",
            kind if kind in Kind.values else "",
            given.get("q", "").strip().replace("\0", "")[:100],
        )

    def address(self, **more: object) -> str:
        given = {name: value for name, value in (asdict(self) | more).items() if value}
        return f"?{urlencode(given)}" if given else "?"


def found(asked: Asked, today: date) -> QuerySet[Request]:
    """Open ones first, by the day on which they are due; closed ones after, newest first."""
    rows = Request.objects.order_by(F("closed_on").desc(nulls_first=True), "due_on", "id")
    if asked.standing == "closed":
        rows = rows.filter(closed_on__isnull=False)
    elif asked.standing == "overdue":
        rows = rows.overdue(today)
    elif asked.standing == "soon":
        rows = rows.due_soon(today)
    elif asked.standing == "open":
        rows = rows.open()
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.q:
        rows = rows.filter(
            Q(name__icontains=asked.q) | Q(contact__icontains=asked.q) | Q(words__icontains=asked.q)
        )
    return rows


@dataclass(frozen=True, slots=True)
class Tally:
    open: int
    soon: int
    overdue: int


def tally(today: date) -> Tally:
    """How many requests are open, due within a week, and overdue."""
    return Tally(
        Request.objects.open().count(),
        Request.objects.due_soon(today).count(),
        Request.objects.overdue(today).count(),
    )


def runs_of(key: str) -> QuerySet[RetentionRun]:
    """The last applications of a rule, newest first."""
    return RetentionRun.objects.filter(rule=key)[:30]


def consents_by_version() -> QuerySet[ConsentText]:
    """Every text with `given`, `withdrawn` and `stands`: how many consents it has."""
    withdrawn = Q(consents__withdrawn_at__isnull=False)
    return ConsentText.objects.order_by("purpose", "-number").annotate(
        given=Count("consents"),
        withdrawn=Count("consents", filter=withdrawn),
        stands=Count("consents", filter=~withdrawn & Q(consents__isnull=False)),
    )
