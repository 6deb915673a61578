"""What stands against a decision about two people, each named as the sentence it says."""

from kurss.people.refusals import PeopleRefusal


class DecidedMeanwhile(PeopleRefusal):
    """Another officer decided about the pair first."""


class AlreadyOne(PeopleRefusal):
    """The two keys stand for one person already."""


class OneOfThemErased(PeopleRefusal):
    """Nobody can be compared with somebody whose identity was erased."""


class GuardianOfTheOther(PeopleRefusal):
    """One of the two acts, or acted, for the other."""


class BothSignIn(PeopleRefusal):
    """Each of the two has an account of their own in use."""


class OnlyOneIsMadeUp(PeopleRefusal):
    """A made-up record and a real one are never one person."""


class HeldTwice(PeopleRefusal):
    """Both hold, at the same time, what one person can hold once."""


class UndoneAlready(PeopleRefusal):
    """The merge does not hold any more."""


class MergedSince(PeopleRefusal):
    """A later merge rests on this one."""


class NotOfThisPair(PeopleRefusal):
    """The surviving key is none of the two."""
