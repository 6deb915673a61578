from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from kurss.people.consents import give, stands, withdraw, write_consent_text
from kurss.people.models import Consent, ConsentText
from kurss.people.permissions import Role
from kurss.people.refusals import (
    ConsentGiven,
    ConsentTextOver,
    NotAllowed,
    NothingToWithdraw,
    NotKnownYet,
    TooYoungToConsent,
)
from kurss.people.tests.city import MOMENT, account, child, clerk, officer
from kurss.people.tests.household import add, resident, second

pytestmark = pytest.mark.django_db

LATER = MOMENT + timedelta(days=30)


def written(**said) -> ConsentText:
    usual = {
        "purpose": "photographs", "title": "Fotogrāfijas", "title_en": "Photographs", "text": "Drīkst rādīt.",
        "text_en": "May be shown.",
    }  # fmt: skip
    return write_consent_text(**(usual | said), by=officer(), at=MOMENT)


def test_a_guardian_agrees_for_a_child_and_any_guardian_withdraws():
    mother = resident()
    anna = add(mother)
    father = second(anna, mother)
    given = give(text=written(), about=anna, by=mother, at=MOMENT)
    assert (given.given_by, given.withdrawn_at) == (mother.person, None)
    assert stands("photographs", anna)
    withdraw(purpose="photographs", about=anna, by=father, at=LATER)
    assert not stands("photographs", anna)
    with pytest.raises(NothingToWithdraw):
        withdraw(purpose="photographs", about=anna, by=mother, at=LATER)


def test_a_consent_stands_once_and_can_be_given_anew_after_it_was_withdrawn():
    mother = resident()
    text = written()
    give(text=text, about=mother.person, by=mother, at=MOMENT)
    with pytest.raises(ConsentGiven):
        give(text=text, about=mother.person, by=mother, at=MOMENT)
    withdraw(purpose="photographs", about=mother.person, by=mother, at=LATER)
    give(text=text, about=mother.person, by=mother, at=LATER)
    assert Consent.objects.count() == 2


def test_what_was_agreed_to_stays_and_only_the_text_in_force_is_asked():
    mother = resident()
    first = written()
    given = give(text=first, about=mother.person, by=mother, at=MOMENT)
    second_text = written(text_en="May be shown and printed.", in_force_from=LATER.date())
    assert second_text.number == 2
    with pytest.raises(ConsentTextOver):
        give(text=second_text, about=mother.person, by=mother, at=MOMENT)
    withdraw(purpose="photographs", about=mother.person, by=mother, at=LATER)
    with pytest.raises(ConsentTextOver, match="newer one"):
        give(text=first, about=mother.person, by=mother, at=LATER)
    given.refresh_from_db()
    assert given.text.text_en == "May be shown."


def test_the_database_refuses_to_change_a_text():
    text = written()
    with pytest.raises((InternalError, IntegrityError), match="never changed"), transaction.atomic():
        ConsentText.objects.filter(pk=text.pk).update(text="Cits teksts.")


def test_a_child_consents_alone_from_thirteen_and_the_age_is_a_setting(settings):
    young = account("young", Role.RESIDENT, person=child(birth_date=date(2008, 9, 2)))
    text = written()
    with pytest.raises(TooYoungToConsent, match="takes the age of 13"):
        give(text=text, about=young.person, by=young, at=MOMENT)
    settings.KURSS_AGE_OF_CONSENT = 12
    assert give(text=text, about=young.person, by=young, at=MOMENT).pk


def test_nobody_agrees_for_a_stranger_or_without_being_somebody():
    text = written()
    for by in (resident(), clerk()):
        with pytest.raises(NotAllowed):
            give(text=text, about=child(), by=by, at=MOMENT)
    with pytest.raises((NotAllowed, NotKnownYet)):
        give(text=text, about=child(), by=account("nobody", Role.RESIDENT), at=MOMENT)
    with pytest.raises(NotAllowed):
        write_consent_text(purpose="x", title="x", title_en="x", text="x", text_en="x", by=clerk(), at=MOMENT)
    assert not Consent.objects.exists()


def test_the_officer_writes_texts_on_a_page_and_nobody_else(client):
    said = {
        "purpose": "Photographs", "title": "Foto", "title_en": "Photo", "text": "Drīkst.", "text_en": "May.",
    }  # fmt: skip
    client.force_login(clerk())
    assert client.post("/en/consent-texts/", said).status_code == 403
    client.force_login(officer())
    assert (
        "Enter the text in English"
        in client.post("/en/consent-texts/", said | {"text_en": ""}).content.decode()
    )
    for number in (1, 2):
        page = client.post("/en/consent-texts/", said, follow=True).content.decode()
        assert f"Version {number} was written." in page
    assert [str(text) for text in ConsentText.objects.all()] == ["photographs 1", "photographs 2"]
