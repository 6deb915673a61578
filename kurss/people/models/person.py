"""A person is a random key, and nothing else. Facts carry the key; who it is stands in `Identity`."""

import uuid
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from kurss.people.models.identity import Identity


class Person(models.Model):
    """Never deleted: attendances point here. `synthetic` marks somebody made up for a demonstration."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    synthetic = models.BooleanField(default=False)
    since = models.DateField()

    class Meta:
        ordering = ("key",)
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return str(self.key)

    @property
    def known(self) -> "Identity | None":
        """Who this is, or None once the identity was erased."""
        return getattr(self, "identity", None)
