"""No password, token, code or cookie is written into a log or a report of a fault."""

import logging
import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.test import Client, RequestFactory

from kurss.notices.models import Notice
from kurss.people.models import Account
from kurss.people.signin.secrecy import Hide, Reports, hidden
from kurss.people.tests.issuer import running
from kurss.people.tests.test_identities import come_back, go

PASSWORD, WRONG, NEW = "a long enough password", "a wrong long password", "another long password"
EMAIL = "ilze@home.example"
SENT = ("hunter2", "Anna", "s3cr3t")


def posted():
    """A form as somebody sent it; made far from the line that fails, whose source a report quotes."""
    fields = {"password": "hunter2", "name": "Anna"}
    return RequestFactory().post("/fails/", fields, HTTP_COOKIE="sessionid=s3cr3t")


@pytest.fixture
def everything_logged(caplog):
    """Every logger, to the last detail; without the site's own filter, so that nothing is hidden by it."""
    caplog.set_level(logging.DEBUG)
    for name in ("django", "allauth", "urllib3", "requests", "kurss", "django.request", "django.security"):
        logger = logging.getLogger(name)
        logger.addHandler(caplog.handler)
        kept, logger.propagate, level = logger.propagate, False, logger.level
        logger.setLevel(logging.DEBUG)
        caplog.undo = [*getattr(caplog, "undo", []), (logger, kept, level)]
    # What the database is asked holds digests and keys; it is logged by DEBUG alone, never on a site.
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
    yield caplog
    for logger, kept, level in caplog.undo:
        logger.removeHandler(caplog.handler)
        logger.propagate = kept
        logger.setLevel(level)


@pytest.mark.django_db
def test_signing_in_an_identity_and_a_reset_leave_no_secret_in_any_log(everything_logged, settings):
    account = Account(email=EMAIL, name="Ilze Ozola")
    account.set_password(PASSWORD)
    account.save()
    EmailAddress.objects.create(user=account, email=EMAIL, verified=True, primary=True)
    secrets = [PASSWORD, WRONG, NEW]

    client = Client(headers={"accept-language": "en"})
    client.post("/en/sign-in/", {"login": EMAIL, "password": WRONG})
    client.post("/en/sign-in/", {"login": EMAIL, "password": PASSWORD})
    secrets += [
        client.session.session_key,
        client.cookies["csrftoken"].value if "csrftoken" in client.cookies else "",
    ]
    client.get("/en/account/second/app/")
    secrets.append(client.session["mfa.totp.secret"])
    client.post("/en/sign-out/")

    client.post("/en/password/forgotten/", {"email": EMAIL})
    link = re.search(r"http://testserver(\S+)", Notice.objects.latest("posted_at").body).group(1)
    secrets.append(link.rstrip("/").rpartition("-")[2])
    form = client.get(link)["location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    client.get(link.replace("-", "-0", 1))

    client.post("/en/sign-in/code/", {"email": EMAIL})
    secrets.append(re.search(r"^([A-Z0-9-]{6,})$", Notice.objects.latest("posted_at").body, re.M).group(1))

    with running() as issuer:
        settings.KURSS_ISSUERS = {"issuer": issuer.known_as(trust_email=True)}
        issuer.info = {"sub": "person-1", "given_name": "A", "family_name": "B", "email": "a@home.example"}
        for fault in ({}, {"aud": "another site"}, {"exp": int(time.time()) - 500}):
            issuer.claims = {"sub": "person-1", "acr": "urn:example:low"} | fault
            asked = go(client, issuer)
            come_back(client, asked)
            secrets += [
                asked["nonce"],
                asked["state"],
                "an access token",
                "the client's secret",
                issuer.token(),
            ]
            client.post("/en/sign-out/")

    written = everything_logged.text + "".join(str(record.__dict__) for record in everything_logged.records)
    assert written, "nothing was logged, so nothing was tested"
    assert [secret for secret in secrets if secret and secret in everything_logged.text] == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Not Found: /en/password/new/0-abc123/", "Not Found: /en/password/new/…/"),
        (
            "GET /identity/latvija/?code=abc&state=xyz HTTP/1.1",
            "GET /identity/latvija/?code=…&state=… HTTP/1.1",
        ),
        ("Too Many Requests: /feed/s3cr3t/", "Too Many Requests: /feed/…/"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer …"),
        ("token eyJhbGciOi.eyJzdWIi.c2ln end", "token … end"),
        ("password=hunter2 and nothing else", "password=… and nothing else"),
        ("/en/figures/L-01/", "/en/figures/L-01/"),
    ],
)
def test_what_opens_something_is_hidden_and_the_rest_is_left(said, shown):
    assert hidden(said) == shown


def test_the_sites_handler_hides_secrets_also_in_a_traceback():
    try:
        raise ValueError("no such key /password/new/0-abc123/ password=hunter2")
    except ValueError:
        import sys

        record = logging.LogRecord("x", logging.ERROR, "f", 1, "at %s", ("/feed/abc/",), sys.exc_info())
    assert Hide().filter(record)
    text = logging.Formatter().format(record)
    assert "at /feed/…/" in text
    assert "hunter2" not in text
    assert "abc123" not in text


def test_the_settings_use_the_filter_on_every_handler(settings):
    assert all("hide" in handler["filters"] for handler in settings.LOGGING["handlers"].values())


def fails(request):
    password = request.POST["password"]
    raise RuntimeError(f"after {len(password)} characters")


def test_a_report_of_a_fault_holds_no_field_no_cookie_and_no_variable(settings):
    from django.views.debug import ExceptionReporter

    request = posted()
    request.exception_reporter_filter = Reports()
    try:
        fails(request)
    except RuntimeError as fault:
        report = ExceptionReporter(request, type(fault), fault, fault.__traceback__)
    text = report.get_traceback_text() + report.get_traceback_html()
    assert "RuntimeError" in text
    for secret in (*SENT, settings.SECRET_KEY):
        assert secret not in text, secret
