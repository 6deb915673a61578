from kurss.people.models.account import Account, AccountKind
from kurss.people.models.duplicates import Measurement, Merge, Pair, PairPart, PairState
from kurss.people.models.guardianship import Guardianship
from kurss.people.models.identity import Gender, Identity
from kurss.people.models.identity_link import Assurance, IdentityLink
from kurss.people.models.joining import Joining
from kurss.people.models.person import Person
from kurss.people.models.role import RoleGrant

__all__ = [
    "Account",
    "AccountKind",
    "Assurance",
    "Gender",
    "Guardianship",
    "Identity",
    "IdentityLink",
    "Joining",
    "Measurement",
    "Merge",
    "Pair",
    "PairPart",
    "PairState",
    "Person",
    "RoleGrant",
]
