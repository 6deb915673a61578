"""The money of a programme: who pays, what for in which year, what was contracted, and what was paid."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.partners.models import Operation, Partner
from kurss.programme.models.initiative import Initiative
from kurss.programme.models.programme import Programme
from kurss.programme.models.said import PLACE_LENGTH, both_languages


class SourceKind(models.TextChoices):
    """Whose money a source is."""

    OWN = "own", _("The city’s own budget")
    ERDF = "erdf", _("European Regional Development Fund")
    ESF = "esf", _("European Social Fund")
    EEA = "eea", _("EEA and Norway Grants")
    FOREIGN = "foreign", _("Other European Union and foreign money")
    STATE = "state", _("State budget")
    PRIVATE = "private", _("Private money")


PUBLIC_FROM_OUTSIDE = (
    SourceKind.ERDF,
    SourceKind.ESF,
    SourceKind.EEA,
    SourceKind.FOREIGN,
    SourceKind.STATE,
)
"""Public money that is not the city's own: what the city's own money levers."""


class MoneySource(models.Model):
    """Somebody who pays for a programme, under one name in all its initiatives."""

    # Budget lines rest on it; it goes last.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="money_sources")
    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=8, choices=SourceKind.choices)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    # A funder named in a budget cannot vanish from the register, nor can its project.
    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="money_sources")
    operation = models.ForeignKey(
        Operation, null=True, on_delete=models.PROTECT, related_name="money_sources"
    )
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("programme", "pk")
        constraints = (
            models.UniqueConstraint(fields=("programme", "key"), name="a_source_of_money_has_its_own_key"),
            models.CheckConstraint(
                condition=both_languages("title", "title_en") & ~models.Q(key=""),
                name="a_source_of_money_is_named_in_both_languages",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=SourceKind.values), name="a_source_of_money_is_of_a_known_kind"
            ),
        )

    def __str__(self) -> str:
        return self.title_en


class BudgetLine(models.Model):
    """What one source gives to one initiative in one year, in whole cents. A year or an amount that is not stated
    is null and never worked out. Contracts and payments of a line are in its currency."""

    # The budget stays with its initiative and names its source.
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="budget_lines")
    source = models.ForeignKey(MoneySource, on_delete=models.PROTECT, related_name="lines")
    year = models.PositiveSmallIntegerField(null=True)
    amount_cents = models.PositiveBigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("initiative", "source", "year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("initiative", "source", "year"),
                nulls_distinct=False,
                name="a_budget_has_one_line_for_a_source_and_year",
            ),
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^[A-Z]{3}$"), name="a_budget_line_has_a_currency"
            ),
            models.CheckConstraint(
                condition=models.Q(year__isnull=True) | models.Q(year__range=(1990, 2100)),
                name="a_budget_line_is_of_a_year_of_our_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.initiative_id} · {self.source} · {self.year or '–'}"


class Entry(models.Model):
    """A row of the ledger. It is never changed; a mistake is made good by a row that takes it back."""

    document = models.CharField(max_length=80)
    on = models.DateField()
    amount_cents = models.BigIntegerField()
    why = models.TextField(blank=True)
    synthetic = models.BooleanField(default=False)
    # An account by key, as in the journal: whoever entered it may leave.
    by_key = models.CharField(max_length=40)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("on", "pk")


class Contract(Entry):
    """What the city has bound itself to pay out of one budget line, for each document that binds it.

    A contract of its own has no `contract`; an amendment, or a row that takes either back, names the one it
    belongs to. What is committed is the sum of all these rows.
    """

    # The ledger stands: nothing it rests on is taken from under it.
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="contracts")
    contract = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later")
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    supplier = models.CharField(max_length=200)
    supplier_is_person = models.BooleanField(
        default=False
    )  # a natural person, whose name is not kept for ever
    subject = models.CharField(max_length=300, blank=True)

    class Meta(Entry.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("line", "document"),
                condition=models.Q(contract__isnull=True),
                name="a_contract_is_entered_once_for_a_line",
            ),
            models.UniqueConstraint(
                fields=("contract", "document"),
                condition=models.Q(contract__isnull=False),
                name="an_amendment_is_entered_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(document="") & ~models.Q(supplier=""),
                name="a_contract_names_its_document_and_supplier",
            ),
            models.CheckConstraint(
                condition=models.Q(contract__isnull=True, reverses__isnull=True, amount_cents__gt=0)
                | (models.Q(contract__isnull=False) & ~models.Q(amount_cents=0)),
                name="a_contract_is_of_an_amount_above_nought",
            ),
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True) | ~models.Q(why=""),
                name="a_contract_is_taken_back_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.document


class Payment(Entry):
    """Money that was paid against a contract, in the currency of its budget line."""

    # The ledger stands: nothing it rests on is taken from under it.
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="payments")
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")

    class Meta(Entry.Meta):
        constraints = (
            models.UniqueConstraint(fields=("contract", "document"), name="a_payment_is_entered_once"),
            models.CheckConstraint(condition=~models.Q(document=""), name="a_payment_names_its_document"),
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True, amount_cents__gt=0)
                | (models.Q(reverses__isnull=False, amount_cents__lt=0) & ~models.Q(why="")),
                name="a_payment_is_above_nought_or_taken_back_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.document
