"""What the register of partners refuses, each named as the sentence it says."""


class PartnerRefusal(ValueError):
    """A rule of this register stands against it; the message says which one, where, and what to do."""


class PartnerAlreadyKnown(PartnerRefusal):
    """A partner of this key is registered."""


class NameTaken(PartnerRefusal):
    """Another organisation bears the name, in one of the two languages."""


class OperationAlreadyKnown(PartnerRefusal):
    """An operation of this key is registered."""


class KindUnknown(PartnerRefusal):
    """A kind that is not one of the declared words."""


class NameMissing(PartnerRefusal):
    """A partner or an operation without a key or a name."""


class EndsBeforeItBegins(PartnerRefusal):
    """A last day before the first one."""
