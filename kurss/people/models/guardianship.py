"""Who acts for a child, from one day until another."""

from collections.abc import Collection
from datetime import date
from typing import Self
from uuid import UUID

from django.db import models

from kurss.people.models.person import Person


class GuardianshipQuerySet(models.QuerySet["Guardianship"]):
    def live_on(self, day: date) -> Self:
        return self.filter(holds_from__lte=day).exclude(holds_until__lte=day)

    def of(self, keys: Collection[UUID]) -> Self:
        """Those in which a person with these keys is the guardian or the child."""
        return self.filter(models.Q(guardian__in=keys) | models.Q(child__in=keys))


class Guardianship(models.Model):
    """The last day is not part of it; null is open. A child may have several guardians."""

    # People are never deleted; the bond goes on saying which keys belong together when names are gone.
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="children_in_care")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardianships")
    holds_from = models.DateField()
    holds_until = models.DateField(null=True, blank=True)

    objects = GuardianshipQuerySet.as_manager()

    class Meta:
        ordering = ("child", "holds_from")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(guardian=models.F("child")), name="nobody_is_their_own_guardian"
            ),
            models.CheckConstraint(
                condition=models.Q(holds_until__isnull=True)
                | models.Q(holds_until__gte=models.F("holds_from")),
                name="a_guardianship_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=("guardian", "child"),
                condition=models.Q(holds_until__isnull=True),
                name="one_live_guardianship_per_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.guardian_id} for {self.child_id}"
