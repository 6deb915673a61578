"""What evidence refuses, it refuses in the reader's language."""

import pytest
from django.utils import translation

from kurss.evidence import exchange, soundness
from kurss.evidence.definition import Counts, Definition, UnsoundDefinition
from kurss.evidence.facts import UnknownFact, fact
from kurss.evidence.periods import NoSuchPeriod, Period


@pytest.mark.parametrize(
    ("refused", "act", "latvian"),
    [
        (
            UnsoundDefinition,
            lambda: soundness.check(Definition(counts=Counts.RATIO)),
            "Attiecībai vajag skaitītāju un saucēju: nosauciet abus rādītājus.",
        ),
        (UnknownFact, lambda: fact("nonsense"), "Fakta 'nonsense' nav. Zināmie fakti: "),
        (NoSuchPeriod, lambda: Period.parse("2021"), "'2021' nav periods. Rakstiet SY2021"),
        (exchange.Unreadable, lambda: exchange.from_toml("="), "Fails nav TOML: "),
        (exchange.Unreadable, lambda: exchange.from_csv("row,key,x\n"), "Virsrakstā ir nezināmas ailes: x."),
    ],
)
def test_what_is_refused_is_said_in_the_language_of_whoever_reads_it(refused, act, latvian):
    with translation.override("lv"), pytest.raises(refused) as raised:
        act()
    assert latvian in str(raised.value)
