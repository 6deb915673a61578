"""The draw where some want two places: whose turn it is, what a reserve still keeps, and the same bytes."""

from __future__ import annotations

import random

from kurss.learning import draw as rules
from kurss.learning.draw import Applicant, Group, Wish, as_input, draw
from kurss.learning.tests.test_draw import FINAL


def test_second_places_go_first_to_those_with_the_worst_numbers():
    applicants = [Applicant(f"t{i}", [Wish("a"), Wish("b")], 2) for i in range(4)]
    output = draw(as_input("r", [Group("a", 4), Group("b", 1)], applicants), FINAL)
    worst = max((one.ticket for one in applicants), key=lambda ticket: rules.number_of(ticket, FINAL))
    second = [row for row in output["places"] if row["round"] == 2]
    assert [(row["ticket"], row["group"]) for row in second] == [(worst, "b")]


def test_of_fewer_second_places_than_a_reserve_still_lacks_the_best_of_its_own_get_them():
    groups = [Group("a", 2, reserves={"A": 2}), Group("b", 9)]
    marked = [Applicant(f"t{i}", [Wish("b"), Wish("a", mark="A")], 2) for i in range(3)]
    without = [Applicant("u1", [Wish("a")]), Applicant("u2", [Wish("b"), Wish("a")], 2)]
    output = draw(as_input("r", groups, [*marked, *without]), FINAL)
    worst = max((one.ticket for one in marked), key=lambda ticket: rules.number_of(ticket, FINAL))
    inside = [(row["round"], row["ticket"]) for row in output["places"] if row["group"] == "a"]
    assert sorted(inside) == [(1, "u1"), (2, worst)]


def test_a_draw_of_an_earlier_day_gives_the_same_bytes():
    chance = random.Random(1)
    groups = [
        Group(f"g{i:02}", 6, [(i % 5 * 60, i % 5 * 60 + 45)], {"A": 2} if i % 2 else {}) for i in range(20)
    ]
    applicants = [
        Applicant(
            f"{chance.getrandbits(64):016x}",
            [
                Wish(f"g{g:02}", int(chance.random() * 3), "A" if g % 2 and chance.random() < 0.3 else "")
                for g in sorted(range(20), key=lambda _g: chance.random())[:5]
            ],
            1 + (chance.random() < 0.25),
        )
        for _ in range(300)
    ]
    output = draw(as_input("earlier", groups, applicants), FINAL)
    assert rules.digest(output) == "75319f83364ce467888fe3053139028a410978e752e49c22455f93aec5754df5"
