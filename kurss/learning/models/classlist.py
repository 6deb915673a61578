"""Lists of marks as they came from classrooms, and where two people said different things of one child."""

from django.db import models
from django.db.models import Q

from kurss.learning.models.attendance import Attendance, Status, Way
from kurss.learning.models.enrolment import Enrolment
from kurss.learning.models.session import Session


class ClassList(models.Model):
    """One list that was handed in. Its maker names it; whatever comes again under that name is the same list.

    `made_at` is what the maker's own clock said, and proves nothing; `came_at` is ours. `digest` is the SHA-256 of
    what the list said, so that another list under the same name is told apart.
    """

    key = models.UUIDField(primary_key=True)
    # How the marks of a session came to be is part of their proof.
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="lists")
    by_key = models.UUIDField()
    made_at = models.DateTimeField()
    came_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("came_at", "key")

    def __str__(self) -> str:
        return f"list {self.key} of session {self.session_id}"


class Disagreement(models.Model):
    """A mark that was not written, because another stood there which its maker had not seen.

    Somebody settles it: the mark is `taken` in place of the one that stands, or the one that stands is kept.
    """

    # Each of these is part of what was said, and by whom.
    list = models.ForeignKey(ClassList, on_delete=models.PROTECT, related_name="disagreements")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="disagreements")
    against = models.ForeignKey(Attendance, on_delete=models.PROTECT, related_name="disagreements")
    status = models.CharField(max_length=7, choices=Status.choices)
    mode = models.CharField(max_length=9, choices=Way.choices)
    taken = models.BooleanField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_key = models.UUIDField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("list", "enrolment"), name="disagreement_once_in_a_list"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="disagreement_status_is_a_word"
            ),
            models.CheckConstraint(condition=Q(mode__in=Way.values), name="disagreement_mode_is_a_word"),
            models.CheckConstraint(
                condition=Q(taken__isnull=True, settled_at__isnull=True, settled_by_key__isnull=True)
                | Q(taken__isnull=False, settled_at__isnull=False, settled_by_key__isnull=False),
                name="disagreement_is_settled_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"disagreement {self.pk} about enrolment {self.enrolment_id}"
