"""What one family is told after a draw of 100,000 applications: off the published draw, and off its own row.

    python -m bench.told            100,000 applications, 300 groups, five wishes
    python -m bench.told 10000      another number

Both ways give the same answer, which is checked. The lower bound is one row by its key, sent bare.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from bench.families import round_of
from bench.opening import home

GROUPS, WISHES = 300, 5
BATCH = 5_000


def applications(many: int, at: Any) -> Any:
    """So many children who wish, written in bulk; what stands in the tables is what verbs would have written."""
    from kurss.learning.models import Application, CameBy, EnrolmentRound, GroupPool, Wish
    from kurss.people.models import Person

    round, chance = EnrolmentRound.objects.get(), random.Random(1)
    pools, by = list(GroupPool.objects.all()), uuid4()
    people = [Person(key=uuid4(), synthetic=True, since=at.date()) for _ in range(many)]
    Person.objects.bulk_create(people, batch_size=BATCH)
    made = [
        Application(
            round=round,
            person=person,
            ticket=f"{chance.getrandbits(128):032x}",
            came_by=CameBy.WEB,
            applied_at=at,
            applied_by_key=by,
        )
        for person in people
    ]
    Application.objects.bulk_create(made, batch_size=BATCH)
    Wish.objects.bulk_create(
        (
            Wish(application=one, pool=pool, order=order)
            for one in made
            for order, pool in enumerate(chance.sample(pools, WISHES), start=1)
        ),
        batch_size=BATCH,
    )
    return round


def publish(round: Any) -> None:
    """Draw, publish, and keep what each ticket is told; print what each step takes beside the draw itself."""
    from kurss.learning import draw
    from kurss.learning.models import Application, EnrolmentRound, PublishedDraw, RoundState
    from kurss.learning.rounds.input import input_of
    from kurss.learning.rounds.told import said_of_all, tell_tickets

    given = input_of(round)
    drawing, published = took(
        lambda: draw.publish(given, seed=bytes(32), public_name="a value", public_value="3 8 15")
    )
    document = draw.canonical(published).decode()
    PublishedDraw.objects.create(round=round, document=document)
    said = {key: published[key] for key in ("input_hash", "output_hash", "public_value")}
    at = round.opened_at
    EnrolmentRound.objects.update(state=RoundState.DRAWN, closed_at=at, drawn_at=at, **said)
    reading, _all = took(lambda: list(said_of_all(published)))
    tickets = {one.ticket: one for one in Application.objects.all()}
    keeping, _none = took(lambda: tell_tickets(published, tickets))
    print(
        f"published bytes {len(document.encode()) / 2**20:.1f} MiB; draw and hashes {drawing:.1f} s of processor, "
        f"reading off every ticket {reading:.1f} s ({reading / drawing:.2f} of it), and their rows {keeping:.1f} s"
    )


def took(run: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    result = run()
    return time.process_time() - began, result


def off_the_draw(application: Any) -> tuple[str, list[Any]]:
    """Number and reasons, read off the whole published draw."""
    from kurss.learning import draw
    from kurss.learning.models import PublishedDraw

    published = json.loads(PublishedDraw.objects.get(round=application.round_id).document)
    given, ticket = published["input"], application.ticket
    final = draw.final_seed(bytes.fromhex(published["seed"]), published["public_value"])
    bundle = next(row.get("bundle", "") for row in given["applicants"] if row["ticket"] == ticket)
    reasons = draw.reasons(given, published["output"], final, ticket)
    return draw.number_of(ticket, final, bundle), reasons


def off_its_row(application: Any) -> tuple[str, list[Any]]:
    from kurss.learning.rounds.told import told

    said = told([application])[application.pk]
    return said.number, list(said.reasons.values())


def bare(application: Any) -> object:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT document FROM learning_tickettold WHERE application_id = %s", [application.pk])
        return cursor.fetchone()


def median(run: Callable[[Any], object], among: list[Any]) -> float:
    spent = []
    for one in among:
        began = time.perf_counter()
        run(one)
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with home():
        from kurss.portal import site

        with site.ready(lambda sentence: None):
            from django.utils import timezone

            from kurss.learning.models import Application

            at = timezone.now()
            round_of(
                groups=GROUPS, places=12, wanted=20, opens_at=at - timedelta(1), at=at, drawn_by="a value"
            )
            publish(applications(many, at))
            keys = random.Random(2).sample(list(Application.objects.values_list("pk", flat=True)), 200)
            asked = list(Application.objects.filter(pk__in=keys).select_related("round"))
            assert all(off_the_draw(one) == off_its_row(one) for one in asked[:5])
            whole = median(off_the_draw, asked[:5])
            row, bound = median(off_its_row, asked), median(bare, asked)
            print(
                f"one of {many:,} applications: off the published draw {whole * 1000:.0f} ms, off its row "
                f"{row * 1000:.2f} ms: {whole / row:.0f} times less, {row / bound:.1f} x the bare row "
                f"({bound * 1000:.2f} ms); load of the machine {os.getloadavg()[0]:.1f}"
            )


if __name__ == "__main__":
    main()
