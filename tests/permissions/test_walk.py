"""Every address of the site is asked for as everybody, near and far, and answers as the one table says."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.template import engines, loader
from django.test import Client
from django.urls import get_resolver, reverse

from kurss.people.models import Account
from kurss.people.permissions import TABLE, Reach, Role, Scope
from kurss.people.signin import sessions
from kurss.portal.access import About, Entry
from kurss.portal.gate import names, table
from tests.permissions.city import Actor, WalkedCity, found
from tests.permissions.objects import MIDWAY, NOTHING_THERE, named

ADDRESSES = sorted(set(names()))
REFUSALS = ("403.html", "404.html")


# The database is there when a test of this file is run alone, too.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walked(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[WalkedCity]:
    """One city for the whole walk, undone at its end."""
    kept, whole = settings.SNAPSHOTS, loader.get_template
    settings.SNAPSHOTS = tmp_path_factory.mktemp("walk") / "snapshots"
    # Two thirds of the answers are refusals; how one looks is for other tests, and drawing it is half of the walk.
    refusal = engines["django"].from_string("refused")
    loader.get_template = lambda name, using=None: refusal if name in REFUSALS else whole(name, using)
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True
        outer.__enter__()
        try:
            city = found()
            city.sessions = {actor.name: _session(actor.account) for actor in city.actors if actor.account}
            yield city
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            settings.SNAPSHOTS, loader.get_template = kept, whole


def allowed(entry: Entry, actor: Actor, city: WalkedCity) -> bool:
    """What the table says of one actor and one address, worked out here a second time."""
    if not entry.signed_in:
        return True
    if actor.account is None or actor.role is None:
        return False
    if About.ACCOUNT in entry.about:
        return actor.account == city.owner()
    if About.CLASS in entry.about and not actor.teaches:
        return False
    return not entry.acts or any(_reaches(TABLE[act].get(actor.role), entry, actor) for act in entry.acts)


def _reaches(reach: Reach | None, entry: Entry, actor: Actor) -> bool:
    if reach is None or reach is Reach.EVERYTHING:
        return reach is not None
    if not entry.about:
        return True  # a list: each shows what is within its reader's reach
    if reach is Reach.OWN:
        return About.PERSON in entry.about and actor.near
    if actor.scope is Scope.EVERYTHING:
        return True
    return About(actor.scope.value) in entry.about and actor.near


def parts_of(address: str) -> tuple[str, ...]:
    """The names that stand in an address."""
    resolver = get_resolver()
    *spaces, name = address.split(":")
    for space in spaces:
        _, resolver = resolver.namespace_dict[space]
    possibilities = resolver.reverse_dict.getlist(name)
    assert possibilities, address
    return tuple(possibilities[0][0][0][1])


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_answers_everybody_as_the_table_says(address, walked, django_db_blocker):
    entry = table()[address]
    with django_db_blocker.unblock():
        url = reverse(address, kwargs=named(walked, address, parts_of(address)))
        wrong = []
        for actor in walked.actors:
            answers = {method: asked(url, method, actor, walked) for method in ("get", "post")}
            assert {status for status, _ in answers.values()} != {405}, "no method of this page was walked"
            for method, (status, where) in answers.items():
                if not as_expected(address, allowed(entry, actor, walked), status, where):
                    wrong.append(f"{actor}: {method} {url} gives {status} {where}")
    assert wrong == []


def asked(url: str, method: str, actor: Actor, city: WalkedCity) -> tuple[int, str]:
    """The answer to one question, whose effects are undone: its status and, for a redirect, where to."""
    client = Client(raise_request_exception=True)
    with transaction.atomic():
        if actor.account is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = city.sessions[actor.name]
        answer = getattr(client, method)(url)
        if answer.streaming:
            for _ in answer.streaming_content:
                pass
        transaction.set_rollback(True)
    return answer.status_code, answer.headers.get("location", "")


def _session(account: Account) -> str:
    """Signed in once for the whole walk: what a page does to the session is undone with the rest."""
    client = Client()
    client.force_login(account)
    _lately(client, account)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _lately(client: Client, account: Account) -> None:
    """As after signing in and looking at a page a moment ago: none asks for one more proof or notes its use."""
    session = client.session
    session[sessions.SINCE] = session[sessions.SEEN] = time.time()
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()


def as_expected(address: str, may: bool, status: int, where: str) -> bool:
    """Refused is 403, 404 or the way to sign in; anything else was allowed. Nothing is a fault of ours.

    405 says of the page that it has no such method, and nothing of the reader.
    """
    if status == 405:
        return True
    way_in = address in MIDWAY or address.startswith("people:sign-in")
    to_sign_in = status == 302 and "/sign-in/" in where and not way_in
    refused = status in (403, 404) or to_sign_in
    if address in NOTHING_THERE:
        return status == 404 or (refused and not may)
    return status < 500 and refused is not may


@pytest.mark.parametrize("role", list(Role))
def test_every_role_takes_part_in_the_walk(role, walked):
    assert role in {actor.role for actor in walked.actors}


@pytest.mark.django_db
def test_the_walk_finds_a_page_that_gives_more_than_the_table():
    """The walk itself can fail: an answer to somebody who may not have one is counted as wrong."""
    assert not as_expected("learning:attendance", False, 200, "")
    assert not as_expected("learning:attendance", True, 403, "")
    assert not as_expected("learning:attendance", True, 500, "")
    assert as_expected("learning:attendance", False, 302, "/en/sign-in/?next=/")
