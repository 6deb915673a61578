"""Choosing an organisation from the register: what there is, in the order of the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise

from kurss.partners.models import Partner
from kurss.places.alphabet import by_name
from kurss.programme.definition_words import in_language


def called(one: Partner) -> str:
    return in_language(one.name, one.name_en)


def organisations() -> dict[str, Partner]:
    """Every organisation under the text of its number, as a Latvian directory orders names."""
    return {str(one.pk): one for one in by_name(Partner.objects.all(), called)}


def to_choose(nothing: str | Promise) -> list[tuple[str, str | Promise]]:
    """Choices of a form, the first of them nobody."""
    return [("", nothing), *((key, called(one)) for key, one in organisations().items())]


def chosen(key: str) -> Partner | None:
    """What stands behind a choice; none for nobody."""
    return Partner.objects.filter(pk=key).first() if key else None
