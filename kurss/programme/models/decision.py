"""What a body decided, on which day, about what; and which earlier decision it replaces."""

from django.db import models

from kurss.programme.models.charter import Charter
from kurss.programme.models.governance import Body
from kurss.programme.models.initiative import Initiative
from kurss.programme.models.meeting import Meeting, Suggestion
from kurss.programme.models.said import PLACE_LENGTH, both_languages


class Decision(models.Model):
    """A decision under the number of its body. One that was replaced stays readable."""

    # What was decided stays with whoever decided it, and what it is about stays with it.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="decisions")
    number = models.CharField(max_length=40)
    taken_on = models.DateField()
    text = models.TextField()
    text_en = models.TextField()
    initiative = models.ForeignKey(Initiative, null=True, on_delete=models.PROTECT, related_name="decisions")
    charter = models.ForeignKey(Charter, null=True, on_delete=models.PROTECT, related_name="+")
    suggestion = models.ForeignKey(Suggestion, null=True, on_delete=models.PROTECT, related_name="decisions")
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)

    class Meta:
        ordering = ("-taken_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("body", "number"), name="each_number_of_a_body_once"),
            models.CheckConstraint(condition=~models.Q(number=""), name="a_decision_has_a_number"),
            models.CheckConstraint(
                condition=both_languages("text", "text_en"), name="decision_in_both_languages"
            ),
            models.CheckConstraint(
                condition=models.Q(supersedes__isnull=True) | ~models.Q(supersedes=models.F("id")),
                name="no_decision_supersedes_itself",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.text_en}"
