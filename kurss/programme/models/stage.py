"""The stages of a programme, and the periods stated for them, each as one place prints it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.people.models import Account
from kurss.programme.models.programme import Programme
from kurss.programme.models.said import PLACE_LENGTH, both_languages
from kurss.programme.models.template import TemplateArtefact, TemplateStage


class Stage(models.Model):
    # A programme keeps its stages; a stage keeps the shape it was opened with.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="stages")
    template_stage = models.ForeignKey(TemplateStage, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    narrative = models.TextField(blank=True)  # empty: nothing has been told of the stage yet
    narrative_en = models.TextField(blank=True)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)

    class Meta:
        ordering = ("programme", "order")
        constraints = (
            models.UniqueConstraint(fields=("programme", "order"), name="stages_stand_in_order"),
            models.UniqueConstraint(fields=("programme", "template_stage"), name="each_template_stage_once"),
            models.CheckConstraint(
                condition=both_languages("title", "title_en")
                & (both_languages("narrative", "narrative_en") | models.Q(narrative="", narrative_en="")),
                name="stage_told_in_both_languages_or_not_yet",
            ),
        )

    def __str__(self) -> str:
        return self.title_en


class StatedPeriod(models.Model):
    """When a stage runs, as one place of a document says. Two places may disagree; both are kept."""

    # Part of the stage.
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="periods")
    order = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    months = models.PositiveSmallIntegerField(null=True)  # the length as printed; null: none printed
    place = models.CharField(max_length=PLACE_LENGTH)
    quote = models.CharField(max_length=200)

    class Meta:
        ordering = ("stage", "order")
        constraints = (
            models.UniqueConstraint(fields=("stage", "place"), name="one_period_per_place"),
            models.UniqueConstraint(fields=("stage", "order"), name="stated_periods_stand_in_order"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="stated_period_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~models.Q(place="") & ~models.Q(quote=""),
                name="stated_period_is_quoted_with_its_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.quote} ({self.place})"

    @property
    def months_counted(self) -> int:
        """Whole calendar months from first to last, both included: what `months` should say."""
        first, last = self.starts_on, self.ends_on
        return (last.year - first.year) * 12 + last.month - first.month + 1


class Artefact(models.Model):
    """What a stage owes, and whether the document delivers it."""

    class State(models.TextChoices):
        OWED = "owed", _("Not there")
        HEADING_ONLY = "heading_only", _("Heading only")
        DELIVERED = "delivered", _("There")

    # Part of the stage; its kind belongs to the template.
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="artefacts")
    template_artefact = models.ForeignKey(TemplateArtefact, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OWED)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)
    # Whoever owes it. Who leaves owes nothing any more: the artefact is then unowned, and is shown so.
    owner = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="owed_artefacts"
    )
    due_on = models.DateField(null=True, blank=True)  # null: no day was agreed

    class Meta:
        ordering = ("stage", "template_artefact__order")
        constraints = (
            models.UniqueConstraint(fields=("stage", "template_artefact"), name="each_owed_artefact_once"),
            models.CheckConstraint(
                condition=models.Q(state="owed") | ~models.Q(place=""), name="artefact_found_in_a_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.template_artefact}: {self.state}"

    @property
    def title(self) -> str:
        return self.template_artefact.title

    @property
    def title_en(self) -> str:
        return self.template_artefact.title_en
