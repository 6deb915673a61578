"""Figures: values computed from a sealed snapshot. The database refuses to change or delete one."""

from decimal import Decimal

from django.db import models

from kurss.evidence.canonical import Cell, FigureRecord, places_shown
from kurss.evidence.models.indicator import IndicatorVersion
from kurss.evidence.models.snapshot import Snapshot
from kurss.evidence.periods import Period


class Reason(models.TextChoices):
    """Why a figure has no value. Zero is a value and is none of these."""

    MISSING = "missing"
    REFUSED = "refused"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"
    UNDEFINED = "undefined"


class Computation(models.Model):
    """One run of the engine over a snapshot: who asked, when, with what. Beside the figures, not in them."""

    # A computation without its snapshot proves nothing.
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="computations")
    computed_at = models.DateTimeField()
    computed_by_key = models.CharField(max_length=40)
    engine = models.CharField(max_length=80)
    milliseconds = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.engine} on {self.snapshot_id[:12]}"


class Figure(models.Model):
    """A value, or the reason there is none, for one indicator version, period and cell of one snapshot."""

    address = models.CharField(max_length=80, unique=True)
    # Law: no figure without indicator version, snapshot and computation.
    version = models.ForeignKey(IndicatorVersion, on_delete=models.PROTECT, related_name="figures")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="figures")
    computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="figures")
    period_key = models.CharField(max_length=30)
    cell = models.CharField(max_length=200, blank=True)
    value = models.DecimalField(max_digits=38, decimal_places=12, null=True)
    reason = models.CharField(max_length=14, choices=Reason.choices, blank=True)
    numerator = models.DecimalField(max_digits=38, decimal_places=12, null=True)
    denominator = models.DecimalField(max_digits=38, decimal_places=12, null=True)
    records = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    synthetic = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("version", "snapshot", "period_key", "cell"),
                name="one_figure_per_meaning_and_snapshot",
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False, reason="")
                | (models.Q(value__isnull=True) & ~models.Q(reason="")),
                name="a_value_or_a_reason_never_both",
            ),
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="a_figure_names_its_records_by_digest",
            ),
        )
        indexes = (models.Index(fields=("snapshot", "cell"), name="figures_of_a_snapshot"),)

    def __str__(self) -> str:
        return self.address

    @property
    def period(self) -> Period:
        return Period.parse(self.period_key)

    @property
    def cell_parts(self) -> Cell:
        return Cell.parse(self.cell)

    @property
    def is_total(self) -> bool:
        return self.cell == ""

    @property
    def shown(self) -> Decimal | None:
        """The value a reader sees: a percentage is a hundred times the ratio it is kept as."""
        return self.value * 100 if self.value is not None and self.version.percent else self.value

    @property
    def places(self) -> int:
        """To how many decimals a reader sees it: one for a percentage, none for a count, two for a quotient."""
        value = self.shown
        if value is None:
            return 0
        return places_shown(
            value, 1 if self.version.percent else 0 if value == value.to_integral_value() else 2
        )

    def as_record(self) -> FigureRecord:
        """The canonical record, whose text any engine must reproduce byte for byte."""
        return FigureRecord(
            indicator=self.version.indicator_id,
            version=self.version.number,
            period=self.period_key,
            cell=self.cell,
            snapshot=self.snapshot_id,
            value=self.value,
            reason=self.reason,
            numerator=self.numerator,
            denominator=self.denominator,
            records=self.records,
            digest=self.digest,
        )
