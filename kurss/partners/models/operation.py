"""A funder's project: the unit in which it counts people and money."""

from datetime import date

from django.db import models

from kurss.partners.models.partner import Partner


class Operation(models.Model):
    """Runs from its first day to its last, both included. Groups and visits name the operation that pays."""

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    # Participations are counted per operation and answered for to its funder.
    funder = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="operations")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("starts_on", "key")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(key="") & ~models.Q(title="") & ~models.Q(title_en=""),
                name="an_operation_has_a_key_and_its_titles",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="an_operation_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
