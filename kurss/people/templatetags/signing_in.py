"""What the templates of signing in need beside the shell's own filters."""

import json
from typing import Any

from django import template

from kurss.people.refusals import PeopleRefusal

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """For an attribute that a script of ours reads; the template escapes it."""
    return json.dumps(value)


@register.filter
def in_fours(text: str) -> str:
    """A key or a code in groups of four, as one types it."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


@register.filter
def is_refusal(found: Any) -> bool:
    """Whether this is one of our sentences, and not a fault whose words are for nobody."""
    return isinstance(found, PeopleRefusal)
