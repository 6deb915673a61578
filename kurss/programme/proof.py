"""Proof as acts of the city: the nightly recomputation, and what an auditor takes and draws, each journalled."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kurss.evidence import bags, sampling, self_audit
from kurss.evidence.models import Figure, IndicatorVersion, Release
from kurss.evidence.sampling import Sample
from kurss.evidence.self_audit import Night
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act


def audit_figures(*, by: Account, at: datetime, every: bool = False) -> Night:
    """Recompute what is released and keep the result. Nothing released: nothing is kept. Raises NotAllowed."""
    permit(by, Act.RECHECK_FIGURES, at=at)
    night = self_audit.run(at=at, every=every)
    for audit in night.audits:
        note(
            by=by,
            at=at,
            act=Act.RECHECK_FIGURES,
            about=audit,
            label=f"release {audit.release.number}",
            compared=audit.compared,
            disagreed=audit.disagreed,
        )
    return night


def take_audit_bag(*, release: Release, by: Account, at: datetime) -> Path:
    """The audit bag of a release for a named auditor, as a file. Raises NotAllowed, BagBroken."""
    permit(by, Act.TAKE_AUDIT_BAG, at=at)
    path = bags.kept(release, public=False)
    note(by=by, at=at, act=Act.TAKE_AUDIT_BAG, about=release, label=str(release), digest=release.digest)
    return path


def draw_sample(
    *, figure: Figure, seed: str, count: int, part: IndicatorVersion | None, by: Account, at: datetime
) -> Sample:
    """A seeded sample of the records behind a figure, for an auditor to read. Raises NotAllowed, LookupError."""
    permit(by, Act.TAKE_AUDIT_BAG, at=at)
    drawn = sampling.sample(figure, seed=seed, count=count, part=part)
    note(
        by=by,
        at=at,
        act="evidence.sample",
        about=figure,
        label=figure.address,
        seed=seed,
        drawn=len(drawn.drawn),
    )
    return drawn
