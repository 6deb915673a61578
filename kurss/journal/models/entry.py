"""One act, and what it said. An entry is for ever; its details can be erased, and leave their digest."""

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Now

from kurss.journal.seals import Payload, Wording, digest_of, new_salt


class Entry(models.Model):
    """Who did what to which record. Written in the act's own transaction; the database refuses any change.

    The actor and the record are keys and labels without a foreign key, so that an entry outlives both.
    A label names an office or a thing, never a private person: a name belongs in a detail, which can go.
    """

    act = models.CharField(max_length=80)
    by_key = models.CharField(max_length=64)
    by_label = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    label = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "entries"
        indexes = (
            models.Index(fields=("kind", "key", "id"), name="journal_of_a_record"),
            models.Index(fields=("by_key", "id"), name="journal_of_an_actor"),
            models.Index(fields=("at", "id"), name="journal_of_a_day"),
            # Compared byte by byte, whatever the database's collation, so that it serves beginnings of a word.
            models.Index(
                OpClass("act", name="varchar_pattern_ops"), models.F("id"), name="journal_of_an_act"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(act="") & ~models.Q(by_key="") & ~models.Q(kind="") & ~models.Q(key=""),
                name="an_entry_says_who_did_what_to_what",
            ),
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="an_entry_seals_its_details"
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.kind} {self.key}"

    def wording(self) -> Wording:
        """Whether the details are still those that were written: intact, erased or altered."""
        details = list(self.details.all())
        found = digest_of(Payload(detail.name, detail.value, bytes(detail.salt)) for detail in details)
        if found == self.digest:
            return Wording.INTACT
        return Wording.ALTERED if details else Wording.ERASED


class Detail(models.Model):
    """One named value of an entry, with the salt of its digest. Deleting the row erases both."""

    # An entry is never deleted; PROTECT says so before the trigger has to.
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="details")
    name = models.CharField(max_length=60)
    value = models.TextField(blank=True)
    salt = models.BinaryField(max_length=16, default=new_salt, editable=False)

    class Meta:
        ordering = ("entry", "name")
        constraints = (
            models.UniqueConstraint(fields=("entry", "name"), name="an_entry_says_each_detail_once"),
            models.CheckConstraint(
                condition=models.Q(name__regex=r"^[a-z][a-z0-9_]*$"), name="a_detail_is_named_by_one_word"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
