"""Quotations of the report as the pages show them, in their own language."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language

from kurss.publication import quotations

register = template.Library()


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@register.inclusion_tag("publication/parts/quote.html")
def quoted(said: Any) -> dict[str, Any]:
    """The report's own words, and below them our translation for a reader of another language."""
    return {"quote": said.quote, "translation": quotations.translation(said, _language())}
