"""A group split in two, or joined to another: who was moved is on the enrolments, what fell out is here."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kurss.learning.models.group import Group
from kurss.learning.models.session import Session


class RegroupingKind(models.TextChoices):
    SPLIT = "split", _("Split")
    JOINED = "joined", _("Joined")


class Regrouping(models.Model):
    """`source` gave people to `target`. A joined source meets no more; `sessions` are those it was to have."""

    kind = models.CharField(max_length=6, choices=RegroupingKind.choices)
    # Enrolments were moved by it: what happened to the groups stays readable.
    source = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="gave")
    target = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="received")
    sessions = models.ManyToManyField(Session, related_name="called_off_by")
    done_at = models.DateTimeField()
    by_key = models.UUIDField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("done_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=RegroupingKind.values), name="regrouping_kind_is_a_word"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="a_group_is_not_joined_to_itself"),
            models.UniqueConstraint(
                fields=("source",),
                condition=Q(kind=RegroupingKind.JOINED, undone_at__isnull=True),
                name="a_group_is_joined_to_one_other",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
