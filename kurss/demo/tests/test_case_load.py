"""The Ventspils case, entered through the verbs of the modules."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kurss.demo.accounts import account_of, open_accounts
from kurss.demo.case_file import read_case
from kurss.demo.load_case import STEPS, load_case
from kurss.demo.loading import VENTSPILS
from kurss.evidence.models import Indicator, IndicatorVersion, Statement, Target
from kurss.journal.models import Entry
from kurss.partners.models import Partner
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.places.models import Institution, PupilCount
from kurss.population.models import PopulationCount
from kurss.programme import plan_queries, queries
from kurss.programme.lint.loading import load as view_of
from kurss.programme.lint.running import lint
from kurss.programme.logic.reading import model_of
from kurss.programme.models import (
    Body,
    Charter,
    Funding,
    Initiative,
    Meeting,
    Programme,
    RegisteredRisk,
    Risk,
)
from kurss.programme.money import Money
from kurss.programme.timeline import Span

NOW = datetime(2022, 9, 30, 18, tzinfo=UTC)


def load(case=None, tell=lambda said: None):
    return load_case(case or read_case(VENTSPILS), by=account_of(Role.PROGRAMME_OFFICER), at=NOW, tell=tell)


@pytest.fixture
def accounts(db):
    open_accounts(at=NOW)


@pytest.fixture
def city(accounts):
    load()
    return queries.current_programme()


def test_the_case_is_loaded_step_by_step_and_a_second_time_changes_nothing(accounts):
    said = []
    assert load(tell=said.append) == list(STEPS)
    assert said[0] == "places: 28 institutions"
    entries = Entry.objects.count()
    again = []
    assert load(tell=again.append) == []
    assert again == [f"{name}: there already" for name in STEPS]
    assert Entry.objects.count() == entries


def test_a_load_that_was_interrupted_is_completed_by_the_next(accounts, monkeypatch):
    done, step = STEPS["initiatives"]

    def interrupted(case, by, at):
        step(case, by, at)
        raise KeyboardInterrupt

    monkeypatch.setitem(STEPS, "initiatives", (done, interrupted))
    with pytest.raises(KeyboardInterrupt):
        load()
    assert Programme.objects.count() == 1
    assert not Initiative.objects.exists()
    assert not Charter.objects.exists()
    monkeypatch.setitem(STEPS, "initiatives", (done, step))
    assert load() == ["initiatives", "roadmap", "around", "indicators", "measures", "logic"]
    assert Initiative.objects.count() == 3


def test_whoever_is_no_programme_officer_loads_nothing(accounts):
    with pytest.raises(NotAllowed):
        load_case(read_case(VENTSPILS), by=account_of(Role.RESIDENT), at=NOW)
    assert not Institution.objects.exists()


def test_nothing_of_the_case_is_synthetic_and_everything_is_in_the_journal(city):
    for register in (Institution, Partner, PopulationCount):
        assert register.objects.exists()
        assert not register.objects.filter(synthetic=True).exists()
    officer = str(account_of(Role.PROGRAMME_OFFICER).pk)
    acts = Entry.objects.filter(by_key=officer).values_list("act", flat=True)
    assert len([act for act in acts if act == "programme.report_charter"]) == 3
    assert len([act for act in acts if act == "programme.declare_indicator"]) == 26


def test_the_report_contradicts_itself_on_the_dates_of_three_stages_and_both_dates_are_kept(city):
    stages = queries.programme_overview().stages
    assert [(sheet.stage.order, sheet.contradictory) for sheet in stages] == [
        (1, False),
        (2, True),
        (3, True),
        (4, True),
    ]
    assert [(row.starts_on, row.ends_on, row.months) for row in stages[1].periods] == [
        (date(2021, 2, 1), date(2021, 4, 30), 3),
        (date(2021, 2, 1), date(2021, 5, 31), None),
    ]
    assert all(row.months in (None, row.months_counted) for sheet in stages for row in sheet.periods), (
        "each length that the report prints is that of its months"
    )


def test_of_governance_and_of_the_stakeholder_map_the_report_shows_no_more_than_a_heading(city):
    bare = [
        row.title_en
        for sheet in queries.programme_overview().stages
        for row in sheet.artefacts
        if row.state != "delivered"
    ]
    assert bare == ["Ecosystem and stakeholders", "Governance of the roadmap"]


def test_the_charters_stand_as_reported_and_nobody_is_said_to_have_approved_them(city):
    sheets = queries.charters(city)
    assert [(sheet.charter.version, sheet.charter.state) for sheet in sheets] == [(1, "as_reported")] * 3
    assert {sheet.charter.source_id for sheet in sheets} == {"final-deliverable"}
    assert not Charter.objects.exclude(first_approver_key="").exists()
    assert {sheet.lead.name_en for sheet in sheets} == {"Ventspils Digital Centre"}
    assert [[row.name_en for row in sheet.team] for sheet in sheets] == [
        [
            "Ventspils Digital Centre",
            "Ventspils University of Applied Sciences",
            "Norway partners",
            "Municipal enterprise “Ventspils labiekārtošanas kombināts”",
        ],
        ["Ventspils Digital Centre", "Ventspils City Council"],
        [
            "Ventspils Digital Centre",
            "Ventspils University of Applied Sciences",
            "Ventspils High Technology Park",
        ],
    ]
    assert [len(sheet.risks) for sheet in sheets] == [3, 1, 3]


def test_costs_are_those_of_the_report_and_a_split_it_does_not_give_stays_unknown(city):
    sheets = queries.charters(city)
    assert [sheet.cost for sheet in sheets] == [
        Money(2_600_000_000, "EUR"),
        Money(400_000_000, "EUR"),
        Money(24_513_600, "EUR"),
    ]
    assert [row.amount for row in sheets[0].funding] == [None, None, None]
    assert [row.kind for row in sheets[0].funding] == [
        Funding.Kind.FOREIGN,
        Funding.Kind.STATE,
        Funding.Kind.MUNICIPAL,
    ]
    assert [row.amount for row in sheets[2].funding] == [Money(24_513_600, "EUR")]


def test_a_month_the_report_does_not_state_is_unknown_on_the_roadmap(city):
    sheet = plan_queries.roadmap(city)
    assert (sheet.months[0], sheet.months[-1]) == (date(2021, 9, 1), date(2022, 6, 1))
    vizium, networks, skills = sheet.initiatives
    assert [row.spans for row in vizium.activities] == [(Span(0, 3, opens=False, closes=True),), (), (), ()]
    assert [row.spans for row in skills.activities] == [(Span(0, 8),), (), ()]
    assert [plan.unnamed_milestones for plan in sheet.initiatives] == [5, 5, None]
    assert [(row.milestone.title_en, row.planned, row.reached) for row in vizium.milestones] == [
        ("Construction completed", 3, None),
        ("Equipment delivered", None, None),
        ("Centre open to visitors", 9, 9),
    ]
    assert [len(plan.overarching) for plan in sheet.initiatives] == [1, 1, 1]
    assert networks.milestones[0].planned == 3


def test_what_the_report_promises_and_what_it_declares_are_kept_apart(city):
    promised = {row.indicator.code: row.value for row in Target.objects.select_related("indicator")}
    assert promised == {
        "C-01": None,
        "C-02": None,
        "C-03": Decimal(100),
        "L-01": Decimal(500),
        "L-02": Decimal(1500),
        "L-03": Decimal(100),
        "L-04": Decimal(15),
        "V-01": Decimal(20),
        "V-02": Decimal(2),
        "V-03": Decimal(230),
        "V-04": Decimal(57),
        "V-05": Decimal(700),
        "V-06": Decimal(1),
        "V-07": Decimal(20),
    }
    declared = {row.indicator.code: row.value for row in Statement.objects.select_related("indicator")}
    assert declared == {
        "C-01": None,
        "C-02": None,
        "L-01": Decimal(700),
        "L-02": Decimal(3000),
        "L-04": Decimal(15),
        "L-05": Decimal(6),
        "L-08": Decimal(25),
    }


def test_an_indicator_is_defined_or_says_why_it_is_not_counted(city):
    defined = set(IndicatorVersion.objects.values_list("indicator__code", flat=True))
    assert defined == {"L-01", "L-02", "L-03", "L-04", "L-05", "L-06", "L-07", "P-01"}
    for indicator in Indicator.objects.all():
        assert (indicator.code in defined) == (indicator.uncounted == ""), indicator


def test_the_report_repeats_the_outputs_of_the_networks_as_their_outcomes(city):
    columns = {row.initiative.key: row for row in queries.measure_columns(city)}
    networks = columns["infrastructure"]
    assert (
        [row.indicator.code for row in networks.outputs]
        == [row.indicator.code for row in networks.outcomes]
        == ["C-01", "C-02"]
    )
    assert [row.indicator.code for row in columns["digital-skills"].outputs] == ["L-01", "L-02", "L-03"]
    assert [row.indicator.code for row in columns["vizium"].outcomes] == [
        "V-03",
        "V-05",
        "V-06",
        "V-07",
        "V-08",
    ]
    across = queries.cross_cutting(city)
    assert [row.indicator.code for row in across] == ["X-01", "X-02", "X-03"]
    assert "3000" in across[0].progress.final_en


def test_population_series_are_kept_apart(city):
    series = PopulationCount.objects.order_by("series").values_list("series", flat=True).distinct()
    assert list(series) == ["csp", "old_estimate", "old_estimate_rounded", "population_register"]
    count = PopulationCount.objects.get(series="csp", counted_on=date(2022, 1, 1))
    assert (count.residents, count.source) == (
        32955,
        "https://it.wiki7.org/wiki/Вентспилс (Wikipedia copy)",
    )
    assert {row.counted_on.year for row in PopulationCount.objects.filter(series="population_register")} == {
        2018,
        2019,
    }


def test_only_kindergartens_have_a_stated_number_of_pupils(city):
    counted = PupilCount.objects.select_related("institution")
    assert {row.institution.kind for row in counted} == {"kindergarten"}
    assert sum(row.pupils for row in counted if row.as_of.startswith("undated")) == 1650
    assert all(row.approximate and row.source for row in counted)


def test_review_and_way_forward_are_complete(city):
    review = queries.review(city)
    assert (len(review.successes), len(review.obstacles), len(review.lessons)) == (4, 3, 5)
    assert (len(review.observations), len(review.plans), len(review.reactions)) == (5, 2, 2)
    assert [len(ambition.targets_in_order) for ambition in review.ambitions] == [1, 3, 3, 1]
    assert [row.kind for row in review.commitments].count("resources") == 4
    strategy = queries.strategy(city)
    assert (len(strategy.higher), len(strategy.lower)) == (3, 3)
    assert (len(strategy.pros), len(strategy.cons)) == (6, 3)
    assert (len(strategy.guiding_thoughts), len(strategy.success_factors)) == (3, 3)
    assert len(strategy.municipal_goals) == 3
    assert len(queries.programme_overview().directions) == 3


def test_of_governance_the_charters_name_the_teams_and_nobody_is_rated_or_made_up(city):
    bodies = Body.objects.filter(programme=city)
    assert [(body.parent_id, body.mandate, body.seats.count()) for body in bodies] == [
        (None, "", 6),
        (None, "", 3),
        (None, "", 4),
    ]
    assert all(seat.place.startswith("Section 2, charter") for body in bodies for seat in body.seats.all())
    (meeting,) = Meeting.objects.filter(programme=city)
    assert (meeting.held_on, meeting.suggestions.count()) == (None, 0), (
        "the report gives no day and no suggestion"
    )
    register = RegisteredRisk.objects.filter(programme=city)
    assert [one.source.charter.initiative_id for one in register] == [one.initiative_id for one in register]
    assert register.count() == Risk.objects.filter(charter__initiative__programme=city).count() == 7
    assert {(one.likelihood, one.has_owner, one.state) for one in register} == {(None, False, "open")}


def test_the_logic_model_is_whole_and_says_which_arrows_are_ours(city):
    model = model_of(city)
    counted = {column.key: len(column.nodes) for column in model.columns}
    assert counted == {"activity": 9, "output": 8, "outcome": 11, "vision": 4}
    assert len(model.arrows) == 29
    assert all(arrow.assumption and arrow.assumption_en for arrow in model.arrows)
    read = [arrow for arrow in model.arrows if arrow.assumption_en.endswith("The arrow is our reading.")]
    assert len(read) == 16
    assert all(arrow.assumption.endswith("Bulta ir mūsu lasījums.") for arrow in read)


def test_the_lint_finds_in_the_logic_model_what_the_report_joins_to_nothing(city):
    """Nothing in the report leads to these, and an arrow of ours would only hide it."""
    rules = ("output-leads-nowhere", "outcome-from-nothing", "arrow-without-assumption")
    found = {
        one.rule.key: one.hit.detail_en
        for one in lint(view_of(city.pk, on=NOW.date()))
        if one.rule.key in rules
    }
    assert set(found) == {"output-leads-nowhere", "outcome-from-nothing"}
    assert "57 teachers" in found["output-leads-nowhere"]
    assert "international testing centre" in found["outcome-from-nothing"]
