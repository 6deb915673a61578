"""Somebody signs up, in and safely, in a real browser: letters, an independent issuer, a passkey, an app."""

import re
import subprocess
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from kurss.people.models import Account, IdentityLink
from kurss.people.permissions import Role
from kurss.people.signin.issuers import Issuer
from kurss.people.tests.city import account as opened
from tests.conftest import free_port
from tests.stories import nodejs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough password"
HERE = Path(__file__).resolve().parent / "issuer"


@pytest.fixture
def city(settings, live_server):
    settings.KURSS_SECOND_FACTOR_FOR_STAFF = True
    settings.DEMO_DATE = None
    settings.KURSS_MAIL = True
    return live_server.url


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    yield page
    context.close()


@pytest.fixture(scope="session")
def node() -> Path:
    return nodejs.node()


@pytest.fixture(scope="session")
def parts(pytestconfig) -> Path:
    """The issuer's parts, installed once from its lock file and kept between runs."""
    return nodejs.installed(HERE, Path(pytestconfig.cache.mkdir("issuer")), "issuer.mjs")


@pytest.fixture
def issuer(city, settings, node, parts):
    """oidc-provider on loopback, known to the site; it ends when its input is closed."""
    port = free_port()
    process = subprocess.Popen(
        [node, "issuer.mjs", str(port), f"{city}/identity/issuer/"],
        cwd=parts,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout.readline() == "ready\n"
        known = Issuer(
            key="issuer",
            name="Issuer",
            issuer=f"http://127.0.0.1:{port}",
            client_id="kurss",
            client_secret="only for the stories",
            trust_email=True,
            assurance={"low": "low", "high": "high"},
        )
        settings.KURSS_ISSUERS = {"issuer": known}
        yield known
    finally:
        process.stdin.close()
        process.wait(10)


def staff() -> Account:
    account = opened("ilze", Role.PROGRAMME_OFFICER)
    account.set_password(PASSWORD)
    account.save()
    return account


def confirmed(account: Account) -> Account:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def sign_in(page, city: str, account: Account) -> None:
    page.goto(f"{city}/en/sign-in/")
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()


def test_a_parent_makes_an_account_and_confirms_the_address(page, city, mailoutbox):
    page.goto(f"{city}/en/")
    page.get_by_role("link", name="Sign in", exact=True).first.click()
    page.get_by_role("link", name="You have no account yet: make one").click()
    page.get_by_label("Given name").fill("Anna")
    page.get_by_label("Family name").fill("Bērziņa")
    page.get_by_label("E-mail address").fill("anna@home.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.get_by_role("heading", name="Look into your mailbox").wait_for()
    (letter,) = mailoutbox
    assert letter.to == ["anna@home.example"]
    page.goto(re.search(r"http://\S+", letter.body).group(0))
    page.get_by_role("button", name="Yes, it is mine").click()
    page.get_by_role("link", name="Your account").wait_for()
    assert Account.objects.get().person.known.name == "Anna Bērziņa"
    assert page.complaints == []


def test_a_resident_signs_in_at_an_independent_issuer_and_shows_more_when_asked(page, city, issuer):
    page.goto(f"{city}/en/sign-in/?next=/en/account/")
    page.get_by_role("button", name="Continue with Issuer").click()
    page.get_by_role("button", name="Ilze, low").click()
    page.get_by_role("heading", name="Your account").wait_for()
    assert page.url == f"{city}/en/account/"
    account = Account.objects.get()
    assert (account.name, account.email) == ("Ilze Ozola", "ilze@home.example")
    assert IdentityLink.objects.get().assurance == "low"

    def step_up(who: str) -> None:
        page.goto(f"{city}/en/account/")
        page.evaluate(
            """() => {
                const form = document.querySelector("form[action$='/sign-out/']").cloneNode(true);
                form.action = "/en/sign-in/with/issuer/";
                for (const [name, value] of [["wish", "more"], ["level", "high"], ["next", "/en/account/"]]) {
                    const field = document.createElement("input");
                    Object.assign(field, { type: "hidden", name, value });
                    form.append(field);
                }
                document.body.append(form);
                form.submit();
            }"""
        )
        page.get_by_role("heading", name="Who are you?").wait_for()
        page.get_by_role("button", name=who).click()

    step_up("Ilze, low")
    page.get_by_role("heading", name="You were not signed in").wait_for()
    assert "This needs an identity of level “high”; Issuer returned “low”." in page.content()

    step_up("Juris, high")
    page.get_by_role("heading", name="You were not signed in").wait_for()
    assert "belongs to somebody else" in page.content()

    step_up("Ilze, high")
    page.get_by_role("heading", name="Your account").wait_for()
    assert IdentityLink.objects.get(valid_until=None).assurance == "high"
    assert Account.objects.count() == 1


def test_whoever_stops_at_the_issuer_comes_back_to_a_sentence(page, city, issuer):
    page.goto(f"{city}/en/sign-in/")
    page.get_by_role("button", name="Continue with Issuer").click()
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("heading", name="You did not show an identity").wait_for()
    assert not Account.objects.exists()


def test_an_officer_adds_a_passkey_and_signs_in_with_it_alone(page, city):
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, city, confirmed(staff()))
    page.get_by_role("heading", name="A second proof that it is you").wait_for()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert page.locator(".codes li").count() == 10
    page.get_by_role("link", name="I have them").click()
    page.wait_for_url(f"{city}/en/")
    page.goto(f"{city}/en/account/")
    page.get_by_text("1 passkey").wait_for()

    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{city}/en/sign-in/?next=/en/account/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Your account").wait_for()

    page.get_by_role("button", name="Sign out").click()
    sign_in(page, city, Account.objects.get(email__startswith="ilze"))
    page.get_by_role("heading", name="One more proof that it is you").wait_for()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("link", name="Your account").wait_for()
    assert Authenticator.objects.get(type="webauthn").wrap().name == "My phone"
    assert page.complaints == []


def test_an_officer_sets_up_an_authenticator_app_without_any_script(browser, city):
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    sign_in(page, city, confirmed(staff()))
    page.get_by_role("link", name="Set up the app").click()
    secret = page.locator("code").first.inner_text().replace(" ", "")

    def code(steps: int) -> str:
        return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))

    page.get_by_label("Code").fill(code(0))
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, city, Account.objects.get(email__startswith="ilze"))
    page.get_by_label("Code").fill(code(1))
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Your account").wait_for()
    context.close()
