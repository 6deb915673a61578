"""What the site does by itself, and how that is kept; the worker itself is in tests/stories/test_worker.py."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kurss.journal.entries import write
from kurss.journal.models import Seal
from kurss.learning.models import Offer
from kurss.learning.rounds.planning import Places
from kurss.learning.tests.city import found_city
from kurss.learning.tests.rounds import applied, drawn, opened, pool_of
from kurss.notices.models import Notice, State
from kurss.notices.outbox import post
from kurss.people import clock
from kurss.people.importing.lists import upload
from kurss.people.models import PeopleList
from kurss.people.register import register_person
from kurss.people.tests.city import registrar
from kurss.portal import jobs
from kurss.portal.models import Work
from kurss.portal.settings.mail import Mail, mail_from_environment
from kurss.portal.work import tasks
from kurss.portal.work.doing import Outcome, do, due_tonight

pytestmark = pytest.mark.django_db
NIGHT = datetime(2021, 9, 1, 1, tzinfo=UTC)  # four in the morning in Riga


def test_what_came_of_a_piece_of_work_is_kept_in_both_languages():
    do("journal", tasks.seal_journal, at=NIGHT)
    work = Work.objects.get()
    assert (work.said_en, work.said) == ("Entries sealed: 0.", "Aizzīmogoti ieraksti: 0.")
    assert (work.done_at, work.trouble) == (NIGHT, "")


def test_work_that_fails_says_so_and_when_it_last_went_well():
    def fails(at):
        raise OSError("the disk is full")

    do("audit", lambda at: Outcome(lambda: "fine"), at=NIGHT)
    later = NIGHT + timedelta(days=1)
    with pytest.raises(OSError, match="disk"):
        do("audit", fails, at=later)
    work = Work.objects.get()
    assert (work.tried_at, work.done_at, work.trouble) == (later, NIGHT, "OSError: the disk is full")


def test_nightly_work_is_due_once_a_day_from_its_hour_on_also_when_the_worker_comes_late():
    assert not due_tonight("audit", at=NIGHT, hour=5)
    assert due_tonight("audit", at=NIGHT, hour=4)
    assert due_tonight("audit", at=NIGHT + timedelta(hours=12), hour=4)
    do("audit", lambda at: Outcome(lambda: "fine"), at=NIGHT)
    assert not due_tonight("audit", at=NIGHT + timedelta(hours=12), hour=4)
    assert due_tonight("audit", at=NIGHT + timedelta(days=1), hour=4)


def test_nightly_work_that_does_not_go_well_is_tried_again_an_hour_later():
    do("audit", lambda at: Outcome(lambda: "differs", well=False), at=NIGHT)
    assert not due_tonight("audit", at=NIGHT + timedelta(minutes=10), hour=4)
    assert due_tonight("audit", at=NIGHT + timedelta(minutes=50), hour=4)


def test_letters_wait_where_the_site_has_no_mail_server(settings):
    post(to="a@b.lv", subject="S", body="B", language="lv", at=NIGHT)
    settings.KURSS_MAIL = False
    outcome = tasks.deliver_notices(NIGHT)
    assert not outcome.well
    assert outcome.say() == "The site has no mail server: 1 letter waits. Set KURSS_MAIL_URL."
    settings.KURSS_MAIL = True
    assert tasks.deliver_notices(NIGHT).say() == "Sent: 1. Put off: 0. Given up: 0."
    assert Notice.objects.get().state == State.SENT


def test_the_audit_says_what_it_compared_and_what_it_found():
    write(act="a", by_key="b", by_label="", at=NIGHT, kind="c", key="d", details={"e": "f"})
    tasks.seal_journal(NIGHT)
    outcome = tasks.audit(NIGHT)
    assert outcome.well
    assert outcome.say().endswith("Entries of the journal checked: 1, faults: 0.")
    Seal.objects.get().entry.details.all().delete()
    outcome = tasks.audit(NIGHT)
    assert not outcome.well
    assert outcome.say().endswith("Entries of the journal checked: 1, faults: 1.")


def test_the_site_erases_lists_that_nobody_confirmed_and_looks_for_people_entered_twice(monkeypatch):
    moment, officer = timezone.now(), registrar()
    monkeypatch.setattr(clock, "now", lambda: moment)
    listed = b"given_name,family_name,birth_date\nAnna,Liepa,2012-05-04\n"
    upload(name="a.csv", content=listed, source="school", by=officer, at=moment - timedelta(days=8))
    for family_name in ("Liepiņa", "Liepina"):
        register_person(
            given_name="Žanete", family_name=family_name, birth_date=date(2012, 5, 4),
            email="z@home.example", by=officer, at=moment,
        )  # fmt: skip
    assert tasks.forget_lists(NIGHT).say() == "Uploaded lists erased: 1."
    assert PeopleList.objects.get().content is None
    assert tasks.find_duplicates(NIGHT).say() == "People compared: 2. New pairs: 1."
    assert {"lists", "duplicates"} <= {name for name, _hour, _work in jobs.NIGHTLY}


def test_an_offer_that_nobody_answers_is_let_run_out_by_the_worker(monkeypatch):
    city = found_city()
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    applied(city, round, city.person("Anna"), group)
    drawn(city, round)
    offer = Offer.objects.get()
    monkeypatch.setattr(clock, "now", lambda: offer.expires_at)
    jobs.expire_offers(timestamp=0)
    work = Work.objects.get()
    assert (work.name, work.said_en, work.trouble) == ("offers", "Offers that ran out: 1.", "")


def test_a_job_stands_or_falls_with_the_act_that_defers_it():
    with transaction.atomic():
        jobs.seal_journal.defer(timestamp=0)
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()
    jobs.seal_journal.defer(timestamp=0)
    assert ProcrastinateJob.objects.get().task_name == "journal.seal"


@pytest.mark.parametrize(
    ("url", "mail"),
    [
        ("", Mail()),
        (
            "smtp://kurss:p%40ss@mail.city.lv",
            Mail("mail.city.lv", 587, "kurss", "p@ss", True, False, "k@city.lv"),
        ),
        ("smtps://mail.city.lv", Mail("mail.city.lv", 465, "", "", False, True, "k@city.lv")),
        ("smtp://127.0.0.1:2525", Mail("127.0.0.1", 2525, "", "", False, False, "k@city.lv")),
    ],
)
def test_the_mail_server_is_read_from_one_variable(monkeypatch, url, mail):
    monkeypatch.setenv("KURSS_MAIL_URL", url)
    monkeypatch.setenv("KURSS_MAIL_FROM", "k@city.lv")
    assert mail_from_environment() == mail


@pytest.mark.parametrize("url", ["mail.city.lv", "http://mail.city.lv", "smtp://", "smtp://host:port"])
def test_a_mail_server_that_cannot_be_read_is_refused_with_the_name_of_its_variable(monkeypatch, url):
    monkeypatch.setenv("KURSS_MAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match="KURSS_MAIL_URL cannot be read"):
        mail_from_environment()


def test_letters_say_from_whom_they_come(monkeypatch):
    monkeypatch.setenv("KURSS_MAIL_URL", "smtp://mail.city.lv")
    monkeypatch.delenv("KURSS_MAIL_FROM", raising=False)
    with pytest.raises(ImproperlyConfigured, match="KURSS_MAIL_FROM is not set"):
        mail_from_environment()
