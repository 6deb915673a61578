"""Every figure of the case counted a second time, by another route: SQL over the raw tables."""

import csv
import hashlib
import io
import json
from decimal import Decimal

import pytest

SCHOOL_YEAR = """CASE WHEN extract(month FROM happened_on) >= 9 THEN extract(year FROM happened_on)
                 ELSE extract(year FROM happened_on) - 1 END"""
CAME = "is_current AND status IN ('present', 'late')"


def people(audience: str, prefix: str, year: str) -> str:
    """Persons of an audience with at least one attended session, by year."""
    return f"""
        SELECT '{prefix}' || ({year})::int, count(DISTINCT person_id)
        FROM learning_attendance WHERE {CAME} AND audience = '{audience}' GROUP BY 1"""


def places(audience: str, prefix: str, year: str) -> str:
    """Pairs of a person and a group with at least one attended session, by year."""
    return f"""
        SELECT '{prefix}' || y, count(*) FROM (
            SELECT DISTINCT ({year})::int AS y, person_id, group_key
            FROM learning_attendance WHERE {CAME} AND audience = '{audience}') AS pairs
        GROUP BY 1"""


CALENDAR_YEAR = "extract(year FROM happened_on)"
RESIDENTS = """
    SELECT 'Y' || y, (
        SELECT residents FROM population_populationcount
        WHERE series = 'csp' AND place = 'city'
          AND counted_on <= least(make_date(y + 1, 1, 1), date '2022-10-01')
          AND counted_on > least(make_date(y + 1, 1, 1), date '2022-10-01') - interval '1 year'
        ORDER BY counted_on DESC LIMIT 1)
    FROM generate_series(1999, 2022) AS y"""

EITHER = f"""
    SELECT 'SY' || y, count(DISTINCT person_id) FROM (
        SELECT ({SCHOOL_YEAR})::int AS y, person_id FROM learning_attendance WHERE {CAME} AND audience = 'child'
        UNION ALL
        SELECT ({SCHOOL_YEAR})::int, person_id FROM science_centre_participation
        WHERE is_current AND status = 'present' AND audience = 'child') AS anywhere
    GROUP BY 1"""

RECOUNTS = {
    "learning.children": people("child", "SY", SCHOOL_YEAR),
    "learning.adults": people("adult", "Y", CALENDAR_YEAR),
    "learning.teachers": people("teacher", "SY", SCHOOL_YEAR),
    "learning.child_participations": places("child", "SY", SCHOOL_YEAR),
    "learning.adult_participations": places("adult", "Y", CALENDAR_YEAR),
    "learning.children_with_centre": EITHER,
    "visits.visitors": "SELECT 'Y2022', sum(visitors) FROM science_centre_visit WHERE is_current",
    "visits.school_groups": """SELECT 'Y2022', count(DISTINCT school_group_id) FROM science_centre_visit
        WHERE is_current AND visitors > 0""",
    "visits.participations": """SELECT 'Y2022', count(*) FROM science_centre_participation
        WHERE is_current AND status = 'present'""",
    "context.residents": RESIDENTS,
}
RATIOS = {
    "learning.adults_share": ("learning.adults", "context.residents"),
    "learning.pupils_share": ("learning.children", "context.pupils"),
}


@pytest.fixture(scope="module")
def figures(city):
    return json.loads(city.kurss("figures", "--json").stdout)["figures"]


@pytest.fixture(scope="module")
def totals(figures):
    return {(f["indicator"], f["period"]): f for f in figures if not f["cell"]}


def recount(city, key):
    with city.connect() as connection:
        return {
            period: Decimal(value) for period, value in connection.execute(RECOUNTS[key]) if value is not None
        }


def test_every_computed_indicator_has_a_second_route(totals):
    assert {key for key, _ in totals} == set(RECOUNTS) | set(RATIOS)


@pytest.mark.parametrize("key", RECOUNTS)
def test_a_total_equals_its_recount_from_the_raw_tables(city, totals, key):
    counted = recount(city, key)
    assert counted
    shown = {period: Decimal(f["value"]) for (own, period), f in totals.items() if own == key and f["value"]}
    # A period between records may be a true zero, which SQL does not return.
    assert {period: value for period, value in shown.items() if value} == counted


@pytest.mark.parametrize("key", RATIOS)
def test_a_ratio_equals_the_division_of_its_recounts(city, totals, key):
    above, below = RATIOS[key]
    numerators = recount(city, above)
    denominators = recount(city, below) if below in RECOUNTS else {}
    own = {period: f for (k, period), f in totals.items() if k == key}
    assert set(own) >= set(numerators)
    for period, figure in own.items():
        if denominators.get(period):
            exact = numerators.get(period, Decimal(0)) / denominators[period]
            assert abs(Decimal(figure["value"]) - exact) <= Decimal("5e-13")
        else:
            assert (figure["value"], figure["reason"]) == (None, "missing")


@pytest.mark.parametrize("breakdown", ["gender", "age_band", "resident"])
def test_the_cells_of_a_breakdown_equal_their_recount(city, figures, breakdown):
    with city.connect() as connection:
        counted = {
            f"{breakdown}={value or ''}": n
            for value, n in connection.execute(
                f"""SELECT NULLIF({breakdown}, ''), count(DISTINCT person_id) FROM learning_attendance
                    WHERE {CAME} AND audience = 'child' AND ({SCHOOL_YEAR}) = 2021 GROUP BY 1"""
            )
        }
    shown = {
        f["cell"]: int(f["value"])
        for f in figures
        if (f["indicator"], f["period"]) == ("learning.children", "SY2021")
        and f["cell"].startswith(breakdown)
    }
    assert {cell: value for cell, value in shown.items() if value} == counted


def test_the_digest_of_a_total_is_made_of_the_ids_in_the_raw_table(city, totals):
    leaves = {}
    with city.connect() as connection:
        for gender, age_band, number in connection.execute(
            f"""SELECT gender, coalesce(age_band, ''), id FROM learning_attendance
                WHERE {CAME} AND audience = 'adult' AND extract(year FROM happened_on) = 2021"""
        ):
            leaves.setdefault(f"gender={gender};age_band={age_band}", []).append(str(number))
    figure = totals["learning.adult_participations", "Y2021"]
    assert figure["records"] == sum(len(ids) for ids in leaves.values())
    lines = [
        f"{key} {hashlib.sha256(chr(10).join(sorted(ids, key=lambda one: (len(one), one))).encode()).hexdigest()}"
        for key, ids in leaves.items()
    ]
    assert figure["digest"] == hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def test_every_figure_is_computed_again_to_the_same_bytes(city):
    answer = json.loads(city.kurss("figures", "--check", "--json").stdout)
    assert answer["compared"] > 100
    assert answer["disagree"] == []


def test_every_figure_that_rests_on_made_up_records_says_so(totals):
    for (key, _), figure in totals.items():
        if figure["records"]:
            assert figure["synthetic"] is key.startswith(("learning.", "visits."))


def test_the_public_table_shows_what_the_figures_say(city, site, totals):
    import urllib.request

    with urllib.request.urlopen(f"{site}/en/figures.csv") as answer:
        rows = list(csv.DictReader(io.StringIO(answer.read().decode("utf-8-sig"))))
    assert rows
    public = {row["address"]: row for row in rows if row.get("address")}
    shown = {f["address"]: f for f in totals.values()}
    assert set(public) <= set(shown)
    for address, row in public.items():
        assert row["value"] == (shown[address]["value"] or "")
        assert row["digest"] == shown[address]["digest"]


def test_a_child_in_courses_and_at_the_science_centre_is_counted_once(totals, figures):
    courses, either = (
        int(totals[key, "SY2021"]["value"]) for key in ("learning.children", "learning.children_with_centre")
    )
    by_place = [
        int(one["value"])
        for one in figures
        if (one["indicator"], one["period"]) == ("learning.children_with_centre", "SY2021")
        and one["cell"].startswith("place=")
        and one["value"]
    ]
    assert courses < either < sum(by_place), "some children are in both places, some at the centre alone"
