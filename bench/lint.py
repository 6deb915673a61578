"""The lint of a large programme: 50 initiatives, 2,000 activities, 5,000 risks, 300 indicators, all made up."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, date, datetime
from decimal import Decimal

INITIATIVES, ACTIVITIES, RISKS, INDICATORS = 50, 2_000, 5_000, 300
RUNS = 5
AT = datetime(2022, 9, 30, 12, tzinfo=UTC)
ON = date(2022, 9, 30)


def linting() -> tuple[float, float, int, int]:
    """Seconds to lint, the bound (fetching the same rows and doing nothing with them), queries, findings."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from kurss.programme.lint.accepting import linted

    with transaction.atomic():
        _build()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found = linted("bench", on=ON)
        assert found is not None
        ours = statistics.median(_timed(lambda: linted("bench", on=ON)) for _ in range(RUNS))
        bare = statistics.median(_timed(_fetch) for _ in range(RUNS))
        transaction.set_rollback(True)
    return ours, bare, len(captured), len(found.open)


def _timed(run: object) -> float:
    began = time.perf_counter()
    run()  # type: ignore[operator]
    return time.perf_counter() - began


def _fetch() -> None:
    from kurss.programme.models import Activity, Milestone, Risk

    list(Risk.objects.filter(charter__initiative__programme="bench").values_list())
    list(Activity.objects.filter(initiative__programme="bench").values_list())
    list(Milestone.objects.filter(initiative__programme="bench").values_list())


def _build() -> None:
    from kurss.programme import models as m

    template = m.Template.objects.create(key="bench", title="Veids", title_en="Kind")
    document = m.Document.objects.create(key="bench", title="Ziņojums", title_en="Report", author="City")
    programme = m.Programme.objects.create(
        key="bench", template=template, document=document, title="P", title_en="P", goal="G", goal_en="G",
        priority="P", priority_en="P", starts_on=date(2020, 9, 1), ends_on=ON,
    )  # fmt: skip
    initiatives = m.Initiative.objects.bulk_create(
        m.Initiative(
            key=f"bench-{n}",
            programme=programme,
            order=n,
            title=f"I {n}",
            title_en=f"I {n}",
            short="I",
            short_en="I",
        )
        for n in range(INITIATIVES)
    )
    charters = m.Charter.objects.bulk_create(
        m.Charter(
            initiative=one, version=1, state="as_reported", source=document, place="p", what="D", what_en="D",
            outputs="20 kursi\n5 telpas", outputs_en="20 courses\n5 rooms", outcomes="Vairāk zina",
            outcomes_en="More people know", author_key="a", author_label="A", written_at=AT,
        )
        for one in initiatives
    )  # fmt: skip
    m.Risk.objects.bulk_create(
        m.Risk(charter=charters[n % INITIATIVES], order=n, text=f"R {n}", text_en=f"R {n}")
        for n in range(RISKS)
    )
    m.Activity.objects.bulk_create(
        m.Activity(
            initiative=initiatives[n % INITIATIVES], order=n, title=f"D {n}", title_en=f"A {n}", place="p",
            planned_from=date(2021, n % 12 + 1, 1), planned_until=date(2022, n % 12 + 1, 1),
        )
        for n in range(ACTIVITIES)
    )  # fmt: skip
    m.Milestone.objects.bulk_create(
        m.Milestone(
            initiative=initiatives[n % INITIATIVES], order=n, title=f"P {n}", title_en=f"M {n}", place="p",
            planned_month=date(2022, n % 12 + 1, 1),
        )
        for n in range(ACTIVITIES)
    )  # fmt: skip
    _indicators(programme, initiatives)


def _indicators(programme: object, initiatives: list) -> None:  # type: ignore[type-arg]
    from kurss.evidence.models import Indicator, IndicatorVersion, Target
    from kurss.programme.models import Measure

    indicators = Indicator.objects.bulk_create(
        Indicator(
            key=f"bench.{n}", code=f"B-{n}", name=f"R {n}", name_en=f"R {n}", level="output", unit="gab.",
            unit_en="pieces",
        )
        for n in range(INDICATORS)
    )  # fmt: skip
    IndicatorVersion.objects.bulk_create(
        IndicatorVersion(indicator=one, number=1, fact="learning.attendance", counts="rows", grain="year",
                         written_at=AT, written_by_key="a")
        for one in indicators
    )  # fmt: skip
    Target.objects.bulk_create(
        Target(
            indicator=one, kind="final", comparison="at_least", value=Decimal(place * 10), document="bench",
            place=f"page {place}", quote="q", written_at=AT, written_by_key="a", due_on=date(2022, place, 1),
        )
        for one in indicators
        for place in (1, 2, 3)
    )  # fmt: skip
    Measure.objects.bulk_create(
        Measure(
            programme=programme, initiative=initiatives[n % INITIATIVES], indicator=one, column="output", order=n,
            text=f"R {n}", text_en=f"R {n}", place="p",
        )
        for n, one in enumerate(indicators)
    )  # fmt: skip
