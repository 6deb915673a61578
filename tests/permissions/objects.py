"""What stands in an address: for every name in the addresses of the site, a record of the walked city.

A new address with a name that is not here fails the walk until it is added.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tests.permissions.city import WalkedCity

Find = Callable[[WalkedCity], Any]

BY_NAME: Mapping[str, Find] = {
    "attendance_id": lambda city: city.mark.pk,
    "enrolment_id": lambda city: city.enrolment.pk,
    "count_id": lambda city: city.count.pk,
    "fact": lambda city: "learning.attendance",
    "address": lambda city: city.figure.address,
    "code": lambda city: "lv",
    "initiative": lambda city: city.initiative.pk,
}
"""By the name of the part, wherever it stands."""

BY_ADDRESS: Mapping[tuple[str, str], Find] = {
    ("publication:initiative", "key"): lambda city: city.initiative.pk,
    ("publication:charter", "key"): lambda city: city.initiative.pk,
}
"""By the address and the name, where a name alone does not say what it names."""

NOTHING_THERE = {
    "demo:sign-in": "it asks which role, and nobody names one",
    "publication:deliverable-file": "no document is written for the walk",
}
"""Addresses that answer 404 to everybody in the walked city, and why; whoever may ask is not told apart there."""


def named(city: WalkedCity, address: str, parts: tuple[str, ...]) -> dict[str, Any]:
    """The parts of an address, filled in. Raises LookupError for a part nobody has said a record for."""
    found = {}
    for part in parts:
        find = BY_ADDRESS.get((address, part)) or BY_NAME.get(part)
        if find is None:
            raise LookupError(
                f"The address {address!r} names {part!r}: say in tests/permissions/objects.py which record it is."
            )
        found[part] = find(city)
    return found
