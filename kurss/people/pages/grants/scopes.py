"""What a role can be limited to, as choices: places of the register, and initiatives the layer above declares."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from kurss.people.permissions import Scope
from kurss.places.models import Institution

Choice = tuple[str, str]


def places() -> list[Choice]:
    column = "name" if get_language() == "lv" else "name_en"
    return list(Institution.objects.order_by("sort_key").values_list("key", column))


def initiatives() -> list[Choice]:
    """Keys and titles of initiatives in the reader's language, from `settings.KURSS_INITIATIVES`."""
    return list(import_string(settings.KURSS_INITIATIVES)(get_language()))


def named(scope: str, key: str, known: dict[Choice, str]) -> str:
    """The name of what a grant is limited to; the key itself where it is known no more."""
    return known.get((scope, key), key)


def all_names() -> dict[Choice, str]:
    """Every place and initiative by scope and key."""
    found: dict[Choice, str] = {}
    each: Iterable[tuple[Scope, list[Choice]]] = (
        (Scope.PLACE, places()),
        (Scope.INITIATIVE, initiatives()),
    )
    for scope, choices in each:
        found |= {(scope.value, key): name for key, name in choices}
    return found
