"""What the register of people refuses, each named as the sentence it says."""


class PeopleRefusal(ValueError):
    """A rule of this register stands against it; the message says which one, where, and what to do."""


class NotAllowed(PeopleRefusal):
    """The account has no role that opens this act here."""


class NameMissing(PeopleRefusal):
    """Nobody is registered without a name."""


class BornInTheFuture(PeopleRefusal):
    """A birth date after the day of registration."""


class GenderUnknown(PeopleRefusal):
    """A word for gender that is not one of the declared ones."""


class LanguageUnknown(PeopleRefusal):
    """A language that is not an ISO 639 code."""


class AddressUnreadable(PeopleRefusal):
    """An e-mail address that no mail can reach."""


class ListRefused(PeopleRefusal):
    """A list of people with rows that cannot be registered. `rows` holds each number (from 1) and refusal."""

    def __init__(self, message: str, rows: "list[tuple[int, PeopleRefusal]]") -> None:
        super().__init__(message)
        self.rows = rows


class OwnGuardian(PeopleRefusal):
    """Nobody is their own guardian."""


class GuardianNotOlder(PeopleRefusal):
    """A guardian born on or after the child's birth date."""


class AlreadyGuardian(PeopleRefusal):
    """The guardianship holds already."""


class EndsBeforeItBegins(PeopleRefusal):
    """A last day before the first one."""


class AlreadyEnded(PeopleRefusal):
    """It has an end that has come to pass."""


class AccountExists(PeopleRefusal):
    """The e-mail address belongs to an account."""


class AccountClosed(PeopleRefusal):
    """The account is not in use any more."""


class RoleForOneself(PeopleRefusal):
    """Nobody gives a role to their own account."""


class RoleAlreadyHeld(PeopleRefusal):
    """The account holds the role in this scope already."""


class ScopeNotForRole(PeopleRefusal):
    """The role cannot be limited in this way."""


class AuditWithoutEnd(PeopleRefusal):
    """An auditor's access has a last day."""


class IdentityErased(PeopleRefusal):
    """Who this was is not known here any more."""


class IdentityOfAnother(PeopleRefusal):
    """The identity that an issuer vouches for belongs to another account."""
