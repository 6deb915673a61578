"""Numbers, days and addresses in Latvian and English."""

from datetime import date, time
from decimal import Decimal

import pytest

from kurss.portal import languages

LANGUAGES = ("lv", "en")


@pytest.mark.parametrize(
    ("value", "latvian", "english"),
    [
        (0, "0", "0"),
        (540, "540", "540"),
        (3000, "3\u00a0000", "3\u00a0000"),
        (1234567, "1\u00a0234\u00a0567", "1\u00a0234\u00a0567"),
        (Decimal("1234.5"), "1\u00a0234,5", "1\u00a0234.5"),
        (Decimal("1234.50"), "1\u00a0234,5", "1\u00a0234.5"),
        (Decimal("1E+3"), "1\u00a0000", "1\u00a0000"),
        (-5, "\u22125", "\u22125"),
        (0.1, "0,1", "0.1"),
    ],
)
def test_a_number_is_written_as_its_readers_write_it(value, latvian, english):
    assert languages.number(value, "lv") == latvian
    assert languages.number(value, "en") == english


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Decimal("2.5"), 0, "3"),
        (Decimal("0.125"), 2, "0,13"),
        (Decimal("-0.125"), 2, "\u22120,13"),
        (Decimal("-0.001"), 2, "0,00"),
        (7, 1, "7,0"),
    ],
)
def test_rounding_is_half_up_and_a_rounded_nothing_has_no_sign(value, places, shown):
    assert languages.number(value, "lv", places=places) == shown


def test_what_is_not_a_number_is_not_shown_as_one():
    with pytest.raises(ValueError, match="not a number that can be shown"):
        languages.number(Decimal("NaN"), "lv")


def test_per_cent_keeps_its_sign_beside_the_number():
    assert languages.percent(Decimal("6.25"), "lv", places=1) == "6,3\u00a0%"
    assert languages.percent(15, "en") == "15\u00a0%"


def test_a_day_is_written_in_full():
    assert languages.day(date(2022, 9, 30), "lv") == "2022. gada 30. septembris"
    assert languages.day(date(2022, 9, 30), "en") == "30 September 2022"
    assert languages.on_day(date(2022, 9, 30), "lv") == "2022. gada 30. septembrī"
    assert languages.on_day(date(2022, 9, 30), "en") == "on 30 September 2022"
    assert languages.short_day(date(2022, 9, 3), "lv") == "03.09.2022."
    assert languages.short_day(date(2022, 9, 3), "en") == "3 Sept 2022"


@pytest.mark.parametrize(
    ("month", "forms"),
    [
        (1, "janvāris janvāra janvārim janvārī"),
        (2, "februāris februāra februārim februārī"),
        (3, "marts marta martam martā"),
        (4, "aprīlis aprīļa aprīlim aprīlī"),
        (5, "maijs maija maijam maijā"),
        (6, "jūnijs jūnija jūnijam jūnijā"),
        (7, "jūlijs jūlija jūlijam jūlijā"),
        (8, "augusts augusta augustam augustā"),
        (9, "septembris septembra septembrim septembrī"),
        (10, "oktobris oktobra oktobrim oktobrī"),
        (11, "novembris novembra novembrim novembrī"),
        (12, "decembris decembra decembrim decembrī"),
    ],
)
def test_a_latvian_month_has_its_four_cases(month, forms):
    cases = ("nominative", "genitive", "dative", "locative")
    assert " ".join(languages.latvian_month(month, case) for case in cases) == forms


def test_a_month_names_its_year():
    assert languages.month(date(2020, 9, 1), "lv", "genitive") == "2020. gada septembra"
    assert languages.month(date(2020, 9, 1), "en", "genitive") == "September 2020"


def test_the_clock_has_a_dot_in_latvian_and_a_colon_in_english():
    assert languages.clock(time(16, 0), "lv") == "16.00"
    assert languages.clock(time(9, 5), "en") == "09:05"


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/lv/", "/en/"),
        ("/lv/figures/L-01/?page=2", "/en/figures/L-01/?page=2"),
        ("/en/nowhere", "/en/nowhere"),
        ("/healthz", "/en/"),
        ("/", "/en/"),
        ("", "/en/"),
        ("/lv", "/en/"),
    ],
)
def test_the_language_switch_keeps_the_page(path, other):
    assert languages.same_page(path, "en", LANGUAGES) == other
