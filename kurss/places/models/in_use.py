"""The span in which a place is used. The last day is not part of it; an open end is null."""

from datetime import date
from typing import Self

from django.db import models


class PlaceQuerySet(models.QuerySet):
    def in_use_on(self, day: date) -> Self:
        """Places in use on a day. A start that nobody wrote down counts as long ago."""
        return self.exclude(in_use_from__gt=day).exclude(in_use_until__lte=day)


ENDS_AFTER_IT_BEGINS = models.CheckConstraint(
    condition=models.Q(in_use_from__isnull=True)
    | models.Q(in_use_until__isnull=True)
    | models.Q(in_use_until__gte=models.F("in_use_from")),
    name="%(class)s_ends_after_it_begins",
)


class InUse(models.Model):
    in_use_from = models.DateField(null=True, blank=True)
    in_use_until = models.DateField(null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        abstract = True
