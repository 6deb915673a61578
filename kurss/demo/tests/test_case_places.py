"""The places and quotations of the case, read by who has no English."""

import re
import tomllib
from pathlib import Path

from kurss.demo.loading import VENTSPILS
from kurss.programme.report_places import place_in


def places_of_the_case() -> list[str]:
    written = "".join(Path(file).read_text() for file in sorted(VENTSPILS.glob("*.toml")))
    return sorted(set(re.findall(r'\bplace = "([^"]+)"', written)))


def test_every_place_of_the_case_can_be_said_in_latvian():
    found = places_of_the_case()
    assert len(found) > 100
    assert [place for place in found if place_in(place, "lv").language != "lv"] == []


def test_every_quotation_of_a_promise_or_a_statement_has_our_translation():
    told = tomllib.loads((VENTSPILS / "indicators.toml").read_text())["indicator"]
    said = [
        one for indicator in told for one in (*indicator.get("target", ()), *indicator.get("statement", ()))
    ]
    assert len(said) > 25
    assert [one["quote"] for one in said if not one.get("translation")] == []
