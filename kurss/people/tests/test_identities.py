"""Signing in by an identity that an issuer vouches for, and every reason not to believe one."""

import html
import re
import time
from importlib import import_module
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from kurss.journal.models import Entry
from kurss.notices.models import Notice
from kurss.people.identity_links import digest_of, link_identity
from kurss.people.models import Account, Assurance, Identity, IdentityLink, Person
from kurss.people.refusals import IdentityOfAnother
from kurss.people.signin.assurance import assured
from kurss.people.tests.issuer import HIGH, LOW, FakeIssuer, running

pytestmark = pytest.mark.django_db


@assured(Assurance.HIGH)
def safe(request):
    return HttpResponse("the safe")


SITE = import_module("kurss.portal.urls")
urlpatterns = [*SITE.urlpatterns, path("safe/", safe, name="safe")]
ACCESS = {**SITE.ACCESS, "safe": SITE.ACCESS["start"]}


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def issuer(settings):
    with running() as found:
        settings.KURSS_ISSUERS = {"issuer": found.known_as(trust_email=True)}
        found.info = {
            "sub": "person-1",
            "given_name": "Ilze",
            "family_name": "Ozola",
            "birthdate": "1985-05-05",
            "email": "ilze@home.example",
            "email_verified": True,
        }
        yield found


def go(client, issuer: FakeIssuer, **wish) -> dict[str, str]:
    """Press the button; what the issuer is asked."""
    page = client.post("/en/sign-in/with/issuer/", wish).content.decode()
    address = html.unescape(re.search(r'content="0; url=([^"]+)"', page).group(1))
    assert address.startswith(f"{issuer.address}/authorize?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    issuer.nonce, issuer.challenge = asked["nonce"], asked["code_challenge"]
    return asked


def come_back(client, asked: dict[str, str], **more):
    return client.get("/identity/issuer/", {"code": "a code", "state": asked["state"]} | more)


def sign_in(client, issuer: FakeIssuer, **wish):
    return come_back(client, go(client, issuer, **wish))


def signed_in(client) -> Account | None:
    key = client.session.get("_auth_user_id")
    return Account.objects.get(pk=key) if key else None


def test_the_issuer_is_asked_with_state_nonce_proof_key_and_one_address_for_all_languages(client, issuer):
    asked = go(client, issuer)
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) >= 32
    assert asked["redirect_uri"] == "http://testserver/identity/issuer/"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    come_back(client, asked)
    assert issuer.asked_with["client_secret"] == "the client's secret"


def test_somebody_unknown_becomes_an_account_with_a_person_and_a_link(client, issuer):
    answer = sign_in(client, issuer)
    assert answer.status_code == 302
    account = signed_in(client)
    assert (account.name, account.email) == ("Ilze Ozola", "ilze@home.example")
    assert not account.has_usable_password()
    identity = Identity.objects.get(person=account.person)
    assert (identity.given_name, identity.family_name, str(identity.birth_date)) == (
        "Ilze",
        "Ozola",
        "1985-05-05",
    )
    link = IdentityLink.objects.get()
    assert (link.account, link.issuer, link.scheme) == (account, issuer.address, "sub")
    assert (link.assurance, link.valid_until) == ("low", None)
    acts = [entry.act for entry in Entry.objects.order_by("pk")]
    assert acts == ["people.sign_up", "people.link_identity", "people.join"]


def test_nothing_the_issuer_said_is_kept_beside_the_register(client, issuer):
    sign_in(client, issuer)
    held = SocialAccount.objects.get()
    assert held.extra_data == {}
    assert "person-1" not in held.uid
    assert held.uid == digest_of(issuer.address, "sub", "person-1")
    assert IdentityLink.objects.get().identifier_digest == held.uid


def test_the_same_identity_signs_in_to_the_same_account_and_a_surer_one_is_noted(client, issuer):
    sign_in(client, issuer)
    first = signed_in(client)
    client.post("/en/sign-out/")
    issuer.claims["acr"] = HIGH
    sign_in(client, issuer)
    assert signed_in(client) == first
    assert Account.objects.count() == Person.objects.count() == 1
    old, new = IdentityLink.objects.order_by("pk")
    assert (old.assurance, new.assurance) == ("low", "high")
    assert old.valid_until is not None
    assert new.valid_until is None


def test_two_people_of_one_name_and_birth_date_stay_two(client, issuer):
    sign_in(client, issuer)
    client.post("/en/sign-out/")
    issuer.claims["sub"] = issuer.info["sub"] = "person-2"
    issuer.info["email"] = "other@home.example"
    sign_in(client, issuer)
    assert Account.objects.count() == Person.objects.count() == 2


def test_an_address_that_is_taken_never_links_and_only_its_owner_hears_of_it(client, issuer):
    taken = Account.objects.create(email="ilze@home.example", name="Somebody else")
    EmailAddress.objects.create(user=taken, email=taken.email, verified=True, primary=True)
    answer = sign_in(client, issuer)
    assert answer["location"] == "/en/sign-up/check-your-mail/"
    assert signed_in(client) is None
    assert Account.objects.count() == 1
    assert Notice.objects.get().subject == "You have an account already"


def test_an_address_the_city_does_not_trust_is_confirmed_by_a_letter(client, issuer, settings):
    settings.KURSS_ISSUERS = {"issuer": issuer.known_as(trust_email=False)}
    answer = sign_in(client, issuer)
    assert answer["location"] == "/en/sign-up/check-your-mail/"
    assert signed_in(client) is None
    assert not Person.objects.exists()
    link = re.search(r"http://testserver(\S+)", Notice.objects.get().body).group(1)
    client.post(link)
    assert signed_in(client).name == "Ilze Ozola"
    assert Person.objects.count() == 1


def test_what_the_issuer_does_not_say_is_asked(client, issuer):
    issuer.info = {"sub": "person-1"}
    answer = sign_in(client, issuer)
    assert answer["location"] == "/en/sign-in/identity/"
    page = client.get(answer["location"]).content.decode()
    assert "One more thing about you" in page
    said = {"given_name": "Anna", "family_name": "Liepa", "email": "anna@home.example"}
    assert client.post(answer["location"], said)["location"] == "/en/sign-up/check-your-mail/"
    assert Account.objects.get().name == "Anna Liepa"


def spoiled(name: str, issuer: FakeIssuer) -> None:
    now = int(time.time())
    if name == "audience":
        issuer.claims["aud"] = "another site"
    elif name == "audiences":
        issuer.claims["aud"] = ["kurss", "another site"]
    elif name == "party":
        issuer.claims |= {"aud": ["kurss", "another site"], "azp": "another site"}
    elif name == "nonce":
        issuer.claims["nonce"] = "of another sign-in"
    elif name == "no nonce":
        issuer.claims["nonce"] = None
    elif name == "issuer":
        issuer.claims["iss"] = "https://another.example"
    elif name == "description":
        issuer.describes_itself_as = "https://another.example"
    elif name == "signature":
        issuer.signed_by = issuer.stranger
    elif name == "key":
        issuer.header = {"kid": "unknown"}
    elif name == "shared secret":
        issuer.algorithm = "HS256"
    elif name == "over":
        issuer.claims |= {"iat": now - 700, "exp": now - 400}
    elif name == "old":
        issuer.claims |= {"iat": now - 1000, "exp": now + 1000}
    elif name == "future":
        issuer.claims |= {"iat": now + 300, "exp": now + 600}
    elif name == "not yet":
        issuer.claims["nbf"] = now + 300
    elif name == "no time":
        issuer.claims["exp"] = None
    elif name == "no level":
        issuer.claims["acr"] = None
    elif name == "unknown level":
        issuer.claims["acr"] = "urn:example:perhaps"
    elif name == "nobody":
        issuer.claims["sub"] = None
    elif name == "somebody else":
        issuer.info["sub"] = "person-2"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("audience", "The identity was made for another site than this one."),
        ("audiences", "The identity was made for another site than this one."),
        ("party", "The identity was made for another site than this one."),
        ("nonce", "The identity does not belong to this sign-in."),
        ("no nonce", "The identity does not belong to this sign-in."),
        ("issuer", "The identity comes from another issuer than Issuer."),
        ("description", "Issuer describes itself as another issuer."),
        ("signature", "The identity is not signed by Issuer."),
        ("key", "The identity is not signed by Issuer."),
        ("shared secret", "The identity is not signed by Issuer."),
        ("over", "The identity is out of date."),
        ("old", "The identity is out of date."),
        ("future", "The identity is dated in the future"),
        ("not yet", "The identity is dated in the future"),
        ("no time", "The identity does not say for how long it holds."),
        ("no level", "Issuer did not say how surely it knows you"),
        ("unknown level", "Issuer did not say how surely it knows you"),
        ("nobody", "Issuer did not say who you are"),
        ("somebody else", "Two answers of Issuer name two people."),
    ],
)
def test_an_identity_that_cannot_be_believed_is_refused_in_a_sentence(client, issuer, fault, sentence):
    asked = go(client, issuer)
    spoiled(fault, issuer)
    answer = come_back(client, asked)
    assert answer.status_code == 401
    page = answer.content.decode()
    assert sentence in html.unescape(page)
    assert "You were not signed in" in page
    assert signed_in(client) is None
    assert not Account.objects.exists()
    assert not IdentityLink.objects.exists()


def test_the_refusal_is_in_the_language_the_sign_in_was_begun_in(client, issuer):
    page = client.post("/lv/sign-in/with/issuer/").content.decode()
    state = re.search(r"state=(\w+)", page).group(1)
    answer = client.get("/identity/issuer/", {"code": "a code", "state": state})
    assert 'lang="lv"' in answer.content.decode()


def test_an_answer_nobody_asked_for_is_refused(client, issuer):
    answer = come_back(client, {"state": "made up"})
    assert "This sign-in was not begun in this browser" in answer.content.decode()
    asked = go(client, issuer)
    come_back(client, asked)
    client.post("/en/sign-out/")
    again = come_back(client, asked)
    assert (again.status_code, signed_in(client)) == (401, None)


def test_an_answer_that_names_another_issuer_is_refused(client, issuer):
    answer = come_back(client, go(client, issuer), iss="https://another.example")
    assert "The identity comes from another issuer" in answer.content.decode()


def test_whoever_stops_at_the_issuer_is_told_that_nothing_happened(client, issuer):
    asked = go(client, issuer)
    answer = client.get("/identity/issuer/", {"error": "access_denied", "state": asked["state"]})
    assert "You did not show an identity" in client.get(answer["location"]).content.decode()


def test_an_issuer_that_does_not_answer_is_said(client, settings):
    from kurss.people.signin.issuers import Issuer

    gone = Issuer(key="issuer", name="Issuer", issuer="http://127.0.0.1:9", client_id="kurss")
    settings.KURSS_ISSUERS = {"issuer": gone}
    page = client.post("/en/sign-in/with/issuer/").content.decode()
    assert "Issuer does not answer as it should." in page


def test_a_surer_identity_is_asked_for_and_what_is_returned_is_checked(client, issuer, settings):
    settings.ROOT_URLCONF = "kurss.people.tests.test_identities"
    sign_in(client, issuer)
    refused = client.get("/safe/")
    assert refused.status_code == 403
    page = refused.content.decode()
    assert "known at the level “high”" in page
    assert 'name="next" value="/safe/"' in page

    asked = go(client, issuer, wish="more", level="high", next="/safe/")
    assert (asked["acr_values"], asked["prompt"]) == (HIGH, "login")
    low = come_back(client, asked)
    assert "This needs an identity of level “high”; Issuer returned “low”." in low.content.decode()
    assert client.get("/safe/").status_code == 403

    issuer.claims["acr"] = HIGH
    answer = sign_in(client, issuer, wish="more", level="high", next="/safe/")
    assert answer["location"] == "/safe/"
    assert client.get("/safe/").content == b"the safe"


def test_a_shown_level_does_not_last_for_ever(client, issuer, settings):
    settings.ROOT_URLCONF = "kurss.people.tests.test_identities"
    issuer.claims["acr"] = HIGH
    sign_in(client, issuer)
    assert client.get("/safe/").status_code == 200
    session = client.session
    session["assurance"] = {"level": "high", "at": int(time.time()) - 31 * 60}
    session.save()
    assert client.get("/safe/").status_code == 403


def test_somebody_else_cannot_step_in_when_more_is_asked(client, issuer):
    sign_in(client, issuer)
    first = signed_in(client)
    asked = go(client, issuer, wish="more", level="high")
    issuer.claims |= {"sub": "person-2", "acr": HIGH}
    issuer.info |= {"sub": "person-2", "email": "other@home.example"}
    answer = come_back(client, asked)
    assert "belongs to somebody else than the account you are signed in to" in answer.content.decode()
    assert signed_in(client) == first
    assert Account.objects.count() == 1


def test_an_identity_is_added_to_an_account_and_taken_away_again(client, issuer):
    account = Account.objects.create(email="own@home.example", name="Own")
    account.set_password("a long enough password")
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    client.post("/en/sign-in/", {"login": account.email, "password": "a long enough password"})
    answer = sign_in(client, issuer, wish="add")
    assert answer["location"] == "/en/account/identities/"
    assert "Since" in client.get(answer["location"]).content.decode()
    assert IdentityLink.objects.get().account == account
    client.post("/en/account/identities/", {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()
    assert IdentityLink.objects.get().valid_until is not None


def test_the_only_way_in_is_not_taken_away(client, issuer):
    sign_in(client, issuer)
    page = client.post(
        "/en/account/identities/", {"account": SocialAccount.objects.get().pk}
    ).content.decode()
    assert "This is your only way in." in page
    assert SocialAccount.objects.exists()
    assert IdentityLink.objects.get().valid_until is None


def test_an_identity_belongs_to_one_account_at_a_time():
    one, two = (Account.objects.create(email=f"{n}@home.example", name=n) for n in ("one", "two"))
    said = {"issuer": "https://i.example", "scheme": "sub", "digest": "d" * 64, "assurance": Assurance.LOW}
    link_identity(account=one, by=one, at=timezone.now(), **said)
    with pytest.raises(IdentityOfAnother):
        link_identity(account=two, by=two, at=timezone.now(), **said)


def test_the_level_asked_for_names_every_word_of_the_issuer_that_reaches_it(issuer):
    known = issuer.known_as()
    assert known.acr_for("low") == (LOW, HIGH)
    assert known.acr_for("substantial") == known.acr_for("high") == (HIGH,)
