"""Why a change to the funding pipeline was refused."""

from kurss.programme.refusals import Refused


class NotFromThisState(Refused):
    """A proposal cannot come from the state it is in to the one that was asked for."""


class AfterTheDeadline(Refused):
    """A proposal would be submitted after its call closed."""


class AgainstTheRules(Refused):
    """A proposal does not keep the rules of its call: partners, ceiling, rate."""


class DayMissing(Refused):
    """What was submitted, granted, refused or withdrawn was so on a day."""


class DayBeforeTheLast(Refused):
    """A decision bears a day before the last one."""


class NothingAsked(Refused):
    """No cost of the proposal names what is asked for."""


class BudgetHasItAlready(Refused):
    """A granted proposal became a source before."""


class DecidedAlready(Refused):
    """What was granted, refused or withdrawn stands as it was submitted."""
