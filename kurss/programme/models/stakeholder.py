"""Who has a part in the programme: a partner of the city, what its part is, and where it stands on the map."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.partners.models import Partner
from kurss.programme.models.programme import Programme
from kurss.programme.models.said import Said

SCALE = (1, 5)
"""Every rating of a programme is a whole number from 1, the least, to 5."""


class StakeholderGroup(models.TextChoices):
    """Where a stakeholder comes from."""

    PUBLIC = "public", _("Public administration")
    EDUCATION = "education", _("Education and research")
    BUSINESS = "business", _("Business")
    SOCIETY = "society", _("Residents and civil society")
    FUNDER = "funder", _("Funders")
    ABROAD = "abroad", _("Partners abroad")


class Stakeholder(Said):
    """`text` tells the part this partner has, as far as the document says. A rating that nobody gave is null."""

    Group = StakeholderGroup

    # A partner named in a programme cannot vanish from the register.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="stakeholders")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="stakes")
    group = models.CharField(max_length=10, choices=StakeholderGroup.choices, blank=True)
    interest = models.PositiveSmallIntegerField(null=True)
    influence = models.PositiveSmallIntegerField(null=True)
    contact = models.CharField(max_length=200, blank=True)

    class Meta(Said.Meta):
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "order"), name="stakeholders_stand_in_order"),
            models.UniqueConstraint(fields=("programme", "partner"), name="each_stakeholder_once"),
            models.CheckConstraint(
                # Said outright, for a comparison with nothing is neither true nor false and would pass.
                condition=models.Q(interest__isnull=True, influence__isnull=True)
                | models.Q(
                    interest__isnull=False,
                    influence__isnull=False,
                    interest__range=SCALE,
                    influence__range=SCALE,
                ),
                name="stakeholder_is_rated_from_1_to_5_or_not",
            ),
            models.CheckConstraint(
                condition=models.Q(group__in=["", *StakeholderGroup.values]),
                name="stakeholder_is_of_a_known_group",
            ),
        )

    @property
    def is_rated(self) -> bool:
        return self.interest is not None and self.influence is not None
