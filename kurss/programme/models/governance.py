"""Who steers a programme: bodies with their mandate and their seats."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.partners.models import Partner
from kurss.programme.models.programme import Programme
from kurss.programme.models.said import PLACE_LENGTH, both_languages


def both_or_neither(first: str, second: str) -> models.Q:
    """Words stand in both languages, or in neither."""
    return models.Q(**{first: "", second: ""}) | both_languages(first, second)


class BodyKind(models.TextChoices):
    """What a body is."""

    COUNCIL = "council", _("Council")
    STEERING = "steering", _("Steering group")
    OFFICE = "office", _("Office")
    TEAM = "team", _("Working team")
    ADVISORY = "advisory", _("Advisory body")
    OTHER = "other", _("Another body")


class Body(models.Model):
    """A body that decides, steers, works or advises. An empty mandate says that none is stated."""

    Kind = BodyKind

    # Seats, meetings and decisions rest on it; the programme goes last.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="bodies")
    # A body that others answer to is not taken out from above them. Null: it answers to nobody that is stated.
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="below")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=BodyKind.choices)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    mandate = models.TextField(blank=True)
    mandate_en = models.TextField(blank=True)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)

    class Meta:
        ordering = ("programme", "order")
        constraints = (
            models.UniqueConstraint(fields=("programme", "order"), name="bodies_stand_in_order"),
            models.CheckConstraint(
                condition=both_languages("title", "title_en"), name="body_titled_in_both_languages"
            ),
            models.CheckConstraint(
                condition=both_or_neither("mandate", "mandate_en"), name="mandate_in_both_languages"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=BodyKind.values), name="body_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="no_body_answers_to_itself",
            ),
        )

    def __str__(self) -> str:
        return self.title_en


class Seat(models.Model):
    """A place in a body, held by a partner or by somebody in words, or vacant."""

    # A body is taken out when its seats have been: nobody vanishes from it unseen.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    order = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=200)
    role_en = models.CharField(max_length=200)
    # A partner that sits in a body stays in the register.
    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT, related_name="seats")
    holder = models.CharField(max_length=200, blank=True)
    holds_from = models.DateField(null=True)
    holds_until = models.DateField(null=True)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)

    class Meta:
        ordering = ("body", "order")
        constraints = (
            models.UniqueConstraint(fields=("body", "order"), name="seats_stand_in_order"),
            models.CheckConstraint(
                condition=both_languages("role", "role_en"), name="seat_named_in_both_languages"
            ),
            models.CheckConstraint(
                condition=models.Q(partner__isnull=True) | models.Q(holder=""),
                name="a_seat_has_one_holder",
            ),
            models.CheckConstraint(
                condition=models.Q(holds_from__isnull=True)
                | models.Q(holds_until__isnull=True)
                | models.Q(holds_until__gte=models.F("holds_from")),
                name="a_seat_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role_en}, {self.body_id}"

    @property
    def is_vacant(self) -> bool:
        return self.partner_id is None and not self.holder
