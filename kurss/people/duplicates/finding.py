"""Searching the whole register for people who were entered twice."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, QuerySet

from kurss.people.acting import note, permit
from kurss.people.duplicates.folding import Compared, compared
from kurss.people.duplicates.matching import Scored, score
from kurss.people.duplicates.weighing import digest
from kurss.people.models import (
    Account,
    DuplicateSearch,
    Identity,
    NationalCode,
    Pair,
    PairPart,
    PairState,
)
from kurss.people.models.restriction import is_restricted
from kurss.people.permissions import Act

BATCH = 2_000
SEARCHING = 0x5EA2
"""The advisory lock under which the register is searched: two searches come one after the other."""


def threshold() -> float:
    """Bits from which this site proposes a pair."""
    return float(settings.KURSS_DUPLICATE_BITS)


@transaction.atomic
def find_duplicates(*, by: Account, at: datetime) -> DuplicateSearch:
    """Propose every pair that the matching finds and nobody has decided about.

    A proposal that is no longer found, because an identity was corrected, is withdrawn. What officers decided
    or put side by side themselves stays.
    """
    permit(by, Act.FIND_DUPLICATES, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEARCHING])
    bits = threshold()
    records = list(_records())
    different = _different()
    found = [one for one in score(records, threshold=bits) if _keys(one) not in different]
    new = _propose(found, at)
    search = DuplicateSearch.objects.create(
        searched_at=at,
        by_key=str(by.pk),
        model=digest(bits),
        threshold=Decimal(str(bits)),
        people=len(records),
        found=len(found),
        new=new,
    )
    note(by=by, at=at, act=Act.FIND_DUPLICATES, about=search, people=len(records), found=len(found), new=new)
    return search


def _records() -> Iterator[Compared]:
    """Everybody who stands for themself, is known and may be used, as the matching sees them, made up or not."""
    codes = _codes()
    for identity in _comparable().order_by("person").iterator(BATCH):
        yield compared(
            str(identity.person_id),
            given_name=identity.given_name,
            family_name=identity.family_name,
            birth_date=identity.birth_date,
            gender=identity.gender,
            email=identity.email,
            phone=identity.phone,
            code=codes.get(identity.person_id, ""),
        )


def _codes() -> dict[UUID, str]:
    """The digests of national codes, by person: those under the chain of keys that most codes are under.

    Digests under two chains say nothing of each other, so while keys are being rotated some are left out.
    """
    chains = NationalCode.objects.order_by().values_list("keys").annotate(many=Count("pk"))
    if not chains:
        return {}
    commonest, _many = max(chains, key=lambda chain: (chain[1], chain[0]))
    return dict(NationalCode.objects.filter(keys=commonest).values_list("person", "digest"))


Keys = frozenset[UUID]


def _different() -> set[Keys]:
    """Pairs of keys as they stand now that an officer found to be two people, under whichever keys."""
    decided = Pair.objects.filter(state=PairState.DIFFERENT).values_list(
        "low", "low__survivor", "high", "high__survivor"
    )
    return {frozenset((low_now or low, high_now or high)) for low, low_now, high, high_now in decided}


def _keys(one: Scored) -> Keys:
    return frozenset((UUID(one.low), UUID(one.high)))


def _propose(found: list[Scored], at: datetime) -> int:
    """Write the proposals with what each comparison said; how many are new."""
    known = {
        (pair.low_id, pair.high_id): pair
        for pair in Pair.objects.of_standing().select_for_update(of=("self",))
    }
    wanted = {(UUID(one.low), UUID(one.high)): one for one in found}
    gone = [
        pair.pk
        for keys, pair in known.items()
        if keys not in wanted and pair.state == PairState.PROPOSED and pair.weight is not None
    ]
    # A pair that was once merged keeps its history.
    Pair.objects.filter(pk__in=gone, merges__isnull=True).delete()
    new = [
        Pair(low_id=low, high_id=high, weight=one.weight, found_at=at)
        for (low, high), one in wanted.items()
        if (low, high) not in known
    ]
    Pair.objects.bulk_create(new, batch_size=BATCH)
    again = [known[keys] for keys in wanted if keys in known]
    for pair in again:
        pair.weight = wanted[pair.low_id, pair.high_id].weight
    Pair.objects.bulk_update(again, ["weight"], batch_size=BATCH)
    PairPart.objects.filter(pair__in=again).delete()
    PairPart.objects.bulk_create(
        (
            PairPart(pair=pair, comparison=said.comparison, level=said.level, weight=said.weight)
            for pair in (*new, *again)
            for said in wanted[pair.low_id, pair.high_id].said
        ),
        batch_size=BATCH,
    )
    return len(new)


def people_searched() -> int:
    """How many a search would look at now."""
    return _comparable().count()


def _comparable() -> QuerySet[Identity]:
    return Identity.objects.filter(person__stands=True).exclude(is_restricted("person"))
