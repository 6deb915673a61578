"""Findings of the lint that somebody takes as they are: for a reason, by name, for a time."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models

from kurss.programme.models.programme import Programme

PLACE = 200


class AcceptedQuerySet(models.QuerySet["AcceptedFinding"]):
    def standing(self, on: date) -> Self:
        """Those that hold on a day: not taken back, and their time not over."""
        return self.filter(ended_at__isnull=True, until__gte=on)


class AcceptedFinding(models.Model):
    """An acceptance is of what was found, by its fingerprint: a finding that changes comes back."""

    # What was accepted stays on record with its programme.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="accepted_findings")
    rule = models.SlugField(max_length=60)
    place = models.CharField(max_length=PLACE)
    label = models.CharField(max_length=400)
    label_en = models.CharField(max_length=400)
    fingerprint = models.CharField(max_length=64)
    reason = models.TextField()
    until = models.DateField()
    # A key and a name, no account: a colleague who leaves takes nothing with them.
    accepted_by_key = models.CharField(max_length=40)
    accepted_by_label = models.CharField(max_length=200)
    accepted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = AcceptedQuerySet.as_manager()

    class Meta:
        ordering = ("-accepted_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_finding_is_accepted_for_a_reason"),
            models.UniqueConstraint(
                fields=("programme", "rule", "place"),
                condition=models.Q(ended_at__isnull=True),
                name="a_finding_is_accepted_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.place}"
