"""An invitation to places of a round: for a teacher, or for a partner whose people come one by one."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kurss.learning.models.enrolment import Enrolment
from kurss.learning.models.round import EnrolmentRound


class InvitationState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RoundInvitationQuerySet(models.QuerySet["RoundInvitation"]):
    def open(self) -> Self:
        return self.filter(state=InvitationState.OPEN)


class RoundInvitation(models.Model):
    """Good for so many places, each person one of them, until a moment. Only the digest of its token is kept.

    Once every place is used it is accepted. `name` and `email` are forgotten when the round is over.
    """

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # Enrolments rest on the invitation they came from, and it on its round.
    round = models.ForeignKey(EnrolmentRound, on_delete=models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8)
    places = models.PositiveSmallIntegerField(default=1)
    used = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    invited_by_key = models.UUIDField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=InvitationState.choices, default=InvitationState.OPEN)

    objects = RoundInvitationQuerySet.as_manager()

    class Meta:
        ordering = ("invited_at", "key")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values), name="invitation_state_is_a_word"
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1) & Q(used__lte=F("places")), name="an_invitation_is_never_overused"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="an_invitation_leaves_time_to_answer"
            ),
            models.CheckConstraint(
                condition=Q(state=InvitationState.OPEN, answered_at__isnull=True)
                | (~Q(state=InvitationState.OPEN) & Q(answered_at__isnull=False)),
                name="an_answered_invitation_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="an_invitation_keeps_a_digest_only"
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.key}"


class InvitedPlace(models.Model):
    """A place that was taken by an invitation."""

    # How an enrolment came about stays known as long as the enrolment.
    invitation = models.ForeignKey(RoundInvitation, on_delete=models.PROTECT, related_name="taken")
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="invited")

    def __str__(self) -> str:
        return f"place by invitation {self.invitation_id}"
