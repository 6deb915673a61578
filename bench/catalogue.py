"""The catalogue with 2,000 groups: how fast it answers over HTTP, and that it asks as often as with two hundred.

    python -m bench.catalogue             2,000 groups
    python -m bench.catalogue 400         another number

The lower bound is the server's own health answer, the rival the page's two widest statements sent bare.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
import urllib.request
from collections.abc import Callable
from datetime import timedelta

from bench.families import round_of
from bench.opening import HOST, home, processors, serving

FEW = 200
PORT = 8918
PAGES = (
    ("/lv/courses/", "whole"),
    ("/lv/courses/?age=9&day=2&free=yes", "narrowed"),
    ("/lv/courses/?page=20", "a later page"),
)


def fetch(path: str) -> bytes:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{PORT}{path}", headers={"X-Forwarded-Proto": "https", "Host": HOST}
    )
    return urllib.request.urlopen(asked).read()


def p95(run: Callable[[], object], times: int = 100) -> float:
    for _ in range(10):
        run()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        took.append(time.perf_counter() - began)
    return statistics.quantiles(took, n=20)[-1]


def queries() -> list[int]:
    """How many statements each page takes."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, counted = Client(HTTP_HOST=HOST, HTTP_X_FORWARDED_PROTO="https"), []
    for path, _name in PAGES:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        counted.append(len(asked))
    return counted


def bare() -> None:
    """A page of groups with what they are called, and how many there are, straight from the tables."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM learning_group WHERE ends_on >= current_date")
        cursor.fetchall()
        cursor.execute(
            "SELECT * FROM learning_group g JOIN curriculum_curriculumversion v ON v.id = g.curriculum_version_id "
            "JOIN places_institution p ON p.id = g.place_id WHERE g.ends_on >= current_date "
            "ORDER BY g.starts_on, g.key LIMIT 50"
        )
        cursor.fetchall()


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with home():
        from kurss.portal import site

        with site.ready(lambda sentence: None):
            from django.utils import timezone

            at = timezone.now()
            round_of(groups=min(FEW, many // 2) - 1, places=12, wanted=20, opens_at=at - timedelta(1), at=at)
            few = queries()
            grow(many, at)
            counted = queries()
            print(f"statements a page with {min(FEW, many // 2)} groups {few}, with {many} groups {counted}")
            with serving(PORT) as server:
                health, rival = p95(lambda: fetch("/healthz")), p95(bare)
                print(f"healthz p95 {health * 1000:.1f} ms; bare statements p95 {rival * 1000:.1f} ms")
                for path, name in PAGES:
                    before = processors(server)
                    took = p95(lambda path=path: fetch(path))
                    after = processors(server)
                    spent = {
                        who: (after[who] - before[who]) / 110 * 1000 for who in ("web servers", "PostgreSQL")
                    }
                    print(
                        f"{name:14} p95 {took * 1000:6.1f} ms, {took / health:5.1f} x healthz, "
                        f"{took / rival:5.1f} x bare; processor ms {spent}"
                    )
            print("load of the machine", os.getloadavg())


def grow(many: int, at) -> None:  # type: ignore[no-untyped-def]
    """More groups like those there are, without sessions: the catalogue shows none."""
    from kurss.learning.models import Group, GroupPool, WeeklyTime
    from kurss.seats.models import Pool

    like, there = Group.objects.first(), Group.objects.count()
    names = [f"more-{n}" for n in range(many - there)]
    copies = []
    for n, name in enumerate(names):
        copy = Group(
            **{f.attname: getattr(like, f.attname) for f in Group._meta.concrete_fields if f.attname != "id"}
        )
        copy.key, copy.starts_on = name, like.starts_on + timedelta(days=n % 30)
        copies.append(copy)
    groups = Group.objects.bulk_create(copies)
    pools = Pool.objects.bulk_create(
        Pool(key=f"more-{name}", capacity=12, taken=n % 13) for n, name in enumerate(names)
    )
    GroupPool.objects.bulk_create(
        GroupPool(group=group, mode="on_site", pool=pool) for group, pool in zip(groups, pools, strict=True)
    )
    WeeklyTime.objects.bulk_create(
        WeeklyTime(group=group, weekday=n % 5 + 1, starts="16:00", ends="17:30")
        for n, group in enumerate(groups)
    )


if __name__ == "__main__":
    main()
