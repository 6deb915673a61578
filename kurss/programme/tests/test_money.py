from decimal import Decimal

import pytest

from kurss.programme.money import CurrenciesDiffer, Money, by_currency


def test_money_is_whole_cents_and_adds_up_within_one_currency():
    assert Money(2_600_000_000, "EUR") + Money(1, "EUR") == Money(2_600_000_001, "EUR")
    assert Money(24_513_650, "EUR").amount == Decimal("245136.50")


def test_two_currencies_never_add_up():
    with pytest.raises(CurrenciesDiffer, match="EUR and NOK cannot be added: show them as two amounts"):
        Money(1, "EUR") + Money(1, "NOK")


def test_amounts_in_two_currencies_give_two_totals():
    amounts = [Money(100, "EUR"), Money(50, "NOK"), Money(200, "EUR")]
    assert by_currency(amounts) == (Money(300, "EUR"), Money(50, "NOK"))
    assert by_currency([]) == ()
