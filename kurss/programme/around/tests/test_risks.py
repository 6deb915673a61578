from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.around.keeping import mark
from kurss.programme.around.register import Asked, counted, narrowed, register_of
from kurss.programme.around.risks import (
    RiskTold,
    change_risk,
    missing_from_register,
    register_risk,
    take_from_charters,
    told,
)
from kurss.programme.charters import RiskSeen, report_charter, write_charter
from kurss.programme.models import RegisteredRisk, RiskChange
from kurss.programme.refusals import (
    ChangedMeanwhile,
    NotOfThisProgramme,
    NotOnTheScale,
    ReasonMissing,
    TwoHolders,
)
from kurss.programme.roadmap import plan_milestone
from kurss.programme.tests.office import NOW, account, another_initiative, another_programme, content
from kurss.programme.words import Box

DAY = date(2022, 3, 1)
RISK = RiskTold(text="Slimība", text_en="Illness", likelihood=4, effect=5)


@pytest.fixture
def who(office):
    return {"by": office.officer, "at": NOW}


@pytest.fixture
def risk(office, who):
    said = replace(RISK, initiative=office.initiative)
    return register_risk(programme=office.programme, said=said, **who)


@pytest.fixture
def officer(office):
    client = Client()
    client.force_login(office.officer)
    return client


def changed(risk, who, why="", **to):
    now = told(RegisteredRisk.objects.get(pk=risk.pk))
    return change_risk(risk=risk, said=replace(now, **to), seen=mark(now), why=why, **who)


def test_a_risk_is_rated_twice_on_the_scale_and_has_one_owner(office, risk):
    for wrong in ({"effect": None}, {"likelihood": 6}, {"effect": 0}):
        with pytest.raises(NotOnTheScale):
            replace(RISK, **wrong)
        with pytest.raises(IntegrityError), transaction.atomic():
            RegisteredRisk.objects.update(**wrong)
    with pytest.raises(TwoHolders):
        replace(RISK, partner=office.partner, owner="Office")
    for wrong in ({"partner": office.partner, "owner": "Office"}, {"state": "lost"}, {"mitigation": "Gaida"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RegisteredRisk.objects.update(**wrong)


def test_each_change_is_kept_with_who_when_from_and_to_and_the_database_refuses_to_change_it(
    risk, who, office
):
    changed(risk, who, likelihood=2, effect=3, owner="Digital centre")
    changed(risk, who, why="It came", state="happened")
    kept = [
        (one.field, one.was, one.became, one.why, one.by_label) for one in RiskChange.objects.order_by("pk")
    ]
    name = office.officer.name
    assert kept == [
        ("likelihood", "4", "2", "", name),
        ("effect", "5", "3", "", name),
        ("owner", "", "Digital centre", "", name),
        ("state", "open", "happened", "It came", name),
    ]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RiskChange.objects.update(was="7")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RiskChange.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisteredRisk.objects.all().delete()


def test_a_risk_is_accepted_closed_or_happened_for_a_reason(risk, who):
    for state in ("accepted", "closed", "happened"):
        with pytest.raises(ReasonMissing, match="Say why"):
            changed(risk, who, state=state)
    assert not RiskChange.objects.exists()
    changed(risk, who, state="treated")


def test_of_two_officers_at_one_risk_the_second_is_told_and_the_history_has_one_change(risk, who):
    seen = mark(told(risk))
    change_risk(risk=risk, said=replace(told(risk), effect=1), seen=seen, **who)
    with pytest.raises(ChangedMeanwhile):
        change_risk(risk=risk, said=replace(told(risk), effect=2), seen=seen, **who)
    assert RiskChange.objects.count() == 1


def test_a_risk_threatens_a_milestone_of_its_own_initiative(office, who):
    other = another_initiative(office.officer, office.programme, "networks", 2)
    point = plan_milestone(initiative=other, order=1, title="a", title_en="b", place="", **who)
    with pytest.raises(NotOfThisProgramme):
        replace(RISK, initiative=office.initiative, milestone=point)
    foreign = another_programme(office.officer)
    with pytest.raises(NotOfThisProgramme):
        register_risk(programme=foreign, said=replace(RISK, initiative=other), **who)
    register_risk(programme=office.programme, said=replace(RISK, initiative=other, milestone=point), **who)


def test_whoever_writes_one_initiative_writes_its_risks_and_no_other(office, risk):
    one = account("one", Role.PROGRAMME_OFFICER, initiative="skills")
    own = {"by": one, "at": NOW}
    changed(risk, own, effect=1)
    with pytest.raises(NotAllowed):
        changed(risk, own, initiative=None)
    with pytest.raises(NotAllowed):
        register_risk(programme=office.programme, said=RISK, **own)


def test_what_a_charter_states_is_entered_once_and_its_text_stays_as_approved(office, who):
    risks = (RiskSeen(Box("Slimība", "Illness"), Box("Mājās", "At home")), RiskSeen(Box("Nauda", "Money")))
    source = {"source": office.programme.document, "place": "Section 2"}
    charter = report_charter(
        initiative=office.initiative, content=content(office, risks=risks), **source, **who
    )
    taken = take_from_charters(programme=office.programme, **who)
    assert [(one.number, one.text_en, one.mitigation_en) for one in taken] == [
        (1, "Illness", "At home"),
        (2, "Money", ""),
    ]
    assert take_from_charters(programme=office.programme, **who) == ()
    changed(taken[0], who, text="Cits", text_en="Another illness")
    assert [one.text_en for one in charter.risks.all()] == ["Illness", "Money"]
    write_charter(
        initiative=office.initiative, content=content(office, risks=(RiskSeen(Box("x", "y")),)), **who
    )
    assert missing_from_register(office.programme) == [], "a draft states nothing yet"


def test_the_map_and_the_list_count_the_same(office, risk, who):
    register_risk(programme=office.programme, said=replace(RISK, due_on=DAY, owner="Office"), **who)
    unrated = register_risk(programme=office.programme, said=RiskTold(text="a", text_en="b"), **who)
    changed(risk, who, why="Over", state="closed")
    rows, today = register_of(office.programme), DAY + timedelta(days=1)
    found = counted(rows, today)
    square = next(one for _up, own in found.rows for one in own if one.count)
    assert (square.likelihood, square.effect, square.count, square.level) == (4, 5, 1, 5)
    assert (found.live, found.unrated, found.late, found.unowned, found.grave) == (2, 1, 1, 1, 1)
    numbers = {
        "state=live likelihood=4 effect=5": [2],
        "late=1": [2],
        "state=live lacks=owner": [3],
        "lacks=rating": [3],
        "state=closed": [1],
        "q=illness": [1, 2],
        "q=3": [unrated.number],
        "initiative=skills": [1],
        "initiative=- sort=number": [2, 3],
        "effect=x": [],
        "lacks=everything": [],
    }
    for asked, expected in numbers.items():
        query = dict(part.split("=") for part in asked.split())
        got = [one.number for one in narrowed(rows, Asked.read(query), today)]
        assert got == expected, asked


def test_an_officer_enters_and_changes_a_risk_on_pages_and_reads_its_history(office, officer):
    typed = {"text": "Slimība", "text_en": "Illness", "likelihood": "4", "initiative": "skills"}
    refused = officer.post(reverse("programme:risk-add"), typed)
    assert refused.status_code == 422
    assert "Rate both" in refused.content.decode()
    assert officer.post(reverse("programme:risk-add"), typed | {"effect": "5"}).status_code == 302
    one = RegisteredRisk.objects.get()
    change = reverse("programme:risk-change", kwargs={"risk": one.pk})
    form = {field.name: field.value() or "" for field in officer.get(change).context["form"]}
    assert "for a reason" in officer.post(change, form | {"state": "accepted"}).content.decode()
    officer.post(change, form | {"state": "accepted", "why": "The council did", "owner": "Office"})
    page = officer.get(reverse("programme:risk", kwargs={"risk": one.pk})).content.decode()
    for said in ("The council did", "Accepted", "Office", "officer", "Who answers for it, in words"):
        assert said in page
    listed = officer.get(reverse("programme:risks")).content.decode()
    assert "1 risk is both likely and grave" in listed
    assert 'href="?state=live&amp;likelihood=4&amp;effect=5"' in listed
    csv = officer.get(reverse("programme:risks-csv") + "?state=accepted").content.decode()
    assert "1,skills,,Slimība,Illness,4,5,,,accepted,Office," in csv


def test_five_thousand_risks_take_as_many_queries_as_one_and_come_in_pages(office, officer, risk):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert officer.get(reverse("programme:risks")).status_code == 200
        return len(asked)

    queries()
    before = queries()
    RegisteredRisk.objects.bulk_create(
        RegisteredRisk(
            programme=office.programme, number=number, text="a", text_en="b", likelihood=1 + number % 5,
            effect=1 + number % 3, initiative=office.initiative,
        )
        for number in range(2, 5_001)
    )  # fmt: skip
    assert queries() == before
    page = officer.get(reverse("programme:risks") + "?page=200").content.decode()
    assert "Page 200 of 200" in page
