from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kurss.journal.queries import history_of
from kurss.people.acting import acts_for
from kurss.people.guardians import Bond, add_guardian, add_guardians, end_guardianship
from kurss.people.models import Guardianship
from kurss.people.permissions import Role
from kurss.people.queries import children_of, guardians_of
from kurss.people.refusals import (
    AlreadyEnded,
    AlreadyGuardian,
    EndsBeforeItBegins,
    GuardianNotOlder,
    NotAllowed,
    OwnGuardian,
)
from kurss.people.tests.city import MOMENT, TODAY, account, child, clerk, parent

pytestmark = pytest.mark.django_db


def care(guardian, of, **said) -> Guardianship:
    return add_guardian(child=of, guardian=guardian, by=clerk(), at=MOMENT, **said)


def test_a_child_has_several_guardians_from_the_day_they_are_entered():
    anna, mother, father = child(), parent(), parent(given_name="Jānis", gender="male")
    care(mother, anna)
    care(father, anna)
    assert {bond.guardian for bond in guardians_of(anna, on=TODAY)} == {mother, father}
    assert [bond.child for bond in children_of(mother, on=TODAY)] == [anna]
    assert not guardians_of(anna, on=date(2021, 8, 31)).exists()
    written = history_of(anna).first()
    assert written.act == "people.add_guardian"
    assert {d.name: d.value for d in written.details.all()} == {
        "guardian": str(father.key),
        "holds_from": "2021-09-01",
    }


def test_nobody_is_their_own_guardian():
    anna = child()
    with pytest.raises(OwnGuardian, match="Choose another person"):
        care(anna, anna)
    with pytest.raises(IntegrityError, match="nobody_is_their_own_guardian"), transaction.atomic():
        Guardianship.objects.create(guardian=anna, child=anna, holds_from=TODAY)


@pytest.mark.parametrize("born", [date(2012, 3, 1), date(2012, 3, 2), date(2020, 1, 1)])
def test_a_guardian_is_older_than_the_child(born):
    with pytest.raises(GuardianNotOlder, match="is not older than the child Anna Bērziņa"):
        care(parent(birth_date=born), child())


def test_where_a_birth_date_is_not_recorded_nobody_can_tell_who_is_older():
    assert care(parent(birth_date=None), child()).pk
    assert care(parent(), child(birth_date=None)).pk


def test_a_guardianship_is_entered_once_while_it_holds():
    anna, mother = child(), parent()
    bond = care(mother, anna)
    with pytest.raises(AlreadyGuardian, match="End that guardianship first"):
        care(mother, anna)
    with pytest.raises(IntegrityError, match="one_live_guardianship_per_pair"), transaction.atomic():
        Guardianship.objects.create(guardian=mother, child=anna, holds_from=TODAY)
    end_guardianship(guardianship=bond, on=date(2021, 12, 1), by=clerk(), at=MOMENT)
    with pytest.raises(AlreadyGuardian):
        care(mother, anna, holds_from=date(2021, 11, 30))
    assert care(mother, anna, holds_from=date(2021, 12, 1)).pk


def test_an_earlier_span_may_stand_before_a_later_one():
    anna, mother = child(), parent()
    care(mother, anna)
    assert care(mother, anna, holds_from=date(2020, 1, 1), holds_until=TODAY).pk
    with pytest.raises(AlreadyGuardian):
        care(mother, anna, holds_from=date(2019, 1, 1), holds_until=date(2020, 1, 2))


def test_a_guardianship_holds_until_its_last_day_without_it():
    bond = care(parent(), child())
    end_guardianship(guardianship=bond, on=date(2022, 1, 1), by=clerk(), at=MOMENT)
    assert guardians_of(bond.child, on=date(2021, 12, 31)).exists()
    assert not guardians_of(bond.child, on=date(2022, 1, 1)).exists()


def test_what_ended_is_not_ended_again_and_nothing_ends_before_it_begins():
    bond = care(parent(), child())
    with pytest.raises(EndsBeforeItBegins, match="before it begins on 2021-09-01"):
        end_guardianship(guardianship=bond, on=date(2021, 8, 31), by=clerk(), at=MOMENT)
    end_guardianship(guardianship=bond, on=TODAY, by=clerk(), at=MOMENT)
    with pytest.raises(AlreadyEnded, match="ended on 2021-09-01"):
        end_guardianship(guardianship=bond, on=TODAY, by=clerk(), at=MOMENT)
    with pytest.raises(EndsBeforeItBegins):
        care(parent(), child(), holds_until=date(2021, 8, 31))


def test_a_list_of_guardianships_is_entered_whole_or_not_at_all():
    anna, jānis, mother = child(), child(given_name="Jānis"), parent()
    bonds = [Bond(child=anna, guardian=mother), Bond(child=jānis, guardian=mother)]
    with pytest.raises(AlreadyGuardian):
        add_guardians([*bonds, bonds[0]], by=clerk(), at=MOMENT)
    with pytest.raises(GuardianNotOlder):
        add_guardians([*bonds, Bond(child=anna, guardian=jānis)], by=clerk(), at=MOMENT)
    assert not Guardianship.objects.exists()
    assert [bond.child for bond in add_guardians(bonds, by=clerk(), at=MOMENT)] == [anna, jānis]


def test_only_who_keeps_guardianships_enters_them():
    with pytest.raises(NotAllowed, match=r"people\.guard"):
        add_guardian(child=child(), guardian=parent(), by=account("ilze", Role.GUARDIAN), at=MOMENT)


def test_an_account_acts_for_its_own_person_and_for_children_in_care():
    anna, stranger, mother = child(), child(given_name="Marta"), parent()
    care(mother, anna)
    hers = account("ilze", Role.GUARDIAN, person=mother)
    assert acts_for(hers, mother, on=TODAY)
    assert acts_for(hers, anna.key, on=TODAY)
    assert not acts_for(hers, stranger, on=TODAY)
    assert not acts_for(hers, anna, on=date(2021, 8, 31))
    assert not acts_for(account("nobody"), anna, on=TODAY)


def test_nobody_acts_for_a_grown_up_child():
    mother, son = parent(), child(given_name="Jānis", birth_date=date(2004, 5, 1))
    care(mother, son)
    hers = account("ilze", Role.GUARDIAN, person=mother)
    assert acts_for(hers, son, on=date(2022, 4, 30))
    assert not acts_for(hers, son, on=date(2022, 5, 1))


def test_a_person_in_a_guardianship_is_not_deleted():
    bond = care(parent(), child())
    with pytest.raises(ProtectedError):
        bond.child.delete()
