"""The initiatives of a programme, and the funders' operations that pay for them."""

from django.db import models

from kurss.partners.models import Operation
from kurss.programme.models.programme import Programme
from kurss.programme.models.said import PLACE_LENGTH, both_languages


class Initiative(models.Model):
    key = models.SlugField(max_length=80, primary_key=True)
    # Charters, activities and measures rest on it; it goes last.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="initiatives")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    short = models.CharField(max_length=60)
    short_en = models.CharField(max_length=60)
    aim = models.TextField(blank=True)
    aim_en = models.TextField(blank=True)
    place = models.CharField(max_length=PLACE_LENGTH)

    class Meta:
        ordering = ("programme", "order")
        constraints = (
            models.UniqueConstraint(fields=("programme", "order"), name="initiatives_stand_in_order"),
            models.CheckConstraint(
                condition=both_languages("title", "title_en") & both_languages("short", "short_en"),
                name="initiative_titled_in_both_languages",
            ),
        )

    def __str__(self) -> str:
        return self.title_en


class OperationLink(models.Model):
    """Which funder's operation pays for which initiative."""

    # Money that was given stays on record on both sides.
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="operation_links")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="initiative_links")
    place = models.CharField(max_length=PLACE_LENGTH)

    class Meta:
        ordering = ("initiative", "pk")
        constraints = (
            models.UniqueConstraint(fields=("initiative", "operation"), name="operation_attached_once"),
        )

    def __str__(self) -> str:
        return f"{self.operation} → {self.initiative_id}"
