"""Where the money of a charter comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.partners.models import Partner
from kurss.programme.models.charter import Charter
from kurss.programme.models.said import both_languages
from kurss.programme.money import Money


class Funding(models.Model):
    """A source. Its amount is null where the document gives no split; it is never worked out."""

    class Kind(models.TextChoices):
        FOREIGN = (
            "foreign",
            _("European Union and other foreign money"),
        )  # European Union and other foreign money
        STATE = "state", _("State budget")
        MUNICIPAL = "municipal", _("City budget")
        PRIVATE = "private", _("Private money")

    # Part of the version; a funder named in a charter cannot vanish from the register.
    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="funding")
    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="funding")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=9, choices=Kind.choices)
    source = models.CharField(max_length=200)
    source_en = models.CharField(max_length=200)
    amount_cents = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        ordering = ("charter", "order")
        constraints = (
            models.UniqueConstraint(fields=("charter", "order"), name="funding_stands_in_order"),
            models.CheckConstraint(
                condition=both_languages("source", "source_en"), name="funding_named_in_both_languages"
            ),
            models.CheckConstraint(
                condition=models.Q(amount_cents__isnull=True, currency="")
                | models.Q(amount_cents__isnull=False, currency__regex=r"^[A-Z]{3}$"),
                name="funding_amount_has_a_currency",
            ),
        )

    def __str__(self) -> str:
        return self.source_en

    @property
    def amount(self) -> Money | None:
        return Money(self.amount_cents, self.currency) if self.amount_cents is not None else None
