from kurss.people.models.account import Account, AccountKind
from kurss.people.models.duplicates import Measurement, Merge, Pair, PairPart, PairState
from kurss.people.models.guardianship import Guardianship
from kurss.people.models.identity import Gender, Identity
from kurss.people.models.person import Person
from kurss.people.models.role import RoleGrant

__all__ = [
    "Account",
    "AccountKind",
    "Gender",
    "Guardianship",
    "Identity",
    "Measurement",
    "Merge",
    "Pair",
    "PairPart",
    "PairState",
    "Person",
    "RoleGrant",
]
