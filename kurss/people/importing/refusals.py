"""Why a list is not imported, each named as the sentence it says. Faults of single rows are in the plan."""

from kurss.people.refusals import PeopleRefusal


class SourceMissing(PeopleRefusal):
    """Nobody said where the list comes from."""


class ColumnsUnclear(PeopleRefusal):
    """Two columns mean the same, or those that say who somebody is are missing."""


class ListEnded(PeopleRefusal):
    """The list was imported, given up or has expired."""


class RowsWrong(PeopleRefusal):
    """Rows of the list cannot be right, so nothing was written."""


class ChangedMeanwhile(PeopleRefusal):
    """The register is no longer as it was when the list was looked through."""
