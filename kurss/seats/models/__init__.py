from kurss.seats.models.pool import Pool
from kurss.seats.models.seat import Seat, SeatState
from kurss.seats.models.waiting import Waiting

__all__ = ["Pool", "Seat", "SeatState", "Waiting"]
