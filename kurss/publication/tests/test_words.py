"""What the sentences say, exactly; and what they must never say, for any numbers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurss.evidence.periods import Period
from kurss.publication import times, words
from kurss.publication.numerals import number
from kurss.publication.units import Unit

ADULTS = Unit("pieaugušie", "adults")
CHILDREN = Unit("bērni", "children")
RESIDENTS = Unit("iedzīvotāji", "residents")
SHARE = Unit("%", "%", percent=True)
YEAR = Period.parse("Y2021")
D = Decimal

values = st.decimals(min_value=0, max_value=10**7, places=2)
counts = st.integers(min_value=0, max_value=10**7).map(Decimal)
comparisons = st.sampled_from(["at_least", "more_than", "about", "exactly", "at_most"])
languages = st.sampled_from(["lv", "en"])
units = st.sampled_from([ADULTS, CHILDREN, SHARE])


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "latvian", "english"),
    [
        (0, "0 bērnu", "0 children"),
        (1, "1 bērns", "1 child"),
        (2, "2 bērni", "2 children"),
        (10, "10 bērnu", "10 children"),
        (11, "11 bērnu", "11 children"),
        (21, "21 bērns", "21 children"),
        (111, "111 bērnu", "111 children"),
        (121, "121 bērns", "121 children"),
        (1312, "1 312 bērnu", "1 312 children"),
        (1322, "1 322 bērni", "1 322 children"),
    ],
)
def test_a_noun_agrees_with_its_number(value, latvian, english):
    assert plain(CHILDREN.of(D(value), "lv")) == latvian
    assert plain(CHILDREN.of(D(value), "en")) == english


def test_the_report_and_the_records_are_set_side_by_side():
    said = {"comparison": "exactly", "said": D(3000), "value": D(1312), "unit": ADULTS}
    assert plain(
        words.report_against_records(
            **said, language="en", period=YEAR, participations="1\u00a0804 participations"
        )
    ) == ("The report says 3 000 adults in 2021; the records show 1 312 (1 804 participations): 1 688 fewer.")
    assert plain(
        words.report_against_records(**said, language="lv", period=YEAR, participations="1\u00a0804 dalības")
    ) == ("Ziņojumā teikts: 3 000 pieaugušo 2021. gadā; ierakstos ir 1 312 (1 804 dalības): par 1 688 mazāk.")


def test_a_share_differs_in_percentage_points():
    assert plain(words.report_against_records("about", D(6), D("3.98"), SHARE, "en")) == (
        "The report says about 6 %; the records show 4.0 %: 2.0 percentage points less."
    )
    assert plain(words.report_against_records("about", D(6), D("3.98"), SHARE, "lv")) == (
        "Ziņojumā teikts: aptuveni 6 %; ierakstos ir 4,0 %: par 2,0 procentpunktiem mazāk."
    )
    assert plain(words.gap(D("8.1"), D(6), SHARE, "lv")) == "par 2,1 procentpunktu vairāk"


def test_what_the_records_bear_out_is_not_called_a_difference():
    assert plain(words.report_against_records("about", D(6), D("5.8"), SHARE, "en")) == (
        "The report says about 6 %; the records show 5.8 %, which bears it out."
    )
    assert plain(words.report_against_records("exactly", D(700), D(700), CHILDREN, "lv")) == (
        "Ziņojumā teikts: 700 bērnu; ierakstos ir 700, tikpat."
    )


def test_a_promise_is_kept_missed_or_met_to_the_number():
    assert words.records_against_promise("at_least", D(500), D(540), CHILDREN, "en") == (
        "40 more than promised"
    )
    assert words.records_against_promise("at_least", D(500), D(540), CHILDREN, "lv") == (
        "par 40 vairāk nekā solīts"
    )
    assert words.records_against_promise("at_least", D(500), D(500), CHILDREN, "en") == "exactly as promised"
    assert words.records_against_promise("more_than", D(15), D(15), SHARE, "en") == (
        "exactly that, but more was promised"
    )
    assert words.records_against_promise("all", None, D(19), CHILDREN, "en") == ""


def test_a_number_and_a_share_that_cannot_both_be_true_are_named():
    said = (D(3000), ADULTS, D(32955), RESIDENTS, "about", D(6))
    assert plain(words.share_contradiction(*said, "en")) == (
        "3 000 of 32 955 residents would be 9.1 % even if every resident were an adult, "
        "yet the report says about 6 %."
    )
    assert plain(words.share_contradiction(*said, "lv")) == (
        "Ja iedzīvotāju ir 32 955, tad 3 000 ir 9,1 % pat tad, ja ikviens no tiem būtu pieaugušais; "
        "ziņojumā teikts: aptuveni 6 %."
    )


def test_a_share_of_a_smaller_whole_may_be_larger():
    assert words.share_contradiction(D(3000), ADULTS, D(32955), RESIDENTS, "about", D(12), "en") == ""
    assert words.share_contradiction(D(3000), RESIDENTS, D(32955), RESIDENTS, "about", D(12), "en") != ""


def test_promises_speak_of_all_in_the_gender_of_the_noun():
    institutions = Unit("izglītības iestādes", "educational institutions")
    assert words.spoken("all", None, institutions, "lv") == "visas izglītības iestādes"
    assert words.spoken("all", None, institutions, "en") == "all educational institutions"
    assert plain(words.spoken("at_least", D("1500.0000"), ADULTS, "lv")) == "vismaz 1 500 pieaugušo"
    assert plain(words.spoken("more_than", D(15), SHARE, "lv")) == "vairāk nekā 15 %"


def test_days_and_periods_stand_in_the_case_the_sentence_asks_for():
    assert times.during(Period.parse("SY2021"), "lv") == "2021./2022. mācību gadā"
    assert times.during(Period.parse("SY2021"), "en") == "in school year 2021/22"
    assert times.during(Period.parse("M2022-04"), "lv") == "2022. gada aprīlī"
    assert times.by(date(2023, 12, 31), "lv") == "līdz 2023. gada 31. decembrim"
    assert times.by(date(2023, 3, 1), "lv") == "līdz 2023. gada 1. martam"
    assert times.named(Period.parse("Y2021"), "en") == "2021"


def test_one_thing_with_two_values_is_named_and_one_value_is_not():
    assert (
        words.two_values(["230 pupils", "57 teachers"], "en") == "The report gives 230 pupils; 57 teachers."
    )
    assert words.two_values(["230 pupils", "230 pupils"], "en") == ""


@given(comparisons, values, values, units, languages)
def test_a_difference_of_nothing_is_never_claimed(comparison, said, value, unit, language):
    sentence = words.report_against_records(comparison, said, value, unit, language)
    gap = words.gap(value, said, unit, language)
    if unit.as_shown(value) == unit.as_shown(said):
        assert gap == ""
    elif gap:
        digits = [c for c in gap.split("par ")[-1].split("\u00a0")[0].split(" ")[0] if c.isdigit()]
        assert any(digit != "0" for digit in digits)
    for claim in (" 0 fewer", " 0 more", "par 0 ", "par 0,0 ", " 0.0 percentage"):
        assert claim not in sentence


@given(
    st.one_of(st.none(), values),
    st.one_of(st.none(), counts),
    comparisons,
    st.one_of(st.none(), values),
    languages,
)
def test_nothing_is_divided_by_zero_and_nothing_missing_is_compared(part, whole, comparison, share, language):
    sentence = words.share_contradiction(part, ADULTS, whole, RESIDENTS, comparison, share, language)
    if part is None or share is None or not whole:
        assert sentence == ""


@given(st.sampled_from(["", "missing", "refused", "suppressed", "not_applicable", "undefined"]), languages)
def test_a_missing_value_never_reads_as_a_zero(reason, language):
    said = words.reason(reason, language)
    assert said
    assert not any(c.isdigit() for c in said)
    assert "zero" not in said
    assert "nulle" not in said


@given(st.integers(min_value=-(10**9), max_value=10**9), languages)
def test_a_number_keeps_all_its_digits(value, language):
    written = number(value, language).replace("\u00a0", "").replace("\u2212", "-")
    assert int(written) == value
