"""What a family has in hand is read in as many statements for four children as for one."""

from datetime import date

from kurss.learning.rounds.mine import family_of, mine_of
from kurss.learning.rounds.planning import Places
from kurss.learning.tests.rounds import DURING, PLANNED, applied, opened, pool_of
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role


def test_a_family_of_four_children_takes_as_many_statements_as_one_of_one(city, django_assert_num_queries):
    parent = city.person("Ilze", born=date(1985, 1, 1))
    account = city.account("ilze@home.example", Role.GUARDIAN, person=parent)
    groups = [city.group("robots"), city.group("games")]
    round = opened(city, *(Places(pool_of(group)) for group in groups))

    def child(name, *wishes):
        own = city.person(name)
        bond = {"holds_from": date(2020, 1, 1), "by": city.administrator, "at": PLANNED}
        add_guardian(child=own, guardian=parent, **bond)
        applied(city, round, own, *wishes)

    child("Anna", groups[0])
    with django_assert_num_queries(11):
        told = mine_of(account, at=DURING)
    assert [len(member.applications) for member in told] == [1, 0]
    for name in ("Berta", "Cilda", "Dora"):
        child(name, *groups)
    with django_assert_num_queries(11):
        told = mine_of(account, at=DURING)
    assert sorted(len(member.applications) for member in told) == [0, 1, 1, 1, 1]
    wishes = [len(one.wishes) for member in told for one in member.applications]
    assert sorted(wishes) == [1, 2, 2, 2]


def test_nobody_acts_any_longer_for_a_child_who_has_grown_up(city):
    parent = city.person("Ilze", born=date(1985, 1, 1))
    account = city.account("ilze@home.example", Role.GUARDIAN, person=parent)
    child = city.person("Anna", born=date(2004, 3, 1))
    add_guardian(child=child, guardian=parent, holds_from=date(2010, 1, 1), by=city.administrator, at=PLANNED)
    assert child.pk in family_of(account, on=date(2022, 2, 28))
    assert child.pk not in family_of(account, on=date(2022, 3, 1))
