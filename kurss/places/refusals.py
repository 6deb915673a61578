"""What the register of places refuses, each named as the sentence it says."""


class PlaceRefusal(ValueError):
    """A rule of this register stands against it; the message says which one, where, and what to do."""


class PlaceAlreadyKnown(PlaceRefusal):
    """An institution of this key, or a building or room of this name, is registered."""


class KindUnknown(PlaceRefusal):
    """A kind that is not one of the declared words."""


class NameMissing(PlaceRefusal):
    """A place without a key or a name."""


class SourceMissing(PlaceRefusal):
    """A real institution or a count without the source that says so."""


class EndsBeforeItBegins(PlaceRefusal):
    """A last day before the first one."""


class MomentMissing(PlaceRefusal):
    """A count that does not say when it was true."""


class PupilsAlreadyCounted(PlaceRefusal):
    """The source has a count for this institution and time."""


class PositionIncomplete(PlaceRefusal):
    """A latitude without a longitude, or the other way round."""


class NoDegrees(PlaceRefusal):
    """Words that are no degrees, or degrees that are nowhere on Earth."""


class TooFarFromTheCity(PlaceRefusal):
    """A position so far from the city that it must be a slip."""
