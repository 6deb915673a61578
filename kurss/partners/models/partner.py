"""An organisation that leads, funds, contributes to or receives what the city does."""

import unicodedata
from typing import Final

from django.db import models
from django.db.models.functions import Lower, Trim
from django.utils.translation import gettext_lazy as _


class PartnerKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Municipality")
    MUNICIPAL_ENTERPRISE = "municipal_enterprise", _("Municipal enterprise or institution")
    STATE = "state", _("State institution")
    UNIVERSITY = "university", _("University")
    SCHOOL = "school", _("School")
    COMPANY = "company", _("Company")
    ASSOCIATION = "association", _("Association")
    FUNDER = "funder", _("Funder")
    FOREIGN_PARTNER = "foreign_partner", _("Partner abroad")
    OTHER = "other", _("Other organisation")


def written(name: str) -> str:
    """A name as the register keeps it: letters composed, one space between words, none around. Pure."""
    return " ".join(unicodedata.normalize("NFC", name).split())


ONE_NAME: Final = _(
    "An organisation of this name is in the register already: use that record, or correct it."
)


class Partner(models.Model):
    """No two organisations bear one name, in either language, whatever its capitals."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=PartnerKind.choices)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("key",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(key="") & ~models.Q(name="") & ~models.Q(name_en=""),
                name="a_partner_has_a_key_and_its_names",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=PartnerKind.values), name="a_partner_is_of_a_known_kind"
            ),
            models.UniqueConstraint(
                Lower(Trim("name")), name="a_partner_name_once", violation_error_message=ONE_NAME
            ),
            models.UniqueConstraint(
                Lower(Trim("name_en")), name="a_partner_name_en_once", violation_error_message=ONE_NAME
            ),
        )

    def __str__(self) -> str:
        return self.name
