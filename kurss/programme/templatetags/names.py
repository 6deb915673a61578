"""The filter by which pages show the name of a person, or that it is kept no longer."""

from django import template

from kurss.programme import names

register = template.Library()


@register.filter
def named(text: str) -> str:
    """`{{ seat.holder|named }}`."""
    return names.named(text)
