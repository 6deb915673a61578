"""The second guardian: invited by letter, let in once, and never shown the first one's address."""

from datetime import timedelta

import pytest

from kurss.journal.models import Detail, Entry
from kurss.notices.models import Notice
from kurss.people.acting import acts_for
from kurss.people.family.children import stop_acting
from kurss.people.family.invitations import MOST_A_DAY, accept, opened, withdraw_invitation
from kurss.people.models import Guardianship, Invitation
from kurss.people.refusals import (
    AddressUnreadable,
    AlreadyGuardian,
    GuardianNotOlder,
    InvitationOver,
    InvitationUnknown,
    InvitationUsed,
    NotAllowed,
    NotKnownYet,
    OwnInvitation,
    TooManyInvitations,
)
from kurss.people.tests.city import LATER, MOMENT, TODAY, account
from kurss.people.tests.household import add, invited, resident, second

pytestmark = pytest.mark.django_db

FATHER = "juris@home.example"


@pytest.fixture
def mother():
    return resident()


@pytest.fixture
def anna(mother):
    return add(mother)


def test_the_second_guardian_acts_for_the_child_once_the_invitation_is_accepted(mother, anna):
    father = resident("juris")
    token = invited(anna, mother, FATHER)
    assert opened(token, at=MOMENT).child == anna
    accept(token=token, by=father, at=MOMENT)
    assert acts_for(father, anna, on=TODAY)
    assert acts_for(mother, anna, on=TODAY)


def test_neither_the_token_nor_a_used_address_can_be_read_from_the_register(mother, anna):
    father = resident("juris")
    token = invited(anna, mother, FATHER)
    kept = Invitation.objects.get()
    assert token not in f"{kept.token_digest} {kept.email}"
    accept(token=token, by=father, at=MOMENT)
    kept.refresh_from_db()
    assert kept.email == ""
    assert not Detail.objects.filter(value__icontains="home.example").exists()
    assert not Entry.objects.filter(label__icontains="home.example").exists()


def test_the_letter_names_the_sender_and_no_child_in_the_language_asked_for(mother, anna):
    invited(anna, mother, FATHER)
    letter = Notice.objects.get(to=FATHER)
    assert letter.language == "lv"
    assert "Ilze Bērziņa" in letter.body
    assert "Anna" not in letter.body + letter.subject
    assert mother.email not in letter.body


def test_whoever_invited_hears_that_it_was_accepted(mother, anna):
    second(anna, mother)
    told = Notice.objects.get(to=mother.email)
    assert "juris" not in (told.subject + told.body).lower()


def test_an_invitation_is_good_once(mother, anna):
    token = invited(anna, mother, FATHER)
    accept(token=token, by=resident("juris"), at=MOMENT)
    with pytest.raises(InvitationUsed, match="used before"):
        accept(token=token, by=resident("karlis"), at=MOMENT)
    assert Guardianship.objects.count() == 2


@pytest.mark.parametrize("late", [timedelta(days=7), timedelta(days=300)])
def test_an_invitation_is_good_for_seven_days(mother, anna, late):
    token = invited(anna, mother, FATHER)
    assert opened(token, at=MOMENT + timedelta(days=7) - timedelta(seconds=1))
    with pytest.raises(InvitationOver, match="Ask for a new one"):
        accept(token=token, by=resident("juris"), at=MOMENT + late)
    assert Guardianship.objects.count() == 1


def test_whoever_invited_cannot_accept_nor_write_to_their_own_address(mother, anna):
    token = invited(anna, mother, FATHER)
    with pytest.raises(OwnInvitation, match="You sent this invitation yourself"):
        accept(token=token, by=mother, at=MOMENT)
    with pytest.raises(OwnInvitation, match="your own address"):
        invited(anna, mother, mother.email.upper())


def test_a_withdrawn_invitation_opens_nothing_and_its_letter_is_not_sent(mother, anna):
    token = invited(anna, mother, FATHER)
    withdraw_invitation(invitation=Invitation.objects.get(), by=mother, at=MOMENT)
    with pytest.raises(InvitationOver):
        accept(token=token, by=resident("juris"), at=MOMENT)
    assert not Notice.objects.filter(to=FATHER).exists()


def test_a_second_letter_to_one_address_ends_the_first(mother, anna):
    first = invited(anna, mother, FATHER)
    soon = MOMENT + timedelta(minutes=1)
    last = invited(anna, mother, FATHER, at=soon)
    with pytest.raises(InvitationOver):
        opened(first, at=soon)
    assert opened(last, at=soon)


def test_an_invitation_ends_with_the_guardianship_of_whoever_sent_it(mother, anna):
    father = second(anna, mother)
    token = invited(anna, father, "karlis@home.example")
    stop_acting(child=anna, by=father, at=MOMENT)
    with pytest.raises(InvitationOver):
        accept(token=token, by=resident("karlis"), at=MOMENT)


def test_nobody_is_invited_for_a_strangers_child_or_with_an_unreadable_address(mother, anna):
    with pytest.raises(NotAllowed):
        invited(anna, resident("juris"), "karlis@home.example")
    with pytest.raises(AddressUnreadable):
        invited(anna, mother, "not an address")
    assert not Invitation.objects.exists()


def test_who_accepts_has_said_who_they_are_and_is_older_and_not_a_guardian_yet(mother, anna):
    token = invited(anna, mother, FATHER)
    from kurss.people.permissions import Role

    with pytest.raises(NotKnownYet):
        accept(token=token, by=account("nobody", Role.RESIDENT), at=MOMENT)
    with pytest.raises(GuardianNotOlder):
        accept(token=token, by=resident("brother", birth_date=anna.identity.birth_date), at=MOMENT)
    father = second(anna, mother, "peteris")
    with pytest.raises(AlreadyGuardian):
        accept(token=token, by=father, at=MOMENT)
    assert opened(token, at=MOMENT)


def test_a_token_that_nobody_sent_opens_nothing():
    with pytest.raises(InvitationUnknown, match="Open the link from the letter again"):
        opened("guessed", at=LATER)


def test_a_guardian_writes_to_no_more_than_a_few_a_day(mother, anna):
    for number in range(MOST_A_DAY):
        invited(anna, mother, f"one{number}@home.example")
    with pytest.raises(TooManyInvitations, match="Try again tomorrow"):
        invited(anna, mother, "more@home.example")
    assert invited(anna, mother, "more@home.example", at=MOMENT + timedelta(days=1, seconds=1))
