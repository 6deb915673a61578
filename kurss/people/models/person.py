"""A person is a random key, and nothing else. Facts carry the key; who it is stands in `Identity`."""

import uuid
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from datetime import date

    from kurss.people.models.account import Account
    from kurss.people.models.identity import Identity


class Person(models.Model):
    """Never deleted: attendances point here. `synthetic` marks somebody made up for a demonstration."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    synthetic = models.BooleanField(default=False)
    since = models.DateField()
    # Neither of two keys of one person may vanish: records point at both.
    survivor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_keys"
    )
    """The key that stands for this one since a merge; null where this key stands for itself."""
    stands = models.GeneratedField(
        expression=models.ExpressionWrapper(
            models.Q(survivor__isnull=True), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    """A survivor always stands for itself: migration 0003 lets `survivor` point at nothing else, so that
    however many merges, one step leads to the person, and never round in a circle."""

    loaded_guardians: "tuple[date, frozenset[uuid.UUID]] | None" = None
    """A day, and who cared for this child on it, where `asking` has read it with the person."""
    loaded_keys: "frozenset[uuid.UUID] | None" = None
    loaded_accounts: "list[Account] | None" = None
    """Every key and every account of this person, where `standing.at_hand` has read them for a page."""

    class Meta:
        ordering = ("key",)
        verbose_name_plural = "people"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(survivor__isnull=True) | ~models.Q(survivor=models.F("key")),
                name="nobody_is_merged_into_themself",
            ),
        )

    def __str__(self) -> str:
        return str(self.key)

    @property
    def standing_key(self) -> uuid.UUID:
        """The key under which this person counts."""
        return self.survivor_id or self.key

    @property
    def known(self) -> "Identity | None":
        """Who this is, or None once the identity was erased."""
        return getattr(self, "identity", None)
