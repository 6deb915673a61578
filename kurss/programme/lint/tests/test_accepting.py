from datetime import date, timedelta

import pytest

from kurss.journal.models import Entry
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.charters import report_charter
from kurss.programme.lint.accepting import NoSuchFinding, TimeNotFit, accept, linted, take_back
from kurss.programme.lint.loading import QUERIES, load
from kurss.programme.models import AcceptedFinding
from kurss.programme.refusals import ReasonMissing
from kurss.programme.strategy import state_ambition
from kurss.programme.tests.office import NOW, WORDS, account, another_initiative, content

TODAY = date(2022, 9, 30)
PLACE = "programme:icc"
RULE = "ambition-served-by-none"


def accepted(office, **more):
    given = {
        "rule": RULE,
        "place": PLACE,
        "reason": "It waits for money",
        "until": TODAY + timedelta(days=90),
    }
    return accept(**{"programme": office.programme, "by": office.officer, "at": NOW} | given | more)


def keys(office, on=TODAY):
    return {(finding.rule.key, finding.place.name) for finding in linted("icc", on=on).open}


def test_a_finding_is_accepted_for_a_reason_by_name_for_a_time(office):
    assert (RULE, PLACE) in keys(office)
    row = accepted(office)
    assert (RULE, PLACE) not in keys(office)
    ((finding, standing),) = linted("icc", on=TODAY).accepted
    assert (finding.rule.key, standing.accepted_by_label, standing.reason) == (
        RULE,
        "officer",
        "It waits for money",
    )
    written = Entry.objects.get(act="programme.accept_finding")
    assert (written.by_label, written.key) == ("officer", str(row.pk))


def test_an_acceptance_ends_with_its_day(office):
    accepted(office, until=TODAY + timedelta(days=1))
    assert (RULE, PLACE) not in keys(office, on=TODAY + timedelta(days=1))
    assert (RULE, PLACE) in keys(office, on=TODAY + timedelta(days=2))


def test_a_finding_that_changes_comes_back(office):
    accepted(office)
    state_ambition(key="network", order=2, programme=office.programme, words=WORDS, by=office.officer, at=NOW)
    assert (RULE, PLACE) in keys(office)
    accepted(office)
    assert (RULE, PLACE) not in keys(office)
    assert AcceptedFinding.objects.count() == 2


def test_an_acceptance_that_is_taken_back_opens_the_finding_and_stays_on_record(office):
    take_back(accepted=accepted(office), by=office.officer, at=NOW)
    assert (RULE, PLACE) in keys(office)
    assert AcceptedFinding.objects.get().ended_at == NOW
    assert Entry.objects.filter(act="programme.take_back_acceptance").exists()


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"reason": "  "}, ReasonMissing),
        ({"until": TODAY}, TimeNotFit),
        ({"until": TODAY + timedelta(days=400)}, TimeNotFit),
        ({"rule": "review-missing"}, NoSuchFinding),
        ({"place": "programme:other"}, NoSuchFinding),
    ],
)
def test_a_bad_acceptance_is_refused_and_nothing_is_kept(office, more, refusal):
    with pytest.raises(refusal):
        accepted(office, **more)
    assert not AcceptedFinding.objects.exists()


def test_who_may_edit_one_initiative_accepts_what_is_found_about_that_one_alone(office):
    another_initiative(office.officer, office.programme, "network", 2)
    own = account("own", Role.PROGRAMME_OFFICER, initiative="skills")
    kept = accepted(office, rule="charter-missing", place="initiative:skills", by=own)
    assert kept.accepted_by_label == "own"
    with pytest.raises(NotAllowed):
        accepted(office, rule="charter-missing", place="initiative:network", by=own)
    with pytest.raises(NotAllowed):
        accepted(office, by=own)
    with pytest.raises(NotAllowed):
        take_back(accepted=accepted(office), by=own, at=NOW)


def test_the_view_of_a_programme_takes_one_query_a_table_however_large_it_is(
    office, django_assert_num_queries
):
    with django_assert_num_queries(QUERIES):
        load("icc", on=TODAY)
    for order in range(2, 8):
        initiative = another_initiative(office.officer, office.programme, f"more-{order}", order)
        report_charter(
            initiative=initiative,
            content=content(office),
            source=office.programme.document,
            place="Section 2",
            by=office.officer,
            at=NOW,
        )
    with django_assert_num_queries(QUERIES):
        view = load("icc", on=TODAY)
    assert (len(view.initiatives), len(view.charters), len(view.roles)) == (7, 6, 6)


def test_there_is_no_view_of_no_programme(db):
    assert load("none", on=TODAY) is None
    assert linted("none", on=TODAY) is None
