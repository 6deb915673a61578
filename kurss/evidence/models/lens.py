"""Figures as a funder counts them, kept beside the city's own. The database refuses to change or delete one."""

from __future__ import annotations

import hashlib

from django.db import models

from kurss.evidence.models.figure import Computation, Figure
from kurss.evidence.models.indicator import IndicatorVersion
from kurss.evidence.models.snapshot import Snapshot
from kurss.evidence.periods import Period


class LensFigure(models.Model):
    """The total of an indicator version for a period of a snapshot, under one version of a lens."""

    address = models.CharField(max_length=80, unique=True)
    lens = models.CharField(max_length=20)
    lens_version = models.PositiveSmallIntegerField()
    # As for every figure: none without indicator version, snapshot and computation.
    version = models.ForeignKey(IndicatorVersion, on_delete=models.PROTECT, related_name="lens_figures")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="lens_figures")
    computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="lens_figures")
    period_key = models.CharField(max_length=30)
    value = models.PositiveBigIntegerField()
    base = models.PositiveBigIntegerField()
    outside = models.PositiveBigIntegerField()
    again = models.PositiveBigIntegerField()
    earlier = models.PositiveBigIntegerField()
    records = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    synthetic = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("version", "snapshot", "period_key", "lens", "lens_version"),
                name="one_reading_per_lens_meaning_and_snapshot",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    value=models.F("base") - models.F("outside") + models.F("again") - models.F("earlier")
                ),
                name="a_reading_differs_by_exactly_what_it_names",
            ),
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="a_reading_names_its_records_by_digest",
            ),
        )

    def __str__(self) -> str:
        return self.address

    @property
    def period(self) -> Period:
        return Period.parse(self.period_key)

    def text(self) -> str:
        """The canonical text, one line a field, from which the address is made."""
        return (
            "kurss lens 1\n"
            f"lens {self.lens}\n"
            f"lens-version {self.lens_version}\n"
            f"indicator {self.version.indicator_id}\n"
            f"version {self.version.number}\n"
            f"period {self.period_key}\n"
            f"snapshot {self.snapshot_id}\n"
            f"value {self.value}\n"
            f"base {self.base}\n"
            f"outside {self.outside}\n"
            f"again {self.again}\n"
            f"earlier {self.earlier}\n"
            f"records {self.records}\n"
            f"digest {self.digest}\n"
        )

    def own_address(self) -> str:
        """Code, period, lens, and twelve digits of the digest of the canonical text."""
        own = hashlib.sha256(self.text().encode()).hexdigest()
        period = self.period_key.replace("/", "_")
        return f"{self.version.indicator.code}.{period}.{self.lens}.{own[:12]}"

    def stands_beside(self, figure: Figure) -> bool:
        return (self.version_id, self.snapshot_id, self.period_key) == (
            figure.version_id,
            figure.snapshot_id,
            figure.period_key,
        )
