"""One text of a curriculum, from its draft until it is retired."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kurss.curriculum.models.curriculum import Curriculum


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PILOTED = "piloted", _("Piloted")
    APPROVED = "approved", _("Approved")
    RETIRED = "retired", _("Retired")


TEACHABLE = (VersionState.PILOTED, VersionState.APPROVED)
"""What a group may be planned with: a pilot must be taught before it can be approved."""


UNDER_WAY = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.PILOTED)


class CurriculumVersion(models.Model):
    """Hours, and the completion rule: which share of the sessions held a learner must have attended."""

    # Groups were taught by this version; the curriculum cannot vanish under them.
    curriculum = models.ForeignKey(Curriculum, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    hours = models.PositiveSmallIntegerField()
    required_share = models.PositiveSmallIntegerField()
    author_key = models.UUIDField()
    drafted_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("curriculum", "number")
        constraints = (
            models.UniqueConstraint(fields=("curriculum", "number"), name="version_number_once"),
            models.UniqueConstraint(
                fields=("curriculum",),
                condition=Q(state__in=UNDER_WAY),
                name="version_one_under_way_at_a_time",
            ),
            # Lets an approval refer to a version together with its author.
            models.UniqueConstraint(fields=("id", "author_key"), name="version_with_its_author"),
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values), name="version_state_is_a_word"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_counts_from_one"),
            models.CheckConstraint(condition=Q(hours__gte=1), name="version_takes_time"),
            models.CheckConstraint(
                condition=Q(required_share__gte=1, required_share__lte=100),
                name="version_share_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.APPROVED) | Q(approved_at__isnull=False),
                name="version_approved_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.RETIRED, retired_at__isnull=False)
                | (~Q(state=VersionState.RETIRED) & Q(retired_at__isnull=True)),
                name="version_retired_has_its_moment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.curriculum_id} v{self.number}"

    @property
    def teachable(self) -> bool:
        return self.state in TEACHABLE
