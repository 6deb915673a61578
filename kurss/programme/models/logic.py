"""The logic model: what leads to what, from activities over outputs and outcomes to the vision."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.programme.models.measure import Measure
from kurss.programme.models.programme import Programme
from kurss.programme.models.roadmap import Activity
from kurss.programme.models.vision import AmbitionStatement, Vision


def _stands(column: str, record: str) -> models.Q:
    every = ("activity", "measure", "ambition", "vision")
    return models.Q(column=column, **{f"{name}__isnull": name != record for name in every})


class LogicNode(models.Model):
    """A record of the programme that has its place in the logic model. Its words are the record's own."""

    class Column(models.TextChoices):
        ACTIVITY = "activity", _("Activities")
        OUTPUT = "output", _("Outputs")
        OUTCOME = "outcome", _("Outcomes")
        VISION = "vision", _("Vision")

    # What stands in the model is not taken out from under it.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="logic_nodes")
    column = models.CharField(max_length=8, choices=Column.choices)
    activity = models.OneToOneField(Activity, null=True, on_delete=models.PROTECT, related_name="logic_node")
    measure = models.OneToOneField(Measure, null=True, on_delete=models.PROTECT, related_name="logic_node")
    ambition = models.OneToOneField(
        AmbitionStatement, null=True, on_delete=models.PROTECT, related_name="logic_node"
    )
    vision = models.OneToOneField(Vision, null=True, on_delete=models.PROTECT, related_name="logic_node")

    class Meta:
        ordering = ("programme", "pk")
        constraints = (
            models.CheckConstraint(
                condition=_stands("activity", "activity")
                | _stands("output", "measure")
                | _stands("outcome", "measure")
                | _stands("vision", "ambition")
                | _stands("vision", "vision"),
                name="a_node_is_one_record_in_its_column",
            ),
        )

    def __str__(self) -> str:
        return str(self.record)

    @property
    def record(self) -> Activity | Measure | AmbitionStatement | Vision:
        found = self.activity or self.measure or self.ambition or self.vision
        assert found is not None
        return found

    @property
    def text(self) -> str:
        record = self.record
        return record.title if isinstance(record, Activity) else record.text

    @property
    def text_en(self) -> str:
        record = self.record
        return record.title_en if isinstance(record, Activity) else record.text_en


class LogicArrow(models.Model):
    """One thing leads to another, if the assumption on the arrow holds."""

    # Part of the drawing: an arrow goes with either of its ends.
    before = models.ForeignKey(LogicNode, on_delete=models.CASCADE, related_name="leads_to")
    after = models.ForeignKey(LogicNode, on_delete=models.CASCADE, related_name="follows_from")
    assumption = models.TextField(blank=True)
    assumption_en = models.TextField(blank=True)

    class Meta:
        ordering = ("before", "after")
        constraints = (
            models.UniqueConstraint(fields=("before", "after"), name="an_arrow_is_drawn_once"),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="nothing_leads_to_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(assumption="", assumption_en="")
                | (~models.Q(assumption="") & ~models.Q(assumption_en="")),
                name="an_assumption_is_in_both_languages",
            ),
        )

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
