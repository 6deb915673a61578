"""A number of places given out one by one, and how many of them are gone."""

from django.db import models
from django.db.models import F, Q


class Pool(models.Model):
    """The places of one thing. `taken` counts the live seats; only the statements in `taking` change it."""

    key = models.CharField(max_length=120, unique=True)
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(taken__gte=0) & Q(taken__lte=F("capacity")), name="pool_never_oversold"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key}: {self.taken} of {self.capacity}"

    @property
    def free(self) -> int:
        """Places left when this row was read; another may have gone since."""
        return self.capacity - self.taken
