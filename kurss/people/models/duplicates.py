"""Two keys that may be one person: proposed, decided by an officer, merged, and undone."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kurss.people.models.person import Person
from kurss.people.models.restriction import is_restricted


class PairState(models.TextChoices):
    PROPOSED = "proposed", _("To decide")
    MERGED = "merged", _("Merged")
    DIFFERENT = "different", _("Different people")


class PairQuerySet(models.QuerySet["Pair"]):
    def usable(self) -> Self:
        """Pairs of people whose use nobody restricted."""
        return self.exclude(is_restricted("low") | is_restricted("high"))

    def of_standing(self) -> Self:
        """Pairs whose keys both stand for somebody who is known and may be used: what there is to compare."""
        return self.usable().filter(
            low__stands=True, high__stands=True, low__identity__isnull=False, high__identity__isnull=False
        )

    def to_decide(self) -> Self:
        return self.of_standing().filter(state=PairState.PROPOSED)


class Pair(models.Model):
    """Two people, the smaller key first, so that a pair exists once whoever finds it.

    `weight` is the match weight in bits: how much likelier the two records are if it is one person. None where
    an officer put the two side by side.
    """

    # A decision is remembered as long as there are keys to decide about, and those are never deleted.
    low = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pairs_as_low")
    high = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pairs_as_high")
    weight = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    state = models.CharField(max_length=9, choices=PairState.choices, default=PairState.PROPOSED)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_key = models.CharField(max_length=64, blank=True)
    because = models.CharField(max_length=300, blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = (F("weight").desc(nulls_first=True), "pk")
        constraints = (
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="a_pair_has_the_smaller_key_first"),
            models.UniqueConstraint(fields=("low", "high"), name="a_pair_exists_once"),
            models.CheckConstraint(condition=Q(state__in=PairState.values), name="pair_state_is_a_word"),
            models.CheckConstraint(
                condition=Q(state=PairState.PROPOSED, decided_at__isnull=True, decided_by_key="")
                | (~Q(state=PairState.PROPOSED) & Q(decided_at__isnull=False) & ~Q(decided_by_key="")),
                name="a_decision_has_its_moment_and_its_officer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.low_id} and {self.high_id}"


class PairPart(models.Model):
    """What one comparison said of a pair, in which words and with how many bits for or against."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="parts")  # a part of the proposal
    comparison = models.CharField(max_length=20)
    level = models.CharField(max_length=30)
    weight = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        ordering = ("pair", "pk")
        constraints = (
            models.UniqueConstraint(fields=("pair", "comparison"), name="a_comparison_speaks_once_of_a_pair"),
        )

    def __str__(self) -> str:
        return f"{self.comparison}: {self.level}"


class MergeQuerySet(models.QuerySet["Merge"]):
    def live(self) -> Self:
        return self.filter(undone_at__isnull=True)


class Merge(models.Model):
    """An officer's finding that two keys are one person, until it is undone.

    `filled` names the fields of the surviving identity that were empty and took the other's value; the values
    themselves stand in the two identities and nowhere else.
    """

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="merges")  # the pair explains it
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")  # never deleted
    into = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="taken_in")  # never deleted
    filled = ArrayField(models.CharField(max_length=20), default=list)
    merged_at = models.DateTimeField()
    merged_by_key = models.CharField(max_length=64)
    undone_at = models.DateTimeField(null=True)
    undone_by_key = models.CharField(max_length=64, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(merged=F("into")), name="a_merge_is_of_two"),
            models.UniqueConstraint(
                fields=("merged",), condition=Q(undone_at__isnull=True), name="a_key_is_merged_once"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by_key="")
                | (Q(undone_at__isnull=False) & ~Q(undone_by_key="")),
                name="an_undoing_has_its_moment_and_its_officer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.merged_id} into {self.into_id}"


class Measurement(models.Model):
    """What the matching was measured to find, on a labelled made-up set of which every truth is known."""

    measured_at = models.DateTimeField()
    model = models.CharField(max_length=64)
    """Digest of the weights, thresholds and blocking rules that were measured."""
    seed = models.BigIntegerField()
    people = models.PositiveIntegerField()
    true_pairs = models.PositiveIntegerField()
    proposed = models.PositiveIntegerField()
    right = models.PositiveIntegerField()
    threshold = models.DecimalField(max_digits=6, decimal_places=2)
    seconds = models.DecimalField(max_digits=8, decimal_places=2)
    peak_mib = models.PositiveIntegerField()

    class Meta:
        ordering = ("-measured_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(right__lte=F("proposed")) & Q(right__lte=F("true_pairs")),
                name="what_is_right_was_proposed_and_is_true",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measured_at:%Y-%m-%d}: {self.right} of {self.true_pairs}"

    @property
    def precision(self) -> float | None:
        """The share of proposals that are one person; None where nothing was proposed."""
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        """The share of true pairs that were proposed; None where there were none."""
        return self.right / self.true_pairs if self.true_pairs else None


class DuplicateSearch(models.Model):
    """That the whole register was searched for duplicates, and what came of it."""

    searched_at = models.DateTimeField()
    by_key = models.CharField(max_length=64)
    model = models.CharField(max_length=64)
    """Digest of what decided, as in `Measurement`."""
    threshold = models.DecimalField(max_digits=6, decimal_places=2)
    people = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    new = models.PositiveIntegerField()

    class Meta:
        ordering = ("-searched_at", "-pk")
        verbose_name_plural = "duplicate searches"

    def __str__(self) -> str:
        return f"{self.searched_at:%Y-%m-%d}: {self.new} new of {self.found}"
