"""Why a seat is not given. Each is one sentence; the module that asked may say it in its own words."""


class SeatRefused(ValueError):
    """A seat or a place in the line cannot be given, kept or returned as asked."""


class PoolFull(SeatRefused):
    """Fewer places are left than were asked for."""


class PlacesTaken(SeatRefused):
    """More places are taken than would be left; `taken` says how many."""

    def __init__(self, taken: int) -> None:
        super().__init__(f"{taken} places are taken or held. Keep at least as many.")
        self.taken = taken


class AlreadySeated(SeatRefused):
    """The holder has a live seat in this pool."""


class HoldExpired(SeatRefused):
    """The seat was held until a moment that has passed."""


class NotSeated(SeatRefused):
    """The seat was released before."""


class AlreadyWaiting(SeatRefused):
    """The holder stands in this line."""


class NotWaiting(SeatRefused):
    """The holder left this line before."""
