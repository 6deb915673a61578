"""Two keys, one person: merging, marking as different, undoing."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kurss.journal.models import Detail, Entry
from kurss.people.acting import acts_for, may
from kurss.people.duplicates.deciding import (
    against,
    mark_different,
    merge,
    put_side_by_side,
    reopen,
    undo_merge,
)
from kurss.people.duplicates.refusals import (
    AlreadyOne,
    BothSignIn,
    DecidedMeanwhile,
    GuardianOfTheOther,
    MergedSince,
    NotOfThisPair,
    OneOfThemErased,
    OnlyOneIsMadeUp,
    UndoneAlready,
)
from kurss.people.erasure import erase_identity
from kurss.people.guardians import add_guardian
from kurss.people.models import Guardianship, Identity, Merge, Pair, PairState, Person
from kurss.people.permissions import Act, Role
from kurss.people.queries import children_of, guardians_of, identities, in_latvian_order
from kurss.people.refusals import NotAllowed
from kurss.people.register import close_account
from kurss.people.standing import keys_of, standing, standing_keys
from kurss.people.tests.city import LATER, MOMENT, TODAY, account, administrator, child, clerk, parent

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar():
    return account("registrar", Role.REGISTRAR)


def pair_of(one, other, by) -> Pair:
    return put_side_by_side(one=one, other=other, by=by, at=MOMENT)


def merged(gone, into, by) -> Merge:
    return merge(pair=pair_of(gone, into, by), into=into, by=by, at=MOMENT)


def test_after_a_merge_one_key_stands_for_both_and_the_other_is_no_longer_listed(registrar):
    anna, again = child(), child(given_name="Anna M.")
    merged(again, anna, registrar)
    assert standing(again) == anna == standing(anna)
    assert keys_of(anna) == keys_of(again) == {anna.pk, again.pk}
    assert standing_keys([again.pk]) == {again.pk: anna.pk}
    assert [person.pk for person in in_latvian_order()] == [anna.pk]
    assert identities([again.pk])[again.pk].given_name == "Anna"


def test_the_identity_that_stands_takes_what_it_lacks_and_gives_it_back(registrar):
    anna = child(email="", phone="", birth_date=None)
    again = child(given_name="Anna M.", email="anna@pasts.example", birth_date=date(2012, 3, 1))
    before = Identity.objects.filter(pk=anna.pk).values().get()
    done = merged(again, anna, registrar)
    stands = Identity.objects.get(pk=anna.pk)
    assert (stands.given_name, stands.email, stands.birth_date) == (
        "Anna",
        "anna@pasts.example",
        date(2012, 3, 1),
    )
    assert done.filled == ["birth_date", "email"]
    undo_merge(merge=done, by=registrar, at=LATER)
    assert Identity.objects.filter(pk=anna.pk).values().get() == before


def test_what_was_corrected_since_the_merge_stays_when_it_is_undone(registrar):
    anna, again = child(email=""), child(given_name="Anna M.", email="anna@pasts.example")
    done = merged(again, anna, registrar)
    Identity.objects.filter(pk=anna.pk).update(email="new@pasts.example")
    undo_merge(merge=done, by=registrar, at=LATER)
    assert Identity.objects.get(pk=anna.pk).email == "new@pasts.example"


def test_an_undone_merge_leaves_two_people_and_a_pair_to_decide(registrar):
    anna, again = child(), child(given_name="Anna M.")
    done = merged(again, anna, registrar)
    undo_merge(merge=done, by=registrar, at=LATER)
    assert standing(again) == again
    assert Pair.objects.get().state == PairState.PROPOSED
    assert not Merge.objects.live().exists()
    with pytest.raises(UndoneAlready, match="undone on 2022-09-01"):
        undo_merge(merge=done, by=registrar, at=LATER)


def test_a_person_merged_and_merged_again_is_one_step_away(registrar):
    first, second, third = child(), child(given_name="Anna M."), child(given_name="Anna Maria")
    one = merged(first, second, registrar)
    two = merged(second, third, registrar)
    assert standing(first) == standing(second) == third
    assert keys_of(first) == {first.pk, second.pk, third.pk}
    with pytest.raises(MergedSince, match="Undo the later one first"):
        undo_merge(merge=one, by=registrar, at=LATER)
    undo_merge(merge=two, by=registrar, at=LATER)
    assert standing(first) == second == standing(second)
    assert standing(third) == third
    undo_merge(merge=one, by=registrar, at=LATER)
    assert standing(first) == first


def test_the_database_refuses_a_chain_and_a_circle(registrar):
    first, second, third = child(), child(), child()
    Person.objects.filter(pk=first.pk).update(survivor=second)
    for chained, into in ((second, third), (third, first), (second, first), (second, second)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=chained.pk).update(survivor=into)
    assert standing(first) == second


def test_two_officers_deciding_at_once_get_one_decision_and_a_sentence(registrar):
    other = account("second registrar", Role.REGISTRAR)
    pair = pair_of(child(), child(), registrar)
    mark_different(pair=pair, by=registrar, at=MOMENT)
    for decide in (
        lambda: merge(pair=pair, into=pair.low, by=other, at=MOMENT),
        lambda: mark_different(pair=pair, by=other, at=MOMENT),
    ):
        with pytest.raises(DecidedMeanwhile, match="Another officer has decided"):
            decide()
    assert Pair.objects.get().state == PairState.DIFFERENT


def test_a_pair_whose_person_was_merged_elsewhere_is_not_decided(registrar):
    anna, again, third = child(), child(), child()
    waiting = pair_of(again, third, registrar)
    done = merged(again, anna, registrar)
    with pytest.raises(DecidedMeanwhile):
        merge(pair=waiting, into=third, by=registrar, at=MOMENT)
    assert waiting not in Pair.objects.to_decide()
    undo_merge(merge=done, by=registrar, at=LATER)
    assert waiting in Pair.objects.to_decide()


def test_what_is_marked_as_different_can_be_opened_again(registrar):
    pair = mark_different(pair=pair_of(child(), child(), registrar), because="Twins", by=registrar, at=MOMENT)
    assert pair.because == "Twins"
    assert reopen(pair=pair, by=registrar, at=LATER).state == PairState.PROPOSED
    with pytest.raises(UndoneAlready):
        reopen(pair=pair, by=registrar, at=LATER)


def test_the_guardians_of_both_act_for_the_child_and_no_bond_is_moved(registrar):
    anna, again = child(), child(given_name="Anna M.")
    ilze, janis = parent(), parent(given_name="Jānis")
    add_guardian(child=anna, guardian=ilze, by=clerk(), at=MOMENT)
    add_guardian(child=again, guardian=janis, by=clerk(), at=MOMENT)
    signs_in = account("ilze", Role.GUARDIAN, person=ilze)
    bonds = list(Guardianship.objects.values().order_by("pk"))
    assert not acts_for(signs_in, again, on=TODAY)
    done = merged(again, anna, registrar)
    assert acts_for(signs_in, again, on=TODAY)
    assert may(signs_in, Act.SEE_PEOPLE, at=MOMENT, person=again)
    assert {bond.guardian_id for bond in guardians_of(anna, on=TODAY)} == {ilze.pk, janis.pk}
    assert {bond.child_id for bond in children_of(janis, on=TODAY)} == {again.pk}
    undo_merge(merge=done, by=registrar, at=MOMENT)
    assert not acts_for(signs_in, again, on=TODAY)
    assert list(Guardianship.objects.values().order_by("pk")) == bonds


def test_a_guardian_registered_twice_acts_under_both_keys(registrar):
    anna, ilze, again = child(), parent(), parent(given_name="Ilze M.")
    add_guardian(child=anna, guardian=again, by=clerk(), at=MOMENT)
    signs_in = account("ilze", Role.GUARDIAN, person=ilze)
    assert not acts_for(signs_in, anna, on=TODAY)
    merged(again, ilze, registrar)
    assert acts_for(signs_in, anna, on=TODAY)


def test_a_parent_and_a_child_are_never_one_person(registrar):
    anna, ilze = child(), parent()
    add_guardian(child=anna, guardian=ilze, by=clerk(), at=MOMENT)
    pair = pair_of(anna, ilze, registrar)
    assert "guardian of the other" in against(pair)[0]
    with pytest.raises(GuardianOfTheOther):
        merge(pair=pair, into=ilze, by=registrar, at=MOMENT)
    assert standing(anna) == anna


def test_two_who_sign_in_are_merged_only_after_one_account_was_closed(registrar):
    ilze, again = parent(), parent(given_name="Ilze M.")
    account("ilze", Role.GUARDIAN, person=ilze)
    second = account("ilze again", Role.GUARDIAN, person=again)
    with pytest.raises(BothSignIn, match="close one account"):
        merged(again, ilze, registrar)
    close_account(account=second, by=administrator(), at=MOMENT)
    merge(pair=Pair.objects.get(), into=ilze, by=registrar, at=MOMENT)
    assert standing(again) == ilze


def test_what_makes_no_sense_is_refused_in_a_sentence(registrar):
    anna, other = child(), child()
    with pytest.raises(AlreadyOne):
        pair_of(anna, anna, registrar)
    with pytest.raises(OnlyOneIsMadeUp):
        merged(child(synthetic=True), anna, registrar)
    pair = pair_of(anna, other, registrar)
    with pytest.raises(NotOfThisPair):
        merge(pair=pair, into=child(), by=registrar, at=MOMENT)
    erase_identity(person=other, because="asked", by=administrator(), at=MOMENT)
    with pytest.raises(OneOfThemErased):
        merge(pair=pair, into=anna, by=registrar, at=MOMENT)
    assert not Merge.objects.exists()


def test_erasing_a_merged_person_erases_every_identity_behind_it(registrar):
    anna, again = child(), child(given_name="Anna M.")
    merged(again, anna, registrar)
    erase_identity(person=anna, because="asked", by=administrator(), at=MOMENT)
    assert not Identity.objects.filter(pk__in=(anna.pk, again.pk)).exists()
    assert standing(again) == anna


def test_only_a_registrar_decides_about_duplicates(registrar):
    pair = pair_of(child(), child(), registrar)
    for other in (clerk(), administrator()):
        with pytest.raises(NotAllowed):
            merge(pair=pair, into=pair.low, by=other, at=MOMENT)


def test_the_journal_knows_of_every_decision_and_of_no_name(registrar):
    done = merged(child(email=""), child(given_name="Anna M.", email="anna@pasts.example"), registrar)
    undo_merge(merge=done, by=registrar, at=MOMENT)
    acts = set(Entry.objects.values_list("act", flat=True))
    assert {"people.propose_duplicate", "people.merge", "people.take_in", "people.undo_merge"} <= acts
    said = " ".join(Detail.objects.values_list("value", flat=True))
    said += " ".join(Entry.objects.filter(kind="people.person").values_list("label", flat=True))
    assert not any(word in said for word in ("Anna", "Bērziņa", "pasts.example"))
