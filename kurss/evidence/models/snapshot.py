"""All facts, sealed at one moment. The database refuses to change a sealed row."""

from django.db import models


class Snapshot(models.Model):
    """A seal over every declared fact. `digest` is the SHA-256 of what the manifest and the day say together,
    so the same facts sealed for the same day are one snapshot."""

    digest = models.CharField(max_length=64, primary_key=True)
    as_of = models.DateField()
    sealed_at = models.DateTimeField()
    sealed_by_key = models.CharField(max_length=40)

    class Meta:
        ordering = ("-as_of", "-sealed_at")
        get_latest_by = ("as_of", "sealed_at")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="a_snapshot_is_named_by_its_digest"
            ),
        )

    def __str__(self) -> str:
        return f"{self.as_of} {self.digest[:12]}"


class SealedFile(models.Model):
    """One partition of one fact in a snapshot: a Parquet file named by its content."""

    # A snapshot is its files.
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="files")
    fact = models.CharField(max_length=80)
    partition = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("fact", "partition")
        constraints = (
            models.UniqueConstraint(
                fields=("snapshot", "fact", "partition"), name="each_partition_is_sealed_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.fact} {self.partition}"

    @property
    def path(self) -> str:
        """Where the file stands inside the bag."""
        return f"data/{self.fact}/{self.partition}/{self.sha256}.parquet"


class SubjectNumber(models.Model):
    """The number under which a subject is sealed, the same in every snapshot of this site and in every fact about
    its kind. Given at the first seal that meets the key, never changed, never given again: so a snapshot holds
    small numbers that stand for nobody outside of this table."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "key"), name="a_subject_has_one_number"),
            models.UniqueConstraint(fields=("kind", "number"), name="a_number_stands_for_one_subject"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
