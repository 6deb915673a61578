"""What a row says of its group and person on its day: the values of `models.onday.OnItsDay`. Pure."""

from typing import Any

from kurss.learning.models import Group
from kurss.people.on_its_day import of_person

__all__ = ["of_group", "of_person"]


def of_group(group: Group) -> dict[str, Any]:
    """The group's words. Reads its curriculum, place and operation; have them loaded."""
    return {
        "audience": group.audience,
        "topic": group.curriculum_version.curriculum.key,
        "place_key": group.place.key,
        "group_key": group.key,
        "operation_key": group.operation.key if group.operation else None,
    }
