"""The self-audit: what is released, computed again from its sealed files every night, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kurss.evidence import figures, published, release_bag, release_readings, snapshots
from kurss.evidence.bag import BagBroken
from kurss.evidence.models import AuditFinding, Release, SelfAudit
from kurss.evidence.published import figures_of


@dataclass(frozen=True, slots=True)
class Night:
    """All that was looked at in one go. Nothing compared and nothing broken: nothing was released."""

    at: datetime
    audits: tuple[SelfAudit, ...]
    findings: tuple[AuditFinding, ...]

    @property
    def compared(self) -> int:
        return sum(audit.compared for audit in self.audits)

    @property
    def disagreed(self) -> int:
        return sum(audit.disagreed for audit in self.audits)

    @property
    def agreed(self) -> int:
        return self.compared - self.disagreed

    @property
    def broken(self) -> tuple[str, ...]:
        return tuple(audit.broken for audit in self.audits if audit.broken)

    @property
    def is_well(self) -> bool:
        return not self.disagreed and not self.broken


def looked(*, at: datetime, every: bool = False) -> Night:
    """Recompute the figures that stand published (`every`: of every release there was); nothing is kept.

    Each release is compared with its own snapshot, and its text with its digest and with the rows in the
    database. A damaged sealed file is a finding, not an end.
    """
    wanted = published.releases() if every else Release.objects.filter(lines__in=published.current_lines())
    pairs = [_audit(one, at) for one in wanted.distinct().order_by("number")]
    return Night(at, tuple(audit for audit, _ in pairs), tuple(one for _, found in pairs for one in found))


@transaction.atomic
def run(*, at: datetime, every: bool = False) -> Night:
    """The same, and the result is kept for the status page."""
    night = looked(at=at, every=every)
    for audit in night.audits:
        audit.save(force_insert=True)
    AuditFinding.objects.bulk_create(night.findings)
    return night


def _audit(release: Release, at: datetime) -> tuple[SelfAudit, list[AuditFinding]]:
    compared, broken = 0, ""
    found: list[figures.Disagreement] = []
    try:
        compared, found = _compare(release)
    except BagBroken as error:
        broken = str(error)
    if not broken and (release_bag.sha256(release.text), release_bag.text_of(release)) != (
        release.digest,
        release.text,
    ):
        broken = f"The text of release {release.number} is not what its digest was taken over."
    audit = SelfAudit(release=release, audited_at=at, compared=compared, disagreed=len(found), broken=broken)
    return audit, [
        AuditFinding(audit=audit, figure=one.figure, stored=one.stored, recomputed=one.recomputed)
        for one in found
    ]


def _compare(release: Release) -> tuple[int, list[figures.Disagreement]]:
    """How many figures and readings of a release were compared, and which disagree. Raises BagBroken."""
    snapshots.check(release.snapshot)
    own = list(figures_of(release).select_related("version__indicator"))
    versions = figures.with_parts({figure.version_id for figure in own})
    given = figures.given(release.snapshot, versions)
    found = []
    for figure in own:
        stored = figures.stored_text(figure)
        recomputed = given.get((figure.version_id, figure.period_key, figure.cell), "")
        if stored != recomputed:
            found.append(figures.Disagreement(figure.address, stored, recomputed))
    through_lenses, further = release_readings.recheck(release)
    return len(own) + through_lenses, [*found, *further]


def last_night() -> Night | None:
    """The newest run, or None before the first (two queries)."""
    newest = SelfAudit.objects.order_by("-audited_at").values_list("audited_at", flat=True).first()
    if newest is None:
        return None
    found = SelfAudit.objects.filter(audited_at=newest).select_related("release").prefetch_related("findings")
    return _night(newest, list(found.order_by("release__number")))


def nights(at_most: int = 30) -> Sequence[Night]:
    """The newest runs, newest first (two queries)."""
    moments = list(
        SelfAudit.objects.order_by("-audited_at").values_list("audited_at", flat=True).distinct()[:at_most]
    )
    held: dict[datetime, list[SelfAudit]] = {moment: [] for moment in moments}
    rows = SelfAudit.objects.filter(audited_at__in=moments).select_related("release")
    for audit in rows.prefetch_related("findings").order_by("release__number"):
        held[audit.audited_at].append(audit)
    return [_night(moment, held[moment]) for moment in moments]


def _night(at: datetime, audits: list[SelfAudit]) -> Night:
    return Night(at, tuple(audits), tuple(one for audit in audits for one in audit.findings.all()))
