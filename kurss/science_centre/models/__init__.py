from kurss.science_centre.models.booking import Booking, BookingState, Participation, Status
from kurss.science_centre.models.school_group import HELD, GroupState, SchoolGroup
from kurss.science_centre.models.slot import STANDING, Slot, SlotKind, SlotState
from kurss.science_centre.models.visit import TICKETS, CameFrom, Visit

__all__ = [
    "HELD",
    "STANDING",
    "TICKETS",
    "Booking",
    "BookingState",
    "CameFrom",
    "GroupState",
    "Participation",
    "SchoolGroup",
    "Slot",
    "SlotKind",
    "SlotState",
    "Status",
    "Visit",
]
