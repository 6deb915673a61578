"""Places and quotations of the report as the pages show them, each in its own language."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kurss.publication import quotations, report_places

register = template.Library()


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@register.filter
def report_place(text: str) -> SafeString:
    """Where the report says it; marked as English where it had to stay so."""
    place = report_places.place_in(text, _language())
    if place.language == _language():
        return format_html("{}", place.text)
    return format_html('<span lang="{}">{}</span>', place.language, place.text)


@register.inclusion_tag("publication/parts/quote.html")
def quoted(said: Any) -> dict[str, Any]:
    """The report's own words, and below them our translation for a reader of another language."""
    return {"quote": said.quote, "translation": quotations.translation(said, _language())}
