"""The register of risks: what may go wrong with a programme, who answers for it, and every change of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kurss.partners.models import Partner
from kurss.programme.models.governance import both_or_neither
from kurss.programme.models.initiative import Initiative
from kurss.programme.models.programme import Programme
from kurss.programme.models.risk import Risk
from kurss.programme.models.roadmap import Milestone
from kurss.programme.models.said import both_languages
from kurss.programme.models.stakeholder import SCALE
from kurss.programme.names import GONE


class RiskState(models.TextChoices):
    """Where a risk stands."""

    OPEN = "open", pgettext_lazy("risk", "Open")
    TREATED = "treated", _("Being treated")
    ACCEPTED = "accepted", pgettext_lazy("risk", "Accepted")
    CLOSED = "closed", pgettext_lazy("risk", "Closed")
    HAPPENED = "happened", _("Happened")


LIVE = (RiskState.OPEN, RiskState.TREATED, RiskState.ACCEPTED)
"""States in which a risk may still come true."""
TO_DO = (RiskState.OPEN, RiskState.TREATED)
"""States in which somebody is to do something about it, by a day."""


class RegisteredRisk(models.Model):
    """A risk of the programme under its number. It is never deleted: it is closed, or it happened.

    `source` is the risk as a charter in force states it; that text stays what was approved, whatever the register
    says later. A rating that nobody gave is null.
    """

    State = RiskState

    # The register stays with its programme.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="register")
    number = models.PositiveIntegerField()
    text = models.TextField()
    text_en = models.TextField()
    likelihood = models.PositiveSmallIntegerField(null=True)
    effect = models.PositiveSmallIntegerField(null=True)
    mitigation = models.TextField(blank=True)
    mitigation_en = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=RiskState.choices, default=RiskState.OPEN)
    # Whoever answers for a risk stays in the register of partners. Null: somebody in words, or nobody.
    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="risks")
    owner = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True)
    # What a risk threatens is not taken out from under it. Null: the programme as a whole.
    initiative = models.ForeignKey(Initiative, null=True, on_delete=models.PROTECT, related_name="register")
    milestone = models.ForeignKey(Milestone, null=True, on_delete=models.PROTECT, related_name="register")
    # A charter that was in force stays, and its risks with it.
    source = models.ForeignKey(Risk, null=True, on_delete=models.PROTECT, related_name="registered")

    class Meta:
        ordering = ("programme", "number")
        constraints = (
            models.UniqueConstraint(fields=("programme", "number"), name="each_number_of_the_register_once"),
            models.UniqueConstraint(fields=("source",), name="a_charters_risk_is_registered_once"),
            models.CheckConstraint(
                condition=both_languages("text", "text_en"), name="registered_risk_in_both_languages"
            ),
            models.CheckConstraint(
                condition=both_or_neither("mitigation", "mitigation_en"), name="mitigation_in_both_languages"
            ),
            models.CheckConstraint(
                # Said outright, for a comparison with nothing is neither true nor false and would pass.
                condition=models.Q(likelihood__isnull=True, effect__isnull=True)
                | models.Q(
                    likelihood__isnull=False,
                    effect__isnull=False,
                    likelihood__range=SCALE,
                    effect__range=SCALE,
                ),
                name="risk_is_rated_from_1_to_5_or_not",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RiskState.values), name="risk_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(partner__isnull=True) | models.Q(owner=""), name="a_risk_has_one_owner"
            ),
            models.CheckConstraint(
                condition=models.Q(milestone__isnull=True) | models.Q(initiative__isnull=False),
                name="a_milestone_at_risk_is_of_an_initiative",
            ),
        )
        indexes = (
            models.Index(fields=("programme", "state", "likelihood", "effect"), name="risks_on_the_map"),
            models.Index(fields=("programme", "due_on"), name="risks_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.text_en}"

    @property
    def weight(self) -> int | None:
        """Likelihood times effect, from 1 to 25; None where it is not rated."""
        return self.likelihood * self.effect if self.likelihood and self.effect else None

    @property
    def has_owner(self) -> bool:
        return self.partner_id is not None or bool(self.owner)


class RiskChange(models.Model):
    """One thing about a risk that changed: from what, to what, by whom, when and why. The database refuses to
    change or delete it; only the name of an owner is forgotten in its time."""

    # The history of a risk, which is never deleted.
    risk = models.ForeignKey(RegisteredRisk, on_delete=models.PROTECT, related_name="changes")
    field = models.CharField(max_length=20)
    was = models.TextField(blank=True)
    became = models.TextField(blank=True)
    why = models.CharField(max_length=500, blank=True)
    # A key and a name, no account: a colleague who leaves takes nothing with them.
    by_key = models.CharField(max_length=40)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            # Where one forgotten person followed another, the same sign stands on both sides.
            models.CheckConstraint(
                condition=~models.Q(was=models.F("became")) | models.Q(was=GONE), name="a_change_changes"
            ),
        )

    def __str__(self) -> str:
        return f"{self.risk_id} {self.field}: {self.was} → {self.became}"
