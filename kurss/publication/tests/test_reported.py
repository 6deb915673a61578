"""The table of what was reported and what was counted."""

from datetime import date
from decimal import Decimal

import pytest

from kurss.evidence.promises import state
from kurss.evidence.queries import accounts, latest_snapshot
from kurss.evidence.standing import Standing
from kurss.programme.tests.office import NOW
from kurss.publication import promise_rows
from kurss.publication.reported import rows, table


def plain(text):
    return text.replace("\u00a0", " ")


def row(code, language="en"):
    (found,) = [row for row in table(language) if row.code == code]
    return found


def test_a_declared_number_stands_beside_the_counted_one_with_both_differences(city):
    newcomers = row("N-01")
    assert newcomers.reported == "9\u00a0adults (2021)"
    assert newcomers.reported_place == "Section 3, KPI 1"
    assert newcomers.target == "at least 10\u00a0adults (2021)"
    assert newcomers.computed == "8"
    assert newcomers.figure.value == Decimal(8)
    assert newcomers.address == newcomers.figure.address
    assert newcomers.standing is Standing.MISSED
    assert newcomers.synthetic
    assert newcomers.initiative_title == "Initiative skills"
    assert plain(newcomers.difference) == (
        "The report says 9 adults in 2021; the records show 8: 1 fewer. 2 fewer than promised. "
        "9 of 11 residents would be 81.8 % even if every resident were an adult, "
        "yet the report says about 20 %."
    )


def test_the_same_in_latvian(city):
    newcomers = row("N-01", "lv")
    assert plain(newcomers.target) == "vismaz 10 pieaugušo (2021. gads)"
    assert plain(newcomers.difference) == (
        "Ziņojumā teikts: 9 pieaugušie 2021. gadā; ierakstos ir 8: par 1 mazāk. Par 2 mazāk nekā solīts. "
        "Ja iedzīvotāju ir 11, tad 9 ir 81,8 % pat tad, ja ikviens no tiem būtu pieaugušais; "
        "ziņojumā teikts: aptuveni 20 %."
    )


def test_what_no_record_proves_is_not_computed_and_says_why(city):
    rooms = row("C-01")
    assert rooms.computed == "Not computed"
    assert rooms.figure is None
    assert rooms.address == ""
    assert rooms.reported == "all rooms"
    assert rooms.target == "all rooms by 31 December 2021"
    assert rooms.standing is Standing.SAID
    assert rooms.difference == "Not computed. Rooms are not recorded yet."
    assert row("C-01", "lv").computed == "Nav aprēķināts"


def test_a_share_without_a_divisor_is_missing_and_names_what_is_missing(city):
    share = row("N-04")
    assert share.computed == "Data missing"
    assert share.standing is Standing.NONE
    assert share.difference == (
        "Not computed: there is “New people”, but no number of “Pupils” in 2021 to divide by. "
        "There is no source."
    )


def test_a_share_that_can_be_counted_is_compared_in_percentage_points(city):
    share = row("N-03")
    assert plain(share.computed) == "72.7 %"
    assert plain(share.difference).startswith(
        "The report says about 20 %; the records show 72.7 % in 2021: 52.7 percentage points more."
    )


def test_what_was_said_of_another_whole_is_never_subtracted(city):
    state(
        indicator=city.women,
        comparison="about",
        value=Decimal(6),
        unit="% sieviešu",
        unit_en="% of women",
        said_on=date(2022, 9, 30),
        author="City",
        document="report",
        place="Section 1",
        quote="About 6 % of women.",
        by_key="officer",
        at=NOW,
    )
    women = row("N-02")
    assert plain(women.reported) == "about 6 % of women"
    assert "not comparable" in women.difference
    assert "fewer" not in women.difference
    assert "nav salīdzināmi" in row("N-02", "lv").difference
    known = accounts(latest_snapshot())
    assert plain(promise_rows.row(known["test.women"], known, "en").beside) == "declared: about 6 % of women"


def test_only_what_the_report_speaks_of_has_a_row(city):
    assert [row.code for row in table("en")] == ["N-01", "N-03", "N-04", "C-01", "X-01"]


def test_before_the_first_seal_nothing_is_computed_and_nothing_is_zero(city):
    found = rows(accounts(None), language="en")
    assert {row.computed for row in found} == {"Not computed"}
    assert all(row.figure is None and not row.synthetic for row in found)


@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_table_takes_a_fixed_number_of_queries(city, language, django_assert_max_num_queries):
    with django_assert_max_num_queries(11):
        table(language)
