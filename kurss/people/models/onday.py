"""What a row says of a person as they were on its day. Figures read these words and no others."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kurss.people.ages import AGE_BANDS
from kurss.people.models.identity import Gender


class Resident(models.TextChoices):
    YES = "yes", _("Lives in the city")
    NO = "no", _("Lives elsewhere")
    NOT_RECORDED = "not_recorded", _("Not recorded")


class PersonOnItsDay(models.Model):
    """Words valid on the row's day, written once: a later change of the person does not reach them."""

    gender = models.CharField(max_length=12, choices=Gender.choices)
    age = models.PositiveSmallIntegerField(null=True)
    age_band = models.CharField(max_length=5, null=True)
    resident = models.CharField(max_length=12, choices=Resident.choices)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=Q(gender__in=Gender.values), name="%(class)s_gender_is_a_word"),
            models.CheckConstraint(
                condition=Q(resident__in=Resident.values), name="%(class)s_resident_is_a_word"
            ),
            models.CheckConstraint(
                condition=Q(age__isnull=True, age_band__isnull=True)
                | Q(age__isnull=False, age_band__in=[band for _, band in AGE_BANDS]),
                name="%(class)s_age_and_band_go_together",
            ),
        )
