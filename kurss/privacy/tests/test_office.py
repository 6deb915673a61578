"""The data protection officer's work, through verbs and pages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from kurss.journal.queries import history_of
from kurss.notices.models import Notice, State
from kurss.notices.outbox import post
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.refusals import NotAllowed
from kurss.people.tests.city import account, child
from kurss.privacy import defaults, register, retention, subject_requests
from kurss.privacy.models import Activity, Outcome, Request, Retention, RetentionRun
from kurss.privacy.refusals import (
    DaysOutOfRange,
    ExtendedBefore,
    ReasonMissing,
    ReceivedInTheFuture,
    RequestIsClosed,
    RuleUnknown,
    TextMissing,
    TooLateToExtend,
)
from kurss.privacy.rules import declared

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 9, 30, 9, tzinfo=UTC)  # the day on which tests stand still


@pytest.fixture
def officer():
    return account("officer", Role.DATA_PROTECTION_OFFICER)


def received(officer, **said) -> Request:
    usual = {
        "kind": "access",
        "way": "email",
        "received_on": date(2022, 9, 7),
        "name": "Ilze Ozola",
        "contact": "ilze@city.example",
        "words": "What do you hold about me?",
        "by": officer,
        "at": NOW,
    }
    return subject_requests.receive(**(usual | said))


def test_a_request_has_a_month_from_the_day_it_came(officer):
    request = received(officer)
    assert request.due_on == date(2022, 10, 7)
    assert [request.standing(day) for day in (date(2022, 9, 8), date(2022, 10, 1), date(2022, 10, 8))] == [
        "open",
        "soon",
        "overdue",
    ]
    said = history_of(request).first()
    assert said.act == "privacy.receive_request"
    assert "Ilze" not in str([detail.value for detail in said.details.all()])


def test_a_request_is_extended_once_in_time_and_with_a_reason(officer):
    request = received(officer)
    with pytest.raises(ReasonMissing, match="the person must be told"):
        subject_requests.extend(request=request, because=" ", by=officer, at=NOW)
    extended = subject_requests.extend(request=request, because="Three archives", by=officer, at=NOW)
    assert extended.due_on == date(2022, 12, 7)
    with pytest.raises(ExtendedBefore):
        subject_requests.extend(request=request, because="Again", by=officer, at=NOW)
    late = received(officer, received_on=date(2022, 8, 1))
    with pytest.raises(TooLateToExtend, match="Answer now"):
        subject_requests.extend(request=late, because="Late", by=officer, at=NOW)


def test_a_request_is_closed_once_and_a_refusal_says_why(officer):
    request = received(officer, person=child())
    with pytest.raises(ReasonMissing, match="may complain"):
        subject_requests.close(request=request, outcome=Outcome.REFUSED, answer="", by=officer, at=NOW)
    closed = subject_requests.close(request=request, outcome=Outcome.DONE, answer="", by=officer, at=NOW)
    assert closed.standing(date(2030, 1, 1)) == "closed"
    with pytest.raises(RequestIsClosed, match="Nothing was changed"):
        subject_requests.close(request=request, outcome=Outcome.DONE, answer="", by=officer, at=NOW)


def test_a_request_does_not_come_after_today_and_only_the_officer_takes_it_down(officer):
    with pytest.raises(ReceivedInTheFuture):
        received(officer, received_on=date(2022, 10, 1))
    with pytest.raises(NotAllowed):
        received(account("clerk", Role.COURSE_ADMINISTRATOR))


def test_a_rule_stands_as_it_ships_until_the_officer_decides(officer):
    before = retention.standing_of("notices.sent")
    assert (before.decided.days, before.decided.is_on, before.decided.confirmed_on) == (90, True, None)
    retention.decide(
        key="notices.sent",
        days=30,
        is_on=False,
        source="Lēmums 7",
        source_en="Decision 7",
        by=officer,
        at=NOW,
    )
    after = retention.standing_of("notices.sent").decided
    assert (after.days, after.is_on, after.source, after.confirmed_on) == (30, False, "Lēmums 7", NOW.date())
    said = {d.name: d.value for d in history_of(after).first().details.all()}
    assert (said["days"], said["on"]) == ("90 → 30", "True → False")


def test_a_rule_that_rests_on_a_law_ships_with_it_and_is_still_to_be_confirmed():
    law = retention.standing_of("programme.suppliers").decided
    assert law.source_en.startswith("Accounting Law, Section 28")
    assert law.source_en.endswith(retention.TO_CONFIRM[1])
    assert retention.standing_of("learning.waited").decided.source_en == retention.TO_CONFIRM[1]


def test_a_rule_keeps_for_a_time_that_is_one_and_says_where_it_comes_from(officer):
    said = {"key": "notices.sent", "is_on": True, "source": "a", "source_en": "b", "by": officer, "at": NOW}
    with pytest.raises(DaysOutOfRange):
        retention.decide(**said, days=40_000)
    with pytest.raises(ReasonMissing):
        retention.decide(**(said | {"source_en": " "}), days=1)
    with pytest.raises(RuleUnknown):
        retention.decide(**(said | {"key": "nothing"}), days=1)
    assert not Retention.objects.exists()


def test_what_touches_people_or_proof_waits_for_the_officer():
    assert {rule.key for rule in declared() if rule.ships_on} == {
        "learning.care",
        "learning.grades",
        "notices.sent",
        "people.invitations",
        "science_centre.contacts",
        "sessions.expired",
    }


def letter(days: int) -> Notice:
    notice = post(to="a@b.lv", subject="S", body="B", language="lv", at=NOW - timedelta(days=days))
    Notice.objects.filter(pk=notice.pk).update(state=State.SENT, over_at=NOW - timedelta(days=days))
    return notice


def test_a_rule_shows_what_would_go_and_then_it_goes_and_is_said():
    old, young = letter(91), letter(89)
    Session.objects.create(session_key="old", expire_date=NOW - timedelta(days=2))
    standing = retention.standing_of("notices.sent")
    assert standing.preview(NOW) == 1
    assert Notice.objects.filter(erased_at=None).count() == 2
    runs = retention.apply(by=unattended(), at=NOW)
    assert {run.rule: run.removed for run in runs} == {
        "learning.care": 0,
        "learning.grades": 0,
        "notices.sent": 1,
        "people.invitations": 0,
        "science_centre.contacts": 0,
        "sessions.expired": 1,
    }
    assert set(Notice.objects.filter(erased_at=None)) == {young}
    assert Notice.objects.get(pk=old.pk).body == ""
    again = retention.standing_of("notices.sent")
    assert (again.last.removed, again.total, again.preview(NOW)) == (1, 1, 0)
    run = RetentionRun.objects.get(rule="notices.sent")
    assert {d.name: d.value for d in history_of(run).first().details.all()}["removed"] == "1"


def test_a_rule_that_fails_says_so_and_the_others_are_applied(monkeypatch):
    letter(91)

    def fails(_found, **_named):
        raise OSError("the disk is full")

    first = next(rule for rule in declared() if rule.key == "notices.sent")
    broken = type(first)(**{name: getattr(first, name) for name in first.__slots__} | {"take": fails})
    others = tuple(rule for rule in declared() if rule.key != "notices.sent")
    monkeypatch.setattr(retention, "declared", lambda: (broken, *others))
    runs = {run.rule: run.trouble for run in retention.apply(by=unattended(), at=NOW)}
    assert runs["notices.sent"] == "OSError: the disk is full"
    assert runs["sessions.expired"] == ""
    assert Notice.objects.get().body == "B"


def test_closed_requests_and_details_in_the_journal_are_erased_once_the_officer_says_so(officer):
    request = received(officer)
    subject_requests.close(request=request, outcome=Outcome.DONE, answer="Sent.", by=officer, at=NOW)
    for key in ("privacy.requests", "journal.details"):
        retention.decide(key=key, days=30, is_on=True, source="a", source_en="b", by=officer, at=NOW)
    later = timezone.now() + timedelta(days=40)
    runs = {run.rule: run for run in retention.apply(by=unattended(), at=later)}
    assert runs["privacy.requests"].removed == 1
    assert runs["journal.details"].removed > 0
    request.refresh_from_db()
    assert (request.name, request.words, request.answer, request.outcome) == ("", "", "", Outcome.DONE)


def test_the_register_ships_with_activities_that_nobody_has_confirmed():
    assert [row["key"] for row in defaults.rows()] == list(Activity.objects.values_list("key", flat=True))
    assert not Activity.objects.filter(confirmed_on__isnull=False).exists()
    assert all(text for row in defaults.rows() for text in row.values())


def test_an_activity_is_confirmed_whole_and_the_journal_keeps_what_changed(officer):
    row = next(row for row in defaults.rows() if row["key"] == "courses")
    texts = {name: str(row[name]) for name in register.COLUMNS}
    with pytest.raises(TextMissing, match="fill in kept_en"):
        register.confirm(key="courses", texts=texts | {"kept_en": ""}, by=officer, at=NOW)
    confirmed = register.confirm(key="courses", texts=texts | {"kept_en": "Two years"}, by=officer, at=NOW)
    assert confirmed.confirmed_on == NOW.date()
    said = {d.name: d.value for d in history_of(confirmed).first().details.all()}
    assert said == {"kept_en": "Two years"}


# Through the pages.


def read(client, path: str) -> str:
    answer = client.get(f"/en/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_officer_takes_a_request_from_its_coming_to_its_close_on_the_pages(client, officer):
    client.force_login(officer)
    page = client.post("/en/privacy/requests/new/", {"kind": "access"}).content.decode()
    assert "Enter who asks" in page
    sent = {
        "kind": "erasure",
        "way": "counter",
        "received_on": "2022-09-01",
        "name": "=Ilze",
        "contact": "Lielā iela 1",
        "words": "",
        "person": "",
    }
    assert client.post("/en/privacy/requests/new/", sent).status_code == 302
    request = Request.objects.get()
    assert "1 request is due within a week" in read(client, "privacy/requests/")
    assert "Erasure (Article 17)" in read(client, "privacy/requests/?standing=soon&q=ilze")
    assert "There is no such request." in read(client, "privacy/requests/?standing=overdue")
    where = f"/en/privacy/requests/{request.pk}/"
    wrong = client.post(f"{where}close/", {"close-outcome": "refused", "close-answer": ""}).content.decode()
    assert "Say why it is refused" in wrong
    assert client.post(f"{where}extend/", {"extend-because": "Archives"}).status_code == 302
    assert (
        client.post(f"{where}close/", {"close-outcome": "done", "close-answer": "Erased."}).status_code == 302
    )
    assert "Erased." in client.get(where).content.decode()
    assert "Ilze" not in read(client, "privacy/requests.csv")


def test_the_officer_decides_a_rule_and_applies_the_rules_on_the_pages(client, officer):
    letter(91)
    client.force_login(officer)
    assert "Letters that were sent" in read(client, "privacy/retention/")
    page = read(client, "privacy/retention/notices.sent/")
    assert "As decided now, 1 would go." in page
    sent = {"days": "100", "is_on": "on", "source": "Lēmums", "source_en": "Decision"}
    assert client.post("/en/privacy/retention/notices.sent/", sent).status_code == 302
    assert client.post("/en/privacy/retention/apply/").status_code == 302
    assert Notice.objects.get().body == "B"
    assert client.get("/en/privacy/retention/nothing/").status_code == 404


def test_everybody_reads_what_the_city_does_with_personal_data_and_the_officer_confirms_it(client, officer):
    assert "Not confirmed yet" in read(client, "data-protection/")
    assert client.get("/en/privacy/register/").status_code == 302
    client.force_login(officer)
    activity = Activity.objects.get(pk="courses")
    texts = {name: getattr(activity, name) for name in register.COLUMNS}
    assert "The register leaves nothing unsaid" in (
        client.post("/en/privacy/register/courses/", texts | {"data": ""}).content.decode()
    )
    assert client.post("/en/privacy/register/courses/", texts).status_code == 302
    assert "Confirmed on 30 September 2022." in read(client, "privacy/register/")
    assert read(client, "privacy/register.csv").startswith("\ufeffkey,title,title_en")
    assert "No consent is asked for yet." in read(client, "privacy/consents/")
