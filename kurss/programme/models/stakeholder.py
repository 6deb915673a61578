"""Who has a part in the programme: a partner of the city, and what its part is."""

from django.db import models

from kurss.partners.models import Partner
from kurss.programme.models.programme import Programme
from kurss.programme.models.said import Said


class Stakeholder(Said):
    """`text` tells the part this partner has, as far as the document says."""

    # A partner named in a programme cannot vanish from the register.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="stakeholders")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="stakes")

    class Meta(Said.Meta):
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "order"), name="stakeholders_stand_in_order"),
            models.UniqueConstraint(fields=("programme", "partner"), name="each_stakeholder_once"),
        )
