"""One of the two yeses a curriculum version needs."""

from django.db import models
from django.db.models import F, Q

from kurss.curriculum.models.version import CurriculumVersion

NEEDED = 2


class Approval(models.Model):
    """A yes by someone who is not the author. The author's key stands here again so that a CHECK can see it;
    a compound foreign key (migration 0002) keeps the copy equal to the version's own."""

    # An approval is the proof of its version.
    version = models.ForeignKey(CurriculumVersion, on_delete=models.PROTECT, related_name="approvals")
    place = models.PositiveSmallIntegerField()
    approver_key = models.UUIDField()
    author_key = models.UUIDField()
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("version", "place")
        constraints = (
            models.UniqueConstraint(fields=("version", "place"), name="approval_first_and_second"),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=NEEDED), name="approval_is_one_of_two"
            ),
            models.UniqueConstraint(fields=("version", "approver_key"), name="approval_by_two_people"),
            models.CheckConstraint(
                condition=~Q(approver_key=F("author_key")), name="approval_never_by_the_author"
            ),
        )

    def __str__(self) -> str:
        return f"approval {self.place} of {self.version_id}"
