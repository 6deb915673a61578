import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kurss.notices import queries
from kurss.notices.models import Enclosure, Notice, State
from kurss.notices.outbox import Attachment, erase_old, forget, post
from kurss.notices.refusals import (
    AddressUnreadable,
    EnclosureUnreadable,
    LanguageUnknown,
    NothingSaid,
    SubjectUnreadable,
    TimeWithoutZone,
)

pytestmark = pytest.mark.django_db
MORNING = datetime(2021, 9, 1, 9, tzinfo=UTC)
CALENDAR = Attachment(name="robots.ics", content_type="text/calendar; charset=utf-8", content=b"BEGIN")


def posted(**said) -> Notice:
    usual = {
        "to": "ilze@ventspils.example",
        "subject": "Vieta grupā “Roboti”",
        "body": "Anna var sākt otrdien plkst. 16.00.",
        "language": "lv",
        "at": MORNING,
        "about": "learning.enrolment:7",
    }
    return post(**(usual | said))


def test_a_notice_waits_with_all_that_was_said():
    notice = Notice.objects.get(pk=posted(attachments=[CALENDAR]).pk)
    assert (notice.to, notice.subject, notice.language) == (
        "ilze@ventspils.example",
        "Vieta grupā “Roboti”",
        "lv",
    )
    assert (notice.state, notice.posted_at, notice.about) == (State.WAITING, MORNING, "learning.enrolment:7")
    enclosed = notice.enclosures.get()
    assert (enclosed.name, bytes(enclosed.content)) == ("robots.ics", b"BEGIN")
    assert list(Notice.objects.due(MORNING)) == [notice]


def test_an_act_that_fails_tells_nobody():
    def act():
        with transaction.atomic():
            posted()
            raise RuntimeError("the act fails after its notice")

    with pytest.raises(RuntimeError):
        act()
    assert not Notice.objects.exists()


def test_an_occasion_is_told_once_and_the_first_notice_is_the_answer():
    first = posted(once="place offered 7", attachments=[CALENDAR])
    again = posted(once="place offered 7", body="Said anew.", at=MORNING + timedelta(days=1))
    assert again == first
    assert Notice.objects.get().body == first.body
    assert Enclosure.objects.count() == 1
    assert posted(once="place offered 8") != first
    assert posted() != posted()


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_the_same_occasion_at_once_post_one_notice():
    answers, start = [], threading.Barrier(4)

    def tell():
        start.wait()
        try:
            with transaction.atomic():
                answers.append(posted(once="the same", attachments=[CALENDAR]).key)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(answers) == 4
    assert set(answers) == {Notice.objects.get().key}
    assert Enclosure.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "refusal", "sentence"),
    [
        (
            {"to": "ilze"},
            AddressUnreadable,
            "“ilze” is not an e-mail address. Write it like name@example.lv.",
        ),
        ({"to": "a@b.lv\nBcc: all@city.lv"}, AddressUnreadable, "is not an e-mail address"),
        ({"to": "Ilze <ilze@b.lv>"}, AddressUnreadable, "is not an e-mail address"),
        ({"to": "a@b.lv, c@d.lv"}, AddressUnreadable, "is not an e-mail address"),
        ({"subject": "Hello\r\nBcc: all@city.lv"}, SubjectUnreadable, "Write one line"),
        ({"subject": "Hello\u2028there"}, SubjectUnreadable, "Write one line"),
        ({"subject": " "}, SubjectUnreadable, "cannot stand in a letter"),
        ({"subject": "x" * 201}, SubjectUnreadable, "at most 200 characters"),
        ({"body": " \n"}, NothingSaid, "says nothing"),
        ({"language": "latviski"}, LanguageUnknown, "Write one like lv or en"),
        ({"at": datetime(2021, 9, 1)}, TimeWithoutZone, "names no time zone"),
    ],
)
def test_what_cannot_be_a_letter_is_refused_in_a_sentence(said, refusal, sentence):
    with pytest.raises(refusal, match=sentence) as raised:
        posted(**said)
    assert "\n" not in str(raised.value)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ({"name": "../etc/passwd"}, "plain name"),
        ({"name": "a\nb.ics"}, "plain name"),
        ({"name": ""}, "plain name"),
        ({"content_type": "calendar"}, "a kind like text/calendar"),
        ({"content_type": "text/calendar\nX: y"}, "a kind like text/calendar"),
        ({"content": b"x" * (10 * 1024 * 1024 + 1)}, "at most 10485760 can be sent"),
    ],
)
def test_a_file_that_cannot_go_with_a_letter_is_refused_in_a_sentence(file, sentence):
    usual = {"name": "robots.ics", "content_type": "text/calendar", "content": b"BEGIN"}
    with pytest.raises(EnclosureUnreadable, match=sentence):
        posted(attachments=[Attachment(**(usual | file))])
    assert not Notice.objects.exists()


def over(state: State, at: datetime, **said) -> Notice:
    notice = posted(**said)
    Notice.objects.filter(pk=notice.pk).update(state=state, over_at=at)
    return notice


def test_what_was_sent_long_ago_is_erased_and_that_it_was_sent_stays():
    old = over(State.SENT, MORNING, attachments=[CALENDAR])
    recent = over(State.SENT, MORNING + timedelta(days=20))
    waiting = posted()
    later = MORNING + timedelta(days=30)
    assert erase_old(over_before=MORNING + timedelta(days=1), at=later) == 1
    assert erase_old(over_before=MORNING + timedelta(days=1), at=later) == 0
    old.refresh_from_db()
    assert (old.to, old.subject, old.body, old.state, old.erased_at) == ("", "", "", State.SENT, later)
    assert old.about == "learning.enrolment:7"
    assert not Enclosure.objects.exists()
    for kept in (recent, waiting):
        kept.refresh_from_db()
        assert kept.body


def test_forgetting_a_record_withdraws_what_waits_and_erases_what_was_said():
    waiting, sent, other = posted(), over(State.SENT, MORNING), posted(about="learning.enrolment:8")
    assert forget(about="learning.enrolment:7", at=MORNING) == 2
    assert {n.pk: (n.state, n.body) for n in queries.about("learning.enrolment:7")} == {
        waiting.pk: (State.WITHDRAWN, ""),
        sent.pk: (State.SENT, ""),
    }
    assert list(Notice.objects.due(MORNING)) == [other]


def test_the_database_keeps_no_notice_half_erased():
    notice = posted()
    with pytest.raises(IntegrityError, match="a_notice_is_whole_or_erased"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(to="")
    with pytest.raises(IntegrityError, match="what_is_over_says_since_when"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(state=State.SENT)


def test_how_the_outbox_stands_is_said_in_numbers():
    posted(at=MORNING + timedelta(hours=1)), posted(), over(State.GIVEN_UP, MORNING)
    standing = queries.standing()
    assert (standing.waiting, standing.given_up, standing.sent) == (2, 1, 0)
    assert standing.waiting_since == MORNING
