from datetime import date

import pytest
from allauth.account.models import EmailAddress

from kurss.journal.models import Detail, Entry
from kurss.journal.queries import history_of
from kurss.journal.seals import Wording
from kurss.notices.models import Notice
from kurss.people import queries
from kurss.people.acting import acts_for, note
from kurss.people.consents import give, write_consent_text
from kurss.people.erasure import erase_identity
from kurss.people.family.children import stop_acting
from kurss.people.guardians import add_guardian
from kurss.people.identity_links import link_identity
from kurss.people.models import (
    Account,
    Assurance,
    Consent,
    ExternalKey,
    Guardianship,
    Identity,
    IdentityLink,
    Invitation,
    NationalCode,
    Person,
)
from kurss.people.permissions import Role
from kurss.people.refusals import ErasureHindered, IdentityErased, NotAllowed
from kurss.people.roles import end_role
from kurss.people.tests.city import MOMENT, TODAY, account, administrator, child, clerk, officer, parent
from kurss.people.tests.household import CODE, add, invited, resident, second

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
    assert not Guardianship.objects.filter(child=anna).exists()
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


def test_with_the_identity_go_code_invitations_bonds_letters_and_givers_of_consents():
    mother = resident()
    anna = add(mother, code=CODE)
    father = second(anna, mother)
    invited(anna, mother, "aunt@home.example")
    text = write_consent_text(
        purpose="photographs", title="Foto", title_en="Photo", text="Drīkst.", text_en="May.", by=officer(),
        at=MOMENT,
    )  # fmt: skip
    give(text=text, about=anna, by=mother, at=MOMENT)
    ExternalKey.objects.create(source="school", key="7a-12", person=anna)
    erase(anna)
    assert not NationalCode.objects.exists()
    assert not ExternalKey.objects.exists()
    assert not Invitation.objects.exists()
    assert not Guardianship.objects.exists()
    assert Consent.objects.get().given_by is None
    assert not Notice.objects.filter(to="aunt@home.example").exists()
    assert not acts_for(father, anna, on=TODAY)
    assert not acts_for(mother, anna, on=TODAY)


def test_a_guardian_erases_their_own_child_and_themselves_and_nobody_else():
    mother = resident()
    anna = add(mother)
    with pytest.raises(NotAllowed):
        erase(child(given_name="Marta"), by=mother)
    EmailAddress.objects.create(user=mother, email=mother.email, verified=True)
    link_identity(
        account=mother, issuer="https://id.example", scheme="sub", digest="a" * 64, assurance=Assurance.HIGH,
        by=mother, at=MOMENT,
    )  # fmt: skip
    erase(anna, by=mother)
    erase(mother.person, by=mother)
    assert not EmailAddress.objects.exists()
    assert not IdentityLink.objects.exists()
    assert not Identity.objects.filter(person__in=[anna, mother.person]).exists()


def test_one_of_two_guardians_does_not_erase_a_child_alone():
    mother = resident()
    anna = add(mother)
    father = second(anna, mother)
    with pytest.raises(ErasureHindered, match="data protection officer"):
        erase(anna, by=father)
    stop_acting(child=anna, by=father, at=MOMENT)
    erase(anna, by=mother)


def test_the_last_guardian_of_a_child_is_not_erased_before_the_child():
    mother = resident()
    anna = add(mother)
    with pytest.raises(ErasureHindered, match="Nobody else acts for Anna"):
        erase(mother.person, by=mother)
    assert mother.person.identity.name == "Ilze Bērziņa"
    erase(anna, by=mother)
    erase(mother.person, by=mother)


def test_who_serves_the_city_first_ceases_to_and_is_then_erased():
    teacher = account("Teodors", Role.RESIDENT, Role.TEACHER, person=parent())
    with pytest.raises(ErasureHindered, match="The account serves the city: Teacher"):
        erase(teacher.person, by=teacher)
    grant = teacher.grants.get(role=Role.TEACHER)
    end_role(grant=grant, on=TODAY, by=administrator(), at=MOMENT)
    erase(teacher.person, by=teacher)


def test_what_another_module_keeps_goes_with_the_identity(settings):
    settings.KURSS_ERASURES = ("kurss.people.tests.test_erasure.take_away",)
    TAKEN.clear()
    anna = child()
    erase(anna)
    assert [anna.pk] == TAKEN


TAKEN: list = []


def take_away(*, person, at):
    TAKEN.append(person.pk)
