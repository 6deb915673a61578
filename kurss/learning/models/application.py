"""Applying for places in a round, being offered one, and the ledger of everybody who waits."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kurss.learning.models.enrolment import Enrolment
from kurss.learning.models.group import GroupPool
from kurss.learning.models.onday import Resident
from kurss.learning.models.round import EnrolmentRound
from kurss.people.models import Person
from kurss.seats.models import Seat


class CameBy(models.TextChoices):
    """How somebody came. Those who never come on line are the lesson of the city's own report."""

    WEB = "web", _("On line")
    PHONE = "phone", _("By telephone")
    COUNTER = "counter", _("At the counter")
    PAPER = "paper", _("On paper")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def live(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class Application(models.Model):
    """One person's wishes in one round. `ticket` is all that a published draw says of them."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # Whoever applied is remembered as long as the round; their names can be erased without this row.
    round = models.ForeignKey(EnrolmentRound, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    ticket = models.CharField(max_length=32, unique=True)
    came_by = models.CharField(max_length=7, choices=CameBy.choices)
    wants = models.PositiveSmallIntegerField(default=1)
    resident = models.CharField(max_length=12, choices=Resident.choices, default=Resident.NOT_RECORDED)
    bundle = models.UUIDField(null=True)
    """Shared by siblings who want to be together; a key of this round alone."""
    applied_at = models.DateTimeField()
    applied_by_key = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=80, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("round", "applied_at", "key")
        constraints = (
            models.UniqueConstraint(
                fields=("round", "person"),
                condition=Q(withdrawn_at__isnull=True),
                name="one_live_application_per_round_and_person",
            ),
            models.UniqueConstraint(
                fields=("round", "person", "once"),
                condition=~Q(once=""),
                name="application_once_per_request",
            ),
            models.CheckConstraint(condition=Q(came_by__in=CameBy.values), name="came_by_is_a_word"),
            models.CheckConstraint(
                condition=Q(resident__in=Resident.values), name="application_resident_is_a_word"
            ),
            models.CheckConstraint(condition=Q(wants__gte=1), name="an_application_wants_a_place"),
            models.CheckConstraint(
                condition=Q(ticket__regex=r"^[0-9a-f]{32}$"), name="a_ticket_is_random_and_says_nothing"
            ),
        )

    def __str__(self) -> str:
        return f"application {self.ticket[:8]}"


class Wish(models.Model):
    """One pool of places wished for; 1 is the dearest."""

    # The wishes are the application.
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="wishes")
    pool = models.ForeignKey(GroupPool, on_delete=models.PROTECT, related_name="wishes")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("application", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("application", "order"), name="wish_order_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=("application", "pool"), name="wish_once_a_pool"),
            models.CheckConstraint(condition=Q(order__gte=1), name="wish_order_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.order}: {self.pool}"


class OfferState(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Not answered in time")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class OfferQuerySet(models.QuerySet["Offer"]):
    def open(self) -> Self:
        return self.filter(state=OfferState.OPEN)


class Offer(models.Model):
    """A place kept for an application until a moment. The seat is held meanwhile, so that nobody else gets it."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    # An offer is part of what happened in a round.
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="offers")
    pool = models.ForeignKey(GroupPool, on_delete=models.PROTECT, related_name="offers")
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="offer")
    enrolment = models.OneToOneField(Enrolment, null=True, on_delete=models.PROTECT, related_name="offer")
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=OfferState.choices, default=OfferState.OPEN)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ("offered_at", "key")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=OfferState.values), name="offer_state_is_a_word"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("offered_at")), name="an_offer_leaves_time_to_answer"
            ),
            models.CheckConstraint(
                condition=Q(state=OfferState.OPEN, answered_at__isnull=True)
                | (~Q(state=OfferState.OPEN) & Q(answered_at__isnull=False)),
                name="an_answered_offer_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=OfferState.ACCEPTED, enrolment__isnull=False)
                | (~Q(state=OfferState.ACCEPTED) & Q(enrolment__isnull=True)),
                name="an_accepted_offer_is_an_enrolment",
            ),
            models.UniqueConstraint(
                fields=("application", "pool"),
                condition=Q(state=OfferState.OPEN),
                name="one_open_offer_per_application_and_pool",
            ),
        )
        indexes = (
            models.Index(
                fields=("expires_at",), condition=Q(state=OfferState.OPEN), name="offers_that_run_out"
            ),
        )

    def __str__(self) -> str:
        return f"offer {self.key}"


class MoveKind(models.TextChoices):
    JOINED = "joined", _("Joined the waiting list")
    OFFERED = "offered", _("Was offered a place")
    ACCEPTED = "accepted", _("Accepted the place")
    DECLINED = "declined", _("Declined the place")
    EXPIRED = "expired", _("Did not answer in time")
    LEFT = "left", _("Left the waiting list")


class WaitingMove(models.Model):
    """One move on the waiting list of a pool, for ever: the database refuses to change or remove it.

    `place` is the place in the line at that moment, 1 for the first; replaying the moves gives the line.
    """

    # The ledger goes on proving who came before whom.
    pool = models.ForeignKey(GroupPool, on_delete=models.PROTECT, related_name="moves")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=8, choices=MoveKind.choices)
    place = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=200)
    moved_at = models.DateTimeField()
    by_key = models.UUIDField()

    class Meta:
        ordering = ("pool", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=MoveKind.values), name="waiting_move_is_a_word"),
            models.CheckConstraint(condition=~Q(reason=""), name="every_move_has_its_reason"),
            models.CheckConstraint(
                condition=~Q(kind=MoveKind.JOINED) | Q(place__isnull=False), name="who_joins_gets_a_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.moved_at:%Y-%m-%d}"
