"""Passkeys, authenticator apps and recovery codes; staff cannot do without one."""

import json
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from kurss.people.models import Account
from kurss.people.permissions import STAFF, Role
from kurss.people.tests.city import account as opened
from kurss.people.tests.passkey import Passkey

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def required(settings):
    settings.KURSS_SECOND_FACTOR_FOR_STAFF = True
    settings.DEMO_DATE = None


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en", "host": "testserver"}, **{"wsgi.url_scheme": "https"})


def somebody(*roles: Role) -> Account:
    account = opened("ilze", *roles)
    account.set_password(PASSWORD)
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def sign_in(client: Client, account: Account):
    return client.post("/en/sign-in/", {"login": account.email, "password": PASSWORD})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def add_app(client: Client) -> str:
    page = client.get("/en/account/second/app/")
    assert page.status_code == 200
    secret = client.session["mfa.totp.secret"]
    assert client.post("/en/account/second/app/", {"code": code(secret)}).status_code == 302
    return secret


def add_passkey(client: Client) -> Passkey:
    page = client.get("/en/account/second/passkey/")
    challenge = page.context["js_data"]["creation_options"]["publicKey"]["challenge"]
    key = Passkey()
    said = {"name": "My phone", "credential": json.dumps(key.made(challenge))}
    assert client.post("/en/account/second/passkey/", said).status_code == 302
    return key


def test_staff_without_a_second_factor_are_led_to_set_one_up_from_every_page(client):
    officer = somebody(Role.PROGRAMME_OFFICER)
    sign_in(client, officer)
    for page in ("/en/", "/en/figures/", "/en/account/"):
        answer = client.get(page)
        assert (answer.status_code, answer["location"]) == (302, "/en/account/second/")
    page = client.get("/en/account/second/").content.decode()
    assert "Work for the city takes a second proof that it is you." in page
    add_app(client)
    assert client.get("/en/figures/").status_code == 200


def test_whoever_sets_up_a_second_factor_goes_on_to_the_page_that_was_asked_for(client):
    sign_in(client, somebody(Role.PROGRAMME_OFFICER))
    client.get("/en/programme/measures/?level=1")
    add_app(client)
    codes = client.get("/en/account/second/recovery/").content.decode()
    assert '<a class="btn btn-primary" href="/en/programme/measures/?level=1">I have them</a>' in codes
    client.get("/en/programme/measures/?level=1")
    assert "wanted" not in client.session


def test_what_staff_sent_before_the_proof_is_given_back_beside_the_way_to_it(client):
    officer = somebody(Role.PROGRAMME_OFFICER)
    sign_in(client, officer)
    said = {"name": "Izglītības pārvalde"}
    for way in ("/en/account/second/", "/en/prove/second/"):
        answer = client.post("/en/programme/partners/add/", said)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "<dd>Izglītības pārvalde</dd>" in page
        assert f'<a class="btn btn-primary" href="{way}">Go on to the proof</a>' in page
        if not Authenticator.objects.exists():
            add_app(client)
            client.post("/en/sign-out/")
            client.force_login(officer)


@pytest.mark.parametrize("role", sorted(STAFF))
def test_every_role_in_the_service_of_the_city_needs_a_second_factor(client, role):
    sign_in(client, somebody(role))
    # An auditor's access in the city hall of the tests has ended; nobody's roles count after their last day.
    assert client.get("/en/figures/").status_code == (200 if role == Role.AUDITOR else 302)


def test_residents_and_guardians_are_offered_one_and_can_do_without(client):
    sign_in(client, somebody(Role.RESIDENT, Role.GUARDIAN))
    assert client.get("/en/figures/").status_code == 200
    assert "Add a passkey or an app" in client.get("/en/account/").content.decode()


def test_the_demonstration_is_exempt_by_its_settings(client, settings):
    settings.KURSS_SECOND_FACTOR_FOR_STAFF = False
    client.force_login(somebody(Role.ADMINISTRATOR))
    assert client.get("/en/figures/").status_code == 200


def test_signing_in_takes_the_code_of_the_app_and_takes_each_code_once(client):
    officer = somebody(Role.PROGRAMME_OFFICER)
    sign_in(client, officer)
    secret = add_app(client)
    client.post("/en/sign-out/")

    answer = sign_in(client, officer)
    assert answer["location"] == "/en/sign-in/second/"
    assert not signed_in(client)
    assert "The code is not right" in client.post(answer["location"], {"code": "000000"}).content.decode()
    now = code(secret, 1)
    assert client.post(answer["location"], {"code": now}).status_code == 302
    assert signed_in(client)
    assert client.get("/en/figures/").status_code == 200

    elsewhere = Client()
    sign_in(elsewhere, officer)
    elsewhere.post("/en/sign-in/second/", {"code": now})
    assert not signed_in(elsewhere)


def test_a_recovery_code_works_once_and_the_codes_are_shown_once(client):
    officer = somebody(Role.PROGRAMME_OFFICER)
    sign_in(client, officer)
    add_app(client)
    shown = client.get("/en/account/second/recovery/")
    codes = shown.context["unused_codes"]
    assert len(codes) == 10
    assert "cannot be shown again" in client.get("/en/account/second/recovery/").content.decode()
    for tries, expected in ((1, True), (2, False)):
        elsewhere = Client()
        sign_in(elsewhere, officer)
        elsewhere.post("/en/sign-in/second/", {"code": codes[0]})
        assert signed_in(elsewhere) is expected, tries


def test_a_passkey_alone_signs_in(client):
    officer = somebody(Role.PROGRAMME_OFFICER)
    sign_in(client, officer)
    key = add_passkey(client)
    client.post("/en/sign-out/")

    options = client.get("/en/sign-in/passkey/", headers={"accept": "application/json"}).json()
    challenge = options["request_options"]["publicKey"]["challenge"]
    said = {"credential": json.dumps(key.shown(challenge, str(officer.pk))), "next": "/en/figures/"}
    answer = client.post("/en/sign-in/passkey/", said)
    assert answer["location"] == "/en/figures/"
    assert client.get("/en/figures/").status_code == 200


def test_a_passkey_is_the_second_factor_after_a_password(client):
    officer = somebody(Role.PROGRAMME_OFFICER)
    sign_in(client, officer)
    key = add_passkey(client)
    client.post("/en/sign-out/")
    page = client.get(sign_in(client, officer)["location"])
    challenge = page.context["js_data"]["request_options"]["publicKey"]["challenge"]
    client.post("/en/sign-in/second/", {"credential": json.dumps(key.shown(challenge))})
    assert signed_in(client)


def test_an_answer_to_an_old_challenge_or_of_another_key_is_refused(client):
    officer = somebody(Role.PROGRAMME_OFFICER)
    sign_in(client, officer)
    key = add_passkey(client)
    client.post("/en/sign-out/")
    options = client.get("/en/sign-in/passkey/", headers={"accept": "application/json"}).json()
    challenge = options["request_options"]["publicKey"]["challenge"]
    for wrong in (key.shown("b2xk", str(officer.pk)), Passkey().shown(challenge, str(officer.pk))):
        answer = client.post("/en/sign-in/passkey/", {"credential": json.dumps(wrong)})
        assert (answer.status_code, signed_in(client)) == (302, False)


def test_a_session_from_before_the_factor_must_show_it_and_cannot_add_another(client):
    officer = somebody(Role.PROGRAMME_OFFICER)
    before = Client()
    sign_in(before, officer)
    sign_in(client, officer)
    add_app(client)
    for page in ("/en/figures/", "/en/account/second/passkey/"):
        assert before.get(page)["location"].startswith("/en/prove/second/")


def test_secrets_of_factors_are_kept_encrypted(client):
    sign_in(client, somebody())
    secret = add_app(client)
    assert secret not in json.dumps(list(Authenticator.objects.values_list("data", flat=True)))


def test_nobody_renames_or_removes_the_passkey_of_another(client):
    officer = somebody()
    sign_in(client, officer)
    add_passkey(client)
    key = Authenticator.objects.get(type="webauthn")
    stranger = opened("stranger")
    stranger.set_password(PASSWORD)
    stranger.save()
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True, primary=True)
    elsewhere = Client()
    sign_in(elsewhere, stranger)
    for path in (f"/en/account/second/passkeys/{key.pk}/", f"/en/account/second/passkeys/{key.pk}/remove/"):
        assert elsewhere.get(path).status_code == 404
        assert elsewhere.post(path, {"name": "mine now"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_the_owner_renames_and_removes_a_passkey(client):
    sign_in(client, somebody())
    add_passkey(client)
    key = Authenticator.objects.get(type="webauthn")
    client.post(f"/en/account/second/passkeys/{key.pk}/", {"name": "Old phone"})
    assert "Old phone" in client.get("/en/account/second/passkeys/").content.decode()
    client.post(f"/en/account/second/passkeys/{key.pk}/remove/")
    assert not Authenticator.objects.exists()
