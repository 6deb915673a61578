"""What is held about somebody is kept and not used: no office is shown who it is, and no figure moves."""

import pytest
from django.urls import reverse

from kurss.journal.queries import history_of
from kurss.people.correcting import correct_person, seen
from kurss.people.duplicates.deciding import merge, put_side_by_side
from kurss.people.duplicates.finding import find_duplicates
from kurss.people.erasure import erase_identity, hindrances
from kurss.people.importing.exporting import export
from kurss.people.models import Pair, Person, Restriction
from kurss.people.permissions import Role
from kurss.people.queries import in_latvian_order, unattended
from kurss.people.refusals import (
    ErasureHindered,
    GroundUnknown,
    IdentityErased,
    IdentityRestricted,
    NotAllowed,
    NotRestricted,
    NotTold,
    RestrictedAlready,
)
from kurss.people.restricting import lift, may_see, namable, restrict, restriction_of
from kurss.people.searching import search
from kurss.people.tests.city import MOMENT, account, child, officer, registrar
from kurss.people.tests.household import add, resident

pytestmark = pytest.mark.django_db


def restricted(person: Person, ground: str = "accuracy") -> Restriction:
    return restrict(person=person, ground=ground, because="request 1", by=officer(), at=MOMENT)


def test_whoever_is_restricted_stands_in_no_list_search_or_file_of_an_office():
    anna, other = child(given_name="Anna"), child(given_name="Juris")
    restricted(anna)
    assert list(in_latvian_order()) == list(search(name="berzina")) == [other]
    assert set(search(name="berzina", restricted=True)) == {anna, other}
    assert set(namable([anna.pk, other.pk])) == {other.pk}
    content = export([anna, other], kind="csv", by=registrar(), at=MOMENT).decode()
    assert str(anna.pk) not in content
    assert str(other.pk) in content


def test_nobody_compares_merges_or_corrects_what_is_restricted_and_no_rule_erases_it():
    anna, other = child(), child()
    pair = put_side_by_side(one=anna, other=other, by=registrar(), at=MOMENT)
    before = seen(anna.identity)
    restricted(anna)
    assert find_duplicates(by=registrar(), at=MOMENT).people == Person.objects.count() - 1
    assert not Pair.objects.to_decide().exists()
    with pytest.raises(IdentityRestricted, match="ask the data protection officer"):
        merge(pair=pair, into=other, by=registrar(), at=MOMENT)
    with pytest.raises(IdentityRestricted):
        correct_person(person=anna, looked_at=before, given_name="Ance", by=registrar(), at=MOMENT)
    with pytest.raises(ErasureHindered, match="restricted"):
        erase_identity(person=anna, because="retention", by=unattended(), at=MOMENT)
    assert hindrances(anna, by=officer(), at=MOMENT) == []


def test_the_person_their_guardians_and_the_officer_see_who_it_is_and_nobody_else():
    mother = resident()
    anna = add(mother)
    restricted(anna)
    assert [may_see(one, anna, at=MOMENT) for one in (mother, officer(), registrar())] == [True, True, False]
    assert may_see(registrar(), child(), at=MOMENT)


def test_a_page_of_the_register_says_that_use_is_restricted_and_not_who_it_is(client):
    anna = child(given_name="Žubīte", email="secret@home.example")
    restricted(anna)
    client.force_login(registrar())
    page = client.get(reverse("registrar:person", kwargs={"person": anna.pk})).content.decode()
    assert "kept and not used" in page or "neizmanto" in page
    assert "Žubīte" not in page
    assert "secret@" not in page
    correcting = client.get(reverse("registrar:person-correct", kwargs={"person": anna.pk}), follow=True)
    assert "Žubīte" not in correcting.content.decode()
    assert "Žubīte" not in client.get(reverse("registrar:people"), {"name": "zub"}).content.decode().replace(
        'value="zub"', ""
    )


def test_use_is_restricted_once_by_the_officer_on_a_ground_of_the_law():
    anna = child()
    with pytest.raises(GroundUnknown):
        restricted(anna, "because")
    with pytest.raises(NotAllowed):
        restrict(person=anna, ground="claims", because="", by=registrar(), at=MOMENT)
    restricted(anna)
    with pytest.raises(RestrictedAlready, match="Nothing was changed"):
        restricted(anna)
    erased = child()
    erase_identity(person=erased, because="asked", by=unattended(), at=MOMENT)
    with pytest.raises(IdentityErased):
        restricted(erased)


def test_a_restriction_is_lifted_once_the_person_was_told_and_says_so():
    anna = child()
    restricted(anna)
    with pytest.raises(NotTold, match="before the restriction is lifted"):
        lift(person=anna, told=" ", by=officer(), at=MOMENT)
    lift(person=anna, told="By letter of 30 August", by=officer(), at=MOMENT)
    assert restriction_of(anna) is None
    assert list(in_latvian_order()) == [anna]
    last = history_of(anna).first()
    assert (last.act, last.details.get().value) == ("people.lift_restriction", "By letter of 30 August")
    with pytest.raises(NotRestricted):
        lift(person=anna, told="Again", by=officer(), at=MOMENT)


def test_what_is_erased_is_restricted_no_more():
    anna = child()
    restricted(anna)
    erase_identity(person=anna, because="request 2", by=officer(), at=MOMENT)
    assert Restriction.objects.get().lifted_on == MOMENT.date()


def test_an_officer_who_serves_as_something_else_too_reads_no_more_than_the_roles_give():
    both = account("both", Role.REGISTRAR, Role.DATA_PROTECTION_OFFICER)
    anna = child()
    restricted(anna)
    assert may_see(both, anna, at=MOMENT)
