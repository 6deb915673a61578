"""What a guardian does with their own: adding a child, correcting, no longer acting."""

from datetime import date, timedelta

import pytest

from kurss.journal.queries import history_of
from kurss.people.acting import acts_for, roles_of
from kurss.people.codes import find, shared
from kurss.people.family.children import add_child, stop_acting
from kurss.people.family.oneself import correct_identity, say_who_i_am
from kurss.people.models import Guardianship, Identity, Person
from kurss.people.permissions import Role
from kurss.people.queries import guardians_of
from kurss.people.refusals import (
    BornInTheFuture,
    ChildThere,
    CodeDigitWrong,
    CodeOfAnotherBirthDate,
    GuardianNotOlder,
    IdentityErased,
    KnownAlready,
    LastGuardian,
    NameMissing,
    NotAChild,
    NotAllowed,
    NotKnownYet,
)
from kurss.people.tests.city import MOMENT, TODAY, account, administrator, child, registrar
from kurss.people.tests.household import BORN, CODE, add, resident, second

pytestmark = pytest.mark.django_db


def test_a_resident_adds_a_child_and_acts_for_it_from_that_day():
    mother = resident()
    anna = add(mother, gender="female", language="lv")
    assert acts_for(mother, anna, on=TODAY)
    assert Role.GUARDIAN in roles_of(mother, at=MOMENT)
    assert (anna.identity.name, anna.identity.email, anna.identity.phone) == ("Anna Bērziņa", "", "")
    assert "people.add_child" in {entry.act for entry in history_of(anna)}


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"birth_date": TODAY + timedelta(days=1)}, BornInTheFuture),
        ({"birth_date": date(2003, 9, 1)}, NotAChild),
        ({"birth_date": date(1985, 5, 5)}, NotAChild),
        ({"given_name": " ", "family_name": ""}, NameMissing),
        ({"code": CODE[:-1] + "3"}, CodeDigitWrong),
        ({"code": CODE, "birth_date": date(2012, 3, 2)}, CodeOfAnotherBirthDate),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(said, refusal):
    mother = resident()
    people = Person.objects.count()
    with pytest.raises(refusal) as refused:
        add(mother, **said)
    assert str(refused.value).endswith(".")
    assert Person.objects.count() == people
    assert not Guardianship.objects.exists()


def test_a_guardian_younger_than_the_child_is_refused():
    brother = resident("juris", birth_date=date(2012, 3, 1))
    with pytest.raises(GuardianNotOlder, match="Check both birth dates"):
        add(brother)
    assert not Guardianship.objects.exists()


def test_the_same_child_added_twice_is_offered_and_not_added():
    mother = resident()
    anna = add(mother)
    with pytest.raises(ChildThere, match="among your children already") as refused:
        add(mother, given_name="anna ")
    assert refused.value.child == anna
    assert add(mother, given_name="Marta").pk != anna.pk


def test_a_child_is_recognised_by_its_code_however_the_name_is_written():
    mother = resident()
    anna = add(mother, code=CODE)
    with pytest.raises(ChildThere) as refused:
        add(mother, given_name="Anniņa", code=CODE)
    assert refused.value.child == anna


def test_two_guardians_who_add_one_child_by_its_code_are_never_linked_and_never_told():
    mother, father = resident(), resident("juris")
    anna = add(mother, code=CODE)
    other = add(father, code=CODE)
    assert other.pk != anna.pk
    assert not acts_for(father, anna, on=TODAY)
    assert set(find(CODE)) == {anna, other}
    assert {frozenset(pair) for pair in shared()} == {frozenset({anna.pk, other.pk})}


def test_who_has_not_said_who_they_are_says_so_first():
    nobody = account("nobody", Role.RESIDENT)
    with pytest.raises(NotKnownYet, match="Say who you are first"):
        add(nobody)
    person = say_who_i_am(given_name="Ilze", family_name="Ozola", by=nobody, at=MOMENT)
    assert (nobody.person, nobody.name) == (person, "Ilze Ozola")
    assert add(nobody).pk
    with pytest.raises(KnownAlready):
        say_who_i_am(given_name="Ilze", family_name="Ozola", by=nobody, at=MOMENT)


def test_an_account_without_a_role_enters_nobody():
    stranger = account("stranger")
    with pytest.raises(NotAllowed):
        say_who_i_am(given_name="Ilze", family_name="Ozola", by=stranger, at=MOMENT)
    stranger.refresh_from_db()
    assert stranger.person is None
    assert not Identity.objects.exists()


def test_a_correction_keeps_the_old_words_only_where_erasure_takes_them():
    mother = resident()
    anna = add(mother)
    changed = correct_identity(person=anna, given_name="Annija", gender="female", by=mother, at=MOMENT)
    assert changed == ["given_name", "gender"]
    anna.identity.refresh_from_db()
    assert (anna.identity.given_name, anna.identity.sort_key) != ("Anna", add(mother).identity.sort_key)
    written = history_of(anna).filter(act="people.correct").get()
    assert {d.name: d.value for d in written.details.all()} == {
        "changed": "given_name, gender",
        "given_name_was": "Anna",
        "gender_was": "not_recorded",
    }


def test_a_correction_that_changes_nothing_is_not_written_down():
    mother = resident()
    anna = add(mother)
    assert correct_identity(person=anna, given_name=" Anna ", by=mother, at=MOMENT) == []
    assert not history_of(anna).filter(act="people.correct").exists()


def test_a_corrected_birth_date_leaves_guardians_older_than_children():
    mother = resident()
    anna = add(mother)
    with pytest.raises(GuardianNotOlder):
        correct_identity(person=mother.person, birth_date=date(2013, 1, 1), by=mother, at=MOMENT)
    with pytest.raises(BornInTheFuture):
        correct_identity(person=anna, birth_date=TODAY + timedelta(days=1), by=mother, at=MOMENT)
    mother.person.identity.refresh_from_db()
    assert mother.person.identity.birth_date == date(1985, 5, 5)


def test_an_own_name_is_corrected_in_the_account_too():
    mother = resident()
    correct_identity(person=mother.person, family_name="Kalniņa", by=mother, at=MOMENT)
    mother.refresh_from_db()
    assert mother.name == "Ilze Kalniņa"


def test_nobody_corrects_a_stranger_or_somebody_erased():
    with pytest.raises(NotAllowed):
        correct_identity(person=child(), given_name="Eva", by=resident(), at=MOMENT)
    from kurss.people.erasure import erase_identity

    gone = child()
    erase_identity(person=gone, because="asked", by=administrator(), at=MOMENT)
    with pytest.raises(IdentityErased):
        correct_identity(person=gone, given_name="Eva", by=registrar(), at=MOMENT)


def test_one_of_two_guardians_stops_acting_and_the_last_one_cannot():
    mother = resident()
    anna = add(mother)
    with pytest.raises(LastGuardian, match="Invite another guardian first"):
        stop_acting(child=anna, by=mother, at=MOMENT)
    father = second(anna, mother)
    stop_acting(child=anna, by=father, at=MOMENT)
    assert not acts_for(father, anna, on=TODAY)
    assert [bond.guardian for bond in guardians_of(anna, on=TODAY)] == [mother.person]
    with pytest.raises(NotAllowed):
        stop_acting(child=anna, by=father, at=MOMENT)


def test_at_eighteen_a_guardians_reach_ends_by_itself(settings):
    mother = resident()
    son = add_child(
        given_name="Jānis", family_name="Bērziņš", birth_date=date(2004, 5, 1), by=mother, at=MOMENT
    )
    assert acts_for(mother, son, on=date(2022, 4, 30))
    assert not acts_for(mother, son, on=date(2022, 5, 1))
    settings.KURSS_AGE_OF_ACTING = 16
    assert not acts_for(mother, son, on=date(2022, 4, 30))
    assert BORN.year == 2012
