"""The draw at the size of a large city, and beside the `matching` package at a size that one can do.

    python -m bench.draw              100,000 applicants, 2,000 groups, five wishes, reserves
    python -m bench.draw 500 20 20    another size for the comparison: applicants, groups, wishes each

The lower bound is writing the same input as canonical JSON once, which any draw must do to hash it.
"""

from __future__ import annotations

import random
import resource
import sys
import time
import warnings

from kurss.learning import draw as rules

RUNS = 5
"""Of each, in turn; the best of them is told."""


def market(applicants: int, groups: int, wishes_each: int = 5, seed: int = 1) -> dict:
    """A round made up from a seed: every second group has a reserve, a quarter want two places."""
    chance = random.Random(seed)
    pools = [
        rules.Group(f"g{i:05}", 12, [(i % 30 * 120, i % 30 * 120 + 90)], {"A": 3} if i % 2 else {})
        for i in range(groups)
    ]
    families = []
    for _ in range(applicants):
        marked = chance.random() < 0.3
        wishes = [
            rules.Wish(f"g{g:05}", chance.choice((0, 1, 2, 2, 2)), "A" if marked and g % 2 else "")
            for g in chance.sample(range(groups), min(wishes_each, groups))
        ]
        ticket = f"{chance.getrandbits(128):032x}"
        families.append(rules.Applicant(ticket, wishes, chance.choice((1, 1, 1, 2))))
    return rules.as_input("bench", pools, families)


def timed(run) -> tuple[float, object]:
    """Seconds of processor, which others on the machine lengthen less than those by the clock."""
    began = time.process_time()
    result = run()
    return time.process_time() - began, result


def large() -> None:
    given = market(100_000, 2_000)
    final = bytes(32)
    written, drawn = [], []
    for _ in range(RUNS):
        written.append(timed(lambda: rules.canonical(given))[0])
        drawn.append(timed(lambda: rules.draw(given, final))[0])
    bound, took = min(written), min(drawn)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"draw of 100,000 applicants, 2,000 groups, five wishes, reserves: {took:.2f} s, "
        f"{took / bound:.1f} x writing its input once ({bound:.2f} s); peak memory {peak:.0f} MiB "
        f"(must be under 2 s and 1,024 MiB)"
    )


def beside_matching(applicants: int, groups: int, wishes_each: int) -> None:
    """One place each, numbers as the only priority, since that package knows no reserves."""
    from matching.games import HospitalResident

    given = market(applicants, groups, wishes_each)
    for row in given["applicants"]:
        row["wishes"] = [[wish[0], 0] for wish in row["wishes"]]
        row.pop("wants", None)
    for row in given["groups"]:
        row.pop("reserves", None)
    final = bytes(32)
    numbers = {row["ticket"]: rules.number_of(row["ticket"], final) for row in given["applicants"]}
    residents = {row["ticket"]: [wish[0] for wish in row["wishes"]] for row in given["applicants"]}
    wished = {row["key"]: [] for row in given["groups"]}
    for ticket in sorted(numbers, key=numbers.__getitem__):
        for group in residents[ticket]:
            wished[group].append(ticket)
    wished = {group: own for group, own in wished.items() if own}
    places = {row["key"]: row["places"] for row in given["groups"] if row["key"] in wished}

    def rival():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return HospitalResident.create_from_dictionaries(residents, wished, places).solve()

    sys.setrecursionlimit(1_000_000)  # the package copies its players into each other
    theirs, solved = timed(rival)
    ours, output = min((timed(lambda: rules.draw(given, final)) for _ in range(3)), key=lambda one: one[0])
    mine = {(row["ticket"], row["group"]) for row in output["places"]}
    same = mine == {(one.name, group.name) for group, held in solved.items() for one in held}
    print(
        f"draw of {applicants:,} applicants, {groups:,} groups, {wishes_each} wishes: {ours:.3f} s; "
        f"the package matching {theirs:.2f} s, {theirs / ours:.0f} x as long (must be at least 20 x); "
        f"the same places: {same}"
    )


if __name__ == "__main__":
    if len(sys.argv) > 3:
        beside_matching(*map(int, sys.argv[1:4]))
    else:
        large()
        beside_matching(1_000, 50, 5)
        beside_matching(500, 20, 20)
