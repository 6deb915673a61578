"""Too many attempts are held up, whoever makes them, and never the person they are made against."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.http import HttpResponse
from django.test import Client, RequestFactory

from kurss.notices.models import Notice
from kurss.people.models import Account
from kurss.people.signin.attempts import client_address, limited, too_often
from kurss.people.signin.limits import ALLAUTH_ACCOUNT, ALLAUTH_MFA, PAGES

pytestmark = pytest.mark.django_db

EMAIL, PASSWORD = "ilze@ventspils.example", "a long enough password"
HELD_UP = "There were too many wrong attempts."
HOME, ELSEWHERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def account():
    made = Account(email=EMAIL, name="Ilze Ozola")
    made.set_password(PASSWORD)
    made.save()
    EmailAddress.objects.create(user=made, email=EMAIL, verified=True, primary=True)
    return made


def at(address: str) -> Client:
    return Client(REMOTE_ADDR=address, headers={"accept-language": "en"})


def sign_in(client: Client, password: str = PASSWORD, email: str = EMAIL):
    return client.post("/en/sign-in/", {"login": email, "password": password})


def attack(client: Client) -> None:
    for number in range(6):
        answer = sign_in(client, password=f"guess number {number}")
    assert HELD_UP in answer.content.decode()


def test_guessing_is_held_up_even_when_the_right_password_comes_at_last():
    attacker = at(ELSEWHERE)
    attack(attacker)
    answer = sign_in(attacker)
    assert HELD_UP in answer.content.decode()
    assert "_auth_user_id" not in attacker.session


def test_the_owner_signs_in_while_somebody_elsewhere_guesses():
    attack(at(ELSEWHERE))
    owner = at(HOME)
    assert sign_in(owner).status_code == 302
    assert "_auth_user_id" in owner.session


def test_behind_the_same_address_the_owner_gets_in_by_a_code_from_a_letter():
    attack(at(HOME))
    owner = at(HOME)
    assert HELD_UP in sign_in(owner).content.decode()
    answer = owner.post("/en/sign-in/code/", {"email": EMAIL})
    code = re.search(r"^([A-Z0-9-]{6,})$", Notice.objects.get().body, re.MULTILINE).group(1)
    owner.post(answer["location"], {"code": code})
    assert "_auth_user_id" in owner.session


def test_other_accounts_at_the_same_address_are_not_held_up():
    other = Account(email="juris@ventspils.example", name="Juris")
    other.set_password(PASSWORD)
    other.save()
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    attack(at(HOME))
    assert sign_in(at(HOME), email=other.email).status_code == 302


def test_a_network_of_the_new_internet_counts_as_one_address():
    for number in range(6):
        answer = sign_in(at(f"2001:db8:1:2::{number + 1}"), password="a guess")
    assert HELD_UP in answer.content.decode()


def test_one_address_cannot_try_many_accounts():
    client = at(ELSEWHERE)
    answers = [sign_in(client, "a guess", f"person{number}@home.example") for number in range(21)]
    assert HELD_UP not in answers[19].content.decode()
    assert HELD_UP in answers[20].content.decode()


@pytest.mark.parametrize(
    ("path", "fields", "most"),
    [
        (
            "/en/sign-up/",
            {"given_name": "A", "family_name": "B", "email": "{n}@home.example", "password1": PASSWORD},
            10,
        ),
        ("/en/password/forgotten/", {"email": "{n}@home.example"}, 10),
        ("/en/password/forgotten/", {"email": EMAIL}, 3),
    ],
)
def test_signing_up_and_asking_for_letters_has_a_limit(path, fields, most):
    client = at(ELSEWHERE)

    def send(number: int) -> int:
        said = {name: value.replace("{n}", f"person{number}") for name, value in fields.items()}
        return client.post(path, said).status_code

    assert [send(number) for number in range(most)] == [302] * most
    assert send(most) == 429
    assert (
        "That was too often in a short time" in client.post(path, {"email": EMAIL} | fields).content.decode()
    )


def asked_from(peer: str, said: str = "") -> str:
    return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, headers={"x-forwarded-for": said}))


def test_nobody_chooses_their_own_address(settings):
    assert asked_from(HOME, "1.1.1.1") == HOME
    settings.KURSS_TRUSTED_PROXY = "127.0.0.1"
    assert asked_from("127.0.0.1", HOME) == HOME
    assert asked_from("127.0.0.1", f"1.1.1.1, {HOME}") == HOME
    assert asked_from(ELSEWHERE, HOME) == ELSEWHERE
    assert asked_from("127.0.0.1", "nonsense") == "127.0.0.1"
    assert asked_from("127.0.0.1") == "127.0.0.1"
    settings.KURSS_TRUSTED_PROXY = "10.0.0.0/8"
    assert asked_from("10.1.2.3", HOME) == HOME


def test_a_page_of_the_table_answers_that_it_was_asked_too_often():
    request = RequestFactory().get("/", REMOTE_ADDR=HOME)
    page = limited("feed")(lambda _request: HttpResponse("a feed"))
    most = int(PAGES["feed"].split("/")[0])
    assert {page(request).status_code for _ in range(most)} == {200}
    assert too_often(RequestFactory().get("/", REMOTE_ADDR=ELSEWHERE), "feed") is None


def test_only_what_stands_in_the_table_can_be_limited():
    with pytest.raises(AssertionError, match="table of limits"):
        limited("everything")
    assert {"login", "login_failed", "signup", "reset_password"} <= set(ALLAUTH_ACCOUNT)
    assert "webauthn_login" in ALLAUTH_MFA


def test_attempts_are_counted_where_every_worker_sees_them(settings):
    from django.db import connection

    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    sign_in(at(ELSEWHERE), password="a guess")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kurss_cache WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] > 0
