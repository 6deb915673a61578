"""Signing up, in and out through the pages, and a forgotten password."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from kurss.journal.models import Entry
from kurss.notices.models import Notice
from kurss.people import clock
from kurss.people.joining import forget_unconfirmed, sign_up
from kurss.people.models import Account, Identity, Joining, Person
from kurss.people.permissions import Act, Role
from kurss.people.refusals import AccountExists, AddressUnreadable, NameMissing

pytestmark = pytest.mark.django_db

SIGN_IN, SIGN_UP = "/en/sign-in/", "/en/sign-up/"
EMAIL, PASSWORD = "ilze@ventspils.example", "a long enough password"
TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')
WRONG = "The e-mail address or the password is not right. Check both."
LINK = re.compile(r"http://testserver(\S+)")


@pytest.fixture
def account():
    made = Account(email=EMAIL, name="Ilze Ozola")
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=EMAIL, verified=True, primary=True)
    return made


def send(client, **fields):
    return client.post(SIGN_IN, {"login": EMAIL, "password": PASSWORD} | fields)


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def letters(to: str = EMAIL) -> list[Notice]:
    return list(Notice.objects.filter(to=to).order_by("posted_at"))


def link(letter: Notice) -> str:
    return LINK.search(letter.body).group(1)


def test_an_officer_signs_in_however_the_address_is_capitalised_and_out_again(client, account):
    answer = send(client, login="Ilze@Ventspils.example")
    assert (answer.status_code, answer["location"]) == (302, "/en/")
    assert "Ilze Ozola" in client.get("/en/account/").content.decode()

    assert client.get("/en/sign-out/").status_code == 405
    assert signed_in(client)
    answer = client.post("/en/sign-out/")
    assert (answer.status_code, answer["location"]) == (302, "/en/")
    assert not signed_in(client)
    assert "You have signed out." in client.get(SIGN_IN).content.decode()


def test_nobody_learns_from_a_wrong_sign_in_whether_an_address_has_an_account(client, account):
    known = send(client, password="another password")
    unknown = send(client, login="nobody@ventspils.example")
    account.is_active = False
    account.save()
    closed = send(client)
    pages = [answer.content.decode() for answer in (known, unknown, closed)]
    tried = (EMAIL, "nobody@ventspils.example", EMAIL)
    assert [page.count(WRONG) for page in pages] == [1, 1, 1]
    assert not signed_in(client)
    same = {TOKEN.sub("", page).replace(email, "") for page, email in zip(pages, tried, strict=True)}
    assert len(same) == 1


def test_what_is_missing_is_said_on_top_and_at_the_field(client):
    page = send(client, login="ilze", password="").content.decode()
    assert "<title>Error: Sign in · " in page
    assert '<a href="#id_login">Enter an e-mail address in the form name@example.lv</a>' in page
    assert '<a href="#id_password">Enter your password</a>' in page
    assert 'aria-describedby="id_login_error"' in page
    assert '<p class="wrong" id="id_login_error">' in page
    assert 'value="ilze"' in page


def test_the_errors_are_said_in_latvian_to_a_reader_of_latvian(client):
    page = client.post("/lv/sign-in/", {"login": "", "password": ""}).content.decode()
    assert "Ievadiet savu e-pasta adresi" in page
    assert "Kaut kas nav kārtībā" in page


def test_a_password_that_was_typed_is_never_sent_back(client, account):
    assert "another password" not in send(client, password="another password").content.decode()


def test_signing_in_leads_on_to_the_page_that_was_wanted_and_never_to_another_site(client, account):
    assert 'name="next" value="/en/figures/"' in client.get(f"{SIGN_IN}?next=/en/figures/").content.decode()
    assert send(client, next="/en/figures/")["location"] == "/en/figures/"
    for elsewhere in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        client.post("/en/sign-out/")
        assert f'value="{elsewhere}"' not in client.get(SIGN_IN, {"next": elsewhere}).content.decode()
        assert send(client, next=elsewhere)["location"] == "/en/"


def test_a_new_session_begins_when_somebody_signs_in(client, account):
    client.get("/en/sign-in/")
    session = client.session
    session["before"] = "kept by an attacker"
    session.save()
    before = client.session.session_key
    send(client)
    assert client.session.session_key != before


def test_a_service_never_signs_in(client, settings):
    from kurss.people.queries import unattended
    from kurss.people.signin.backend import Accounts

    assert not Accounts().user_can_authenticate(unattended())


def sign_up_as(client, **fields):
    usual = {
        "given_name": "Anna",
        "family_name": "Bērziņa",
        "email": "anna@home.example",
        "password1": PASSWORD,
    }
    return client.post(SIGN_UP, usual | fields)


def test_a_resident_signs_up_confirms_the_address_and_is_a_person_who_reaches_only_their_own(client):
    answer = sign_up_as(client)
    assert answer["location"] == "/en/sign-up/check-your-mail/"
    assert "A letter is on its way." in client.get(answer["location"]).content.decode()
    assert not signed_in(client)
    assert not Person.objects.exists()
    assert Joining.objects.get().language == "en"

    (letter,) = letters("anna@home.example")
    assert (letter.language, letter.subject) == ("en", "Confirm your e-mail address")
    assert "Is anna@home.example your address?" in client.get(link(letter)).content.decode()
    assert not Person.objects.exists(), "a mail program that opens links confirms nothing"
    client.post(link(letter))
    assert signed_in(client)

    account = Account.objects.get(email="anna@home.example")
    identity = Identity.objects.get()
    assert account.person == identity.person
    assert (identity.given_name, identity.family_name, identity.language) == ("Anna", "Bērziņa", "en")
    assert [grant.role for grant in account.grants.all()] == [Role.RESIDENT]
    assert not Joining.objects.exists()
    entries = Entry.objects.order_by("pk")
    assert [(entry.act, entry.by_key, entry.by_label) for entry in entries] == [
        ("people.sign_up", str(account.pk), ""),
        ("people.join", str(account.pk), ""),
    ]
    assert "This link does not work any more" in client.get(link(letter)).content.decode()


def test_somebody_confirms_in_another_browser_and_signs_in_there(client):
    from django.test import Client

    sign_up_as(client)
    elsewhere = Client()
    elsewhere.post(link(letters("anna@home.example")[0]))
    assert not signed_in(elsewhere)
    assert Person.objects.count() == 1
    send(elsewhere, login="anna@home.example")
    assert signed_in(elsewhere)


def test_nobody_gets_in_before_the_address_is_confirmed(client):
    sign_up_as(client)
    answer = send(client, login="anna@home.example")
    assert answer["location"] == "/en/sign-up/check-your-mail/"
    assert not signed_in(client)


def test_signing_up_with_a_known_address_tells_its_owner_alone(client, account):
    known = sign_up_as(client, email=EMAIL.upper())
    unknown = sign_up_as(client)
    assert (known.status_code, known["location"]) == (unknown.status_code, unknown["location"])
    pages = {TOKEN.sub("", client.get(answer["location"]).content.decode()) for answer in (known, unknown)}
    assert len(pages) == 1
    (letter,) = letters()
    assert letter.subject == "You have an account already"
    assert "/en/password/forgotten/" in letter.body
    account.refresh_from_db()
    assert (account.name, account.check_password(PASSWORD)) == ("Ilze Ozola", True)


def test_letters_speak_the_language_of_the_page(client):
    usual = {"given_name": "Anna", "family_name": "B", "email": "anna@home.example", "password1": PASSWORD}
    client.post("/lv/sign-up/", usual)
    (letter,) = letters("anna@home.example")
    assert (letter.language, letter.subject) == ("lv", "Apstipriniet savu e-pasta adresi")
    assert "/lv/confirm-address/" in letter.body


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "anna"}, "Enter an e-mail address in the form name@example.lv"),
        ({"given_name": " "}, "Enter your given name"),
        ({"password1": "short"}, "at least 12 characters"),
        ({"password1": "anna@home.example"}, "too similar"),
        ({"password1": "1q2w3e4r5t6y"}, "too common"),
    ],
)
def test_a_sign_up_that_cannot_be_is_refused_in_a_sentence(client, fields, sentence):
    page = sign_up_as(client, **fields).content.decode()
    assert sentence in page
    assert not Account.objects.exists()


def test_the_verb_refuses_what_no_form_let_through(account):
    said = {"given_name": "Anna", "family_name": "B", "language": "lv", "at": timezone.now()}
    with pytest.raises(AccountExists):
        sign_up(email=EMAIL.upper(), **said)
    with pytest.raises(AddressUnreadable):
        sign_up(email="anna", **said)
    with pytest.raises(NameMissing):
        sign_up(email="anna@home.example", **(said | {"given_name": "", "family_name": ""}))


def test_a_sign_up_that_nobody_confirms_is_forgotten_and_a_confirmed_one_stays(client, account):
    sign_up_as(client)
    today = clock.today()
    assert forget_unconfirmed(before=today) == 0
    assert forget_unconfirmed(before=today + timedelta(days=1)) == 1
    assert list(Account.objects.all()) == [account]


def test_a_forgotten_password_is_set_anew_by_a_letter_and_everybody_else_is_signed_out(client, account):
    from django.test import Client

    elsewhere = Client()
    send(elsewhere)
    client.post("/en/password/forgotten/", {"email": EMAIL})
    (letter,) = letters()
    form = client.get(link(letter))
    assert form.status_code == 302
    new = "another long password"
    done = client.post(form["location"], {"password1": new, "password2": new})
    assert "Everywhere you were signed in" in client.get(done["location"]).content.decode()
    assert elsewhere.get("/en/account/").status_code == 302
    assert "This link does not work any more" in client.get(link(letter)).content.decode()
    send(client, password=new)
    assert signed_in(client)
    assert letters()[-1].subject == "Your password was changed"


def test_asking_for_a_new_password_tells_nobody_whether_an_address_is_known(client, account):
    answers = [
        client.post("/en/password/forgotten/", {"email": email}) for email in (EMAIL, "x@home.example")
    ]
    assert len({(answer.status_code, answer["location"]) for answer in answers}) == 1
    assert letters("x@home.example")[0].subject == "There is no account with this address"


def test_somebody_signs_in_with_a_code_from_a_letter(client, account):
    answer = client.post("/en/sign-in/code/", {"email": EMAIL})
    code = re.search(r"^([A-Z0-9-]{6,})$", letters()[0].body, re.MULTILINE).group(1)
    assert client.post(answer["location"], {"code": "WRONGONE"}).status_code == 200
    assert client.post(answer["location"], {"code": code})["location"] == "/en/"
    assert signed_in(client)


def test_a_code_from_a_letter_and_a_new_account_lead_on_to_the_page_that_was_wanted(client, account):
    wanted = "?next=/en/figures/"
    answer = client.post(f"/en/sign-in/code/{wanted}", {"email": EMAIL})
    code = re.search(r"^([A-Z0-9-]{6,})$", letters()[0].body, re.MULTILINE).group(1)
    assert client.post(answer["location"], {"code": code})["location"] == "/en/figures/"
    client.post("/en/sign-out/")
    sign_up_as(client, next="/en/figures/")
    (letter,) = letters("anna@home.example")
    assert client.post(link(letter))["location"] == "/en/figures/"


def test_an_address_is_changed_when_the_new_one_is_confirmed(client, account):
    send(client)
    client.post("/en/account/address/", {"email": "ilze@new.example", "action_add": ""})
    account.refresh_from_db()
    assert account.email == EMAIL
    client.post(link(letters("ilze@new.example")[0]))
    account.refresh_from_db()
    assert account.email == "ilze@new.example"
    assert letters()[-1].subject == "The e-mail address of your account was changed"


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(client, account):
    from django.test import Client

    elsewhere = Client()
    send(elsewhere)
    send(client)
    new = "another long password"
    client.post("/en/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/en/account/").status_code == 200
    assert elsewhere.get("/en/account/").status_code == 302


def test_signing_up_takes_no_role_and_no_act_beyond_ones_own(client):
    from kurss.people.acting import may

    sign_up_as(client)
    client.post(link(letters("anna@home.example")[0]))
    account = Account.objects.get(email="anna@home.example")
    other = Person.objects.create(since=timezone.localdate())
    assert may(account, Act.SEE_PEOPLE, at=timezone.now(), person=account.person)
    assert not any(may(account, act, at=timezone.now(), person=other) for act in Act)
    assert not any(may(account, act, at=timezone.now()) for act in Act)
