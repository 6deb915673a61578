"""How the details of an entry are sealed, so that they can be erased and still be provable while they stand.

Each detail has a salt of sixteen random bytes and the digest

    leaf = SHA-256(salt ‖ name ‖ "=" ‖ value)            name and value in UTF-8

and the entry keeps the digest over the leaves of its details, ordered by name:

    digest = SHA-256(leaf₁ ‖ leaf₂ ‖ …)

A name is one lower-case word and holds no "=", so no two details share a line. The salt goes with the detail:
without it a digest cannot be used to try out guesses of a short value such as a date.
"""

import hashlib
import os
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Payload(NamedTuple):
    name: str
    value: str
    salt: bytes


class Wording(StrEnum):
    INTACT = "intact"
    ERASED = "erased"
    ALTERED = "altered"


def new_salt() -> bytes:
    return os.urandom(16)


def digest_of(details: Iterable[Payload]) -> str:
    """The digest an entry keeps of its details, in whatever order they come."""
    whole = hashlib.sha256()
    for name, value, salt in sorted(details):
        whole.update(hashlib.sha256(salt + f"{name}={value}".encode()).digest())
    return whole.hexdigest()
