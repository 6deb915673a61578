"""One place given to one holder."""

from django.db import models
from django.db.models import Q

from kurss.seats.models.pool import Pool


class SeatState(models.TextChoices):
    HELD = "held"
    TAKEN = "taken"
    RELEASED = "released"


LIVE = (SeatState.HELD, SeatState.TAKEN)


class Seat(models.Model):
    """A place taken, or held until a moment. The holder is a key: the kernel does not know whose."""

    # A pool that seats refer to is history; whoever removes it must first say what became of the seats.
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="seats")
    holder = models.UUIDField()
    state = models.CharField(max_length=8, choices=SeatState.choices)
    taken_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=SeatState.values), name="seat_state_is_a_word"),
            models.CheckConstraint(
                condition=Q(state=SeatState.RELEASED, released_at__isnull=False)
                | (~Q(state=SeatState.RELEASED) & Q(released_at__isnull=True)),
                name="seat_released_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=SeatState.HELD) | Q(expires_at__isnull=False),
                name="seat_held_has_an_end",
            ),
            models.UniqueConstraint(
                fields=("pool", "holder"), condition=Q(state__in=LIVE), name="seat_one_live_per_holder"
            ),
            models.UniqueConstraint(
                fields=("pool", "holder", "once"), condition=~Q(once=""), name="seat_once_per_request"
            ),
        )
        indexes = (
            models.Index(fields=("expires_at",), condition=Q(state=SeatState.HELD), name="seat_held_until"),
        )

    def __str__(self) -> str:
        return f"{self.state} seat of {self.holder}"
