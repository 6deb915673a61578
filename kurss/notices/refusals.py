"""What the outbox refuses, each named as the sentence it says."""


class NoticeRefused(ValueError):
    """The notice is not posted; the message says what is wrong and what to do."""


class AddressUnreadable(NoticeRefused):
    """An e-mail address that no mail can reach."""


class SubjectUnreadable(NoticeRefused):
    """A subject that is empty, too long, or holds a line break and with it a header of somebody else's."""


class NothingSaid(NoticeRefused):
    """A notice without a body."""


class LanguageUnknown(NoticeRefused):
    """The reader's language is not an ISO 639 code."""


class TimeWithoutZone(NoticeRefused):
    """A time that names no zone is a different moment on every machine."""


class EnclosureUnreadable(NoticeRefused):
    """A file whose name or kind cannot stand in a letter, or that is too large."""
