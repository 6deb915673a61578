"""Where the city wants to be, the ambitions that lead there, and why it chose them."""

from django.db import models

from kurss.programme.models.programme import Programme
from kurss.programme.models.said import Said, both_languages


class Vision(Said):
    # Charters link to it.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="visions")

    class Meta(Said.Meta):
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "order"), name="visions_stand_in_order"),
        )


class AmbitionStatement(Said):
    """One thing the city will do towards its vision, with what it means in practice."""

    # Charters link to it.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="ambitions")
    key = models.SlugField(max_length=80)
    explanation = models.TextField(blank=True)
    explanation_en = models.TextField(blank=True)

    class Meta(Said.Meta):
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "order"), name="ambitions_stand_in_order"),
            models.UniqueConstraint(fields=("programme", "key"), name="ambition_key_once"),
        )


class Justification(Said):
    """Why the strategy is right: a heading and its argument."""

    # Part of the strategy; the ambition it argues for must outlive the argument.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="justifications")
    ambition = models.ForeignKey(
        AmbitionStatement, null=True, on_delete=models.PROTECT, related_name="justifications"
    )
    heading = models.TextField()
    heading_en = models.TextField()

    class Meta(Said.Meta):
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "order"), name="justifications_stand_in_order"),
            models.CheckConstraint(
                condition=both_languages("heading", "heading_en"),
                name="justification_headed_in_both_languages",
            ),
        )


class GuidingThought(Said):
    """A thought that guided the city while it carried the strategy out."""

    # Part of the strategy.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="guiding_thoughts")

    class Meta(Said.Meta):
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "order"), name="guiding_thoughts_stand_in_order"),
        )


class SuccessFactor(Said):
    """What decides success across all initiatives."""

    # Part of the strategy.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="success_factors")

    class Meta(Said.Meta):
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "order"), name="success_factors_stand_in_order"),
        )
