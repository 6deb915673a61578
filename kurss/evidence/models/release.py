"""Releases: figures approved and published together. What was released is never edited, only restated."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from kurss.evidence.models.figure import Figure
from kurss.evidence.models.indicator import Indicator, IndicatorVersion
from kurss.evidence.models.lens import LensFigure
from kurss.evidence.models.snapshot import Snapshot
from kurss.evidence.periods import Period


class ReleaseQuerySet(models.QuerySet["Release"]):
    def released(self) -> Self:
        return self.filter(state=Release.State.RELEASED)

    def open(self) -> Self:
        """The one that is being prepared, if there is one: the database knows of no second."""
        return self.exclude(state=Release.State.RELEASED)


class Release(models.Model):
    """A set of figures of one snapshot, prepared by one person and approved by another.

    It adds to what stands published and restates what it names; everything else stays as it was released.
    `text` is the canonical text its digest is taken over; it names the digest of the release before it, so a
    printed digest holds every earlier release too. `pseudonym_key` never leaves the city.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        PROPOSED = "proposed"
        RELEASED = "released"

    number = models.PositiveIntegerField(unique=True, null=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    # What a release rests on outlives any tidying of snapshots.
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="releases")
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="next")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    # Keys and names, no accounts: a colleague who leaves takes nothing with them.
    author_key = models.CharField(max_length=40)
    author_label = models.CharField(max_length=200)
    drafted_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    returned_because = models.TextField(blank=True)
    approver_key = models.CharField(max_length=40, blank=True)
    approver_label = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField(null=True)
    pseudonym_key = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(approver_key=F("author_key")), name="who_prepared_a_release_does_not_approve_it"
            ),
            models.CheckConstraint(
                condition=Q(
                    state="released",
                    number__isnull=False,
                    released_at__isnull=False,
                    proposed_at__isnull=False,
                    digest__regex=r"^[0-9a-f]{64}$",
                )
                & ~Q(approver_key="")
                | ~Q(state="released")
                & Q(number__isnull=True, released_at__isnull=True, digest="", approver_key=""),
                name="a_release_is_whole_or_not_released",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(pseudonym_key__regex=r"^[0-9a-f]{64}$"),
                name="a_proposed_release_has_pseudonyms_of_its_own",
            ),
            models.CheckConstraint(
                condition=Q(previous__isnull=True) | ~Q(previous=F("id")),
                name="a_release_does_not_follow_itself",
            ),
        )

    def __str__(self) -> str:
        return self.name_en

    @property
    def is_released(self) -> bool:
        return self.state == self.State.RELEASED


class Line(models.Model):
    """One indicator in one period as a release publishes it: its total and all its cells together.

    `is_final`: the period was over on the snapshot's day, so it is locked from now on; a later release changes
    it only as a restatement with a reason, and both values stay readable.
    """

    class Kind(models.TextChoices):
        NEW = "new"
        CONTINUED = "continued"
        RESTATED = "restated"
        WITHDRAWN = "withdrawn"  # no figure stands there any more

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="lines")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="released_lines")
    period_key = models.CharField(max_length=30)
    version = models.ForeignKey(IndicatorVersion, on_delete=models.PROTECT, related_name="released_lines")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    is_final = models.BooleanField()
    # What it replaces stays readable beside it.
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    reason = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    delta = models.DecimalField(max_digits=38, decimal_places=12, null=True)

    class Meta:
        ordering = ("indicator", "period_key")
        constraints = (
            models.UniqueConstraint(
                fields=("release", "indicator", "period_key"), name="a_release_has_a_period_once"
            ),
            # Two releases cannot both be the first to speak of a period.
            models.UniqueConstraint(
                fields=("indicator", "period_key"), condition=Q(kind="new"), name="a_period_is_new_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="new", replaces__isnull=True) | ~Q(kind="new") & Q(replaces__isnull=False),
                name="a_changed_line_names_what_it_replaces",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("restated", "withdrawn")) | ~Q(reason="") & ~Q(reason_en=""),
                name="a_restatement_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period_key}"

    @property
    def period(self) -> Period:
        return Period.parse(self.period_key)


class ReleasedFigure(models.Model):
    """A figure as part of a release; a figure is released once. `bag_digest` is the digest of its records by
    the pseudonyms of this release, so that whoever holds the audit bag can recompute it."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="released")
    figure = models.OneToOneField(Figure, on_delete=models.PROTECT, related_name="released")
    bag_digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return str(self.figure)


class ReleasedReading(models.Model):
    """A count under a funder's rule as part of a release, beside the figure it reads; made by a proposal."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="readings")
    reading = models.OneToOneField(LensFigure, on_delete=models.PROTECT, related_name="released")
    bag_digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.reading)


class ReleasedText(models.Model):
    """A canonical text that a release is sealed with: a definition, a fact's declaration, a funder's rule."""

    class Kind(models.TextChoices):
        DEFINITION = "definition"
        FACT = "fact"
        LENS = "lens"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=100)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("kind", "name")
        constraints = (
            models.UniqueConstraint(fields=("release", "kind", "name"), name="a_release_has_a_text_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class ReleasedRows(models.Model):
    """The rows of a fact as the audit bag of a release holds them; `sha256` is that of the plain CSV."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="rows")
    fact = models.CharField(max_length=80)
    rows = models.PositiveBigIntegerField()
    octets = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("fact",)
        constraints = (
            models.UniqueConstraint(fields=("release", "fact"), name="a_release_has_a_facts_rows_once"),
        )

    def __str__(self) -> str:
        return self.fact


class ReleaseStamp(models.Model):
    """A time stamp (RFC 3161) of an authority over a release's digest: when it existed at the latest."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="stamps")
    authority = models.URLField(max_length=300)
    stamped_at = models.DateTimeField()
    token = models.BinaryField()

    class Meta:
        ordering = ("stamped_at",)

    def __str__(self) -> str:
        return f"{self.authority} {self.stamped_at}"


class SelfAudit(models.Model):
    """One night's recomputation of what is released: how many figures were compared and which disagreed."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="audits")
    audited_at = models.DateTimeField()
    compared = models.PositiveIntegerField()
    disagreed = models.PositiveIntegerField()
    # A sealed file that was gone or altered: nothing could be compared with it.
    broken = models.TextField(blank=True)

    class Meta:
        ordering = ("-audited_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(disagreed__lte=F("compared")), name="no_more_disagree_than_were_compared"
            ),
        )

    def __str__(self) -> str:
        return f"{self.audited_at:%Y-%m-%d}: {self.compared} compared, {self.disagreed} disagree"


class AuditFinding(models.Model):
    """A released figure that its sealed records did not give again."""

    audit = models.ForeignKey(SelfAudit, on_delete=models.PROTECT, related_name="findings")
    figure = models.CharField(max_length=80)
    stored = models.TextField(blank=True)
    recomputed = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.figure
