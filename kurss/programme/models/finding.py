"""What the assessment of the city found: where it performs higher or lower, and what helps or hinders."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.programme.models.programme import Programme
from kurss.programme.models.said import Said


class Finding(Said):
    """An insight from the analysis of the city's performance; `order` is its rank."""

    class Performance(models.TextChoices):
        HIGHER = "higher", _("Higher performance")
        LOWER = "lower", _("Lower performance")

    # An assessment stays with its programme.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="findings")
    performance = models.CharField(max_length=6, choices=Performance.choices)

    class Meta(Said.Meta):
        ordering = ("performance", "order")
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "performance", "order"), name="findings_are_ranked"),
        )


class EcosystemNote(Said):
    """A strength or a weakness of the city's ecosystem."""

    class Side(models.TextChoices):
        PRO = "pro", _("Strength")
        CON = "con", _("Weakness")

    # An assessment stays with its programme.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="ecosystem_notes")
    side = models.CharField(max_length=3, choices=Side.choices)

    class Meta(Said.Meta):
        ordering = ("side", "order")
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(
                fields=("programme", "side", "order"), name="ecosystem_notes_stand_in_order"
            ),
        )
