"""Sessions are listed in words, ended by their owner, and end by themselves."""

import re
import time
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from kurss.people.models import Account
from kurss.people.permissions import Role
from kurss.people.signin.sessions import RESIDENT, STAFF_LIFE, device, forget_over
from kurss.people.tests.city import account as opened

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0"


def somebody(name: str = "ilze", *roles: Role) -> Account:
    account = opened(name, *roles)
    account.set_password(PASSWORD)
    account.save()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def at(device_name: str, account: Account) -> Client:
    client = Client(headers={"user-agent": device_name, "accept-language": "en"})
    client.post("/en/sign-in/", {"login": account.email, "password": PASSWORD})
    client.get("/en/account/")
    return client


def in_use(client: Client) -> bool:
    return client.get("/en/account/").status_code == 200


def of(client: Client) -> UserSession:
    return UserSession.objects.get(session_key=client.session.session_key)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (PHONE, "Chrome on Android"),
        (LAPTOP, "Firefox on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        ("curl/8.5", "Another program"),
        ("", "Another program"),
        ("<script>alert(1)</script>", "Another program"),
    ],
)
def test_a_device_is_named_in_words_and_what_is_not_known_is_not_guessed(said, words):
    assert device(said) == words


def test_ones_sessions_are_listed_with_device_and_last_use_and_nobody_elses():
    account = somebody()
    at(PHONE, account)
    laptop = at(LAPTOP, account)
    at("Opera OPR/99 Linux", somebody("stranger"))
    page = laptop.get("/en/account/").content.decode()
    assert "Chrome on Android" in page
    assert "Firefox on Windows · here" in page
    assert "Opera" not in page
    assert page.count("Last used:") == 2


def test_one_session_is_ended_and_the_others_go_on():
    account = somebody()
    phone, laptop = at(PHONE, account), at(LAPTOP, account)
    laptop.post("/en/account/sessions/end/", {"session": of(phone).pk})
    assert not in_use(phone)
    assert in_use(laptop)


def test_all_others_are_ended_and_this_one_goes_on():
    account = somebody()
    phone, tablet, laptop = (at(name, account) for name in (PHONE, PHONE, LAPTOP))
    answer = laptop.post("/en/account/sessions/end/", {"all": ""}, follow=True)
    assert "2 other sessions were ended." in answer.content.decode()
    assert [in_use(client) for client in (phone, tablet, laptop)] == [False, False, True]


def test_nobody_ends_the_session_of_another():
    phone = at(PHONE, somebody())
    stranger = at(LAPTOP, somebody("stranger"))
    stranger.post("/en/account/sessions/end/", {"session": of(phone).pk})
    stranger.post("/en/account/sessions/end/", {"session": "x"})
    stranger.post("/en/account/sessions/end/", {"all": ""})
    assert in_use(phone)


def moved(client: Client, **seconds: float) -> None:
    session = client.session
    for name, ago in seconds.items():
        session[name] = time.time() - ago
    session.save()


@pytest.mark.parametrize(
    ("role", "life"),
    [(Role.RESIDENT, RESIDENT), (Role.TEACHER, STAFF_LIFE), (Role.ADMINISTRATOR, STAFF_LIFE)],
)
def test_a_session_ends_when_it_lay_unused_or_lasted_too_long(role, life):
    account = somebody("ilze", role)
    idle, most = life.idle.total_seconds(), life.most.total_seconds()
    client = at(LAPTOP, account)
    moved(client, seen_at=idle - 60)
    assert in_use(client)
    moved(client, seen_at=idle + 60)
    assert not in_use(client)

    client = at(LAPTOP, account)
    moved(client, signed_in_at=most + 60, seen_at=10)
    assert not in_use(client)


def test_the_cookie_lives_no_longer_than_an_unused_session():
    teacher, resident = somebody("teacher", Role.TEACHER), somebody("resident", Role.RESIDENT)
    assert at(LAPTOP, teacher).session.get_expiry_age() <= STAFF_LIFE.idle.total_seconds()
    assert at(LAPTOP, resident).session.get_expiry_age() <= RESIDENT.idle.total_seconds()


def test_the_last_use_is_not_written_at_every_page(django_assert_max_num_queries):
    client = at(LAPTOP, somebody())
    seen = client.session["seen_at"]
    client.get("/en/account/")
    assert client.session["seen_at"] == seen
    moved(client, seen_at=301)
    client.get("/en/account/")
    assert client.session["seen_at"] > seen


def test_signing_in_and_a_new_password_give_the_session_a_new_key():
    account = somebody()
    client = at(LAPTOP, account)
    before = client.session.session_key
    new = "another long password"
    client.post("/en/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.session.session_key != before
    assert in_use(client)


def test_the_cookie_is_out_of_reach_of_scripts():
    account = somebody()
    client = Client()
    answer = client.post("/en/sign-in/", {"login": account.email, "password": PASSWORD})
    cookie = answer.cookies["sessionid"].OutputString()
    assert "HttpOnly" in cookie
    assert re.search("SameSite=Lax", cookie)


def test_sessions_that_are_over_leave_no_trace_of_device_or_address():
    account = somebody()
    over, here = at(PHONE, account), at(LAPTOP, account)
    Session.objects.filter(session_key=over.session.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    assert forget_over() == 1
    assert [one.session_key for one in UserSession.objects.all()] == [here.session.session_key]
