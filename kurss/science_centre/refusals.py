"""Why the module says no. Each is named as its sentence; the message says what is wrong, where, and the remedy."""


class ScienceCentreRefused(ValueError):
    """Something about slots, visits, school groups or bookings cannot be as asked."""


class NothingPlanned(ScienceCentreRefused):
    """No weekly time falls on a day of the period that is not a holiday."""


class PlanUnclear(ScienceCentreRefused):
    """Places, hours, ages or the room of a slot cannot be so."""


class NotTeachable(ScienceCentreRefused):
    """The curriculum version is neither piloted nor approved."""


class RoomTaken(ScienceCentreRefused):
    """Another slot stands in this room at this time."""


class SlotNotStanding(ScienceCentreRefused):
    """The slot was cancelled."""


class SlotHasBegun(ScienceCentreRefused):
    """The slot has begun or somebody was admitted to it."""


class SlotToCome(ScienceCentreRefused):
    """The day of the slot has not come."""


class ReasonMissing(ScienceCentreRefused):
    """The act needs a reason that can be told to those concerned."""


class WrongKindOfSlot(ScienceCentreRefused):
    """The slot is not for those who ask."""


class SlotFull(ScienceCentreRefused):
    """Fewer places are free than were asked for."""


class TryAgain(ScienceCentreRefused):
    """Others ask for the same places at this moment: nothing was changed."""


class NobodyAdmitted(ScienceCentreRefused):
    """Tickets for nobody, or a number that is no number of people."""


class VisitSuperseded(ScienceCentreRefused):
    """The visit was corrected before."""


class NothingToCorrect(ScienceCentreRefused):
    """The record says so already."""


class TooFewAdults(ScienceCentreRefused):
    """The group comes with fewer adults than the centre asks for."""


class GroupUnclear(ScienceCentreRefused):
    """School, teacher, contact or numbers of a group are missing or cannot be so."""


class GroupAnswered(ScienceCentreRefused):
    """What is asked does not fit the state of the group."""


class AlreadyBooked(ScienceCentreRefused):
    """The person has a place in this slot."""


class OutsideAge(ScienceCentreRefused):
    """On the day of the slot the person is younger or older than it takes."""


class NotBooked(ScienceCentreRefused):
    """The place was called off before, or is of another slot."""
