"""Looking back and ahead: successes, obstacles, lessons, commitments, and what comes in the next years."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.programme.models.programme import Programme
from kurss.programme.models.said import Said, both_languages


class ReviewNote(Said):
    class Kind(models.TextChoices):
        SUCCESS = "success", _("Success")
        OBSTACLE = "obstacle", _("Obstacle")
        OBSERVATION = "observation", _("Observation")
        REACTION = "reaction", _("Reaction")
        PLAN = "plan", _("Plan")

    # A review stays with its programme.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="review_notes")
    kind = models.CharField(max_length=11, choices=Kind.choices)

    class Meta(Said.Meta):
        ordering = ("kind", "order")
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(
                fields=("programme", "kind", "order"), name="review_notes_stand_in_order"
            ),
        )


class Lesson(Said):
    """A lesson in full; `title` is its point in a few words."""

    # A review stays with its programme.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="lessons")
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    class Meta(Said.Meta):
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "order"), name="lessons_stand_in_order"),
            models.CheckConstraint(
                condition=both_languages("title", "title_en"), name="lesson_titled_in_both_languages"
            ),
        )


class Commitment(Said):
    class Kind(models.TextChoices):
        COMING_YEARS = "coming_years", _("Next years")
        RESOURCES = "resources", _("Resources")
        COLLABORATION = "collaboration", _("Collaboration")
        KPI = "kpi", _("Indicators")

    # A commitment is not deleted from under the city that made it.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="commitments")
    kind = models.CharField(max_length=13, choices=Kind.choices)

    class Meta(Said.Meta):
        ordering = ("kind", "order")
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "kind", "order"), name="commitments_stand_in_order"),
        )


class FutureAmbition(Said):
    """What the city wants in the years after the programme; `title` names the field, `text` explains it."""

    # Part of the way forward.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="future_ambitions")
    key = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    class Meta(Said.Meta):
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "order"), name="future_ambitions_stand_in_order"),
            models.UniqueConstraint(fields=("programme", "key"), name="future_ambition_key_once"),
            models.CheckConstraint(
                condition=both_languages("title", "title_en"), name="future_ambition_titled_in_both_languages"
            ),
        )

    @property
    def targets_in_order(self) -> "list[FutureTarget]":
        """Its targets; `queries.review` reads them along, so that they cost no query there."""
        return list(self.targets.all())


class FutureTarget(Said):
    # Part of the ambition.
    ambition = models.ForeignKey(FutureAmbition, on_delete=models.PROTECT, related_name="targets")

    class Meta(Said.Meta):
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(fields=("ambition", "order"), name="future_targets_stand_in_order"),
        )
