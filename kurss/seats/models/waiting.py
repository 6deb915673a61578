"""A holder's place in the line for a pool."""

from django.db import models
from django.db.models import Q

from kurss.seats.models.pool import Pool


class Waiting(models.Model):
    """Someone waits for a seat. Rows are never reordered: who joined earlier stands before who joined later."""

    # As with seats: a line is history, and outlives the wish to remove its pool.
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="line")
    holder = models.UUIDField()
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        # Two who join in one moment stand in the order in which the database wrote them.
        ordering = ("joined_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("pool", "holder"), condition=Q(left_at__isnull=True), name="waiting_once_per_holder"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=models.F("joined_at")),
                name="waiting_left_after_joining",
            ),
        )
        indexes = (
            models.Index(
                fields=("pool", "joined_at", "id"),
                condition=Q(left_at__isnull=True),
                name="waiting_line_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.holder} waits for {self.pool_id}"
