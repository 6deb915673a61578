"""An invitation to act for a child beside the guardian who sends it."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models

from kurss.people.models.person import Person


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open_at(self, at: datetime) -> Self:
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)


class Invitation(models.Model):
    """Good for one acceptance until it expires. The token of the letter is kept only as its SHA-256.

    The address it went to is erased when it is used, withdrawn, or its child or sender is erased.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # People are never deleted; when who they are is erased, their invitations are deleted with it.
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations_sent")
    token_digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=3)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("child", "sent_at")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="an_invitation_is_not_both_used_and_withdrawn",
            ),
            models.CheckConstraint(
                condition=(models.Q(accepted_at__isnull=True) & models.Q(withdrawn_at__isnull=True))
                | models.Q(email=""),
                name="an_invitation_that_is_over_keeps_no_address",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("sent_at")),
                name="an_invitation_is_good_for_a_while",
            ),
            models.CheckConstraint(
                condition=~models.Q(child=models.F("invited_by")), name="nobody_invites_to_themselves"
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.key}"
