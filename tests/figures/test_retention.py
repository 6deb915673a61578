"""Retention takes names away and moves no figure: neither a released one, nor one that is sealed afterwards."""

from datetime import UTC, datetime

import pytest

from kurss.evidence.figures import recheck
from kurss.people.models import Identity
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.register import open_account
from kurss.privacy import retention
from tests.figures.small_city import BEFORE, account, build
from tests.figures.test_opening import seal, values

pytestmark = pytest.mark.django_db
A_YEAR_LATER = datetime(2023, 5, 31, 12, tzinfo=UTC)  # the season ends on 31 May 2022, its last day included
THE_DAY_AFTER = datetime(2023, 6, 2, 12, tzinfo=UTC)


@pytest.fixture
def city(settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    made = build()
    made.come("tuesday", "anna", "juris")
    made.come("wednesday", "anna", "olga")
    retention.decide(
        key="learning.learners",
        days=365,
        is_on=True,
        source="Lēmums",
        source_en="Decision",
        by=account(Role.DATA_PROTECTION_OFFICER),
        at=BEFORE,
    )
    return made


def known(city) -> set[str]:
    return {name for name, person in city.people.items() if Identity.objects.filter(person=person).exists()}


def erased(at: datetime) -> int:
    runs = {run.rule: run for run in retention.apply(by=unattended(), at=at)}
    assert runs["learning.learners"].trouble == ""
    return runs["learning.learners"].removed


def test_names_go_a_year_after_the_last_season_and_no_figure_moves(city):
    before = seal(city)
    released = values(before)
    open_account(
        email="olga@city.example", name="Olga", person=city.people["olga"], by=unattended(), at=BEFORE
    )
    everybody = known(city)
    assert retention.standing_of("learning.learners").preview(A_YEAR_LATER) == 0
    assert erased(A_YEAR_LATER) == 0
    assert known(city) == everybody

    assert retention.standing_of("learning.learners").preview(THE_DAY_AFTER) == 4
    assert erased(THE_DAY_AFTER) == 4
    assert known(city) == {"olga"}  # who has an account in use decides about it
    assert values(before) == released
    assert recheck(snapshot=before)[1] == []
    after = seal(city)
    assert after.digest == before.digest
    assert values(after) == released
    assert erased(THE_DAY_AFTER) == 0
