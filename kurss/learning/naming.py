"""What the keys on learning's rows are called today, for who reads rows. A thing that is gone has no name."""

from collections.abc import Collection, Mapping

from kurss.curriculum.models import Curriculum
from kurss.learning.models import Group
from kurss.partners.models import Operation
from kurss.places.models import Institution

Names = Mapping[str, tuple[str, str]]
"""Latvian and English title by key."""


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
