"""Other ways of giving places, for comparison with the draw: why not these. Small and plain, for tests only.

Preferences are lists of groups by applicant, priorities lists of applicants by group, best first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import permutations

Preferences = Mapping[str, Sequence[str]]
Priorities = Mapping[str, Sequence[str]]
Outcome = dict[str, str]


def serial_dictatorship(preferences: Preferences, places: Mapping[str, int], order: Sequence[str]) -> Outcome:
    """In the order drawn, each takes the best that is left."""
    left, given = dict(places), {}
    for who in order:
        choice = next((group for group in preferences[who] if left[group]), None)
        if choice is not None:
            left[choice] -= 1
            given[who] = choice
    return given


def random_serial_dictatorship(
    preferences: Preferences, places: Mapping[str, int]
) -> dict[tuple[str, str], Fraction]:
    """The chance of each applicant for each group, over every order."""
    orders = list(permutations(sorted(preferences)))
    chances: dict[tuple[str, str], Fraction] = {}
    for order in orders:
        for pair in serial_dictatorship(preferences, places, order).items():
            chances[pair] = chances.get(pair, Fraction(0)) + Fraction(1, len(orders))
    return chances


def boston(preferences: Preferences, priorities: Priorities, places: Mapping[str, int]) -> Outcome:
    """Immediate acceptance: first wishes first, for good. It pays to hide a wish that many have."""
    left, given = dict(places), {}
    for step in range(max(map(len, preferences.values()))):
        for group, order in priorities.items():
            for who in order:
                wishes = preferences[who]
                if who not in given and step < len(wishes) and wishes[step] == group and left[group]:
                    left[group] -= 1
                    given[who] = group
    return given


def top_trading_cycles(
    preferences: Preferences, priorities: Priorities, places: Mapping[str, int]
) -> Outcome:
    """Priorities are traded along cycles: no swap is left to make, but a higher priority may be passed over."""
    left, given = dict(places), {}
    while True:
        waiting = {
            who: next((group for group in preferences[who] if left[group]), None)
            for who in sorted(preferences)
            if who not in given
        }
        waiting = {who: group for who, group in waiting.items() if group is not None}
        if not waiting:
            return given
        who = next(iter(waiting))
        path: list[str] = []
        while who not in path:
            path.append(who)
            who = next(one for one in priorities[waiting[who]] if one in waiting)
        for one in path[path.index(who) :]:
            given[one] = waiting[one]
            left[waiting[one]] -= 1
