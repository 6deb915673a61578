"""Letters over a real connection to a mail server on loopback, killed deliverers included."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection, transaction

from kurss.notices.delivery import DELIVERER, PAUSES, Delivered, deliver
from kurss.notices.models import Notice, State
from kurss.notices.outbox import forget
from kurss.notices.tests.mail_server import MailServer, mail_server
from kurss.notices.tests.test_outbox import CALENDAR, MORNING, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with mail_server() as started:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", started.port
        settings.DEFAULT_FROM_EMAIL = "Kurss <kurss@ventspils.example>"
        yield started


def test_a_letter_arrives_as_it_was_written_and_says_in_which_language(server: MailServer):
    notice = posted(attachments=[CALENDAR])
    assert deliver(at=MORNING) == Delivered(sent=1)
    assert deliver(at=MORNING) == Delivered()
    [letter] = server.letters
    assert letter["To"] == "ilze@ventspils.example"
    assert letter["From"] == "Kurss <kurss@ventspils.example>"
    assert letter["Subject"] == "Vieta grupā “Roboti”"
    assert letter["Message-ID"] == f"<{notice.key}@ventspils.example>"
    assert (letter["Content-Language"], letter["Auto-Submitted"]) == ("lv", "auto-generated")
    words, calendar = letter.iter_parts()
    assert words.get_content().strip() == notice.body
    assert (calendar.get_filename(), calendar.get_content_type()) == ("robots.ics", "text/calendar")
    notice.refresh_from_db()
    assert (notice.state, notice.over_at, notice.tries) == (State.SENT, MORNING, 1)


def test_a_letter_that_is_not_due_yet_waits(server: MailServer):
    posted(at=MORNING + timedelta(hours=1))
    assert deliver(at=MORNING) == Delivered()
    assert server.letters == []


def test_no_more_letters_go_than_were_asked_for_and_the_longest_waiting_go_first(server: MailServer):
    for hours in (2, 0, 1):
        posted(at=MORNING + timedelta(hours=hours), subject=f"{hours}")
    assert deliver(limit=2, at=MORNING + timedelta(days=1)).sent == 2
    assert [letter["Subject"] for letter in server.letters] == ["0", "1"]


def test_an_address_refused_for_good_is_given_up_at_once_and_the_others_arrive(server: MailServer):
    server.refuse["gone@ventspils.example"] = "550 no such person"
    gone, other = posted(to="gone@ventspils.example"), posted()
    assert deliver(at=MORNING) == Delivered(sent=1, given_up=1)
    gone.refresh_from_db()
    assert (gone.state, gone.over_at) == (State.GIVEN_UP, MORNING)
    assert "no such person" in gone.trouble
    assert Notice.objects.get(pk=other.pk).state == State.SENT


def test_a_letter_refused_for_now_is_tried_again_after_longer_and_longer_and_then_given_up(
    server: MailServer,
):
    server.at_data = "451 later"
    notice, at = posted(), MORNING
    for pause in PAUSES:
        assert deliver(at=at) == Delivered(put_off=1)
        assert deliver(at=at + pause - timedelta(seconds=1)) == Delivered()
        at += pause
    assert deliver(at=at) == Delivered(given_up=1)
    notice.refresh_from_db()
    assert (notice.state, notice.tries) == (State.GIVEN_UP, len(PAUSES) + 1)
    assert "later" in notice.trouble
    assert timedelta(days=2) < at - MORNING < timedelta(days=5)


def test_a_server_that_cannot_be_reached_costs_no_notice_a_try(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    notice = posted()
    told = deliver(at=MORNING)
    assert "ConnectionRefusedError" in told.trouble
    notice.refresh_from_db()
    assert (notice.state, notice.tries) == (State.WAITING, 0)


def test_a_server_that_goes_away_ends_the_round_after_one_notice(server: MailServer):
    server.at_data = "421 shutting down"
    first, second = posted(), posted(at=MORNING + timedelta(seconds=1))
    later = MORNING + timedelta(minutes=1)
    told = deliver(at=later)
    assert (told.sent, told.put_off) == (0, 1)
    assert "421" in told.trouble
    assert [Notice.objects.get(pk=n.pk).tries for n in (first, second)] == [1, 0]
    server.at_data = "250 taken"
    assert deliver(at=later + timedelta(minutes=2)).sent == 2


def test_a_notice_withdrawn_before_it_was_sent_is_not_sent(server: MailServer):
    posted()
    forget(about="learning.enrolment:7", at=MORNING)
    assert deliver(at=MORNING) == Delivered()
    assert server.letters == []


@pytest.mark.django_db(transaction=True)
def test_letters_are_not_sent_from_inside_an_act(server: MailServer):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        deliver(at=MORNING)


@pytest.mark.django_db(transaction=True)
def test_one_deliverer_works_at_a_time(server: MailServer):
    posted()
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [DELIVERER])
        assert deliver(at=MORNING) == Delivered(busy=True)
        other.execute("SELECT pg_advisory_unlock(%s)", [DELIVERER])
    assert deliver(at=MORNING) == Delivered(sent=1)


DELIVER = """
import django; django.setup()
from datetime import datetime
from django.conf import settings
from kurss.notices.outbox import deliver
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", {port}
deliver(at=datetime.fromisoformat("{at}"))
"""


def deliverer(server: MailServer) -> subprocess.Popen:
    address = psycopg.conninfo.make_conninfo(
        os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"]
    )
    return subprocess.Popen(
        [sys.executable, "-c", DELIVER.format(port=server.port, at=MORNING.isoformat())],
        env=os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "kurss.portal.settings.test"},
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_deliverer_loses_nothing_and_doubles_at_most_the_letter_in_the_air(server: MailServer):
    notices = [posted(at=MORNING - timedelta(minutes=9 - number)) for number in range(3)]
    server.hold = threading.Event()
    process = deliverer(server)
    try:
        assert server.arrived.wait(30), process.poll()
        assert Notice.objects.get(state=State.SENDING).pk == notices[0].pk
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    finally:
        process.kill()
        server.hold.set()
        server.hold = None
    told = _when_the_lock_is_free()
    assert told.sent == 3
    sent = [letter["Message-ID"].partition("@")[0].strip("<") for letter in server.letters]
    assert sent == [str(notices[0].key), *(str(notice.key) for notice in notices)]
    assert set(Notice.objects.values_list("state", "tries")) == {(State.SENT, 2), (State.SENT, 1)}


def _when_the_lock_is_free() -> Delivered:
    """PostgreSQL notices the end of a killed client when it next reads from it: at once, on one machine."""
    for _ in range(100):
        told = deliver(at=datetime(2021, 9, 1, 10, tzinfo=UTC))
        if not told.busy:
            return told
        threading.Event().wait(0.1)
    raise AssertionError("the killed deliverer still holds the lock after ten seconds")


def test_a_letter_that_kills_its_deliverer_every_time_is_given_up(server: MailServer):
    notice = posted()
    Notice.objects.filter(pk=notice.pk).update(state=State.SENDING, tries=len(PAUSES) + 1)
    assert deliver(at=MORNING) == Delivered(given_up=1)
    assert server.letters == []
    assert "ended while sending" in Notice.objects.get().trouble
