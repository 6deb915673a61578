"""What the data protection office refuses, each named as the sentence it says."""


class PrivacyRefusal(ValueError):
    """A rule stands against it; the message says which one and what to do."""


class ReceivedInTheFuture(PrivacyRefusal):
    """A request that would have come after today."""


class RequestIsClosed(PrivacyRefusal):
    """The request was closed before."""


class ExtendedBefore(PrivacyRefusal):
    """A request is extended once."""


class TooLateToExtend(PrivacyRefusal):
    """The person must be told of an extension within the first month."""


class ReasonMissing(PrivacyRefusal):
    """An extension or a refusal says why."""


class RuleUnknown(PrivacyRefusal):
    """No module declares such a rule of retention."""


class DaysOutOfRange(PrivacyRefusal):
    """A time that is no time to keep anything."""


class TextMissing(PrivacyRefusal):
    """The register leaves nothing unsaid, in either language."""


class NobodyNamed(PrivacyRefusal):
    """Nobody has said whose data a request is about."""


class AsksForSomethingElse(PrivacyRefusal):
    """What would be done is not what the request asks for."""
