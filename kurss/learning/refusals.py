"""Why the module says no. Each is named as its sentence; the message says what is wrong, where, and the remedy."""


class LearningRefused(ValueError):
    """Something about seasons, groups, sessions, enrolments or attendance cannot be as asked."""


class SeasonExists(LearningRefused):
    """A season of this key was opened before."""


class NotAFreeDay(LearningRefused):
    """The season has no such free day."""


class GroupExists(LearningRefused):
    """A group of this key was planned before."""


class OutsideSeason(LearningRefused):
    """The group would meet before its season starts or after it ends."""


class NotTeachable(LearningRefused):
    """The curriculum version is neither piloted nor approved."""


class HoursUnclear(LearningRefused):
    """A meeting ends before it starts, or two meetings of one group overlap."""


class NoSessions(LearningRefused):
    """Between the first and the last day no weekly time falls on a day that is not free."""


class PlacesUnclear(LearningRefused):
    """The numbers of places do not fit the group's mode."""


class PlacesPromised(LearningRefused):
    """A round said publicly what the group gives out, and to whom."""


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


class WrongGrade(OutsideAge):
    """By the birth date the person is in a lower or a higher school grade than the group takes."""


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


class RoundExists(LearningRefused):
    """A round of this key was planned before."""


class RoundDatesUnclear(LearningRefused):
    """The round would end before it begins, or before now."""


class NoPlacesToGive(LearningRefused):
    """A round without places."""


class PublicValueUnnamed(LearningRefused):
    """A draw must say in advance which public value decides it."""


class ReserveTooLarge(LearningRefused):
    """More places are reserved than there are."""


class PoolInAnotherRound(LearningRefused):
    """These places are being given out by another round."""


class NotThisState(LearningRefused):
    """The round is not in the state that this needs."""


class RoundNotOpen(LearningRefused):
    """Nobody can apply before the round opens or after it closes."""


class WishesUnclear(LearningRefused):
    """No wish, a wish named twice, or a place that this round does not give out."""


class AlreadyApplied(LearningRefused):
    """The person has a live application in this round."""


class NotApplied(LearningRefused):
    """The application was withdrawn before."""


class HoursClash(LearningRefused):
    """Two places at the same hours cannot both be held."""


class OfferGone(LearningRefused):
    """The offer was answered, ran out, or was taken back."""


class StillOpen(LearningRefused):
    """The round can be closed when its last moment has passed."""


class NotInLine(LearningRefused):
    """The application does not wait for these places."""


class NotByInvitation(LearningRefused):
    """The round gives its places out in another way."""


class ByInvitation(LearningRefused):
    """Nobody applies in a round by invitation."""


class AlreadyInvited(LearningRefused):
    """This address has a live invitation to the round."""


class InvitationGone(LearningRefused):
    """The invitation was answered, withdrawn, ran out, or never was."""


class CannotJoin(LearningRefused):
    """The two groups cannot be joined, or not now."""


class CannotBeCopied(LearningRefused):
    """The group cannot be as it was in another season."""


class ListNotRight(LearningRefused):
    """A row of the list cannot be planned; none was."""


class CannotBeUndone(LearningRefused):
    """Something happened since that undoing would lose."""


class GivenByDraw(LearningRefused):
    """The places are given out by a draw that is not over."""


class NotAtOnce(LearningRefused):
    """The round does not give places at once; one applies in it."""


class GivenAtOnce(LearningRefused):
    """The round gives places at once; nobody applies in it."""


class NothingFree(LearningRefused):
    """The last place went before this request came to it."""


class PlacesFree(LearningRefused):
    """Nobody waits where a place is free."""


class KeptBefore(LearningRefused):
    """A place was kept for this person in this group once already."""


class EnoughPlaces(LearningRefused):
    """The person holds as many places as the round gives to one."""


class TryAgain(LearningRefused):
    """The database had no time for the request; whether a place is free was not said."""


class ListKeyUsed(LearningRefused):
    """Another list was handed in under this name."""


class ReasonNeeded(LearningRefused):
    """What is done here is explained in words."""


class SessionMarked(LearningRefused):
    """People are marked at the session, so it was held."""


class AlreadySettled(LearningRefused):
    """Somebody decided before which of two marks stands."""


class NotLearning(LearningRefused):
    """The person has no place in a group."""


class NoPhone(LearningRefused):
    """A contact without a number is nobody's help."""


class NotTheTeacher(LearningRefused):
    """The account's person teaches no session of this group."""


class GradeUnclear(LearningRefused):
    """No grade of school, or a school year that is over or far away."""


class NobodyNamed(LearningRefused):
    """An application for nobody."""
