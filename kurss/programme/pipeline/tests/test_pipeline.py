"""Calls, proposals and grants: what is refused, what is decided when, and how a grant becomes a budget."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from kurss.journal.models import Entry
from kurss.programme.models import BudgetLine, Call, Proposal, ProposalDecision, SourceKind
from kurss.programme.pipeline.calls import CallTerms, add_call, change_call, take_out_call
from kurss.programme.pipeline.proposals import (
    State,
    add_proposal,
    ask_for,
    change_proposal,
    decide,
    leave_out,
    take_into_budget,
    take_part,
)
from kurss.programme.pipeline.refusals import (
    AfterTheDeadline,
    AgainstTheRules,
    BudgetHasItAlready,
    DayBeforeTheLast,
    DayMissing,
    DecidedAlready,
    NotFromThisState,
    NothingAsked,
)
from kurss.programme.refusals import EndsBeforeItStarts, NotOfThisProgramme, RestsOnIt
from kurss.programme.tests.office import NOW, another_initiative, another_programme
from kurss.programme.words import Box

DEADLINE = date(2022, 11, 1)
TERMS = CallTerms(
    title="Uzsaukums", title_en="Call", funder="Interreg", deadline=DEADLINE, rate_percent=Decimal(80),
    ceiling_cents=100_000, partners_needed=1, who="Pilsētas", who_en="Cities",
)  # fmt: skip


@pytest.fixture
def said(office):
    return {"by": office.officer, "at": NOW}


@pytest.fixture
def call(office, said):
    return add_call(programme=office.programme, terms=TERMS, **said)


@pytest.fixture
def proposal(office, call, said):
    """Being written with a partner city, for two years of one initiative."""
    made = add_proposal(
        programme=office.programme, call=call, title="Pieteikums", title_en="Proposal", **said
    )
    take_part(proposal=made, name="Haskova", name_en="Haskovo", kind="municipality", **said)
    for year in (2023, 2024):
        ask_for(
            proposal=made, initiative=office.initiative, what="Mācības", what_en="Courses", year=year,
            cost_cents=50_000, asked_cents=40_000, **said,
        )  # fmt: skip
    return decide(proposal=made, state=State.WRITING, on=None, **said)


@pytest.fixture
def granted(proposal, said):
    decide(proposal=proposal, state=State.SUBMITTED, on=DEADLINE, **said)
    return decide(proposal=proposal, state=State.GRANTED, on=date(2023, 2, 1), words=Box("Jā", "Yes"), **said)


def test_a_proposal_goes_from_state_to_state_and_every_decision_stays(granted):
    assert list(granted.decisions.values_list("state", flat=True)) == [
        "idea",
        "writing",
        "submitted",
        "granted",
    ]
    assert Entry.objects.filter(act="programme.decide_proposal").count() == 3


def test_a_state_that_does_not_follow_and_a_day_that_is_missing_or_too_early_are_refused(proposal, said):
    with pytest.raises(NotFromThisState):
        decide(proposal=proposal, state=State.GRANTED, on=DEADLINE, **said)
    with pytest.raises(DayMissing):
        decide(proposal=proposal, state=State.SUBMITTED, on=None, **said)
    decide(proposal=proposal, state=State.SUBMITTED, on=DEADLINE, **said)
    with pytest.raises(DayBeforeTheLast):
        decide(proposal=proposal, state=State.REFUSED, on=date(2022, 10, 31), **said)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalDecision.objects.create(proposal=proposal, state="granted", at=NOW)


def test_what_breaks_the_rules_of_its_call_is_not_submitted(office, call, proposal, said):
    submit = {"proposal": proposal, "state": State.SUBMITTED, **said}
    with pytest.raises(AfterTheDeadline, match="2022-11-01"):
        decide(on=date(2022, 11, 2), **submit)
    more = {"proposal": proposal, "initiative": office.initiative, "what": "a", "what_en": "b", **said}
    cost = ask_for(cost_cents=20_000, asked_cents=20_000, **more)
    with pytest.raises(AgainstTheRules, match="80 %"):
        decide(on=DEADLINE, **submit)
    leave_out(part=cost, **said)
    cost = ask_for(cost_cents=90_000, asked_cents=20_001, **more)
    with pytest.raises(AgainstTheRules, match="at most"):
        decide(on=DEADLINE, **submit)
    leave_out(part=cost, **said)
    with pytest.raises(AgainstTheRules, match="than it costs"):
        ask_for(cost_cents=1, asked_cents=2, **more)
    leave_out(part=proposal.partners.get(), **said)
    with pytest.raises(AgainstTheRules, match="asks for 1 partners"):
        decide(on=DEADLINE, **submit)


def test_what_was_submitted_stands_and_what_was_refused_may_be_written_again(office, proposal, said):
    decide(proposal=proposal, state=State.SUBMITTED, on=DEADLINE, **said)
    words = {"title": "a", "title_en": "b", "about": Box(), "call": None, "currency": "EUR", "place": ""}
    with pytest.raises(DecidedAlready):
        change_proposal(proposal=proposal, **words, **said)
    with pytest.raises(DecidedAlready):
        leave_out(part=proposal.partners.get(), **said)
    decide(proposal=proposal, state=State.REFUSED, on=date(2023, 1, 1), **said)
    decide(proposal=proposal, state=State.WRITING, on=None, **said)
    assert change_proposal(proposal=proposal, **words, **said).title_en == "b"


def test_a_grant_becomes_a_source_with_a_line_for_each_year_once(office, granted, said):
    source = take_into_budget(proposal=granted, kind=SourceKind.FOREIGN, **said)
    lines = BudgetLine.objects.filter(source=source).values_list("year", "amount_cents", "currency")
    assert list(lines) == [(2023, 40_000, "EUR"), (2024, 40_000, "EUR")]
    with pytest.raises(BudgetHasItAlready):
        take_into_budget(proposal=granted, kind=SourceKind.FOREIGN, **said)


def test_only_a_grant_that_pays_for_something_comes_into_the_budget(office, proposal, said):
    with pytest.raises(NotFromThisState):
        take_into_budget(proposal=proposal, kind=SourceKind.FOREIGN, **said)
    bare = add_proposal(programme=office.programme, title="a", title_en="b", **said)
    for state in (State.WRITING, State.SUBMITTED, State.GRANTED):
        decide(proposal=bare, state=state, on=DEADLINE, **said)
    with pytest.raises(NothingAsked):
        take_into_budget(proposal=bare, kind=SourceKind.FOREIGN, **said)


def test_calls_proposals_and_initiatives_are_of_one_programme(office, call, proposal, said):
    other = another_programme(office.officer)
    with pytest.raises(NotOfThisProgramme):
        add_proposal(programme=other, call=call, title="a", title_en="b", **said)
    with pytest.raises(NotOfThisProgramme):
        far = another_initiative(office.officer, other, "far", 1)
        ask_for(proposal=proposal, initiative=far, what="a", what_en="b", **said)
    with pytest.raises(RestsOnIt):
        take_out_call(call=call, **said)
    with pytest.raises(EndsBeforeItStarts):
        CallTerms(title="a", title_en="b", funder="c", opens_on=DEADLINE, deadline=date(2022, 1, 1))


def test_a_deadline_that_moves_is_in_the_journal_and_in_the_calendar(office, call, said):
    change_call(
        call=call, terms=CallTerms(title="a", title_en="b", funder="c", deadline=date(2022, 12, 1)), **said
    )
    assert (
        Entry.objects.get(act="programme.change_call").details.get(name="deadline_was").value == "2022-11-01"
    )
    client = Client()
    client.force_login(office.officer)
    content = client.get(reverse("programme:plan-file", kwargs={"kind": "ics"})).content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["dtstart"].dt == date(2022, 12, 1)


def test_an_officer_keeps_the_pipeline_on_pages(office, said):
    client = Client()
    client.force_login(office.officer)
    typed = {"title": "Uzsaukums", "title_en": "Call", "funder": "Interreg", "currency": "EUR",
             "deadline": "2022-11-01", "opens_on": "2022-12-01", "rate_percent": "80"}  # fmt: skip
    refused = client.post(reverse("programme:call-new"), typed)
    assert refused.status_code == 422
    assert "closes before it opens" in refused.content.decode()
    assert client.post(reverse("programme:call-new"), typed | {"opens_on": ""}).status_code == 302
    new = {
        "title": "Pieteikums",
        "title_en": "Proposal",
        "currency": "EUR",
        "call": str(Call.objects.get().pk),
    }
    assert client.post(reverse("programme:proposal-new"), new).status_code == 302
    row = Proposal.objects.get()

    def does(doing: str, **given):
        return client.post(
            reverse("programme:proposal-do", kwargs={"proposal": row.pk, "doing": doing}), given
        )

    does(
        "partner",
        name="Haskova",
        name_en="Haskovo",
        kind="municipality",
        country="Bulgārija",
        country_en="Bulgaria",
    )
    does("cost", initiative="skills", what="Mācības", what_en="Courses", year="2023", cost_cents="500",
         asked_cents="400,00")  # fmt: skip
    assert "Give the day" in does("decide", state="withdrawn").content.decode()
    does("decide", state="writing")
    assert "too late" in does("decide", state="submitted", on="2022-11-02").content.decode()
    does("decide", state="submitted", on="2022-10-02")
    does("decide", state="granted", on="2023-02-02")
    does("budget", kind="foreign")
    assert BudgetLine.objects.get().amount_cents == 40_000
    page = client.get(reverse("programme:proposal", kwargs={"proposal": row.pk})).content.decode()
    for words in ("Haskovo", "Bulgaria", "In the budget as"):
        assert words in page
    assert "Haskovo" in client.get(reverse("programme:pipeline")).content.decode()


def test_the_pipeline_of_more_proposals_takes_as_many_queries(office, proposal, said):
    client = Client()
    client.force_login(office.officer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("programme:pipeline")).status_code == 200
        return len(asked)

    queries()  # what is read once in a process is read now
    before = queries()
    for number in range(9):
        more = add_proposal(programme=office.programme, title=f"a{number}", title_en=f"b{number}", **said)
        take_part(proposal=more, name="c", name_en="d", kind="company", **said)
    assert queries() == before
