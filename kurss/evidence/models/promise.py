"""What was promised and what was said: targets and declared statements, each with its document and place."""

from django.core.validators import RegexValidator
from django.db import models

from kurss.evidence.models.indicator import Indicator


class Comparison(models.TextChoices):
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    ABOUT = "about"
    EXACTLY = "exactly"
    AT_MOST = "at_most"
    ALL = "all"


class Spoken(models.Model):
    """A value somebody wrote down, and where. Never counted, never added to a figure."""

    comparison = models.CharField(max_length=10, choices=Comparison.choices)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    period_key = models.CharField(max_length=30, blank=True, validators=[RegexValidator(r"^[SYQMA]")])
    document = models.CharField(max_length=80)
    place = models.CharField(max_length=200)
    quote = models.TextField()
    # Ours, into the city's language, where the document is in another; the quotation itself is never replaced.
    translation = models.TextField(blank=True)
    written_at = models.DateTimeField()
    written_by_key = models.CharField(max_length=40)

    class Meta:
        abstract = True


class Target(Spoken):
    """A promise. Without a period or a day it is a promise without an end, which the lint reports."""

    class Kind(models.TextChoices):
        BASELINE = "baseline"
        MIDWAY = "midway"
        FINAL = "final"
        LATER = "later"

    # What was promised stays on record for as long as the indicator does.
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    due_on = models.DateField(null=True)
    # Of which part of the figure, such as gender=female; empty: of the total.
    cell = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("indicator", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(comparison="all") | models.Q(value__isnull=False),
                name="a_promise_has_a_value_unless_it_says_all",
            ),
            models.CheckConstraint(
                condition=models.Q(period_key="") | models.Q(due_on__isnull=True),
                name="a_promise_is_for_a_period_or_for_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="baseline")
                | (
                    models.Q(value__isnull=False)
                    & (~models.Q(period_key="") | models.Q(due_on__isnull=False))
                ),
                name="a_baseline_has_its_value_and_its_date",
            ),
            models.UniqueConstraint(
                fields=("indicator", "kind", "document", "place", "cell"),
                name="one_promise_per_place_and_kind_and_cell",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.comparison} {self.value}"


class Statement(Spoken):
    """A declared value that no record proves: always shown as *declared*, with who said it and when."""

    # What was said stays said.
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="statements")
    said_on = models.DateField()
    author = models.CharField(max_length=200)
    reading = models.TextField(blank=True)
    reading_en = models.TextField(blank=True)
    # What the declared number is of, where that is not what the indicator counts: the two then never compare.
    unit = models.CharField(max_length=80, blank=True)
    unit_en = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("indicator", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "document", "place"), name="one_statement_per_place"
            ),
            models.CheckConstraint(
                condition=models.Q(unit="", unit_en="") | (~models.Q(unit="") & ~models.Q(unit_en="")),
                name="another_unit_is_named_in_both_languages",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id}: said {self.value}"

    @property
    def is_of_another_whole(self) -> bool:
        """The number was said of something else than the indicator counts, so neither is taken from the other."""
        return bool(self.unit)
