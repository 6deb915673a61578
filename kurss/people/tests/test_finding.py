"""Searching the register: what is proposed, what is not proposed again, and what is measured."""

from datetime import date
from decimal import Decimal

import pytest

from kurss.journal.models import Detail
from kurss.people.duplicates.deciding import mark_different, merge, put_side_by_side, undo_merge
from kurss.people.duplicates.finding import find_duplicates
from kurss.people.duplicates.measuring import measure
from kurss.people.models import DuplicateSearch, Identity, Measurement, Pair, PairState
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.refusals import NotAllowed
from kurss.people.tests.city import LATER, MOMENT, account, administrator, child

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar():
    return account("registrar", Role.REGISTRAR)


@pytest.fixture
def twice():
    """Anna, entered by a parent and by the school; and two others."""
    child(given_name="Juris", family_name="Kalns", birth_date=date(2011, 5, 5), gender="male")
    child(given_name="Evelīna", family_name="Grosberga", birth_date=date(2013, 1, 9))
    return child(), child(given_name="Anna", family_name="Berzina")


def search(by) -> DuplicateSearch:
    return find_duplicates(by=by, at=MOMENT)


def test_a_child_entered_twice_is_proposed_once_and_with_its_reasons(registrar, twice):
    found = search(registrar)
    assert (found.people, found.found, found.new) == (4, 1, 1)
    pair = Pair.objects.get()
    assert {pair.low, pair.high} == set(twice)
    said = {part.comparison: part.level for part in pair.parts.all()}
    assert said == {"given": "same", "family": "folded", "born": "same", "gender": "same"}
    assert (search(registrar).new, Pair.objects.count()) == (0, 1)


def test_the_site_itself_searches_at_night_and_nobody_else_but_a_registrar(twice):
    assert search(unattended()).new == 1
    with pytest.raises(NotAllowed):
        search(administrator())


def test_who_was_marked_as_different_is_never_proposed_again(registrar, twice):
    search(registrar)
    mark_different(pair=Pair.objects.get(), by=registrar, at=MOMENT)
    assert search(registrar).found == 0
    assert Pair.objects.get().state == PairState.DIFFERENT


def test_nor_are_they_under_a_key_that_came_to_stand_for_one_of_them(registrar, twice):
    _anna, again = twice
    search(registrar)
    mark_different(pair=Pair.objects.get(), by=registrar, at=MOMENT)
    third = child(given_name="Anna", family_name="Bērziņa", email="a@b.example")
    pair = put_side_by_side(one=again, other=third, by=registrar, at=MOMENT)
    merge(pair=pair, into=third, by=registrar, at=MOMENT)
    assert search(registrar).found == 0


def test_a_merged_key_is_not_searched_and_an_undone_one_is_proposed_again(registrar, twice):
    search(registrar)
    pair = Pair.objects.get()
    done = merge(pair=pair, into=pair.low, by=registrar, at=MOMENT)
    assert (search(registrar).people, search(registrar).found) == (3, 0)
    undo_merge(merge=done, by=registrar, at=LATER)
    assert search(registrar).found == 1
    assert Pair.objects.to_decide().get() == pair


def test_a_proposal_goes_when_the_identity_was_corrected_and_an_officers_own_stays(registrar, twice):
    search(registrar)
    own = put_side_by_side(one=twice[0], other=child(given_name="Zane"), by=registrar, at=MOMENT)
    Identity.objects.filter(pk=twice[1].pk).update(given_name="Elza", birth_date=date(2010, 1, 1))
    assert search(registrar).found == 0
    assert Pair.objects.get() == own


def test_a_site_can_ask_for_more_evidence(registrar, twice, settings):
    settings.KURSS_DUPLICATE_BITS = 60
    assert search(registrar).found == 0
    assert DuplicateSearch.objects.get().threshold == Decimal("60")


def test_the_search_is_journalled_without_a_name(registrar, twice):
    search(registrar)
    said = " ".join(Detail.objects.values_list("value", flat=True))
    assert "Anna" not in said
    assert "4" in said


def test_a_measurement_is_kept_with_the_model_it_holds_for(registrar):
    one = measure(people=2_000, by=registrar, at=MOMENT)
    assert Measurement.objects.get() == one
    assert one.right <= one.proposed
    assert one.precision > 0.9
    assert one.recall > 0.8
    assert one.people == 2_000
    assert not Identity.objects.exists()
