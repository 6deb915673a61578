"""A page of a large programme takes as many statements as of a small one, and shows no more than one reads."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kurss.programme.indicators import set_target
from kurss.programme.roadmap import plan_activity
from kurss.programme.tests.office import NOW, another_initiative
from kurss.programme.tests.test_measures import declared, measured

PAGES = (
    "programme/measures/",
    "programme/roadmap/",
    "programme/health/",
    "lint/",
    "indicators/",
    "indicators/scores/",
)


@pytest.fixture
def officer(office, client):
    client.force_login(office.officer)
    return client


def grown(office, numbers):
    """An initiative more for each number, with an activity, and an indicator that is promised and measured."""
    said = {"by": office.officer, "at": NOW}
    for n in numbers:
        initiative = another_initiative(office.officer, office.programme, f"more-{n}", n)
        plan_activity(
            initiative=initiative, order=1, title="a", title_en=f"Activity {n}", place="",
            planned_from=date(2022, 1, 1), planned_until=date(2022, 2, 1), **said,
        )  # fmt: skip
        own = declared(office, f"more.{n}", f"M-{n:02}", name_en=f"Number {n}")
        measured(office, own, initiative=initiative)
        set_target(
            indicator=own, kind="final", comparison="at_least", value=Decimal(n), document="icc", place="1",
            quote="", **said,
        )  # fmt: skip


def statements(officer, page):
    officer.get(f"/en/{page}")  # what is read once in a process is read now
    with CaptureQueriesContext(connection) as asked:
        assert officer.get(f"/en/{page}").status_code == 200
    return len(asked)


def test_every_long_page_takes_as_many_statements_for_a_large_programme(office, officer, monkeypatch):
    for limit in ("measured.AT_ONCE", "plan.ROWS_AT_ONCE", "scoring.AT_ONCE", "standing.AT_ONCE"):
        monkeypatch.setattr(f"kurss.programme.pages.{limit}", 1)
    grown(office, range(2, 4))
    few = {page: statements(officer, page) for page in PAGES}
    grown(office, range(4, 10))
    assert {page: statements(officer, page) for page in PAGES} == few


def test_long_measures_are_read_one_initiative_at_a_time(office, officer, monkeypatch):
    grown(office, range(2, 4))
    whole = officer.get("/en/programme/measures/").content.decode()
    assert 'id="of-more-2"' in whole
    assert 'id="of-more-3"' in whole
    assert "<select" not in whole.partition("<main")[2]
    monkeypatch.setattr("kurss.programme.pages.measured.AT_ONCE", 1)
    own = officer.get("/en/programme/measures/?initiative=more-3").content.decode()
    assert 'id="of-more-3"' in own
    assert 'id="of-more-2"' not in own
    assert 'id="across"' not in own
    assert 'id="of-skills"' in officer.get("/en/programme/measures/?initiative=nobody").content.decode()
    across = officer.get("/en/programme/measures/?initiative=-").content.decode()
    assert 'id="across"' in across
    assert 'id="of-' not in across


def test_whoever_enters_a_measure_comes_back_to_its_initiative(office, officer):
    declared(office)
    said = {"text": "Vārdi", "text_en": "Words", "place": "Slide 10", "indicator": "learning.children"}
    answer = officer.post("/en/programme/measures/output/add/", said | {"initiative": "skills"})
    assert answer["location"] == "/en/programme/measures/?initiative=skills#of-skills"


def test_how_the_programme_stands_names_few_records_of_a_kind_and_leads_to_all(office, officer, monkeypatch):
    monkeypatch.setattr("kurss.programme.pages.standing.AT_ONCE", 2)
    grown(office, range(2, 4))
    page = " ".join(officer.get("/en/programme/health/").content.decode().split())
    all_of_them = "/en/lint/?programme=icc&amp;rule=charter-missing"
    assert f'{all_of_them}">All of them: 3' in page
    listed = officer.get(all_of_them.replace("&amp;", "&"))
    assert {one.rule for group in listed.context["groups"] for one in group.findings} == {"charter-missing"}
    assert listed.context["shown"] == 3


def test_scores_are_cut_into_pages_with_the_points_first(office, officer, monkeypatch):
    monkeypatch.setattr("kurss.programme.pages.scoring.AT_ONCE", 2)
    grown(office, range(2, 5))
    first = officer.get("/en/indicators/scores/").content.decode()
    assert "Page 1 of 2" in first
    assert "Number 4" not in first
    assert "Number 4" in officer.get("/en/indicators/scores/?page=2").content.decode()
