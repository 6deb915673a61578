"""Sealing and keeping snapshots, as acts of the programme office: who may, and what the journal says of it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.evidence import figures, lens_figures, snapshots
from kurss.evidence.models import Figure, Snapshot
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act


class SealedAhead(ValueError):
    """A snapshot stands for a day that is over or under way, never for one to come."""


def seal_and_compute(*, by: Account, as_of: date, at: datetime) -> tuple[Snapshot, int]:
    """Seal every fact as it stands and compute all figures; returns the snapshot and how many are new.

    Nothing changed since the last seal of that day: that snapshot, and none new. Not one transaction: the
    seal reads one moment of the records and is complete in itself; figures missing from it are computed by
    the next call. Raises NotAllowed.
    """
    permit(by, Act.SEAL, at=at)
    if as_of > timezone.localdate(at):
        raise SealedAhead(
            _("{day} has not come yet: seal as of {today} or an earlier day.").format(
                day=as_of, today=timezone.localdate(at)
            )
        )
    before = Snapshot.objects.count()
    sealed = snapshots.seal(as_of=as_of, by_key=str(by.key), at=at)
    computation = figures.compute(snapshot=sealed, by_key=str(by.key), at=at)
    computed = Figure.objects.filter(computation=computation).count() if computation else 0
    computed += lens_figures.compute(snapshot=sealed, by_key=str(by.key), at=at)
    if computed or Snapshot.objects.count() > before:
        note(by=by, at=at, act=Act.SEAL, about=sealed, figures=computed)
    return sealed, computed


def prune(*, by: Account, keep: int, at: datetime) -> list[Snapshot]:
    """Remove the files of all but the newest `keep` snapshots, never those that a release needs; returns whose
    files are gone. Figures and digests stay. Raises NotAllowed, and NothingKept where not one would be kept."""
    permit(by, Act.SEAL, at=at)
    gone = snapshots.prune(keep=keep)
    for snapshot in gone:
        note(by=by, at=at, act=Act.SEAL, about=snapshot, files="removed", kept=keep)
    return gone
