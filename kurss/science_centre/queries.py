"""Reads that pages share: what is to come with its free places, a day at the desk, and a family's own places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from kurss.people.acting import acts_for, may
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.people.queries import children_of, identities
from kurss.people.standing import keys_of
from kurss.places.models import Institution
from kurss.science_centre.models import (
    STANDING,
    Booking,
    BookingState,
    GroupState,
    SchoolGroup,
    Slot,
    SlotKind,
    Visit,
)


def slots() -> QuerySet[Slot]:
    """Slots with everything a page says of them; `asked` is how many people of unanswered groups would come."""
    waiting = SchoolGroup.objects.filter(slot=OuterRef("pk"), state=GroupState.REQUESTED).order_by()
    people = waiting.values("slot").annotate(all=Sum(F("pupils") + F("adults"))).values("all")
    return Slot.objects.select_related("place", "room", "version__curriculum", "operation", "pool").annotate(
        asked=Coalesce(Subquery(people, output_field=IntegerField()), Value(0))
    )


def to_come(*, at: datetime, kind: str = "") -> QuerySet[Slot]:
    """What is open to book from now on."""
    found = slots().filter(state__in=STANDING, starts_at__gt=at)
    return found.filter(kind=kind) if kind in SlotKind.values else found


def on_day(day: date, *, account: Account, at: datetime) -> list[Slot]:
    """The slots of a day at places where the account admits visitors."""
    found = slots().filter(happened_on=day, state__in=STANDING)
    return [slot for slot in found if may(account, Act.ADMIT_VISITORS, at=at, place=slot.place.key)]


def slot_of(pk: int) -> Slot | None:
    return slots().filter(pk=pk).first()


def admitted(slot: Slot) -> QuerySet[Visit]:
    """Current admissions of a slot, the last first."""
    return slot.visits.filter(is_current=True, visitors__gt=0).order_by("-admitted_at", "-pk")


def groups_of(slot: Slot) -> QuerySet[SchoolGroup]:
    return slot.school_groups.filter(state__in=(GroupState.CONFIRMED, GroupState.CAME)).select_related(
        "institution"
    )


def groups(*, account: Account, at: datetime, state: str = "") -> list[SchoolGroup]:
    """School groups at places where the account answers them, those to come first."""
    found = SchoolGroup.objects.select_related(
        "slot__place", "slot__version__curriculum", "slot__pool", "institution"
    )
    if state in GroupState.values:
        found = found.filter(state=state)
    seen: dict[str, bool] = {}
    rows = []
    for group in found.order_by("-slot__starts_at", "asked_at", "pk"):
        key = group.slot.place.key
        if key not in seen:
            seen[key] = may(account, Act.PLAN_SLOTS, at=at, place=key)
        if seen[key]:
            rows.append(group)
    return rows


def visit_with_history(pk: int) -> tuple[Visit | None, Sequence[Visit]]:
    """The row and everything admitted for its party, the oldest first."""
    found = (
        Visit.objects.select_related("slot__place", "slot__room", "school_group__institution")
        .filter(pk=pk)
        .first()
    )
    return found, list(Visit.objects.filter(party=found.party).order_by("pk")) if found else []


def own_people(account: object, *, on: date) -> Mapping[UUID, str]:
    """Who an account acts for, by name: children in the care of its person, and that person."""
    if not isinstance(account, Account) or account.person is None:
        return {}
    keys = [*(bond.child_id for bond in children_of(account.person, on=on)), account.person.pk]
    known = identities(keys)
    return {key: known[key].name for key in keys if key in known and acts_for(account, key, on=on)}


def own_places(account: object, *, at: datetime, on: date) -> list[tuple[str, Booking]]:
    """Live places of a family in slots to come, each with the name of whose it is."""
    rows = []
    for key, name in own_people(account, on=on).items():
        live = Booking.objects.filter(
            person__in=keys_of(key), state=BookingState.BOOKED, slot__starts_at__gt=at
        )
        rows += [(name, one) for one in live.select_related("slot__version__curriculum", "slot__place")]
    return sorted(rows, key=lambda row: (row[1].slot.starts_at, row[0]))


def schools() -> QuerySet[Institution]:
    """Institutions a group can come from, in Latvian order."""
    return Institution.objects.exclude(kind="science_centre")
