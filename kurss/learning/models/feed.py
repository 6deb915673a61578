"""The secret calendar of a child: that somebody has its address, never the address itself."""

from datetime import datetime
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from kurss.people.models import Person


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def live(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class CalendarFeed(models.Model):
    """One account's calendar of one person it acts for. The address is signed from the key (`calendars`), so that
    whoever reads this table can open none."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # People are never deleted; erasing who somebody is revokes their calendars.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="calendar_feeds")
    made_by_key = models.UUIDField()
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "key")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "made_by_key"),
                condition=Q(revoked_at__isnull=True),
                name="one_live_calendar_per_person_and_account",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="a_calendar_is_revoked_after_it_was_made",
            ),
        )

    def __str__(self) -> str:
        return f"calendar {self.key}"

    def revoke(self, at: datetime) -> None:
        self.revoked_at = max(at, self.made_at)
