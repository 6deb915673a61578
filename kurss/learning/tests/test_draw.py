"""The draw: known answers, and what must hold of every draw."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kurss.learning import draw as rules
from kurss.learning.draw import (
    Applicant,
    DrawRefused,
    Group,
    Wish,
    as_input,
    draw,
    final_seed,
    publish,
    reasons,
)
from kurss.learning.tests.mechanisms import (
    boston,
    random_serial_dictatorship,
    serial_dictatorship,
    top_trading_cycles,
)

SEED = bytes(range(32))
FINAL = final_seed(SEED, "the numbers of the evening")


def by_priority(preferences, priorities, places=None, final=FINAL):
    """A draw in which tiers say who comes first for each group, so that numbers decide nothing."""
    groups = [Group(key, (places or {}).get(key, 1)) for key in priorities]
    applicants = [
        Applicant(who, [Wish(key, tier=list(priorities[key]).index(who)) for key in wishes])
        for who, wishes in preferences.items()
    ]
    return given_places(draw(as_input("r", groups, applicants), final))


def given_places(output):
    return {row["ticket"]: row["group"] for row in output["places"]}


# Gale and Shapley 1962, "College admissions and the stability of marriage", examples 1 and 2: rankings of three
# and four applicants, and of as many colleges with one place each.
GALE_SHAPLEY_1 = (
    {"α": "ABC", "β": "BCA", "γ": "CAB"},
    {"A": "βγα", "B": "γαβ", "C": "αβγ"},
)
GALE_SHAPLEY_2 = (
    {"α": "ABCD", "β": "ADCB", "γ": "BACD", "δ": "DBCA"},
    {"A": "δγαβ", "B": "βδαγ", "C": "δαβγ", "D": "γβαδ"},
)


def stable_matchings(preferences, priorities):
    """Every stable matching of a small market, found by trying all."""
    people, groups = list(preferences), list(priorities)
    for order in permutations(groups):
        match = dict(zip(people, order, strict=True))
        holder = {group: who for who, group in match.items()}
        if not any(
            preferences[who].index(group) < preferences[who].index(match[who])
            and priorities[group].index(who) < priorities[group].index(holder[group])
            for who, group in product(people, groups)
        ):
            yield match


def test_the_first_example_of_gale_and_shapley_gives_every_applicant_their_first_wish():
    assert by_priority(*GALE_SHAPLEY_1) == {"α": "A", "β": "B", "γ": "C"}
    assert {"α": "A", "β": "B", "γ": "C"} in list(stable_matchings(*GALE_SHAPLEY_1))
    assert len(list(stable_matchings(*GALE_SHAPLEY_1))) == 3


def test_the_second_example_of_gale_and_shapley_has_one_stable_answer_and_the_draw_finds_it():
    assert list(stable_matchings(*GALE_SHAPLEY_2)) == [{"α": "C", "β": "D", "γ": "A", "δ": "B"}]
    assert by_priority(*GALE_SHAPLEY_2) == {"α": "C", "β": "D", "γ": "A", "δ": "B"}


# Abdulkadiroğlu and Sönmez 2003, "School choice: a mechanism design approach", the example of three students.
THREE_STUDENTS = (
    {"i1": ["s2", "s1", "s3"], "i2": ["s1", "s2", "s3"], "i3": ["s1", "s2", "s3"]},
    {"s1": ["i1", "i3", "i2"], "s2": ["i2", "i1", "i3"], "s3": ["i2", "i1", "i3"]},
)


def test_of_three_students_nobody_is_passed_over_though_two_would_rather_swap():
    assert by_priority(*THREE_STUDENTS) == {"i1": "s1", "i2": "s2", "i3": "s3"}


def test_top_trading_cycles_lets_the_two_swap_and_passes_over_the_third():
    given = top_trading_cycles(*THREE_STUDENTS, {"s1": 1, "s2": 1, "s3": 1})
    assert given == {"i1": "s2", "i2": "s1", "i3": "s3"}
    # i3 has the higher priority at s1 than i2, who got it: a family would be right to complain.
    assert THREE_STUDENTS[1]["s1"].index("i3") < THREE_STUDENTS[1]["s1"].index("i2")


def test_the_chances_of_random_serial_dictatorship_are_those_of_bogomolnaia_and_moulin():
    # 2001, "A new solution to the random assignment problem": agents 1 and 2 rank a b c d, agents 3 and 4 b a d c.
    wishes = {"1": "abcd", "2": "abcd", "3": "badc", "4": "badc"}
    chances = random_serial_dictatorship(wishes, dict.fromkeys("abcd", 1))
    twelfths = {pair: chance * 12 for pair, chance in chances.items()}
    assert [twelfths["1", group] for group in "abcd"] == [5, 1, 5, 1]
    assert [twelfths["3", group] for group in "abcd"] == [1, 5, 1, 5]


def test_boston_rewards_who_hides_a_wish_and_the_draw_does_not():
    wishes, priorities = THREE_STUDENTS
    honest = boston(wishes, priorities, {"s1": 1, "s2": 1, "s3": 1})
    sly = boston({**wishes, "i2": ["s2", "s1", "s3"]}, priorities, {"s1": 1, "s2": 1, "s3": 1})
    assert (honest["i2"], sly["i2"]) == ("s3", "s2")
    assert (
        by_priority({**wishes, "i2": ["s2", "s1", "s3"]}, priorities)["i2"]
        == by_priority(*THREE_STUDENTS)["i2"]
    )


def test_without_tiers_the_draw_is_a_serial_dictatorship_in_the_order_of_numbers():
    groups = [Group("a", 1), Group("b", 2), Group("c", 1)]
    wishes = {f"t{i}": random.Random(i).sample("abc", 3) for i in range(6)}
    market = as_input("r", groups, [Applicant(who, [Wish(g) for g in own]) for who, own in wishes.items()])
    order = sorted(wishes, key=lambda who: rules.number_of(who, FINAL))
    assert given_places(draw(market, FINAL)) == serial_dictatorship(wishes, {"a": 1, "b": 2, "c": 1}, order)


markets = st.builds(
    lambda places, reserves, rows: (
        [
            Group(f"g{i}", size, [(i // 2 * 60, i // 2 * 60 + 45)], {"A": min(reserves[i], size)})
            for i, size in enumerate(places)
        ],
        [
            Applicant(
                f"t{n}",
                [
                    Wish(f"g{g}", tier, "A" if marked else "")
                    for g, tier in {g % len(places): tier for g, tier in wishes}.items()
                ],
                wants,
            )
            for n, (wishes, wants, marked) in enumerate(rows)
        ],
    ),
    st.lists(st.integers(0, 3), min_size=1, max_size=6),
    st.lists(st.integers(0, 2), min_size=6, max_size=6),
    st.lists(
        st.tuples(
            st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=5),
            st.integers(1, 3),
            st.booleans(),
        ),
        max_size=14,
    ),
)


@given(markets, st.binary(min_size=32, max_size=32), st.randoms())
def test_the_outcome_is_the_same_bytes_whatever_order_the_rows_come_in(market, seed, shuffle):
    groups, applicants = market
    once = draw(as_input("r", groups, applicants), seed)
    shuffle.shuffle(groups)
    shuffle.shuffle(applicants)
    assert rules.canonical(draw(as_input("r", groups, applicants), seed)) == rules.canonical(once)


@given(markets, st.binary(min_size=32, max_size=32))
@settings(max_examples=200)
def test_no_place_is_given_twice_or_stays_empty_while_somebody_would_take_it(market, seed):
    groups, applicants = market
    output = draw(as_input("r", groups, applicants), seed)
    taken = {group.key: 0 for group in groups}
    for row in output["places"]:
        taken[row["group"]] += 1
    assert all(taken[group.key] <= group.places for group in groups)
    assert all(taken[group.key] == group.places for group in groups if output["waiting"].get(group.key))


@given(markets, st.binary(min_size=32, max_size=32))
def test_nobody_gets_more_than_they_want_nor_two_places_at_one_hour(market, seed):
    groups, applicants = market
    market_in = as_input("r", groups, applicants)
    known = {row["key"]: row for row in market_in["groups"]}
    own = {}
    for row in draw(market_in, seed)["places"]:
        own.setdefault(row["ticket"], []).append(known[row["group"]])
    for applicant in applicants:
        mine = own.get(applicant.ticket, [])
        assert len(mine) <= applicant.wants
        assert not any(rules.clash(one, other) for i, one in enumerate(mine) for other in mine[:i])


@given(markets, st.binary(min_size=32, max_size=32))
@settings(max_examples=200)
def test_nobody_is_passed_over_by_somebody_behind_them_but_for_a_reserve(market, seed):
    groups, applicants = market
    applicants = [Applicant(one.ticket, one.wishes, 1) for one in applicants]
    market_in = as_input("r", groups, applicants)
    output = draw(market_in, seed)
    mine = given_places(output)
    reserved = {row["ticket"] for row in output["places"] if row.get("reserve")}
    order = {one.ticket: rules.number_of(one.ticket, seed) for one in applicants}
    tier = {(one.ticket, wish.group): wish.tier for one in applicants for wish in one.wishes}
    for one in applicants:
        for wish in one.wishes:
            if mine.get(one.ticket) == wish.group:
                break
            for other, group in mine.items():
                if group != wish.group or other in reserved:
                    continue
                assert (tier[other, group], order[other]) < (wish.tier, order[one.ticket])


@given(markets, st.binary(min_size=32, max_size=32))
def test_a_reserve_is_filled_as_far_as_there_are_marked_applicants_who_want_it(market, seed):
    groups, applicants = market
    applicants = [Applicant(one.ticket, one.wishes, 1) for one in applicants]
    output = draw(as_input("r", groups, applicants), seed)
    marked = {one.ticket for one in applicants if any(wish.mark for wish in one.wishes)}
    for group in groups:
        inside = {row["ticket"] for row in output["places"] if row["group"] == group.key}
        waiting = marked & set(output["waiting"].get(group.key, ()))
        assert not waiting or len(inside & marked) >= group.reserves["A"]


def test_no_child_of_three_gains_by_any_other_order_of_wishes():
    groups = [Group("a", 1, reserves={"A": 1}), Group("b", 1), Group("c", 1)]
    orders = [list(order) for size in (1, 2, 3) for order in permutations("abc", size)]
    for tiers in product((0, 1), repeat=3):
        for true in product([list(order) for order in permutations("abc")], repeat=3):
            honest = _alone(groups, true, tiers)
            for who, lie in product(range(3), orders):
                said = [*true[:who], lie, *true[who + 1 :]]
                got = _alone(groups, said, tiers).get(f"t{who}")
                had = honest.get(f"t{who}")
                assert _rank(true[who], had) <= _rank(true[who], got)


def _alone(groups, wishes, tiers):
    applicants = [
        Applicant(
            f"t{i}", [Wish(g, tiers[i] if g == "b" else 0, "A" if i == 2 and g == "a" else "") for g in own]
        )
        for i, own in enumerate(wishes)
    ]
    return given_places(draw(as_input("r", groups, applicants), FINAL))


def _rank(wishes, group):
    return wishes.index(group) if group in wishes else len(wishes)


def test_siblings_who_asked_to_be_together_stand_side_by_side():
    others = [Applicant(f"t{i:02}", [Wish("g")]) for i in range(20)]
    family = [Applicant("anna", [Wish("g")], bundle="b1"), Applicant("juris", [Wish("g")], bundle="b1")]
    for n in range(30):
        output = draw(as_input("r", [Group("g", 8)], [*others, *family]), final_seed(SEED, str(n)))
        line = [row["ticket"] for row in output["places"]]
        together = ("anna" in line) == ("juris" in line)
        last = rules.number_of("anna", final_seed(SEED, str(n)), "b1")
        better = sum(rules.number_of(one.ticket, final_seed(SEED, str(n))) < last for one in others)
        assert together or better == 7, "parted only where the last place falls between them"


def test_every_wish_has_its_reason():
    groups = [Group("a", 1, [(60, 120)]), Group("b", 9, [(100, 160)]), Group("c", 9), Group("d", 9)]
    wishes = [Wish("a"), Wish("b"), Wish("c"), Wish("d")]
    market = as_input("r", groups, [Applicant("one", wishes, 2), Applicant("two", wishes, 2)])
    output = draw(market, FINAL)
    first = min(("one", "two"), key=lambda ticket: rules.number_of(ticket, FINAL))
    second = "two" if first == "one" else "one"
    assert [row.why for row in reasons(market, output, FINAL, first)] == ["given", "hours", "given", "enough"]
    told = reasons(market, output, FINAL, second)
    assert [row.why for row in told] == ["full", "given", "given", "enough"]
    assert (told[0].line, told[0].waiting, told[0].mine, dict(told[0].cutoff)) == (
        1,
        1,
        (0, 2),
        {"open": [0, 1]},
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda m: m["groups"].append(m["groups"][0]), "Two groups have the same key"),
        (lambda m: m["applicants"].append(m["applicants"][0]), "Two applicants have the same ticket"),
        (lambda m: m["applicants"][0]["wishes"].append(["z", 0]), "there is no such group"),
        (lambda m: m["applicants"][0]["wishes"].append(["a", 0]), "wishes for one group twice"),
        (lambda m: m["applicants"][0]["wishes"][0].__setitem__(1, -1), "has the tier -1"),
        (lambda m: m["applicants"][0].update(wants=0), "wants 0 places"),
        (lambda m: m["groups"][0].update(reserves={"A": 9}), "reserves more than its"),
        (lambda m: m["groups"][0].update(places=1.5), "write whole numbers"),
        (lambda m: m["groups"][0].update(meets=[[60, 60]]), "ends before it begins"),
        (lambda m: m.update(rules="other"), "follows the rules 'other'"),
    ],
)
def test_what_cannot_be_drawn_from_is_refused_in_a_sentence(change, sentence):
    market = as_input("r", [Group("a", 1)], [Applicant("t", [Wish("a")])])
    change(market)
    with pytest.raises(DrawRefused, match=sentence):
        draw(market, FINAL)


@pytest.fixture
def published():
    groups = [Group("robots", 2, reserves={"A": 1}), Group("chess", 1)]
    applicants = [
        Applicant(f"t{i}", [Wish("robots", mark="A" if i % 3 else ""), Wish("chess")]) for i in range(6)
    ]
    return publish(
        as_input("autumn", groups, applicants),
        seed=SEED,
        public_name="the evening's lottery",
        public_value="7 12 31",
    )


def check(folder, document, *more):
    """The published file checked by the single file alone, in a Python that sees nothing else."""
    file = folder / "draw.json"
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", "-S", rules.__file__, str(file), *more],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_published_draw_is_verified_by_the_single_file_in_an_empty_environment(tmp_path, published):
    answer = check(
        tmp_path, published, "--commitment", rules.commitment(SEED), "--input-hash", published["input_hash"]
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert published["output_hash"] in answer.stdout
    told = check(tmp_path, published, "--ticket", "t1")
    assert told.returncode == 0
    assert rules.number_of("t1", final_seed(SEED, "7 12 31")) in told.stdout
    assert "robots: " in told.stdout
    assert "chess: " in told.stdout


@pytest.mark.parametrize(
    ("forge", "sentence"),
    [
        (lambda d: d.update(seed="00" * 32), "not the one the city committed to"),
        (lambda d: d.update(public_value="7 12 32"), "The ticket"),
        (lambda d: d["input"]["applicants"].pop(), "not the one whose hash was published"),
        (lambda d: d["output"]["places"][0].update(group="chess"), "The ticket"),
        (lambda d: d["output"]["waiting"].update(robots=[]), "waiting lists are not those"),
        (lambda d: d.update(output_hash="0" * 64), "whose hash stands beside it"),
    ],
)
def test_a_forged_draw_is_refused_and_the_forgery_named(tmp_path, published, forge, sentence):
    forge(published)
    answer = check(tmp_path, published)
    assert answer.returncode == 5
    assert sentence in answer.stderr


def test_a_draw_that_agrees_only_with_itself_is_refused_beside_what_was_announced(tmp_path, published):
    other = publish(
        published["input"], seed=SEED[::-1], public_name="the evening's lottery", public_value="7 12 31"
    )
    assert check(tmp_path, other).returncode == 0
    answer = check(tmp_path, other, "--commitment", rules.commitment(SEED))
    assert answer.returncode == 5
    assert "not the one the city committed to" in answer.stderr


def test_a_file_that_is_no_draw_and_a_ticket_that_took_no_part_are_refused_in_a_sentence(tmp_path, published):
    answer = check(tmp_path, {"output": 1})
    assert answer.returncode == 2
    assert "cannot be read as a published draw" in answer.stderr
    missing = check(tmp_path, published, "--ticket", "t99")
    assert missing.returncode == 2
    assert "No ticket t99 took part" in missing.stderr
    assert "Traceback" not in answer.stderr + missing.stderr
