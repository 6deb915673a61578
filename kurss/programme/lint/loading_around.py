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
    risks = models.RegisteredRisk.objects.filter(programme=key).annotate(named=named).order_by("number")
    return {
        "meetings": tuple(
            map(
                view.MeetingRow._make,
                meetings.values_list("pk", "title", "title_en", "held_on", "minutes", "minutes_en"),
            )
        ),
        "suggestions": tuple(
            map(view.SuggestionRow._make, suggestions.values_list("meeting", "state", "text", "text_en"))
        ),
        "bodies": tuple(map(view.BodyRow._make, bodies.values_list("pk", "title", "title_en", "mandate_en"))),
        "register": tuple(
            map(
                view.RegisteredRiskRow._make,
                risks.values_list("number", "initiative", "state", "likelihood", "named", "due_on"),
            )
        ),
    }
