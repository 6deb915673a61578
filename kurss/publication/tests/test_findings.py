"""Titles that say the finding, in both languages, for any tally and any history."""

from decimal import Decimal

import pytest

from kurss.evidence.standing import Standing
from kurss.publication import findings
from kurss.publication.findings import Moment
from kurss.publication.units import Unit

CHILDREN = Unit("bērni", "children")
RESIDENTS = Unit("iedzīvotāji", "residents")
MET, ON, RISK, OFF, MISSED = Standing.MET, Standing.ON, Standing.RISK, Standing.OFF, Standing.MISSED
SAID, NONE = Standing.SAID, Standing.NONE


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("tally", "english", "latvian"),
    [
        ({}, "No promises yet.", "Solījumu vēl nav."),
        (
            {ON: 7, RISK: 3, OFF: 1, SAID: 1, NONE: 4},
            "Sixteen promises. Seven on track, three at risk, one off track; "
            "five that no record can yet prove.",
            "Sešpadsmit solījumu. Septiņi pildās, trīs apdraudēti, viens atpaliek; "
            "pieci vēl nav pierādāmi ar ierakstiem.",
        ),
        (
            {MET: 2, MISSED: 1, NONE: 10},
            "Thirteen promises. Two met, one missed; ten that no record can yet prove.",
            "Trīspadsmit solījumu. Divi izpildīti, viens nav izpildīts; desmit vēl nav pierādāmi ar ierakstiem.",
        ),
        ({ON: 1}, "One promise. One on track.", "Viens solījums. Viens pildās."),
        (
            {RISK: 1, NONE: 1},
            "Two promises. One at risk; one that no record can yet prove.",
            "Divi solījumi. Viens apdraudēts; viens vēl nav pierādāms ar ierakstiem.",
        ),
        (
            {SAID: 2, NONE: 11},
            "Thirteen promises, none of which any record can yet prove.",
            "Trīspadsmit solījumu, un nevienu vēl nevar pierādīt ar ierakstiem.",
        ),
        ({ON: 34}, "34 promises. 34 on track.", "34 solījumi. 34 pildās."),
    ],
)
def test_the_first_title_counts_the_promises_by_state(tally, english, latvian):
    assert findings.promises(tally, "en") == english
    assert findings.promises(tally, "lv") == latvian


def test_lines_without_a_number_are_no_promises():
    assert findings.without_number(7, "en") == "Seven more lines of the report promise no number."
    assert findings.without_number(1, "en") == "One more line of the report promises no number."
    assert findings.without_number(7, "lv") == "Vēl 7 rādītājiem ziņojumā skaitlis nav solīts."
    assert findings.without_number(0, "en") == ""


def test_a_trend_names_both_ends_and_the_difference():
    first, last = Moment("2020/21", Decimal(482)), Moment("2021/22", Decimal(540))
    assert findings.trend(first, last, CHILDREN, "en") == "From 482 in 2020/21 to 540 in 2021/22: 58 more"
    assert findings.trend(first, last, CHILDREN, "lv") == "No 482 (2020/21) līdz 540 (2021/22): par 58 vairāk"
    assert findings.trend(first, Moment("2021/22", Decimal(482)), CHILDREN, "en") == (
        "The same in 2020/21 and 2021/22: 482"
    )


def test_a_stock_that_fell_by_about_a_quarter_is_said_to_have():
    then, now = Moment("2000", Decimal(44233)), Moment("2022", Decimal(32955))
    assert findings.change_of_stock("Ventspils", then, now, RESIDENTS, "en") == (
        "Ventspils has a quarter fewer residents than in 2000"
    )
    assert findings.change_of_stock("Ventspils", then, now, RESIDENTS, "lv") == (
        "Ventspils: iedzīvotāju par ceturtdaļu mazāk nekā 2000. gadā"
    )
    assert plain(
        findings.change_of_stock("X", Moment("1", Decimal(100)), Moment("2", Decimal(114)), RESIDENTS, "en")
    ) == ("X has 14 % more residents than in 1")
    assert findings.change_of_stock("X", Moment("1", Decimal(0)), now, RESIDENTS, "en") == (
        "X: 32\u00a0955\u00a0residents, 2022"
    )


def test_rows_that_do_not_add_up_say_so_and_rows_that_do_say_nothing():
    assert findings.sum_of_parts(Decimal(612), Decimal(540), "en") == (
        "Rows add to 612, unique total 540: 72 repeat memberships."
    )
    assert findings.sum_of_parts(Decimal(540), Decimal(540), "en") == ""


def test_a_period_that_is_not_over_makes_no_trend():
    first, last = Moment("2021", Decimal(1358)), Moment("2022", Decimal(591))
    assert plain(findings.not_yet_a_trend(first, last, CHILDREN, "en")) == "1 358 in 2021; 591 so far in 2022"
    assert plain(findings.not_yet_a_trend(first, last, CHILDREN, "lv")) == "2021: 1 358; 2022: līdz šim 591"
