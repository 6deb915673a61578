"""Entries sealed together, each batch on the one before. For ever, as the entries are."""

from django.db import models

from kurss.journal.models.entry import Entry

HEXADECIMAL = r"^[0-9a-f]{64}$"


class Batch(models.Model):
    """Numbered from 1 without a gap. `hash` stands for all that was sealed until then (see `chain`)."""

    number = models.PositiveBigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "batches"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(number__gte=1, count__gte=1), name="a_batch_is_numbered_and_not_empty"
            ),
            models.CheckConstraint(
                condition=models.Q(hash__regex=HEXADECIMAL, previous__regex=HEXADECIMAL),
                name="a_batch_stands_on_the_one_before",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"


class Seal(models.Model):
    """That an entry is sealed: in which batch, at which place from 1, and the digest of its line then."""

    # A sealed entry is never deleted; the database holds it by this key as well as by its trigger.
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="seal")
    # A batch is never deleted either.
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="seals", db_index=False)
    place = models.PositiveIntegerField()
    leaf = models.CharField(max_length=64)

    class Meta:
        ordering = ("batch", "place")
        constraints = (
            models.UniqueConstraint(fields=("batch", "place"), name="a_place_in_a_batch_is_taken_once"),
            models.CheckConstraint(
                condition=models.Q(place__gte=1, leaf__regex=HEXADECIMAL), name="a_seal_keeps_a_digest"
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} in {self.batch_id}"


class Unsealed(models.Model):
    """An entry that waits to be sealed. A trigger puts it here with the entry; the sealer takes it away.

    No order of ids is relied upon: an entry is seen here when its own transaction has committed, however late.
    """

    # No foreign key: a check on every insert would cost the writer more than it could ever find.
    entry_id = models.BigIntegerField(primary_key=True)

    class Meta:
        ordering = ("entry_id",)
        verbose_name_plural = "unsealed"

    def __str__(self) -> str:
        return str(self.entry_id)
