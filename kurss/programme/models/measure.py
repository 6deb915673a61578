"""Which indicators measure which initiative, and what was reported about each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.evidence.models import Indicator
from kurss.programme.models.initiative import Initiative
from kurss.programme.models.programme import Programme
from kurss.programme.models.said import PLACE_LENGTH, Said, both_languages


class Measure(Said):
    """An indicator in its column of the overview. `text` is the line as the document puts it, in our words.
    An indicator without an initiative cuts across all of them."""

    class Column(models.TextChoices):
        OUTPUT = "output", _("Output")
        OUTCOME = "outcome", _("Outcome")
        CROSS_CUTTING = "cross_cutting", _("Cross-cutting")

    # What is measured by an indicator keeps it, and both stay with the programme.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="measures")
    initiative = models.ForeignKey(Initiative, null=True, on_delete=models.PROTECT, related_name="measures")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="measures")
    column = models.CharField(max_length=13, choices=Column.choices)

    class Meta(Said.Meta):
        ordering = ("initiative__order", "-column", "order")
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(
                fields=("programme", "initiative", "indicator", "column"),
                nulls_distinct=False,
                name="indicator_once_in_a_column",
            ),
            models.UniqueConstraint(
                fields=("programme", "initiative", "column", "order"),
                nulls_distinct=False,
                name="measures_stand_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(column="cross_cutting", initiative__isnull=True)
                | (~models.Q(column="cross_cutting") & models.Q(initiative__isnull=False)),
                name="measure_without_initiative_cuts_across",
            ),
        )


class ReportedProgress(models.Model):
    """The document's own row of progress: where it started, midway, and the final result, in words."""

    # Part of the measure.
    measure = models.OneToOneField(Measure, on_delete=models.CASCADE, related_name="progress")
    started = models.TextField()
    started_en = models.TextField()
    midway = models.TextField()
    midway_en = models.TextField()
    final = models.TextField()
    final_en = models.TextField()
    place = models.CharField(max_length=PLACE_LENGTH)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=both_languages("started", "started_en")
                & both_languages("midway", "midway_en")
                & both_languages("final", "final_en"),
                name="progress_in_both_languages",
            ),
        )

    def __str__(self) -> str:
        return self.final_en
