"""Why the module says no. Each is named as its sentence; the message says what is wrong, where, and the remedy."""


class LearningRefused(ValueError):
    """Something about seasons, groups, sessions, enrolments or attendance cannot be as asked."""


class SeasonExists(LearningRefused):
    """A season of this key was opened before."""


class GroupExists(LearningRefused):
    """A group of this key was planned before."""


class OutsideSeason(LearningRefused):
    """The group would meet before its season starts or after it ends."""


class NotTeachable(LearningRefused):
    """The curriculum version is neither piloted nor approved."""


class NoSessions(LearningRefused):
    """Between the first and the last day no weekly time falls on a day that is not free."""


class PlacesUnclear(LearningRefused):
    """The numbers of places do not fit the group's mode."""


class RoomElsewhere(LearningRefused):
    """The room is not in a building of the group's place."""


class RoomTaken(LearningRefused):
    """Another session stands in this room at this time."""


class TeacherTaken(LearningRefused):
    """A teacher stands in another session at this time."""


class GroupFull(LearningRefused):
    """Fewer places are free than were asked for."""


class AlreadyEnrolled(LearningRefused):
    """The person has a place in this group."""


class OutsideAge(LearningRefused):
    """On the group's reference date the person is younger or older than the group takes."""


class GroupOver(LearningRefused):
    """The group met for the last time before."""


class NotThisWay(LearningRefused):
    """The group has no places in this way of attending."""


class NotEnrolled(LearningRefused):
    """The enrolment has ended."""


class SessionNotPlanned(LearningRefused):
    """The session was held, cancelled or moved before."""


class NotYetBegun(LearningRefused):
    """The session has not begun."""


class SessionNotHeld(LearningRefused):
    """Attendance belongs to a session that was held."""


class NotOfThisGroup(LearningRefused):
    """The enrolment is in another group."""


class NotEnrolledThatDay(LearningRefused):
    """The enrolment did not hold on the day of the session."""


class UnknownMark(LearningRefused):
    """The mark, or the way of attending, is no declared word."""


class AlreadyMarked(LearningRefused):
    """The session has another mark for this enrolment."""


class MarkSuperseded(LearningRefused):
    """The mark was corrected before; only the current one can be."""


class NothingToCorrect(LearningRefused):
    """The correction says what the mark says already."""


class SessionsStillPlanned(LearningRefused):
    """The group cannot be completed while sessions lie ahead."""
