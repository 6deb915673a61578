"""What may go wrong with an initiative, as its charter sees it."""

from django.db import models

from kurss.programme.models.charter import Charter
from kurss.programme.models.said import both_languages


class Risk(models.Model):
    """A risk and its mitigation; an empty mitigation says that the charter names none."""

    # Part of the version.
    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="risks")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_en = models.TextField()
    mitigation = models.TextField(blank=True)
    mitigation_en = models.TextField(blank=True)

    class Meta:
        ordering = ("charter", "order")
        constraints = (
            models.UniqueConstraint(fields=("charter", "order"), name="risks_stand_in_order"),
            models.CheckConstraint(
                condition=both_languages("text", "text_en"), name="risk_in_both_languages"
            ),
        )

    def __str__(self) -> str:
        return self.text_en
