"""A house an institution uses from one day until another."""

from django.db import models

from kurss.places.models.in_use import ENDS_AFTER_IT_BEGINS, InUse
from kurss.places.models.institution import Institution


class Building(InUse):
    # An institution with buildings is closed, not deleted: lessons were held in them.
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="buildings")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("institution", "name")
        constraints = (
            ENDS_AFTER_IT_BEGINS,
            models.UniqueConstraint(
                fields=("institution", "name"), name="a_building_is_named_once_in_its_institution"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="a_building_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name
