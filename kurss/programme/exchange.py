"""Indicators out to a file and in from one, as acts of the programme office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from kurss.evidence import exchange, incoming
from kurss.evidence.incoming import Fault, NotTaken, Taken
from kurss.evidence.models import Indicator, IndicatorVersion
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act

WRITERS = {"toml": exchange.to_toml, "csv": exchange.to_csv}
READERS = {"toml": exchange.from_toml, "csv": exchange.from_csv}


def export(kind: str, keys: Iterable[str] | None = None) -> str:
    """Every indicator (or those of these keys) as `toml` or `csv`, with definition, sheet and targets.

    The same indicators give the same bytes, wherever and whenever.
    """
    wanted = Indicator.objects.prefetch_related(
        Prefetch("versions", IndicatorVersion.objects.prefetch_related("terms", "breakdowns")), "targets"
    )
    if keys is not None:
        wanted = wanted.filter(pk__in=list(keys))
    return WRITERS[kind](exchange.entries(wanted))


@transaction.atomic
def take(text: str, kind: str, *, by: Account, at: datetime) -> Taken:
    """Import a file. Raises NotAllowed, and NotTaken with every fault by its place; then nothing was kept."""
    permit(by, Act.DEFINE_INDICATORS, at=at)
    try:
        told = READERS[kind](text)
    except exchange.Unreadable as unreadable:
        raise NotTaken([Fault(_("the file"), str(unreadable))]) from unreadable
    done = incoming.take(told, by_key=str(by.pk), at=at)
    for indicator in Indicator.objects.filter(pk__in=[str(each.own["key"]) for each in told]):
        note(by=by, at=at, act="programme.import_indicator", about=indicator, label=str(indicator))
    return done
