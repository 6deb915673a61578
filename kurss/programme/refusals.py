"""Why a change to a programme was refused: one class a reason, each message a sentence with its remedy."""


class Refused(ValueError):
    """A change to a programme that was not made."""


class WordsMissing(Refused):
    """A text is missing in one of the two languages, or its place is."""


class LinesDiffer(Refused):
    """A box has more lines in one language than in the other."""


class AlreadyEntered(Refused):
    """The programme already has an entry of this number or key."""


class NotOfThisProgramme(Refused):
    """Two things that were to be joined belong to different programmes."""


class NoSuchTemplateStage(Refused):
    """The programme's template has no stage of this key."""


class NoSuchArtefact(Refused):
    """The stage owes no artefact of this key."""


class CharterAlreadyOpen(Refused):
    """A charter of this initiative is already being written."""


class CharterAlreadyInForce(Refused):
    """A charter of this initiative is in force, so a reported one cannot be entered beside it."""


class CharterNotDraft(Refused):
    """The charter is no longer a draft, so its text stands."""


class ChangedMeanwhile(Refused):
    """Somebody else changed the same box while this one was being written; both texts are kept."""


class GoneMeanwhile(Refused):
    """The record was removed by somebody else while it was being written."""


class NotOnTheScale(Refused):
    """A rating is none of 1 to 5, or one of the two is missing."""


class AnswerIncomplete(Refused):
    """What became of a suggestion lacks who decided it, when, where it was adopted or why it was not."""


class CharterNotInForce(Refused):
    """A charter that is still being written cannot be what something was decided about."""


class AnswersInACircle(Refused):
    """Bodies would answer to each other."""


class TwoHolders(Refused):
    """A seat is held, or a risk owned, by a partner or by somebody in words, not by both."""


class SupersededAlready(Refused):
    """A decision replaces an earlier one of its programme that no other has replaced."""


class CharterNotSubmitted(Refused):
    """The charter was not submitted, so nobody can approve or return it."""


class AuthorCannotApprove(Refused):
    """Whoever wrote the charter cannot approve it."""


class SamePersonTwice(Refused):
    """The second approval needs a second person."""


class MilestoneAlreadyReached(Refused):
    """The milestone was reached before, on a day that stands."""


class ReasonMissing(Refused):
    """Something is taken back without a word why."""


class EndsBeforeItStarts(Refused):
    """The last month of an activity is before its first."""


class MilestoneOutsideItsActivity(Refused):
    """A milestone stands in no month of the activity it belongs to."""


class WaitsInACircle(Refused):
    """Activities would wait for each other."""


class BaselineStands(Refused):
    """The months are part of the baseline: they move by a re-plan with its cause."""


class NothingPlanned(Refused):
    """There is no plan to make a baseline of."""


class NothingMoves(Refused):
    """A re-plan names the months that hold already."""


class RestsOnIt(Refused):
    """Something else in the plan rests on what was to be taken out."""


class EndedBeforeItBegan(Refused):
    """Something ended on a day before it began, or ended without having begun."""


class StageEndsBeforeItStarts(Refused):
    """The last day of a stage is before its first."""


class StageOutsideItsProgramme(Refused):
    """A stage would run on days on which its programme does not."""


class PlannedOutsideItsProgramme(Refused):
    """An activity or a milestone would stand in months in which its programme does not run."""


class ProgrammeEndsBeforeItStarts(Refused):
    """The last day of a programme is before its first."""


class PeriodAlreadyStated(Refused):
    """A place states one period for a stage; a second one there would contradict itself."""


class PlaceMissing(Refused):
    """An artefact is said to be there, and not where."""


class TemplateUnsound(Refused):
    """A file of a kind of programme cannot be read as one; the message lists all that is wrong with it."""


class NothingReleased(Refused):
    """The current release has no figure of the indicator in the period, so nothing can be cited."""


class AlreadyCited(Refused):
    """The statement cites the figure already."""
