"""The draw for places: deferred acceptance with tiers, soft reserves and one number a child. Pure.

This file is both what the city runs and what anybody checks it with: it needs Python 3.8 or newer and nothing
else, and is given to readers as `verify_draw.py`:

    python verify_draw.py draw.json                 does the published draw follow from its input and seed?
    python verify_draw.py draw.json --ticket 4f1c…  and why did this ticket get what it got?

Exit codes: 0 it follows, 5 it does not, 2 the file cannot be read as a draw.

How it goes. The city commits to a seed (by its SHA-256) when the round opens. After the round closes, the hash of
the input is published; then a public value named beforehand appears. The final seed is SHA-256 over the city's
seed and that value, so nobody can choose it. A ticket's number is HMAC-SHA256(final seed, ticket); a smaller one
is better. Siblings who asked to be together share the number of their bundle and so stand side by side: they are
parted only where a cut-off falls between them.

A group prefers the lower tier, then the smaller number. Places are given by student-proposing deferred acceptance
(Gale and Shapley 1962): nobody is refused a place that went to somebody behind them, and no family gains by
hiding its true order of wishes. A group with a reserve first takes the best of those the reserve is for, up to
its size, then the best of all; an unfilled reserve is open to everybody (minority reserves: Hafalir, Yenmez and
Yildirim 2013). A wish bears one mark at most, so that the reserves of a group do not overlap. Second and further
places are given in later rounds, from what is left, in the reversed order of numbers; a place at the hours of one
already given is passed over. Where fewer places are left than the reserves of a group still lack, they go to the
best of those the reserves are for.

Input and output are canonical JSON: UTF-8, keys sorted, no white space, whole numbers only.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import hmac
import json
import sys
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import heappop, heappush, heappushpop
from typing import AbstractSet, Any, Iterable, Iterator, Mapping, Sequence

RULES = "kurss-draw-1"
"""The name of these rules; a change of anything that changes an outcome gets a new one."""


class DrawRefused(ValueError):
    """The input or the published file is not a draw; the sentence says where and what."""


@dataclass(frozen=True)
class Group:
    """A pool of places. `meets` are minutes of the week, [from, until), Monday 00:00 being 0."""

    key: str
    places: int
    meets: Sequence[tuple[int, int]] = ()
    reserves: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Wish:
    group: str
    tier: int = 0
    mark: str = ""


@dataclass(frozen=True)
class Applicant:
    """A ticket, its wishes in their order, how many places it wants, and the bundle it belongs to, if any."""

    ticket: str
    wishes: Sequence[Wish]
    wants: int = 1
    bundle: str = ""


def canonical(thing: Any) -> bytes:
    return json.dumps(thing, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(thing: Any) -> str:
    return hashlib.sha256(canonical(thing)).hexdigest()


def commitment(seed: bytes) -> str:
    """What is published when the round opens."""
    return hashlib.sha256(seed).hexdigest()


def final_seed(seed: bytes, public_value: str) -> bytes:
    """SHA-256 over the city's seed (32 bytes) and the public value as it was published, in UTF-8."""
    if len(seed) != 32:
        raise DrawRefused(f"The seed has {len(seed)} bytes: it must have 32.")
    return hashlib.sha256(seed + public_value.encode()).digest()


def as_input(round_key: str, groups: Iterable[Group], applicants: Iterable[Applicant]) -> dict[str, Any]:
    """The canonical input of a round, whatever order the rows come in."""
    return {
        "applicants": sorted((_applicant_row(one) for one in applicants), key=lambda row: row["ticket"]),
        "groups": sorted((_group_row(one) for one in groups), key=lambda row: row["key"]),
        "round": round_key,
        "rules": RULES,
    }


def _group_row(group: Group) -> dict[str, Any]:
    row: dict[str, Any] = {"key": group.key, "places": group.places}
    if group.meets:
        row["meets"] = sorted([start, end] for start, end in group.meets)
    if group.reserves:
        row["reserves"] = dict(group.reserves)
    return row


def _applicant_row(applicant: Applicant) -> dict[str, Any]:
    wishes = [
        [wish.group, wish.tier, wish.mark] if wish.mark else [wish.group, wish.tier]
        for wish in applicant.wishes
    ]
    row: dict[str, Any] = {"ticket": applicant.ticket, "wishes": wishes}
    if applicant.wants != 1:
        row["wants"] = applicant.wants
    if applicant.bundle:
        row["bundle"] = applicant.bundle
    return row


def checked(given: Mapping[str, Any]) -> None:
    """Raise DrawRefused for the first thing in an input that these rules cannot draw from."""
    if given.get("rules") != RULES:
        raise DrawRefused(
            f"The input follows the rules {given.get('rules')!r}: this program knows {RULES!r}."
        )
    for row in given["groups"]:
        _check_group(row)
    groups = {row["key"] for row in given["groups"]}
    if len(groups) != len(given["groups"]):
        raise DrawRefused("Two groups have the same key: each stands once.")
    tickets = {row["ticket"] for row in given["applicants"]}
    if len(tickets) != len(given["applicants"]):
        raise DrawRefused("Two applicants have the same ticket: each stands once.")
    for row in given["applicants"]:
        _check_applicant(row, groups)


def _check_applicant(row: Mapping[str, Any], groups: AbstractSet[str]) -> None:
    wishes, wants = row["wishes"], row.get("wants", 1)
    if wants.__class__ is not int or wants < 1:
        raise DrawRefused(f"The ticket {row['ticket']} wants {wants!r} places: write 1 or more.")
    wished = {wish[0] for wish in wishes}
    if len(wished) != len(wishes):
        raise DrawRefused(f"The ticket {row['ticket']} wishes for one group twice: each stands once.")
    if not wished <= groups:
        unknown = min(wished - groups)
        raise DrawRefused(f"The ticket {row['ticket']} wishes for {unknown!r}: there is no such group.")
    for wish in wishes:
        tier = wish[1]
        if tier.__class__ is not int or tier < 0:
            raise DrawRefused(f"The ticket {row['ticket']} has the tier {tier!r}: write 0 or more.")


def _check_group(row: Mapping[str, Any]) -> None:
    numbers = [row["places"], *row.get("reserves", {}).values()]
    if any(number.__class__ is not int or number < 0 for number in numbers):
        raise DrawRefused(f"The group {row['key']} has {numbers} places and reserves: write whole numbers.")
    if sum(numbers[1:]) > numbers[0]:
        raise DrawRefused(f"The group {row['key']} reserves more than its {numbers[0]} places.")
    if any(start >= end for start, end in row.get("meets", ())):
        raise DrawRefused(f"The group {row['key']} ends before it begins: change {row['meets']}.")


class _Held:
    """Whom a group holds for now, by rank: the best of each reserve, then the best of all the rest.

    A rank is a tier times everybody plus the place in the order of numbers, so that no two are equal. Heaps hold
    negated ranks, the worst on top: a proposal costs a logarithm of the places. `bar` is the rank from which a
    proposal without a mark is refused.
    """

    __slots__ = ("bar", "left", "open", "reserved", "room")

    def __init__(self, places: int, room: Mapping[str, int]) -> None:
        self.left = places
        self.room = room
        self.reserved: dict[str, list[int]] = {mark: [] for mark in room}
        self.open: list[int] = []
        self.bar = sys.maxsize

    def propose(self, rank: int, mark: str) -> int:
        """Take a proposal; the rank of who goes without a place now, or -1 for nobody."""
        without = self._place(-rank, mark)
        if not self.left:
            self.bar = -self.open[0] if self.open else -1
        return without

    def _place(self, entry: int, mark: str) -> int:
        if self.room.get(mark):
            heap = self.reserved[mark]
            if len(heap) < self.room[mark]:
                heappush(heap, entry)
                if self.left:
                    self.left -= 1
                    return -1
                return -heappop(self.open or self._worst_reserve())
            entry = heappushpop(heap, entry)
        if self.left:
            self.left -= 1
            heappush(self.open, entry)
            return -1
        return -(heappushpop(self.open, entry) if self.open else entry)

    def _worst_reserve(self) -> list[int]:
        """Of the reserves, which together lacked more places than were left, the one that holds the worst."""
        return min((heap for heap in self.reserved.values() if heap), key=lambda heap: heap[0])

    def held(self) -> list[tuple[int, str]]:
        """The rank of everybody held, and the reserve they hold a place of."""
        inside = [(-entry, mark) for mark, heap in self.reserved.items() for entry in heap]
        return [*inside, *((-entry, "") for entry in self.open)]

    def cutoff(self, everybody: int) -> dict[str, list[int]]:
        """The last who got in, as tier and place in the order of numbers, of which 1 is the best."""
        last = {"open": self.open, **{f"reserve {mark}": heap for mark, heap in self.reserved.items()}}
        worst = {way: divmod(-heap[0], everybody) for way, heap in last.items() if heap}
        return {way: [tier, rank + 1] for way, (tier, rank) in worst.items()}


def draw(given: Mapping[str, Any], final: bytes) -> dict[str, Any]:
    """The outcome of a canonical input and a final seed: the same bytes on every machine.

    Returns the places given (group, round, ticket, reserve), who waits for each group in their order, the cut-off
    of each group that was full after the first round, and the hash of the input. Raises DrawRefused for an input
    that cannot be drawn from.
    """
    checked(given)
    with _nothing_collected():
        return _drawn_from(given, final)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """What a draw makes it keeps to its end: looking for garbage among it is in vain, and a sixth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _drawn_from(given: Mapping[str, Any], final: bytes) -> dict[str, Any]:
    applicants = given["applicants"]
    order = _order(applicants, final)
    groups = {row["key"]: row for row in given["groups"]}
    left = {key: row["places"] for key, row in groups.items()}
    room = {key: dict(row.get("reserves", {})) for key, row in groups.items()}
    wants = [row.get("wants", 1) for row in applicants]
    own: list[list[str]] = [[] for _ in applicants]
    places: list[dict[str, Any]] = []
    cutoffs: dict[str, dict[str, list[int]]] = {}
    for number in range(1, max(wants, default=0) + 1):
        turn = order if number == 1 else reversed(order)
        asking = [who for who in turn if wants[who] >= number == len(own[who]) + 1]
        wishes = [iter(_open_to(applicants[who], own[who], groups)) for who in asking]
        for key, pool in _deferred_acceptance(wishes, left, room).items():
            if number == 1 and not pool.left and (last := pool.cutoff(len(asking))):
                cutoffs[key] = last
            for rank, mark in pool.held():
                who = asking[rank % len(asking)]
                left[key] -= 1
                if mark:
                    room[key][mark] -= 1
                own[who].append(key)
                place = {"group": key, "round": number, "ticket": applicants[who]["ticket"]}
                places.append({**place, "reserve": mark} if mark else place)
    return {
        "cutoffs": cutoffs,
        "input": digest(given),
        "places": sorted(places, key=lambda row: (row["ticket"], row["round"])),
        "rules": RULES,
        "waiting": _waiting(applicants, order, own, groups),
    }


def number_of(ticket: str, final: bytes, bundle: str = "") -> str:
    """The number a ticket drew, or that of its bundle, in hexadecimal. A smaller one is better."""
    return hmac.digest(final, _drawn_for(ticket, bundle), "sha256").hex()


def _drawn_for(ticket: str, bundle: str) -> bytes:
    return (f"bundle {bundle}" if bundle else ticket).encode()


def _numbers(said: Iterable[bytes], final: bytes) -> list[bytes]:
    """HMAC-SHA256 (RFC 2104) of many under one seed, whose two halves are hashed once instead of for each."""
    block = final.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))
    numbers = []
    for one in said:
        within, without = inner.copy(), outer.copy()
        within.update(one)
        without.update(within.digest())
        numbers.append(without.digest())
    return numbers


def _order(applicants: Sequence[Mapping[str, Any]], final: bytes) -> list[int]:
    """The applicants by their numbers, the best first; of equal numbers, as in a bundle, by ticket."""
    tickets = [row["ticket"] for row in applicants]
    numbers = _numbers((_drawn_for(row["ticket"], row.get("bundle", "")) for row in applicants), final)
    by_ticket = sorted(range(len(applicants)), key=tickets.__getitem__)
    return sorted(by_ticket, key=numbers.__getitem__)


def _open_to(
    row: Mapping[str, Any], own: Sequence[str], groups: Mapping[str, Any]
) -> Sequence[Sequence[Any]]:
    """The wishes an applicant can still be given: not theirs already, nor at the hours of what is theirs."""
    if not own:
        return row["wishes"]
    return [wish for wish in row["wishes"] if not any(clash(groups[wish[0]], groups[key]) for key in own)]


def clash(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two groups are one, or meet at a common minute of the week."""
    if one["key"] == other["key"]:
        return True
    return any(
        start < until and begin < end
        for start, end in one.get("meets", ())
        for begin, until in other.get("meets", ())
    )


def _deferred_acceptance(
    wishes: Sequence[Iterator[Sequence[Any]]],
    left: Mapping[str, int],
    room: Mapping[str, Mapping[str, int]],
) -> dict[str, _Held]:
    """Everybody asks for their best wish; who is let go asks for the next. The order of asking is of no matter.

    `wishes` are those of each who asks, in the order of their numbers.
    """
    everybody = len(wishes)
    pools = {key: _Held(places, room[key]) for key, places in left.items() if places}
    for asks in range(everybody):
        while asks >= 0:
            for wish in wishes[asks]:
                pool = pools.get(wish[0])
                if pool is None:
                    continue
                rank = wish[1] * everybody + asks
                if rank < pool.bar or len(wish) > 2:
                    without = pool.propose(rank, wish[2] if len(wish) > 2 else "")
                    if without != rank:
                        asks = without % everybody if without >= 0 else -1
                        break
            else:
                break
    return pools


def _waiting(
    applicants: Sequence[Mapping[str, Any]],
    order: Sequence[int],
    own: Sequence[Sequence[str]],
    groups: Mapping[str, Any],
) -> dict[str, list[str]]:
    """Who waits for each group, by tier and number: it is a wish of theirs that they would still take."""
    lines: dict[int, dict[str, list[str]]] = defaultdict(lambda: {key: [] for key in groups})
    for who in order:
        row, mine = applicants[who], own[who]
        ticket = row["ticket"]
        for wish in _still_wanted(row, mine, groups) if mine else row["wishes"]:
            lines[wish[1]][wish[0]].append(ticket)
    by_tier = [lines[tier] for tier in sorted(lines)]
    waiting = {key: [ticket for line in by_tier for ticket in line[key]] for key in groups}
    return {key: line for key, line in waiting.items() if line}


def _still_wanted(
    row: Mapping[str, Any], mine: Sequence[str], groups: Mapping[str, Any]
) -> list[Sequence[Any]]:
    """The wishes that somebody with places would still take: beside them, or instead of one they wanted less."""
    wants_more = row.get("wants", 1) > len(mine)
    better: list[Mapping[str, Any]] = []
    found = []
    for wish in row["wishes"]:
        wanted = groups[wish[0]]
        if wish[0] in mine:
            better.append(wanted)
        elif (wants_more or len(better) < len(mine)) and not any(clash(wanted, held) for held in better):
            found.append(wish)
    return found


@dataclass(frozen=True)
class Reason:
    """Why one wish came out as it did. `why`: given, enough, hours or full."""

    group: str
    why: str
    round: int = 0
    line: int = 0
    waiting: int = 0
    mine: Sequence[int] = ()
    cutoff: Mapping[str, Sequence[int]] = field(default_factory=dict)


def reasons(given: Mapping[str, Any], output: Mapping[str, Any], final: bytes, ticket: str) -> list[Reason]:
    """One reason for each wish of a ticket, in the order of its wishes. Raises LookupError for no such ticket."""
    row = next((row for row in given["applicants"] if row["ticket"] == ticket), None)
    if row is None:
        raise LookupError(f"No ticket {ticket} took part in this draw.")
    rank = _order(given["applicants"], final).index(given["applicants"].index(row)) + 1
    mine = {place["group"]: place["round"] for place in output["places"] if place["ticket"] == ticket}
    groups = {group["key"]: group for group in given["groups"]}
    found = []
    for group, tier, *_mark in row["wishes"]:
        line = output["waiting"].get(group, [])
        if group in mine:
            found.append(Reason(group, "given", round=mine[group]))
        elif ticket in line:
            said = {"line": line.index(ticket) + 1, "waiting": len(line), "mine": (tier, rank)}
            found.append(Reason(group, "full", cutoff=output["cutoffs"].get(group, {}), **said))
        else:
            taken = any(clash(groups[group], groups[key]) for key in mine)
            found.append(Reason(group, "hours" if taken else "enough"))
    return found


def publish(given: Mapping[str, Any], *, seed: bytes, public_name: str, public_value: str) -> dict[str, Any]:
    """The whole published draw: what was promised, what was drawn from, and what came of it."""
    output = draw(given, final_seed(seed, public_value))
    return {
        "commitment": commitment(seed),
        "input": dict(given),
        "input_hash": digest(given),
        "output": output,
        "output_hash": digest(output),
        "public_name": public_name,
        "public_value": public_value,
        "seed": seed.hex(),
    }


def faults(published: Mapping[str, Any], *, promised: str = "", announced: str = "") -> list[str]:
    """What does not hold in a published draw; empty where all of it does.

    `promised` is the commitment read when the round opened and `announced` the hash of the input read before the
    public value appeared: a file that agrees only with itself proves less than one that agrees with these.
    """
    seed = bytes.fromhex(published["seed"])
    given, output = published["input"], published["output"]
    found = []
    if commitment(seed) != published["commitment"] or (promised and promised != commitment(seed)):
        found.append("The seed is not the one the city committed to when the round opened.")
    if digest(given) != published["input_hash"] or (announced and announced != digest(given)):
        found.append("The input is not the one whose hash was published before the public value appeared.")
    try:
        again = draw(given, final_seed(seed, published["public_value"]))
    except DrawRefused as refusal:
        return [*found, str(refusal)]
    if digest(output) != published["output_hash"]:
        found.append("The outcome is not the one whose hash stands beside it.")
    if canonical(again) != canonical(output):
        found.append(_first_difference(again, output))
    return found


def _first_difference(again: Mapping[str, Any], output: Mapping[str, Any]) -> str:
    mine = {(row["ticket"], row["round"]): row["group"] for row in again["places"]}
    theirs = {(row["ticket"], row["round"]): row["group"] for row in output["places"]}
    for key in sorted({*mine, *theirs}):
        if mine.get(key) != theirs.get(key):
            return (
                f"The ticket {key[0]} gets {mine.get(key, 'no place')} by these rules in round {key[1]}, "
                f"but the published outcome says {theirs.get(key, 'no place')}."
            )
    return "The places follow, but the cut-offs, reserves or waiting lists are not those of these rules."


def _said(reason: Reason) -> str:
    if reason.why == "given":
        return f"{reason.group}: a place, given in round {reason.round}."
    if reason.why == "full":
        tier, rank = reason.mine
        last = "; ".join(
            f"{way}: tier {row[0]}, place {row[1]} of the numbers" for way, row in reason.cutoff.items()
        )
        return (
            f"{reason.group}: full. This ticket has tier {tier}, place {rank} of the numbers; the last who got in "
            f"had {last or 'it from another round'}. It is {reason.line} of {reason.waiting} on the waiting list."
        )
    if reason.why == "hours":
        return f"{reason.group}: at the hours of a place this ticket was given."
    return f"{reason.group}: not needed, a better wish was given."


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description="Check a published draw, or ask why a ticket got what it got."
    )
    parser.add_argument("file", help="the published draw, JSON")
    parser.add_argument("--commitment", default="", help="what the city committed to when the round opened")
    parser.add_argument(
        "--input-hash", default="", help="the hash published before the public value appeared"
    )
    parser.add_argument("--ticket", default="", help="say why this ticket got what it got")
    asked = parser.parse_args(arguments)
    try:
        with open(asked.file, encoding="utf-8") as file:
            published = json.load(file)
        found = faults(published, promised=asked.commitment, announced=asked.input_hash)
        if asked.ticket and not found:
            final = final_seed(bytes.fromhex(published["seed"]), published["public_value"])
            print(f"The number of {asked.ticket} is {_number(published['input'], asked.ticket, final)}.")
            for reason in reasons(published["input"], published["output"], final, asked.ticket):
                print(_said(reason))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        print(f"{asked.file} cannot be read as a published draw: {fault}", file=sys.stderr)
        return 2
    except LookupError as missing:
        print(missing.args[0], file=sys.stderr)
        return 2
    for sentence in found:
        print(sentence, file=sys.stderr)
    if not found:
        count = len(published["output"]["places"])
        print(
            f"The draw follows from its input and seed: {count} places, outcome {published['output_hash']}."
        )
    return 5 if found else 0


def _number(given: Mapping[str, Any], ticket: str, final: bytes) -> str:
    row: Mapping[str, Any] = next((row for row in given["applicants"] if row["ticket"] == ticket), {})
    return number_of(ticket, final, row.get("bundle", ""))


if __name__ == "__main__":
    sys.exit(main())
