"""Measuring the matching on a made-up city of which every truth is known (`labelled`)."""

import resource
import time
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from kurss.people.acting import note, permit
from kurss.people.duplicates.finding import threshold
from kurss.people.duplicates.labelled import labelled_city
from kurss.people.duplicates.matching import Scored, score
from kurss.people.duplicates.weighing import digest
from kurss.people.models import Account, Measurement
from kurss.people.permissions import Act

SEED = 20220930
"""The city that is measured. The weights were estimated on another one, of seed 1."""


def right_ones(found: Collection[Scored], truth: Collection[tuple[str, str]]) -> int:
    """How many of the proposed pairs are one person."""
    return len({(one.low, one.high) for one in found} & set(truth))


@transaction.atomic
def measure(*, people: int, seed: int = SEED, by: Account, at: datetime) -> Measurement:
    """Make the city, search it, and keep what was found as a record. Nothing of the register is read."""
    permit(by, Act.FIND_DUPLICATES, at=at)
    bits = threshold()
    city = labelled_city(seed=seed, records=people)
    records = city.records()
    began = time.perf_counter()
    found = score(records, threshold=bits)
    taken = time.perf_counter() - began
    measured = Measurement.objects.create(
        measured_at=at,
        model=digest(bits),
        seed=seed,
        people=len(records),
        true_pairs=len(city.true_pairs),
        proposed=len(found),
        right=right_ones(found, city.true_pairs),
        threshold=Decimal(str(bits)),
        seconds=Decimal(f"{taken:.2f}"),
        peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )
    note(
        by=by,
        at=at,
        act="people.measure_duplicates",
        about=measured,
        people=people,
        proposed=measured.proposed,
        right=measured.right,
    )
    return measured
