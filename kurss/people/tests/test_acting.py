from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from kurss.journal.seals import Wording
from kurss.people.acting import may, note, note_many, permit, roles_of
from kurss.people.guardians import add_guardian
from kurss.people.models import Account
from kurss.people.permissions import UNATTENDED, Act, Role, Scope
from kurss.people.queries import unattended
from kurss.people.refusals import NotAllowed
from kurss.people.tests.city import LATER, MOMENT, account, child, clerk, parent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("act", Act)
def test_the_public_may_do_nothing_that_is_asked_for(act):
    assert not may(None, act, at=MOMENT)
    assert not may(AnonymousUser(), act, at=MOMENT)
    assert not may(account("no role"), act, at=MOMENT)


@pytest.mark.parametrize("act", Act)
def test_unattended_work_may_do_only_what_is_declared(act):
    assert may(unattended(), act, at=MOMENT) == (act in UNATTENDED)


def test_a_refusal_says_who_may_not_do_what_where_and_which_role_would():
    with pytest.raises(
        NotAllowed,
        match=r"ilze may not do “learning\.mark” for school: it takes the role Teacher or Course admin",
    ):
        permit(account("ilze"), Act.MARK_ATTENDANCE, at=MOMENT, place="school")
    with pytest.raises(
        NotAllowed, match=r"Somebody who has not signed in may not do “journal\.read”: it takes"
    ):
        permit(None, Act.READ_JOURNAL, at=MOMENT)


def test_a_closed_account_may_do_nothing():
    ilze = account("ilze", Role.ADMINISTRATOR)
    Account.objects.filter(pk=ilze.pk).update(is_active=False)
    assert not may(Account.objects.get(pk=ilze.pk), Act.MANAGE_ROLES, at=MOMENT)
    assert roles_of(Account.objects.get(pk=ilze.pk), at=MOMENT) == frozenset()


def test_two_roles_of_one_account_add_up():
    ilze = account("ilze", Role.TEACHER, scope=Scope.PLACE, scope_key="school")
    both = account("both", Role.TEACHER, Role.APPROVER)
    assert roles_of(both, at=MOMENT) == {Role.TEACHER, Role.APPROVER}
    assert may(both, Act.APPROVE_CHARTER, at=MOMENT, initiative="vizium")
    assert may(both, Act.MARK_ATTENDANCE, at=MOMENT, place="school")
    assert may(ilze, Act.MARK_ATTENDANCE, at=MOMENT, place="school")
    assert not may(ilze, Act.MARK_ATTENDANCE, at=MOMENT, place="centre")


def test_the_roles_of_an_account_are_read_once(django_assert_num_queries):
    ilze = Account.objects.get(pk=account("ilze", Role.TEACHER).pk)
    with django_assert_num_queries(1):
        for _ in range(100):
            permit(ilze, Act.MARK_ATTENDANCE, at=MOMENT, place="school")


def test_a_guardian_acts_for_a_child_in_care_and_for_nobody_else():
    anna, mother = child(), parent()
    add_guardian(child=anna, guardian=mother, by=clerk(), at=MOMENT)
    hers = account("ilze", Role.GUARDIAN, person=mother)
    assert may(hers, Act.ENROL, at=MOMENT, place="centre", person=anna)
    assert may(hers, Act.ENROL, at=MOMENT, place="centre", person=anna.key)
    assert not may(hers, Act.ENROL, at=MOMENT, place="centre", person=child())
    assert not may(hers, Act.ENROL, at=MOMENT, place="centre")
    assert not may(hers, Act.MARK_ATTENDANCE, at=MOMENT, place="centre", person=anna)


def test_care_without_the_role_of_guardian_opens_nothing():
    anna, mother = child(), parent()
    add_guardian(child=anna, guardian=mother, by=clerk(), at=MOMENT)
    assert not may(account("ilze", person=mother), Act.ENROL, at=MOMENT, person=anna)


def test_the_journal_names_who_acts_for_the_city_and_not_a_private_person():
    about, teacher = child(), account("teacher", Role.TEACHER)
    mother = account("ilze", Role.GUARDIAN)
    assert note(by=teacher, at=MOMENT, act="learning.mark", about=about).by_label == "teacher"
    assert note(by=unattended(), at=MOMENT, act="evidence.seal", about=about).by_label == "Kurss"
    private = note(by=mother, at=MOMENT, act="learning.enrol", about=about)
    assert (private.by_label, private.by_key) == ("", str(mother.pk))


def test_a_note_says_days_and_moments_in_iso_and_leaves_out_what_is_none():
    written = note(
        by=clerk(),
        at=MOMENT,
        act=Act.ENROL,
        about=child(),
        day=date(2021, 9, 7),
        when=LATER,
        seat=3,
        why=None,
    )
    assert (written.act, written.kind) == ("learning.enrol", "people.person")
    assert {d.name: d.value for d in written.details.all()} == {
        "day": "2021-09-07",
        "when": "2022-09-01T09:00:00+03:00",
        "seat": "3",
    }
    assert written.wording() is Wording.INTACT


def test_many_notes_are_written_in_their_order(django_assert_num_queries):
    by, people = clerk(), [child(), child()]
    roles_of(by, at=MOMENT)
    with django_assert_num_queries(2):
        written = note_many([(p, {"row": n}) for n, p in enumerate(people)], by=by, at=MOMENT, act="a.b")
    assert [entry.key for entry in written] == [str(person.key) for person in people]
