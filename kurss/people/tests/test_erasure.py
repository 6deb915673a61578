from datetime import date

import pytest

from kurss.journal.models import Detail, Entry
from kurss.journal.queries import history_of
from kurss.journal.seals import Wording
from kurss.people import queries
from kurss.people.acting import note
from kurss.people.guardians import add_guardian
from kurss.people.models import Account, Guardianship, Identity, Person
from kurss.people.permissions import Role
from kurss.people.refusals import IdentityErased, NotAllowed
from kurss.people.register import erase_identity
from kurss.people.tests.city import MOMENT, TODAY, account, administrator, child, clerk, parent

pytestmark = pytest.mark.django_db


def erase(person, **said):
    usual = {"because": "Article 17", "by": administrator(), "at": MOMENT}
    erase_identity(person=person, **(usual | said))


def test_erasing_an_identity_leaves_the_person_every_row_can_point_at():
    anna, mother = child(email="family@home.example"), parent()
    add_guardian(child=anna, guardian=mother, by=clerk(), at=MOMENT)
    erase(anna)
    stays = Person.objects.get(pk=anna.pk)
    assert stays.known is None
    assert stays.since == TODAY
    assert not Identity.objects.filter(person=anna).exists()
    assert Guardianship.objects.filter(child=anna).exists()
    assert queries.identities([anna.key, mother.key]).keys() == {mother.key}


def test_erasing_an_identity_closes_the_persons_own_account():
    mother = parent()
    account("ilze", Role.GUARDIAN, person=mother)
    erase(mother)
    closed = Account.objects.get(name="", is_active=False)
    assert (closed.email, closed.person) == (None, None)
    assert queries.grants_of(closed).get().holds_until == TODAY


def test_after_erasure_no_table_of_the_register_or_the_journal_holds_the_name():
    mother = parent(given_name="Vilhelmīne", family_name="Ozollapa", email="vilhelmine@home.example")
    private = account("Ozollapa", Role.GUARDIAN, person=mother)
    note(by=private, at=MOMENT, act="people.correct", about=mother, family_name="Ozollapa")
    erase(mother)
    texts = [
        *Entry.objects.values_list("by_label", "label"),
        *Detail.objects.values_list("value"),
        *Identity.objects.values_list("given_name", "family_name", "email"),
        *Account.objects.values_list("name", "email"),
    ]
    assert not [text for row in texts for text in row if text and "ozollapa" in text.lower()]


def test_the_journal_keeps_that_it_was_done_and_why_it_was_erased():
    anna = child()
    note(by=clerk(), at=MOMENT, act="people.correct", about=anna, family_name="Ozollapa")
    erase(anna)
    history = list(history_of(anna))
    assert [entry.act for entry in history] == [
        "people.erase",
        "journal.erase",
        "people.correct",
        "people.register",
    ]
    assert [entry.wording() for entry in history] == [
        Wording.INTACT,
        Wording.INTACT,
        Wording.ERASED,
        Wording.INTACT,
    ]
    assert history[0].details.get().value == "Article 17"


def test_an_identity_is_erased_once_and_by_who_may():
    anna = child()
    with pytest.raises(NotAllowed, match=r"people\.erase"):
        erase(anna, by=clerk())
    erase(anna)
    with pytest.raises(IdentityErased, match="was erased before"):
        erase(anna)


def test_a_child_whose_identity_was_erased_can_still_be_in_care():
    anna, mother = child(birth_date=date(2012, 1, 1)), parent()
    erase(anna)
    assert add_guardian(child=anna, guardian=mother, by=clerk(), at=MOMENT).pk
