"""What the keys on learning's rows are called today, for who reads rows. A thing that is gone has no name."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import get_language

from kurss.curriculum.models import Curriculum
from kurss.learning.models import Group
from kurss.partners.models import Operation
from kurss.places.models import Institution

Names = Mapping[str, tuple[str, str]]
"""Latvian and English title by key."""


def title_of(thing: Any, column: str) -> str:
    """The words of a thing that has them twice, `title` and `title_en` for instance, in the reader's language."""
    own, english = getattr(thing, column), getattr(thing, f"{column}_en")
    return str(own or english if get_language() == settings.LANGUAGE_CODE else english or own)


def day_said(day: date) -> str:
    """A day as readers of Latvian and English write it."""
    return formats.date_format(day, "DATE_FORMAT" if get_language() != "en" else "j F Y")


def moment_said(at: datetime) -> str:
    """A day and the time of the city's clock."""
    local = timezone.localtime(at)
    return formats.date_format(local, "DATETIME_FORMAT" if get_language() != "en" else "j F Y, H:i")


def curricula(keys: Collection[str]) -> Names:
    found = Curriculum.objects.filter(key__in=keys).values_list("key", "title", "title_en")
    return {key: (title, title_en) for key, title, title_en in found}


def places(keys: Collection[str]) -> Names:
    found = Institution.objects.filter(key__in=keys).values_list("key", "name", "name_en")
    return {key: (name, name_en or name) for key, name, name_en in found}


def operations(keys: Collection[str]) -> Names:
    found = Operation.objects.filter(key__in=keys).values_list("key", "title", "title_en")
    return {key: (title, title_en) for key, title, title_en in found}


def groups(keys: Collection[str]) -> Names:
    """A group has no title of its own: it is its curriculum, from the day it began."""
    found = Group.objects.filter(key__in=keys).select_related("curriculum_version__curriculum")
    return {
        group.key: (
            f"no {group.starts_on:%d.%m.%Y.}, {group.curriculum_version.curriculum.title}",
            f"from {group.starts_on:%d.%m.%Y}, {group.curriculum_version.curriculum.title_en}",
        )
        for group in found
    }
