"""Pages about a person that other modules add to those of a family, as dotted paths in `KURSS_FAMILY_PAGES`."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """The name of an address that takes `person`, and what the page is called."""

    address: str
    title: str | Promise


@cache
def declared() -> tuple[FamilyPage, ...]:
    """Every page that the site's settings name, in their order."""
    return tuple(import_string(path) for path in settings.KURSS_FAMILY_PAGES)
