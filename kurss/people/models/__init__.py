from kurss.people.models.account import Account, AccountKind
from kurss.people.models.code import NationalCode
from kurss.people.models.consent import Consent, ConsentText
from kurss.people.models.duplicates import DuplicateSearch, Measurement, Merge, Pair, PairPart, PairState
from kurss.people.models.guardianship import Guardianship
from kurss.people.models.identity import Gender, Identity
from kurss.people.models.identity_link import Assurance, IdentityLink
from kurss.people.models.invitation import Invitation
from kurss.people.models.joining import Joining
from kurss.people.models.people_list import ExternalKey, ListColumn, ListState, PeopleList
from kurss.people.models.person import Person
from kurss.people.models.restriction import Ground, Restriction
from kurss.people.models.role import RoleGrant

__all__ = [
    "Account",
    "AccountKind",
    "Assurance",
    "Consent",
    "ConsentText",
    "DuplicateSearch",
    "ExternalKey",
    "Gender",
    "Ground",
    "Guardianship",
    "Identity",
    "IdentityLink",
    "Invitation",
    "Joining",
    "ListColumn",
    "ListState",
    "Measurement",
    "Merge",
    "NationalCode",
    "Pair",
    "PairPart",
    "PairState",
    "PeopleList",
    "Person",
    "Restriction",
    "RoleGrant",
]
