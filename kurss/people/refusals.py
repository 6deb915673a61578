"""What the register of people refuses, each named as the sentence it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kurss.people.models import Person


class PeopleRefusal(ValueError):
    """A rule of this register stands against it; the message says which one, where, and what to do."""


class NotAllowed(PeopleRefusal):
    """The account has no role that opens this act here."""


class NameMissing(PeopleRefusal):
    """Nobody is registered without a name."""


class NameUnreadable(PeopleRefusal):
    """A name or a contact with signs that nobody can type or see."""


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

    def __init__(self, message: str, rows: list[tuple[int, PeopleRefusal]]) -> None:
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


class CodeRefused(PeopleRefusal):
    """A national code that cannot be the code of this person. The message never repeats the code."""


class CodeUnreadable(CodeRefused):
    """Not eleven digits in either of the two forms of a Latvian personal code."""


class CodeDigitWrong(CodeRefused):
    """The last digit does not follow from the ten before it: something was mistyped."""


class CodeOfAnotherBirthDate(CodeRefused):
    """The code begins with another birth date than the one that is recorded."""


class KeysMissing(PeopleRefusal):
    """There is no key, or not every key, with which codes were kept."""


class KeysUnreadable(PeopleRefusal):
    """The file or variable with the keys is not written as agreed. The message never repeats a key."""


class NotKnownYet(PeopleRefusal):
    """The account does not belong to anybody yet: who uses it has not said who they are."""


class KnownAlready(PeopleRefusal):
    """The account belongs to somebody already."""


class NotAChild(PeopleRefusal):
    """Somebody of full age acts for themselves."""


class ChildThere(PeopleRefusal):
    """The guardian has entered this child before. `child` is the one that stands."""

    def __init__(self, message: str, child: Person) -> None:
        super().__init__(message)
        self.child = child


class InvitationRefused(PeopleRefusal):
    """An invitation that opens nothing."""


class InvitationUnknown(InvitationRefused):
    """No invitation has this token."""


class InvitationUsed(InvitationRefused):
    """Somebody accepted it before."""


class InvitationOver(InvitationRefused):
    """It expired, or was withdrawn, or who sent it no longer acts for the child."""


class OwnInvitation(InvitationRefused):
    """Who sent an invitation cannot accept it, nor send it to themselves."""


class TooManyInvitations(InvitationRefused):
    """More letters in a day than one guardian needs."""


class LastGuardian(PeopleRefusal):
    """Nobody would act for the child any more."""


class ErasureHindered(PeopleRefusal):
    """Something must be done before an identity can be erased. `reasons` holds every sentence."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class ConsentGiven(PeopleRefusal):
    """The consent stands already."""


class ConsentTextOver(PeopleRefusal):
    """A newer version of the text is in force; what nobody is shown any more cannot be agreed to."""


class TooYoungToConsent(PeopleRefusal):
    """Below the age at which somebody consents on their own."""


class NothingToWithdraw(PeopleRefusal):
    """No consent stands, or it was withdrawn before."""


class BirthDateMissing(PeopleRefusal):
    """A child is entered at the counter without its birth date."""


class PhoneMissing(PeopleRefusal):
    """A guardian is entered whom nobody could reach."""


class GroundUnknown(PeopleRefusal):
    """Use is restricted on one of four grounds of the law."""


class RestrictedAlready(PeopleRefusal):
    """Use of what is held about somebody is restricted once at a time."""


class NotRestricted(PeopleRefusal):
    """Only a restriction that stands can be lifted."""


class NotTold(PeopleRefusal):
    """Whoever had use restricted is told before it is lifted."""


class IdentityRestricted(PeopleRefusal):
    """What is held about the person is kept and not used."""
