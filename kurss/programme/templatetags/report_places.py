"""The filter by which pages say where a report says something, in the reader's language."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kurss.programme import report_places

register = template.Library()


@register.filter
def report_place(text: str) -> SafeString:
    """Where the report says it; marked as English where it had to stay so."""
    reader = get_language() or settings.LANGUAGE_CODE
    place = report_places.place_in(text, reader)
    if place.language == reader:
        return format_html("{}", place.text)
    return format_html('<span lang="{}">{}</span>', place.language, place.text)
