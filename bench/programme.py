"""The pages of a large programme: 50 initiatives, 2,000 activities, 5,000 risks and 300 indicators, made up.

    python -m bench.programme

For each page: how many statements it takes with a tenth of that and with all of it, how long it takes at one
client (Django and PostgreSQL, without the web server), and the processor time of the process, also as times a
million turns of an empty loop that are run in between, so that the numbers can be read on any day. The lint of the
same programme: `python -m bench lint`.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench import lint
from bench.opening import HOST, home

MOST, RUNS = 0.150, 20
PAGES = (
    "programme/",
    "programme/stages/",
    "programme/measures/",
    "programme/review/",
    "programme/roadmap/",
    "programme/bench-0/roadmap/add/activity/",
    "programme/money/",
    "programme/bench-0/money/",
    "programme/logic/",
    "programme/logic/framework/",
    "programme/bench-0/charter/",
    "programme/stakeholders/",
    "programme/meetings/",
    "programme/governance/",
    "programme/risks/",
    "programme/health/",
    "indicators/",
    "indicators/scores/",
    "indicator/bench.0/",
    "lint/",
    "release/changes/",
    "roadmap/",
    "initiatives/bench-0/",
)


@dataclass(frozen=True)
class Measured:
    """A page: its statements, and in seconds the 95th percentile, the processor time, and the yardstick beside."""

    page: str
    statements: int
    late: float
    processor: float
    yardstick: float


def yardstick() -> float:
    """Seconds of processor for a million turns of an empty loop: 12 ms where nothing else runs."""
    began = time.process_time()
    for _ in range(1_000_000):
        pass
    return time.process_time() - began


def measured(client: object) -> Iterator[Measured]:
    """Each page there is, one after the other."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for page in PAGES:
        path = f"/lv/{page}"
        answer = client.get(path)  # type: ignore[attr-defined]
        if answer.status_code != 200:
            print(f"{page}: {answer.status_code}")
            continue
        with CaptureQueriesContext(connection) as asked:
            client.get(path)  # type: ignore[attr-defined]
        statements = len(asked)
        took, spent, turns = [], [], []
        for _ in range(RUNS):
            turns.append(yardstick())
            began, used = time.perf_counter(), time.process_time()
            client.get(path)  # type: ignore[attr-defined]
            took.append(time.perf_counter() - began)
            spent.append(time.process_time() - used)
        late = statistics.quantiles(took, n=20)[-1]
        yield Measured(page, statements, late, statistics.mean(spent), statistics.median(turns))


def officer() -> object:
    """Somebody of the programme office, signed in."""
    from django.test import Client
    from django.utils import timezone

    from kurss.people.permissions import Role
    from kurss.people.queries import unattended
    from kurss.people.register import open_account
    from kurss.people.roles import grant_role

    at = timezone.now()
    account = open_account(email="officer@city.example", name="Officer", by=unattended(), at=at)
    grant_role(account=account, role=Role.PROGRAMME_OFFICER, by=unattended(), at=at)
    client = Client(HTTP_HOST=HOST, HTTP_X_FORWARDED_PROTO="https")
    client.force_login(account)
    return client


def filled(share: int) -> None:
    """The programme with that part of its initiatives, activities, indicators, risks; all risks registered."""
    from kurss.programme.models import Initiative, RegisteredRisk

    whole = lint.INITIATIVES, lint.ACTIVITIES, lint.RISKS, lint.INDICATORS
    lint.INITIATIVES, lint.ACTIVITIES, lint.RISKS, lint.INDICATORS = (each // share for each in whole)
    lint._build()
    initiatives = list(Initiative.objects.all())
    RegisteredRisk.objects.bulk_create(
        RegisteredRisk(
            programme_id="bench",
            number=n + 1,
            text=f"R {n}",
            text_en=f"R {n}",
            likelihood=n % 5 + 1,
            effect=n // 5 % 5 + 1,
            initiative=initiatives[n % len(initiatives)],
        )
        for n in range(lint.RISKS)
    )
    lint.INITIATIVES, lint.ACTIVITIES, lint.RISKS, lint.INDICATORS = whole


def say(one: Measured, few: int) -> None:
    late = "" if one.late < MOST else "   over 150 ms"
    grows = "" if one.statements <= few else f" (a tenth: {few}, grows)"
    print(
        f"{one.page:42} p95 {one.late * 1000:7.1f} ms, processor {one.processor * 1000:7.1f} ms, "
        f"{one.processor / one.yardstick:5.1f} times the loop ({one.yardstick * 1000:.1f} ms), "
        f"{one.statements:3} statements{grows}{late}",
        flush=True,
    )


def main() -> None:
    with home():
        from kurss.portal import site

        with site.ready(lambda sentence: None):
            from django.db import connection, transaction
            from django.test.utils import override_settings

            import kurss.portal.wsgi  # noqa: F401 - loaded as it is served

            few: dict[str, int] = {}
            with override_settings(KURSS_SECOND_FACTOR_FOR_STAFF=False):
                for share in (10, 1):
                    with transaction.atomic():
                        filled(share)
                        with connection.cursor() as cursor:
                            cursor.execute("ANALYZE")
                        client = officer()
                        for one in measured(client):
                            if share == 10:
                                few[one.page] = one.statements
                            else:
                                say(one, few[one.page])
                        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
