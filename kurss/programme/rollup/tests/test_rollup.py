"""The roll-up: each figure from records, absent where nothing is recorded, opening to what it counted."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kurss.partners.register import register_partner
from kurss.programme.ledger.budget import plan_line
from kurss.programme.ledger.sources import add_source
from kurss.programme.models import Meeting
from kurss.programme.pipeline.proposals import State, add_proposal, decide, take_part
from kurss.programme.roadmap import plan_activity
from kurss.programme.rollup.figures import rolled_up, years_of
from kurss.programme.tests.office import NOW, another_initiative, another_programme
from kurss.sheets.reading import read


@pytest.fixture
def said(office):
    return {"by": office.officer, "at": NOW}


def of(programmes, year=None):
    return {one.key: one for one in rolled_up(programmes, year)}


def values(figure):
    return [(one.value, one.currency, one.part) for one in figure.amounts]


def test_where_nothing_is_recorded_the_figure_is_absent_and_never_nought(office):
    assert {key: one.amounts for key, one in of([office.programme]).items()} == dict.fromkeys(
        ("actions", "money", "levered", "private", "collaborations", "events"), ()
    )


@pytest.fixture
def told(office, said):
    """Something of each figure."""
    own = {"initiative": office.initiative, "place": "", **said}
    plan_activity(order=1, title="a", title_en="In 2021", planned_from=date(2021, 3, 1),
                  planned_until=date(2021, 4, 1), **own)  # fmt: skip
    plan_activity(order=2, title="b", title_en="Undated", **own)
    plan_activity(order=3, title="c", title_en="Yearly", yearly_months=(9, 5), **own)
    company = register_partner(
        key="maker", name="Ražotājs", name_en="Maker", kind="company", by_key="x", at=NOW
    )
    for key, kind, partner, year, cents in (
        ("own", "own", None, 2021, 700),
        ("erdf", "erdf", None, 2021, 9_000),
        ("state", "state", None, None, None),
        ("private", "private", company, 2022, 50),
    ):
        source = add_source(
            programme=office.programme, key=key, kind=kind, title=key, title_en=key, partner=partner, **said
        )
        plan_line(
            initiative=office.initiative, source=source, year=year, amount_cents=cents, currency="EUR", **said
        )
    proposal = add_proposal(programme=office.programme, title="a", title_en="With Haskovo", **said)
    take_part(proposal=proposal, name="Haskova", name_en="Haskovo", kind="municipality", **said)
    decide(proposal=proposal, state=State.WRITING, on=date(2022, 9, 1), **said)
    Meeting.objects.create(programme=office.programme, title="a", title_en="b", held_on=date(2021, 5, 5))
    return office.programme


def test_each_figure_is_counted_from_records_by_programme_and_year(office, told):
    every = of([told])
    assert values(every["actions"]) == [(3, "", "")]
    assert sorted(value for value, _currency, _part in values(every["money"])) == [50, 700, 9_000]
    assert values(every["levered"]) == [(9_000, "EUR", "")]
    assert (every["levered"].unstated, len(every["levered"].records)) == (1, 2)
    assert [values(every[key]) for key in ("private", "collaborations", "events")] == [[(1, "", "")]] * 3
    then = of([told], 2021)
    assert {one.label for one in then["actions"].records} in ({"In 2021", "Yearly"}, {"a", "c"})
    assert (then["actions"].undated, then["money"].undated, then["private"].undated) == (1, 1, 1)
    assert values(then["collaborations"]) == [(0, "", "")]
    assert values(of([told], 2022)["events"]) == [(0, "", "")]
    other = another_programme(office.officer)
    assert values(of([told, other])["actions"]) == [(3, "", "")]
    assert years_of([told]) == (2020, 2021, 2022)


def test_a_figure_opens_to_its_records_and_goes_out_as_a_file(office, told):
    client = Client()
    client.force_login(office.officer)
    page = client.get(f"{reverse('programme:roll-up')}?year=2021").content.decode()
    assert "bears no year" in page or "bear no year" in page
    for key in ("actions", "money", "levered", "private", "collaborations", "events"):
        opened = client.get(reverse("programme:roll-up-figure", kwargs={"figure": key}))
        assert opened.status_code == 200
        assert len(opened.context["records"]) > 0
    assert client.get(reverse("programme:roll-up-figure", kwargs={"figure": "luck"})).status_code == 404
    assert client.get(f"{reverse('programme:roll-up')}?programme=none").status_code == 404
    rows = read(client.get(reverse("programme:roll-up-file", kwargs={"kind": "csv"})).content).lines
    assert len(rows) == 8
    told_ = json.loads(client.get(reverse("programme:roll-up-file", kwargs={"kind": "json"})).content)
    assert [one["figure"] for one in told_["figures"]][:3] == ["actions", "money", "levered"]
    assert told_["figures"][2]["amounts"] == [{"part": "", "currency": "EUR", "value": "90.00"}]


def test_the_roll_up_of_more_records_takes_as_many_queries(office, told, said):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            rolled_up([told], 2021)
        return len(asked)

    queries()  # what is read once in a process is read now
    before = queries()
    more = another_initiative(office.officer, told, "more", 2)
    for order in range(1, 9):
        plan_activity(initiative=more, order=order, title="a", title_en="b", place="", **said)
        proposal = add_proposal(programme=told, title="a", title_en="b", **said)
        take_part(proposal=proposal, name=f"a{order}", name_en=f"b{order}", kind="company", **said)
    assert queries() == before
