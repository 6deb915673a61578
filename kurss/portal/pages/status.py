"""How the site stands: whether figures and journal still check, and for staff, what works by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from kurss.evidence.queries import latest_snapshot
from kurss.journal import queries
from kurss.journal.sealing import head
from kurss.notices.queries import standing
from kurss.people.acting import may
from kurss.people.clock import now
from kurss.people.permissions import Act
from kurss.portal.models import Work

GONE_AFTER = timedelta(minutes=2)
"""A worker says every ten seconds that it is there; silent for longer than this, it is gone."""

WORDS = {
    "notices": _("Deliver letters"),
    "journal": _("Seal the journal"),
    "audit": _("Recompute figures and journal"),
    "visitors": _("Forget unconfirmed sign-ups and sessions that are over"),
    "retention": _("Apply the rules of retention"),
    "lists": _("Erase uploaded lists that nobody confirmed"),
    "snapshots": _("Remove the files of old snapshots"),
    "duplicates": _("Look for people who were entered twice"),
    "offers": _("Let offers run out and offer the places on"),
}
"""The name of each piece of work."""


class Line(NamedTuple):
    word: str
    work: Work


@require_safe
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """Public: the last self-audit and the head of the journal. Staff also see worker, letters and jobs.

    Times are those of the machine, not of the day on which a demonstration stands still.
    """
    works = {work.name: work for work in Work.objects.all()}
    told: dict[str, Any] = {
        "audit": works.get("audit"),
        "snapshot": latest_snapshot(),
        "head": head(),
        "waiting": queries.waiting(),
    }
    if may(request.user, Act.READ_JOURNAL, at=now()):
        seen = _worker_seen(works)
        told |= {
            "staff": True,
            "lines": [Line(WORDS.get(name, name), work) for name, work in works.items()],
            "seen": seen,
            "gone": seen is None or timezone.now() - seen > GONE_AFTER,
            "outbox": standing(),
            "mail": settings.KURSS_MAIL,
            "failed": ProcrastinateJob.objects.filter(status="failed").count(),
        }
    return render(request, "portal/status.html", told)


def _worker_seen(works: dict[str, Work]) -> datetime | None:
    """When a worker last said that it is there, or last did something; None if none ever did."""
    beat = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    moments = [beat, *(work.tried_at for work in works.values())]
    return max((moment for moment in moments if moment is not None), default=None)
