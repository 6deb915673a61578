"""Adding a child, and no longer acting for one."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import acts_for, note, permit, roles_of
from kurss.people.ages import age_on
from kurss.people.codes import find, keep_code
from kurss.people.guardians import Bond, begin, end
from kurss.people.models import Account, Gender, Person
from kurss.people.names import person_sort_key
from kurss.people.permissions import Act, Role
from kurss.people.queries import children_of, guardians_of, unattended
from kurss.people.refusals import ChildThere, LastGuardian, NotAChild, NotKnownYet
from kurss.people.register import NewPerson, check_said, enter
from kurss.people.roles import grant_role
from kurss.people.standing import standing


@transaction.atomic
def add_child(
    *,
    given_name: str,
    family_name: str,
    birth_date: date,
    gender: str = Gender.NOT_RECORDED,
    language: str = "",
    code: str = "",
    by: Account,
    at: datetime,
) -> Person:
    """Enter a child one acts for, and act for it from today. The child has no contact of its own: letters about a
    child go to its guardians.

    A child that this guardian entered before is refused with the one that stands. A child that somebody else
    entered is never linked, nor is it said whether there is one: the registrar finds the pair and asks.
    """
    guardian = known(by)
    permit(by, Act.KEEP_FAMILY, at=at, person=guardian)
    # Held, so that the same form sent twice at once finds the child that the other one entered.
    Person.objects.select_for_update().get(pk=guardian.pk)
    said = NewPerson(
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        birth_date=birth_date,
        gender=gender,
        language=language,
        synthetic=guardian.synthetic,
    )
    today = timezone.localdate(at)
    check_said(said, today)
    if age_on(birth_date, today) >= settings.KURSS_AGE_OF_ACTING:
        raise NotAChild(
            _(
                "{name} is {age} or older, and nobody acts for a grown-up. "
                "They sign up themselves; if the birth date is wrong, correct it."
            ).format(name=said.given_name or said.family_name, age=settings.KURSS_AGE_OF_ACTING)
        )
    _check_not_there(said, code, guardian, today)
    child = enter(said, at=at)
    note(by=by, at=at, act="people.add_child", about=child)
    begin([Bond(child=child, guardian=guardian)], by=by, at=at)
    be_guardian(by, at=at)
    if code.strip():
        keep_code(person=child, code=code, by=by, at=at)
    return child


@transaction.atomic
def stop_acting(*, child: Person, by: Account, at: datetime) -> None:
    """End one's own guardianship, from now on. Refused while nobody else acts for the child."""
    guardian = known(by)
    permit(by, Act.KEEP_FAMILY, at=at, person=child)
    today = timezone.localdate(at)
    # The child's row is held, so that two guardians who both leave do not leave the child with nobody.
    Person.objects.select_for_update().get(pk=child.pk)
    bonds = list(guardians_of(child, on=today))
    mine = [bond for bond in bonds if bond.guardian.standing_key == guardian.pk]
    if not mine or len(mine) == len(bonds):
        raise LastGuardian(
            _(
                "You are the only one who acts for this child. Invite another guardian first, "
                "or delete what the city holds about the child."
            )
        )
    for bond in mine:
        end(bond, on=today, by=by, at=at)


def known(by: Account) -> Person:
    """The person an account belongs to. NotKnownYet where nobody has said so."""
    if by.person is None:
        raise NotKnownYet(_("Say who you are first: your name, before those of your children."))
    return standing(by.person)


def be_guardian(account: Account, *, at: datetime) -> None:
    """Who acts for a child holds the role of a guardian; the site gives it where it lacks."""
    if Role.GUARDIAN not in roles_of(account, at=at):
        grant_role(account=account, role=Role.GUARDIAN, by=unattended(), at=at)


def _check_not_there(said: NewPerson, code: str, guardian: Person, today: date) -> None:
    own = {child.pk: child for child in children_in_care(guardian, on=today)}
    sort_key = person_sort_key(said.given_name, said.family_name)
    same = [
        child
        for child in own.values()
        if (child.identity.sort_key, child.identity.birth_date) == (sort_key, said.birth_date)
    ]
    if not same and code.strip():
        same = [own[person.pk] for person in find(code) if person.pk in own]
    if same:
        raise ChildThere(
            _("{name} is among your children already. Nothing was added a second time.").format(
                name=same[0].identity.name
            ),
            same[0],
        )


def is_acting(by: Account, child: Person, *, on: date) -> bool:
    """Whether the account acts for a child that is not its own person."""
    return not is_oneself(by, child) and acts_for(by, child, on=on)


def is_oneself(by: Account, person: Person) -> bool:
    """Whether an account's own person is this one, under whichever of its keys."""
    return by.person is not None and by.person.standing_key == person.standing_key


def children_in_care(guardian: Person, *, on: date) -> list[Person]:
    """The children somebody acts for, each once, as they stand: known and not of full age."""
    bonds = children_of(guardian, on=on)
    found = {bond.child.standing_key: bond.child.survivor or bond.child for bond in bonds}
    children = [child for child in found.values() if child.known and child.known.is_in_care_on(on)]
    return sorted(children, key=lambda child: (child.identity.birth_date or on, child.pk))
