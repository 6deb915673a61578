"""Nobody is written to at an address of the register whose use is restricted."""

import pytest

from kurss.learning.rounds.readers import readers_of
from kurss.people.restricting import restrict
from kurss.people.tests.city import MOMENT, officer, parent

pytestmark = pytest.mark.django_db


def test_a_letter_goes_to_no_address_whose_use_is_restricted():
    one, other = (parent(email=f"{name}@home.example") for name in ("one", "other"))
    assert set(readers_of([one.pk, other.pk], at=MOMENT)) == {one.pk, other.pk}
    restrict(person=one, ground="accuracy", because="request 1", by=officer(), at=MOMENT)
    assert set(readers_of([one.pk, other.pk], at=MOMENT)) == {other.pk}
