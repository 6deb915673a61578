"""The secret calendar of a child: what is in it, who can open it, and where its address never stands."""

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from kurss.journal.models import Entry
from kurss.learning.calendars import make_calendar, opened, revoke_calendar, token_of
from kurss.learning.models import CalendarFeed, Mode
from kurss.learning.rounds.planning import Places
from kurss.learning.sessions import cancel_session, move_session
from kurss.learning.tests.city import AUGUST, THURSDAYS
from kurss.learning.tests.rounds import DRAWN, PLANNED, applied, drawn, pool_of
from kurss.learning.tests.rounds import opened as opened_round
from kurss.learning.withdrawing import withdraw
from kurss.people import clock
from kurss.people.erasure import erase_identity
from kurss.people.guardians import add_guardian, end_guardianship
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.people.signin.secrecy import hidden

SEPTEMBER = datetime(2021, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def family(city, monkeypatch, settings):
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: SEPTEMBER)
    parent = city.person("Ilze", born=date(1985, 1, 1), language="en")
    child = city.person("Anna")
    bond = add_guardian(
        child=child, guardian=parent, holds_from=date(2020, 1, 1), by=city.administrator, at=PLANNED
    )
    return city.account("ilze@home.example", Role.GUARDIAN, person=parent), child, bond


def address_of(feed) -> str:
    return f"/feed/{token_of(feed)}.ics"


def events(client, feed):
    answer = client.get(address_of(feed))
    assert answer["referrer-policy"] == "no-referrer"
    assert answer["cache-control"] == "private, no-store"
    assert answer.status_code == 200
    assert answer["content-type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_parent_makes_a_calendar_and_its_address_opens_the_meetings_without_signing_in(
    city, client, family
):
    account, child, _bond = family
    city.enrolled(city.group(), child)
    page = f"/en/courses/mine/{child.pk}/calendar/"
    client.force_login(account)
    assert "Make a secret address" in client.get(page).content.decode()
    client.post(page, {"do": "make"})
    client.post(page, {"do": "make"})
    feed = CalendarFeed.objects.get()
    shown = client.get(page)
    assert address_of(feed) in shown.content.decode()
    assert "no-store" in shown["cache-control"]
    client.logout()
    found = events(client, feed)
    assert len(found) == 4
    assert {str(event["summary"]) for event in found} == {"Robots"}
    text = client.get(address_of(feed)).content.decode()
    assert not [name for name in ("Anna", "Zariņa", str(child.pk)) if name in text]


def test_a_meeting_that_was_cancelled_or_moved_says_so_in_the_calendar(city, client, family):
    account, child, _bond = family
    group = city.group()
    city.enrolled(group, child)
    first, second, *_others = group.sessions.order_by("starts_at")
    cancel_session(session=first, reason="ill", by=city.administrator, at=SEPTEMBER)
    later = second.starts_at + timedelta(days=1)
    move_session(
        session=second, starts_at=later, ends_at=later + timedelta(minutes=90), room=None, mode=Mode.ON_SITE,
        by=city.administrator, at=SEPTEMBER,
    )  # fmt: skip
    found = events(client, make_calendar(person=child, by=account, at=SEPTEMBER))
    told = {(event["dtstart"].dt, str(event["status"])) for event in found}
    assert (first.starts_at, "CANCELLED") in told
    assert (second.starts_at, "CANCELLED") in told
    assert (later, "CONFIRMED") in told


def test_an_offer_shows_until_it_is_answered_and_a_place_given_back_shows_no_more(city, client, family):
    account, child, _bond = family
    feed = make_calendar(person=child, by=account, at=SEPTEMBER)
    place = city.enrolled(city.group("mine", times=[THURSDAYS]), child)
    group = city.group()
    round = opened_round(city, Places(pool_of(group)))
    applied(city, round, child, group)
    drawn(city, round)
    titles = [str(event["summary"]) for event in events(client, feed)]
    assert "Answer until then: a place in “Robots”" in titles
    withdraw(enrolment=place, reason="moved", by=account, at=DRAWN)
    assert len(events(client, feed)) == 1


def test_a_revoked_address_a_wrong_one_and_one_of_no_guardian_any_more_have_one_answer(city, client, family):
    account, child, bond = family
    feed = make_calendar(person=child, by=account, at=SEPTEMBER)
    token = token_of(feed)
    wrong = [f"{feed.pk.hex}.{'A' * 43}", token[:-1], feed.pk.hex, "x"]
    assert opened(token, at=SEPTEMBER) == feed
    assert [client.get(f"/feed/{each}.ics").status_code for each in wrong] == [404] * 4
    end_guardianship(guardianship=bond, on=date(2021, 8, 25), by=city.administrator, at=AUGUST)
    assert client.get(address_of(feed)).status_code == 404
    add_guardian(
        child=child, guardian=account.person, holds_from=date(2021, 8, 25), by=city.administrator, at=AUGUST
    )
    assert client.get(address_of(feed)).status_code == 200
    revoke_calendar(feed=feed, by=account, at=SEPTEMBER)
    gone = client.get(address_of(feed))
    assert (gone.status_code, gone.content) == (404, client.get("/feed/x.ics").content)
    again = make_calendar(person=child, by=account, at=SEPTEMBER)
    assert token_of(again) != token


def test_nobody_makes_a_calendar_of_somebody_elses_child(city, client, family):
    account, _child, _bond = family
    stranger = city.person("Svešs")
    with pytest.raises(NotAllowed):
        make_calendar(person=stranger, by=account, at=SEPTEMBER)
    client.force_login(account)
    assert client.get(f"/en/courses/mine/{stranger.pk}/calendar/").status_code == 404


def test_the_address_stands_in_no_table_no_journal_and_no_log(city, family, caplog):
    account, child, _bond = family
    feed = make_calendar(person=child, by=account, at=SEPTEMBER)
    secret = token_of(feed).rpartition(".")[2]
    assert len(secret) >= 43, "256 bits of HMAC-SHA-256"
    assert secret not in str(CalendarFeed.objects.values())
    rows = Entry.objects.prefetch_related("details")
    assert not any(secret in f"{row.label}{[d.value for d in row.details.all()]}" for row in rows)
    logging.getLogger("django.request").error("Not found: %s", address_of(feed))
    assert secret not in hidden(caplog.records[-1].getMessage())


def test_a_calendar_answers_only_so_often(city, client, family, monkeypatch):
    account, child, _bond = family
    monkeypatch.setattr("kurss.people.signin.attempts.PAGES", {"feed": "1/m/ip"})
    feed = make_calendar(person=child, by=account, at=SEPTEMBER)
    assert [client.get(address_of(feed)).status_code for _twice in range(2)] == [200, 429]


def test_erasing_who_a_child_is_revokes_its_calendars(city, client, family):
    account, child, _bond = family
    feed = make_calendar(person=child, by=account, at=SEPTEMBER)
    administrator = city.account("root@city.example", Role.ADMINISTRATOR)
    erase_identity(person=child, because="asked", by=administrator, at=SEPTEMBER)
    assert client.get(address_of(feed)).status_code == 404
