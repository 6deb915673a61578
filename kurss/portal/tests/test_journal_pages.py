"""The journal as officers and auditors read it, and the page on which everybody sees how the site stands."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from kurss.journal.entries import erase_details, write
from kurss.journal.models import Detail, Entry
from kurss.journal.sealing import seal
from kurss.notices.outbox import post
from kurss.people.permissions import Role
from kurss.people.tests.city import account
from kurss.portal.pages import journal as page
from kurss.portal.work.doing import Outcome, do

pytestmark = pytest.mark.django_db
MORNING = datetime(2021, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def auditor(client):
    reader = account("auditor", Role.AUDITOR, holds_until=datetime(2030, 1, 1).date())
    client.force_login(reader)
    return client


def written(**said) -> Entry:
    usual = {
        "act": "learning.enrol",
        "by_key": "clerk-1",
        "by_label": "Inese",
        "at": MORNING,
        "kind": "learning.group",
        "key": "7",
        "label": "Robots",
        "details": {"way": "paper"},
    }
    return write(**(usual | said))


def read(client, **asked) -> str:
    return client.get("/en/journal/", asked).content.decode()


def ids(text: str) -> set[int]:
    return {entry.pk for entry in Entry.objects.all() if f'<th scope="row" class="n">{entry.pk}</th>' in text}


def test_an_auditor_reads_who_did_what_and_whether_it_is_sealed(auditor):
    entry = written()
    assert "not yet" in read(auditor)
    seal(at=MORNING)
    text = read(auditor, kind="learning.group")
    assert ids(text) == {entry.pk}
    for said in ("learning.enrol", "Inese", "Robots", "way: paper", "batch 1"):
        assert said in text


def test_the_journal_is_narrowed_by_record_actor_act_and_day(auditor):
    first = written()
    second = written(key="8", by_key="clerk-2", by_label="Juris", at=MORNING + timedelta(days=1))
    assert ids(read(auditor, kind="learning.group", key="8")) == {second.pk}
    assert ids(read(auditor, by="clerk-1")) == {first.pk}
    assert ids(read(auditor, by="juris")) == {second.pk}
    assert ids(read(auditor, act="learning.enrol", until="2021-09-01")) == {first.pk}
    assert ids(read(auditor, kind="learning.group", since="2021-09-02")) == {second.pk}
    assert ids(read(auditor, act="learning.withdraw")) == set()


def test_a_day_that_is_none_is_said(auditor):
    assert "“31.02.2022” is not a day. Write it as 2022-09-30." in read(auditor, since="31.02.2022")


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "²", "\0"])
def test_a_place_in_the_list_that_is_none_is_the_newest_page(auditor, before):
    entry = written()
    assert entry.pk in ids(read(auditor, before=before, by="clerk-1\0"))


def test_an_older_page_goes_on_where_the_last_ended_whatever_is_written_meanwhile(auditor, monkeypatch):
    monkeypatch.setattr(page, "ON_A_PAGE", 2)
    entries = [written(key=str(number)) for number in range(5)]
    first = read(auditor, kind="learning.group")
    assert ids(first) == {entries[4].pk, entries[3].pk}
    written(key="meanwhile")
    assert f"before={entries[3].pk}" in first
    assert ids(read(auditor, kind="learning.group", before=entries[3].pk)) == {entries[2].pk, entries[1].pk}


def test_erased_details_say_when_and_why_and_missing_ones_that_nobody_erased_them(auditor):
    written()
    erase_details(kind="learning.group", key="7", because="Article 17", by_key="dpo", by_label="", at=MORNING)
    assert "Erased on 1 September 2021: Article 17" in read(auditor, kind="learning.group")
    lost = written(key="8")
    Detail.objects.filter(entry=lost).delete()
    assert "Gone, and no act erased them." in read(auditor, key="8")


def test_the_journal_as_a_file_opens_safely_in_a_spreadsheet(auditor):
    written(label="=HYPERLINK(1)", details={"way": "+1"})
    answer = auditor.get("/en/journal.csv", {"kind": "learning.group"})
    text = answer.getvalue().decode()
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text
    assert text.splitlines()[1].startswith(str(Entry.objects.get(kind="learning.group").pk))


def test_nobody_else_reads_the_journal(client):
    assert client.get("/en/journal/").status_code == 302
    client.force_login(account("teacher", Role.TEACHER))
    assert client.get("/en/journal/").status_code == 403
    assert client.get("/en/journal.csv").status_code == 403


def test_everybody_sees_whether_figures_and_journal_still_check(client):
    text = client.get("/en/status/").content.decode()
    assert "None yet: it is made by the worker." in text
    written()
    head = seal(at=MORNING).head
    do("audit", lambda at: Outcome(lambda: "146 figures"), at=MORNING)
    text = client.get("/en/status/").content.decode()
    assert "Figures and journal still check" in text
    assert head.hash in text
    assert "146 figures" in text
    assert "Deliver letters" not in text
    do("audit", lambda at: Outcome(lambda: "1 differs", well=False), at=MORNING)
    assert "The last self-audit found a difference" in client.get("/en/status/").content.decode()


def test_staff_see_when_the_worker_was_last_seen_and_what_waits(auditor):
    assert "None was ever seen." in auditor.get("/en/status/").content.decode()
    post(to="a@b.lv", subject="S", body="B", language="lv", at=MORNING)
    do("journal", lambda at: Outcome(lambda: "sealed"), at=timezone.now())
    text = auditor.get("/en/status/").content.decode()
    assert "The worker is at work" in text
    assert "since 1 September 2021, 12:00" in text
    do("journal", lambda at: Outcome(lambda: "sealed"), at=timezone.now() - timedelta(minutes=3))
    assert "No worker is at work" in auditor.get("/en/status/").content.decode()


def test_a_file_of_the_journal_holds_every_entry_however_many(auditor, monkeypatch):
    monkeypatch.setattr(page, "READ_AT_ONCE", 3)
    made = [written(key=str(n)) for n in range(10)]
    answer = auditor.get("/en/journal.csv", {"kind": "learning.group"})
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [str(entry.pk) for entry in reversed(made)]


def test_a_day_of_the_journal_is_paged_in_the_order_of_the_acts(auditor, monkeypatch):
    monkeypatch.setattr(page, "ON_A_PAGE", 2)
    late = written(key="late", at=MORNING + timedelta(hours=3))
    early, middle = written(key="early"), written(key="middle", at=MORNING + timedelta(hours=1))
    first = read(auditor, since="2021-09-01", until="2021-09-01", kind="learning.group")
    assert ids(first) == {late.pk, middle.pk}
    older = auditor.get(
        "/en/journal/",
        {"since": "2021-09-01", "until": "2021-09-01", "kind": "learning.group", "before": middle.pk},
    )
    assert ids(older.content.decode()) == {early.pk}
