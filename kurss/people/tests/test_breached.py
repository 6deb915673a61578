"""Passwords that leaked are refused where the site has a list of them."""

import hashlib

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kurss.people.signin.breached import NotBreached, check, found

LEAKED = [f"leaked password {number}" for number in range(500)]


def digest(password: str) -> str:
    return hashlib.sha1(password.encode()).hexdigest().upper()


def written(path, passwords, *, count: str = ":7", ending: str = "\n"):
    lines = sorted(f"{digest(password)}{count}" for password in passwords)
    path.write_text("".join(f"{line}{ending}" for line in lines))
    return path


@pytest.fixture
def leaked(tmp_path):
    return written(tmp_path / "list.txt", LEAKED)


def test_every_password_of_the_list_is_found_and_no_other(leaked):
    assert all(found(password, leaked) for password in LEAKED)
    assert not any(found(f"other {number}", leaked) for number in range(500))


@pytest.mark.parametrize("form", [{"count": ""}, {"ending": "\r\n"}, {"count": ":123456"}])
def test_the_list_is_read_in_each_of_its_usual_forms(tmp_path, form):
    path = written(tmp_path / "list.txt", LEAKED[:20], **form)
    assert all(found(password, path) for password in LEAKED[:20])
    assert not found("another", path)


@given(passwords=st.lists(st.text(min_size=1, max_size=12), max_size=30), other=st.text(max_size=12))
def test_halving_finds_exactly_what_stands_in_the_list(tmp_path_factory, passwords, other):
    path = written(tmp_path_factory.mktemp("list") / "list.txt", passwords)
    assert all(found(password, path) for password in passwords)
    assert found(other, path) == (other in passwords)


def test_a_leaked_password_is_refused_in_a_sentence_and_without_a_list_nothing_is(settings, leaked):
    NotBreached().validate(LEAKED[0])
    settings.KURSS_BREACHED_PASSWORDS = leaked
    with pytest.raises(ValidationError, match="has leaked elsewhere"):
        NotBreached().validate(LEAKED[0])
    NotBreached().validate("not in the list")


@pytest.mark.django_db
def test_nobody_signs_up_with_a_leaked_password(client, settings, leaked):
    settings.KURSS_BREACHED_PASSWORDS = leaked
    said = {"given_name": "A", "family_name": "B", "email": "a@home.example", "password1": LEAKED[3]}
    assert "has leaked elsewhere" in client.post("/en/sign-up/", said).content.decode()


def test_a_list_that_cannot_be_used_is_refused_with_its_path_and_the_remedy(tmp_path):
    with pytest.raises(ImproperlyConfigured, match=r"nowhere\.txt, which cannot be read .* unset it"):
        check(tmp_path / "nowhere.txt")
    plain = tmp_path / "plain.txt"
    plain.write_text("password\n123456\n")
    with pytest.raises(ImproperlyConfigured, match="is not a list of leaked passwords"):
        check(plain)
    mixed = tmp_path / "mixed.txt"
    mixed.write_text("".join(f"{line}\n" for line in sorted(map(digest, LEAKED[:5]), reverse=True)))
    with pytest.raises(ImproperlyConfigured, match="in ascending order"):
        check(mixed)
