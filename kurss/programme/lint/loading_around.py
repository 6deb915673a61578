"""Loads the people, bodies and risks around a programme for the rules: one query a table."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, F, When
from django.db.models.functions import Cast

from kurss.programme import models
from kurss.programme.lint import view_around as view


def around(key: str) -> dict[str, Any]:
    """Meetings, suggestions, bodies and the register (four queries)."""
    named = Case(
        When(partner__isnull=False, then=Cast("partner", CharField())),
        default=F("owner"),
        output_field=CharField(),
    )
    meetings = models.Meeting.objects.filter(programme=key).order_by("pk")
    suggestions = models.Suggestion.objects.filter(meeting__programme=key).order_by("pk")
    bodies = models.Body.objects.filter(programme=key)
    risks = models.RegisteredRisk.objects.filter(programme=key).annotate(named=named)
    return {
        "meetings": tuple(
            view.MeetingRow(*row)
            for row in meetings.values_list("pk", "title", "title_en", "held_on", "minutes", "minutes_en")
        ),
        "suggestions": tuple(
            view.SuggestionRow(*row) for row in suggestions.values_list("meeting", "state", "text", "text_en")
        ),
        "bodies": tuple(
            view.BodyRow(*row) for row in bodies.values_list("pk", "title", "title_en", "mandate_en")
        ),
        "register": tuple(
            view.RegisteredRiskRow(*row)
            for row in risks.values_list("number", "initiative", "state", "likelihood", "named", "due_on")
        ),
    }
