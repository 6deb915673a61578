"""The charter of an initiative: a page of boxes, in versions, approved by two who did not write it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.partners.models import Partner
from kurss.programme.models.document import Document
from kurss.programme.models.initiative import Initiative
from kurss.programme.models.said import PLACE_LENGTH, both_languages
from kurss.programme.models.vision import AmbitionStatement, Vision
from kurss.programme.money import Money

OPEN = ("draft", "submitted")
IN_FORCE = ("as_reported", "approved")


class Charter(models.Model):
    """A version. A box holds one paragraph or list item a line; an empty box says that nothing was said."""

    class State(models.TextChoices):
        AS_REPORTED = (
            "as_reported",
            _("As reported"),
        )  # quoted from a document that the city had already handed in
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")
        SUPERSEDED = "superseded", _("Superseded")

    # Old versions stay readable, and so does the document one was quoted from.
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="charters")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State.choices)
    source = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="charters")
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)

    what = models.TextField()
    what_en = models.TextField()
    why = models.TextField(blank=True)
    why_en = models.TextField(blank=True)
    how = models.TextField(blank=True)
    how_en = models.TextField(blank=True)
    link_to_vision = models.TextField(blank=True)
    link_to_vision_en = models.TextField(blank=True)
    link_to_ambition = models.TextField(blank=True)
    link_to_ambition_en = models.TextField(blank=True)
    impact_and_timing = models.TextField(blank=True)
    impact_and_timing_en = models.TextField(blank=True)
    outputs = models.TextField(blank=True)
    outputs_en = models.TextField(blank=True)
    outcomes = models.TextField(blank=True)
    outcomes_en = models.TextField(blank=True)

    cost_cents = models.PositiveBigIntegerField(null=True)  # null: no cost stated
    cost_currency = models.CharField(max_length=3, blank=True)
    cost_quote = models.CharField(max_length=200, blank=True)

    # Accounts by key, as in the journal: whoever wrote or approved may leave, the charter stays.
    author_key = models.CharField(max_length=40)
    author_label = models.CharField(max_length=200)
    # Others who changed the draft, in the order in which they came: none of them approves it either.
    co_writer_keys = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    co_writer_labels = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    written_at = models.DateTimeField()
    first_approver_key = models.CharField(max_length=40, blank=True)
    first_approver_label = models.CharField(max_length=200, blank=True)
    first_approved_at = models.DateTimeField(null=True)
    second_approver_key = models.CharField(max_length=40, blank=True)
    second_approver_label = models.CharField(max_length=200, blank=True)
    second_approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("initiative", "-version")
        constraints = (
            models.UniqueConstraint(fields=("initiative", "version"), name="one_charter_of_each_version"),
            models.UniqueConstraint(
                fields=("initiative",), condition=models.Q(state__in=IN_FORCE), name="one_charter_in_force"
            ),
            models.UniqueConstraint(
                fields=("initiative",), condition=models.Q(state__in=OPEN), name="one_charter_being_written"
            ),
            models.CheckConstraint(condition=both_languages("what", "what_en"), name="charter_says_what"),
            models.CheckConstraint(
                condition=~models.Q(state="as_reported")
                | (models.Q(source__isnull=False) & ~models.Q(place="")),
                name="reported_charter_names_its_document",
            ),
            models.CheckConstraint(
                condition=models.Q(cost_cents__isnull=True, cost_currency="")
                | models.Q(cost_cents__isnull=False, cost_currency__regex=r"^[A-Z]{3}$"),
                name="charter_cost_has_a_currency",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(first_approver_key="") | ~models.Q(first_approver_key=models.F("author_key"))
                )
                & (models.Q(second_approver_key="") | ~models.Q(second_approver_key=models.F("author_key"))),
                name="no_author_approves_the_own_charter",
            ),
            models.CheckConstraint(
                condition=~models.Q(co_writer_keys__contains=[models.F("first_approver_key")])
                & ~models.Q(co_writer_keys__contains=[models.F("second_approver_key")])
                & models.Q(co_writer_keys__len=models.F("co_writer_labels__len")),
                name="no_writer_approves_the_charter",
            ),
            models.CheckConstraint(
                condition=models.Q(second_approver_key="")
                | (
                    ~models.Q(first_approver_key="")
                    & ~models.Q(second_approver_key=models.F("first_approver_key"))
                ),
                name="two_different_people_approve",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | ~models.Q(second_approver_key=""),
                name="approved_charter_has_two_approvals",
            ),
            models.CheckConstraint(
                condition=models.Q(first_approver_key="", first_approved_at__isnull=True)
                | (~models.Q(first_approver_key="") & models.Q(first_approved_at__isnull=False)),
                name="first_approval_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(second_approver_key="", second_approved_at__isnull=True)
                | (~models.Q(second_approver_key="") & models.Q(second_approved_at__isnull=False)),
                name="second_approval_has_its_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.initiative_id}, version {self.version}"

    @property
    def writer_keys(self) -> tuple[str, ...]:
        """Everybody whose words stand in this version."""
        return (self.author_key, *self.co_writer_keys)

    @property
    def writer_labels(self) -> tuple[str, ...]:
        return (self.author_label, *self.co_writer_labels)

    @property
    def cost(self) -> Money | None:
        return Money(self.cost_cents, self.cost_currency) if self.cost_cents is not None else None


class CharterPartner(models.Model):
    """A partner's role in carrying the initiative out."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        TEAM = "team", _("Working team")
        CONTRIBUTOR = "contributor", _("Contributor")

    # Part of the version; a partner named in a charter cannot vanish from the register.
    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="partners")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="charter_roles")
    role = models.CharField(max_length=11, choices=Role.choices)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("charter", "role", "order")
        constraints = (
            models.UniqueConstraint(fields=("charter", "partner", "role"), name="each_charter_role_once"),
            models.UniqueConstraint(
                fields=("charter",), condition=models.Q(role="lead"), name="one_lead_per_charter"
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner}: {self.role}"


class Basis(models.TextChoices):
    """Where a link comes from: the document makes it in so many words, or we read it so."""

    STATED = "stated", _("As stated")
    READ = "read", _("As we read it")


class VisionLink(models.Model):
    # Part of the version; a vision that charters serve stays.
    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="vision_links")
    vision = models.ForeignKey(Vision, on_delete=models.PROTECT, related_name="charter_links")
    basis = models.CharField(max_length=6, choices=Basis.choices)

    class Meta:
        ordering = ("charter", "vision__order")
        constraints = (models.UniqueConstraint(fields=("charter", "vision"), name="each_vision_linked_once"),)

    def __str__(self) -> str:
        return f"{self.charter} → {self.vision}"


class AmbitionLink(models.Model):
    # Part of the version; an ambition that charters serve stays.
    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="ambition_links")
    ambition = models.ForeignKey(AmbitionStatement, on_delete=models.PROTECT, related_name="charter_links")
    basis = models.CharField(max_length=6, choices=Basis.choices)

    class Meta:
        ordering = ("charter", "ambition__order")
        constraints = (
            models.UniqueConstraint(fields=("charter", "ambition"), name="each_ambition_linked_once"),
        )

    def __str__(self) -> str:
        return f"{self.charter} → {self.ambition}"
