from datetime import UTC, date, datetime

import pytest

from kurss.journal.queries import history_of
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.refusals import NotAllowed
from kurss.people.register import open_account
from kurss.people.roles import grant_role
from kurss.population.counting import CountedBefore, NoSource, UnknownSeries, record_count
from kurss.population.facts import RESIDENTS
from kurss.population.models import CITY, PopulationCount
from kurss.population.queries import latest, series_points, spans

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 9, 30, 18, tzinfo=UTC)


@pytest.fixture
def officer():
    account = open_account(email="o@city.example", name="Officer", by=unattended(), at=NOW)
    grant_role(account=account, role=Role.PROGRAMME_OFFICER, by=unattended(), at=NOW)
    return account


def count(officer, year, residents, series="csp", **said):
    said = {"place": CITY, "source": "https://example.lv", "by": officer, "at": NOW} | said
    return record_count(counted_on=date(year, 1, 1), residents=residents, series=series, **said)


def test_a_count_names_its_day_its_series_and_its_source(officer):
    row = count(officer, 2022, 32955, note="Quoted")
    assert PopulationCount.objects.values().get() == {
        "id": row.pk,
        "place": "city",
        "counted_on": date(2022, 1, 1),
        "residents": 32955,
        "series": "csp",
        "source": "https://example.lv",
        "note": "Quoted",
        "synthetic": False,
    }
    assert [entry.act for entry in history_of(row)] == ["population.count"]


def test_a_series_counts_a_place_once_a_day(officer):
    count(officer, 2019, 34377)
    with pytest.raises(CountedBefore, match="csp has a count of city on 2019-01-01"):
        count(officer, 2019, 34000)
    count(officer, 2019, 38059, series="population_register")
    count(officer, 2019, 9000, place="parventa")
    assert PopulationCount.objects.count() == 3


@pytest.mark.parametrize(
    ("said", "refusal"), [({"series": "guess"}, UnknownSeries), ({"source": "  "}, NoSource)]
)
def test_a_count_of_no_known_series_or_source_is_refused(officer, said, refusal):
    with pytest.raises(refusal):
        count(officer, 2019, 34377, **said)
    assert not PopulationCount.objects.exists()


def test_counting_takes_the_programme_officer():
    clerk = open_account(email="c@city.example", name="Clerk", by=unattended(), at=NOW)
    with pytest.raises(NotAllowed):
        count(clerk, 2019, 34377)


def test_series_are_never_mixed(officer):
    for year, residents in ((2020, 33906), (2018, 34844)):
        count(officer, year, residents)
    count(officer, 2021, 38000, series="population_register")
    assert [point.residents for point in series_points("csp")] == [34844, 33906]
    assert latest("csp").residents == 33906
    assert latest("population_register").residents == 38000
    assert latest("old_estimate") is None


def test_a_count_holds_until_the_next_of_its_own_series_and_for_a_year_at_most(officer):
    for year, residents in ((2018, 34844), (2020, 33906), (2022, 32955)):
        count(officer, year, residents)
    record_count(
        counted_on=date(2022, 7, 1), residents=32900, series="csp", place=CITY, source="s", by=officer, at=NOW
    )
    count(officer, 2019, 38059, series="population_register")
    count(officer, 2019, 9000, place="parventa")
    held = {(row.series, row.place, row.counted_on): row.holds_until for row in spans()}
    assert held == {
        ("csp", "city", date(2018, 1, 1)): date(2019, 1, 1),
        ("csp", "city", date(2020, 1, 1)): date(2020, 12, 31),
        ("csp", "city", date(2022, 1, 1)): date(2022, 7, 1),
        ("csp", "city", date(2022, 7, 1)): date(2023, 7, 1),
        ("population_register", "city", date(2019, 1, 1)): date(2020, 1, 1),
        ("csp", "parventa", date(2019, 1, 1)): date(2020, 1, 1),
    }


def test_the_fact_reads_what_the_register_holds(officer):
    row = count(officer, 2022, 32955)
    paths = [RESIDENTS.record, RESIDENTS.time.holds_from, RESIDENTS.time.holds_until, RESIDENTS.synthetic]
    paths += [each.path for each in (*RESIDENTS.dimensions, *RESIDENTS.quantities)]
    assert RESIDENTS.rows().values_list(*paths).get() == (
        row.pk,
        date(2022, 1, 1),
        date(2023, 1, 1),
        False,
        "city",
        "csp",
        32955,
    )
