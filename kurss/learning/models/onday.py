"""What a row says of a person and a group as they were on its day. Figures read these words and no others."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kurss.learning.models.group import Audience
from kurss.people.models.onday import PersonOnItsDay, Resident

__all__ = ["OnItsDay", "Resident"]


class OnItsDay(PersonOnItsDay):
    """Words valid on the row's day, written once: a later change of person or group does not reach them."""

    audience = models.CharField(max_length=7, choices=Audience.choices)
    topic = models.CharField(max_length=80)
    place_key = models.CharField(max_length=80)
    group_key = models.CharField(max_length=80)
    operation_key = models.CharField(max_length=80, null=True)
    synthetic = models.BooleanField(default=False)

    class Meta(PersonOnItsDay.Meta):
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="%(class)s_audience_is_a_word"
            ),
            *PersonOnItsDay.Meta.constraints,
        )
