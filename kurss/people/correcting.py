"""Correcting who somebody is, without writing over what another officer has corrected meanwhile."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.people.acting import permit
from kurss.people.family.oneself import correct_identity
from kurss.people.models import Account, Identity, Person
from kurss.people.permissions import Act
from kurss.people.refusals import IdentityErased, PeopleRefusal
from kurss.people.restricting import check_unrestricted, may_see

FIELDS = ("given_name", "family_name", "birth_date", "gender", "language", "email", "phone")


class CorrectedMeanwhile(PeopleRefusal):
    """Another officer corrected the same person first."""


def seen(identity: Identity) -> str:
    """What an officer has before them, as a word a form can carry; another one means another state."""
    said = "\x1f".join(f"{name}={getattr(identity, name)}" for name in FIELDS)
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def correct_person(*, person: Person, looked_at: str, by: Account, at: datetime, **said: Any) -> list[str]:
    """Write what the officer found to be right, under the rules of `correct_identity`.

    `looked_at` is `seen` of what they had before them. Raises CorrectedMeanwhile where it is no longer so;
    nothing is written then.
    """
    permit(by, Act.CORRECT_IDENTITY, at=at, person=person)
    identity = Identity.objects.select_for_update().filter(person=person).first()
    if identity is None:
        raise IdentityErased(_("Who this was has been erased. There is nothing to correct."))
    if not may_see(by, person, at=at):
        check_unrestricted(person)
    if seen(identity) != looked_at:
        raise CorrectedMeanwhile(
            _(
                "Somebody else has corrected this person meanwhile. Nothing of yours was written; look at what "
                "stands here now."
            )
        )
    return correct_identity(person=person, by=by, at=at, **said)
