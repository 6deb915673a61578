"""A family at the counter or at the telephone: entered on the spot, without an account or e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.consents import enter_signed
from kurss.people.guardians import Bond, begin
from kurss.people.models import Account, ConsentText, Person
from kurss.people.permissions import Act
from kurss.people.queries import in_latvian_order
from kurss.people.refusals import BirthDateMissing, PhoneMissing
from kurss.people.register import NewPerson, enter
from kurss.people.searching import SHORTEST_PHONE, plain, read, search
from kurss.people.standing import standing

SHOWN = 8
"""So many records that may be the same person are shown; the likeliest come first."""


@dataclass(frozen=True, slots=True)
class Family:
    child: Person
    guardian: Person


@transaction.atomic
def register_family(
    *,
    child: NewPerson,
    guardian: NewPerson | Person,
    consents: Sequence[ConsentText] = (),
    by: Account,
    at: datetime,
) -> Family:
    """Enter a child and whoever acts for it, with the consents they signed on paper: all of it or nothing.

    A guardian who is in the register already is named instead of entered again. Raises a PeopleRefusal for what
    cannot be true: see `register_person` and `add_guardian`.
    """
    permit(by, Act.REGISTER_PERSON, at=at)
    permit(by, Act.KEEP_GUARDIANSHIPS, at=at)
    if child.birth_date is None:
        raise BirthDateMissing(_("Ask for the child’s birth date: groups are for ages."))
    if isinstance(guardian, NewPerson) and not (guardian.phone.strip() or guardian.email.strip()):
        raise PhoneMissing(
            _("Ask for a telephone or an e-mail address of {name}: otherwise nobody can be told.").format(
                name=f"{guardian.given_name} {guardian.family_name}".strip()
            )
        )
    entered = enter(child, at=at)
    note(by=by, at=at, act=Act.REGISTER_PERSON, about=entered)
    if isinstance(guardian, Person):
        acting = standing(guardian)
    else:
        acting = enter(guardian, at=at)
        note(by=by, at=at, act=Act.REGISTER_PERSON, about=acting)
    begin([Bond(child=entered, guardian=acting)], by=by, at=at)
    for text in consents:
        enter_signed(text=text, about=entered, given_by=acting, by=by, at=at)
    return Family(entered, acting)


def alike(new: NewPerson) -> list[Person]:
    """Who in the register may be this person already, before a second one is made.

    The same names; or the same birth date and one name in common; or the same telephone. Two queries at most.
    """
    names = [word for word in plain(f"{new.given_name} {new.family_name}").split() if len(word) > 1]
    found: dict[Person, None] = dict.fromkeys(search(name=" ".join(names))[:SHOWN]) if len(names) > 1 else {}
    if new.birth_date is not None and names:
        in_common = Q()
        for word in names:
            in_common |= Q(identity__plain__contains=word)
        born = in_latvian_order().filter(in_common, identity__birth_date=new.birth_date)
        found |= dict.fromkeys(born[:SHOWN])
    digits = read(new.phone).phone
    if len(digits) >= SHORTEST_PHONE:
        found |= dict.fromkeys(search(phone=digits)[:SHOWN])
    return list(found)[:SHOWN]
