"""Where money may come from: calls, proposals with their partners and costs, and what was decided when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.partners.models import Partner, PartnerKind
from kurss.programme.models.initiative import Initiative
from kurss.programme.models.ledger import MoneySource
from kurss.programme.models.programme import Programme
from kurss.programme.models.said import PLACE_LENGTH, both_languages


def _both_or_neither(first: str, second: str) -> models.Q:
    return models.Q(**{first: "", second: ""}) | both_languages(first, second)


class Call(models.Model):
    """A funder asks for proposals, until a day and under rules. What the call does not say is empty."""

    # Proposals answer to it.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    funder = models.CharField(max_length=200)
    # A funder named in a call cannot vanish from the register.
    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="calls")
    opens_on = models.DateField(null=True)
    deadline = models.DateField(null=True)
    rate_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    ceiling_cents = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="EUR")
    partners_needed = models.PositiveSmallIntegerField(null=True)
    who = models.TextField(blank=True)
    who_en = models.TextField(blank=True)
    address = models.URLField(max_length=300, blank=True)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("programme", models.F("deadline").asc(nulls_last=True), "pk")
        constraints = (
            models.CheckConstraint(
                condition=both_languages("title", "title_en") & ~models.Q(funder=""),
                name="a_call_is_titled_in_both_languages_and_names_its_funder",
            ),
            models.CheckConstraint(
                condition=_both_or_neither("who", "who_en"), name="who_may_apply_is_in_both_languages"
            ),
            models.CheckConstraint(
                condition=models.Q(opens_on__isnull=True)
                | models.Q(deadline__isnull=True)
                | models.Q(deadline__gte=models.F("opens_on")),
                name="a_call_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(rate_percent__isnull=True)
                | models.Q(rate_percent__gt=0, rate_percent__lte=100),
                name="a_call_pays_a_share_of_the_cost",
            ),
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^[A-Z]{3}$"), name="a_call_has_a_currency"
            ),
        )

    def __str__(self) -> str:
        return self.title_en


class Proposal(models.Model):
    """What the city asks money for, alone or with partners. All its amounts are in one currency."""

    class State(models.TextChoices):
        IDEA = "idea", _("Idea")
        WRITING = "writing", _("Being written")
        SUBMITTED = "submitted", _("Submitted")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # The history of asking stays with the programme and its call. Null: no call is named.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="proposals")
    call = models.ForeignKey(Call, null=True, on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    about = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    state = models.CharField(max_length=9, choices=State.choices, default=State.IDEA)
    # The source that a grant became; it stays while the proposal says so.
    source = models.OneToOneField(MoneySource, null=True, on_delete=models.PROTECT, related_name="granted_by")
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("programme", "pk")
        constraints = (
            models.CheckConstraint(
                condition=both_languages("title", "title_en"), name="a_proposal_is_titled_in_both_languages"
            ),
            models.CheckConstraint(
                condition=_both_or_neither("about", "about_en"), name="a_proposal_is_told_in_both_languages"
            ),
            models.CheckConstraint(
                condition=models.Q(source__isnull=True) | models.Q(state="granted"),
                name="only_a_granted_proposal_became_a_source",
            ),
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^[A-Z]{3}$"), name="a_proposal_has_a_currency"
            ),
        )

    def __str__(self) -> str:
        return self.title_en


class ProposalPartner(models.Model):
    """Who takes part in a proposal beside the city: another city, a university, a company."""

    # Part of the proposal; a partner of the register stays in it.
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="partners")
    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="proposals")
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=PartnerKind.choices)
    country = models.CharField(max_length=80, blank=True)
    country_en = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("proposal", "pk")
        constraints = (
            models.UniqueConstraint(fields=("proposal", "name_en"), name="a_partner_takes_part_once"),
            models.CheckConstraint(
                condition=both_languages("name", "name_en") & _both_or_neither("country", "country_en"),
                name="a_partner_of_a_proposal_is_named_in_both_languages",
            ),
        )

    def __str__(self) -> str:
        return self.name_en


class ProposalCost(models.Model):
    """What a proposal would pay for: an initiative, in a year, at a cost, of which so much is asked for."""

    # Part of the proposal; the initiative outlives it.
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="costs")
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="proposal_costs")
    what = models.CharField(max_length=300)
    what_en = models.CharField(max_length=300)
    year = models.PositiveSmallIntegerField(null=True)
    cost_cents = models.PositiveBigIntegerField(null=True)
    asked_cents = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ("proposal", "pk")
        constraints = (
            models.CheckConstraint(
                condition=both_languages("what", "what_en"), name="what_is_asked_for_is_in_both_languages"
            ),
            models.CheckConstraint(
                condition=models.Q(cost_cents__isnull=True)
                | models.Q(asked_cents__isnull=True)
                | models.Q(asked_cents__lte=models.F("cost_cents")),
                name="no_more_is_asked_for_than_it_costs",
            ),
        )

    def __str__(self) -> str:
        return self.what_en


class ProposalDecision(models.Model):
    """A proposal came into a state, on a day where one is known. Earlier decisions stay."""

    # The history of a proposal is not taken from it.
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=9, choices=Proposal.State.choices)
    on = models.DateField(null=True)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)
    by_key = models.CharField(max_length=40)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("proposal", "pk")
        constraints = (
            models.CheckConstraint(
                condition=_both_or_neither("text", "text_en"), name="a_decision_is_told_in_both_languages"
            ),
            models.CheckConstraint(
                condition=models.Q(on__isnull=False) | models.Q(state__in=("idea", "writing")),
                name="a_decision_on_a_proposal_has_its_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal}: {self.state}"
