"""Why a change to the logic model was refused."""

from kurss.programme.refusals import Refused


class LeadsBackward(Refused):
    """An arrow would lead from a later column to an earlier one."""


class LeadsInACircle(Refused):
    """Things would lead to each other in a circle."""


class StandsThereAlready(Refused):
    """The record has its place in the model already."""


class HasNoPlace(Refused):
    """A cross-cutting indicator stands in no column."""
