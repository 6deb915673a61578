"""What a row says of its group and person on its day: the values of `models.onday.OnItsDay`. Pure."""

from datetime import date
from typing import Any

from kurss.learning.models import Group
from kurss.people.ages import age_band, age_on
from kurss.people.models import Gender


def of_group(group: Group) -> dict[str, Any]:
    """The group's words. Reads its curriculum, place and operation; have them loaded."""
    return {
        "audience": group.audience,
        "topic": group.curriculum_version.curriculum.key,
        "place_key": group.place.key,
        "group_key": group.key,
        "operation_key": group.operation.key if group.operation else None,
    }


def of_person(*, gender: str | None, born: date | None, day: date) -> dict[str, Any]:
    """The person's words. What nobody wrote down, or what was erased, is not recorded; it is never guessed."""
    age = None if born is None or born > day else age_on(born, day)
    return {
        "gender": gender or Gender.NOT_RECORDED.value,
        "age": age,
        "age_band": None if age is None else age_band(age),
    }
