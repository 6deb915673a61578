"""How the module names things: what a row says of its slot on its day, and how letters and pages say when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import get_language

from kurss.curriculum.models import Curriculum
from kurss.partners.models import Operation
from kurss.places.models import Institution
from kurss.science_centre.models import Slot, SlotKind

Names = Mapping[str, tuple[str, str]]
"""Latvian and English title by key."""


def of_slot(slot: Slot) -> dict[str, Any]:
    """The slot's words for a row. Reads its place, programme and operation; have them loaded."""
    return {
        "happened_on": slot.happened_on,
        "topic": slot.version.curriculum.key if slot.version else None,
        "place_key": slot.place.key,
        "operation_key": slot.operation.key if slot.operation else None,
    }


def title_of(slot: Slot) -> str:
    """What a reader calls the slot: its programme, or its kind where it shows none; in the language that is on."""
    if slot.version is None:
        return str(SlotKind(slot.kind).label)
    curriculum = slot.version.curriculum
    own = get_language() == settings.LANGUAGE_CODE
    return str(curriculum.title if own else curriculum.title_en or curriculum.title)


def place_of(slot: Slot) -> str:
    own = get_language() == settings.LANGUAGE_CODE
    return str(slot.place.name if own else slot.place.name_en or slot.place.name)


def moment_said(at: datetime) -> str:
    """A day and the time of the city's clock."""
    local = timezone.localtime(at)
    return formats.date_format(local, "DATETIME_FORMAT" if get_language() != "en" else "j F Y, H:i")


def curricula(keys: Collection[str]) -> Names:
    found = Curriculum.objects.filter(key__in=keys).values_list("key", "title", "title_en")
    return {key: (title, title_en) for key, title, title_en in found}


def institutions(keys: Collection[str]) -> Names:
    found = Institution.objects.filter(key__in=keys).values_list("key", "name", "name_en")
    return {key: (name, name_en or name) for key, name, name_en in found}


def operations(keys: Collection[str]) -> Names:
    found = Operation.objects.filter(key__in=keys).values_list("key", "title", "title_en")
    return {key: (title, title_en) for key, title, title_en in found}
