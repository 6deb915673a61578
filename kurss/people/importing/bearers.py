"""Whose code a sealed code is."""

from collections import defaultdict
from uuid import UUID

from kurss.people.importing.sealed_codes import Code
from kurss.people.models import Identity, NationalCode
from kurss.people.standing import counted


class Bearers:
    """Everybody's code under one chain of keys, by the key that stands for them; nobody's where no keys are named.

    A code that is not yet wrapped in the newest keys is not recognised: `kurss keys rotate` wraps them all.
    """

    def __init__(self, keys: str) -> None:
        rows = NationalCode.objects.filter(keys=keys).values_list(counted(), "digest") if keys else ()
        self._of: dict[UUID, set[str]] = defaultdict(set)
        self._with: dict[str, set[UUID]] = defaultdict(set)
        for person, digest in rows:
            self._of[person].add(digest)
            self._with[digest].add(person)

    def of(self, code: Code) -> list[Identity]:
        """The known people who bear this code: several where somebody was entered twice."""
        keys = self._with.get(code.digest, ())
        return list(Identity.objects.filter(person__in=keys, person__stands=True).order_by("person"))

    def is_new(self, person: UUID, code: Code | None) -> bool:
        """Whether the register does not have this code of this person."""
        return code is not None and code.digest not in self._of.get(person, ())

    def has_another(self, person: UUID, code: Code | None) -> bool:
        """Whether the register knows this person by another code, so that it is somebody else."""
        return code is not None and person in self._of and self.is_new(person, code)
