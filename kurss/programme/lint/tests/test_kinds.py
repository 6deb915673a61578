"""The lint follows the kind of a programme: each leaves out what does not hold for it."""

from datetime import date

import pytest

from kurss.people.permissions import Role
from kurss.programme.beginning.kinds import shipped
from kurss.programme.beginning.starting import Begun, start_programme
from kurss.programme.lint.accepting import linted
from kurss.programme.lint.running import all_rules
from kurss.programme.tests.office import NOW, account

BEGUN = Begun(
    title="Programma", title_en="Programme", goal="Mērķis", goal_en="Goal", starts_on=date(2020, 9, 1),
    ends_on=date(2022, 9, 30), report="Ziņojums", report_en="Report", author="City", place="Plan",
)  # fmt: skip


@pytest.fixture
def found(db):
    officer = account("officer", Role.PROGRAMME_OFFICER)
    programmes = {
        key: start_programme(kind=kind, begun=BEGUN, stages={}, by=officer, at=NOW)
        for key, kind in shipped().items()
    }
    return {
        key: {finding.rule.key for finding in linted(programme.pk, on=date(2021, 6, 1)).open}
        for key, programme in programmes.items()
    }


def test_the_lint_asks_a_grants_programme_for_no_vision_and_an_icc_programme_for_one(found):
    assert "programme-without-vision" in found["icc-2020-22"]
    assert "programme-without-vision" not in found["eea-grants"]
    assert "stage-without-dates" in found["eea-grants"] & found["icc-2020-22"]


@pytest.mark.parametrize("key", shipped())
def test_a_kind_that_ships_leaves_out_rules_that_there_are(key):
    assert set(shipped()[key].rules_left_out) <= {rule.key for rule in all_rules()}
