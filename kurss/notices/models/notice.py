"""One letter to one address: its words, and how far it has come."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    GIVEN_UP = "given_up", _("given up")
    WITHDRAWN = "withdrawn", _("withdrawn")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self, at: datetime) -> Self:
        """What is to be sent now, longest waiting first."""
        return self.filter(state=State.WAITING, next_try_at__lte=at).order_by("next_try_at", "posted_at")

    def over(self) -> Self:
        """What nothing more will be done with."""
        return self.filter(state__in=(State.SENT, State.GIVEN_UP, State.WITHDRAWN))


class Notice(models.Model):
    """Written in the act's own transaction, sent later. The key is also its Message-ID.

    `about` names the record it tells of, as `kind:key`, without a foreign key. `once` is the caller's word for
    an occasion that is told once. `next_try_at` counts while it waits; `over_at` says when it was sent, given up
    or withdrawn. Erasing takes address, subject, body and enclosures; that something was sent stays.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    language = models.CharField(max_length=3)
    about = models.CharField(max_length=170, blank=True)
    once = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    posted_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("posted_at", "key")
        indexes = (
            models.Index(
                fields=("next_try_at", "posted_at"),
                condition=models.Q(state=State.WAITING),
                name="notices_that_wait",
            ),
            models.Index(fields=("about",), condition=~models.Q(about=""), name="notices_about_a_record"),
            models.Index(
                fields=("over_at",),
                condition=models.Q(over_at__isnull=False, erased_at__isnull=True),
                name="notices_to_be_erased",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("once",), condition=~models.Q(once=""), name="an_occasion_is_told_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="a_notice_stands_in_a_declared_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=(State.WAITING, State.SENDING), over_at__isnull=True)
                | models.Q(state__in=(State.SENT, State.GIVEN_UP, State.WITHDRAWN), over_at__isnull=False),
                name="what_is_over_says_since_when",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) & ~models.Q(to="") & ~models.Q(subject="")
                | models.Q(erased_at__isnull=False, over_at__isnull=False, to="", subject="", body=""),
                name="a_notice_is_whole_or_erased",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.key}"


class Enclosure(models.Model):
    """A file that goes with a notice."""

    # Erased together with the words it goes with.
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="enclosures")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
