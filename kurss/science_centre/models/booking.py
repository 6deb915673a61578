"""A registered child's place in an after-school slot, and whether the child came."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kurss.people.models import Person
from kurss.people.models.onday import PersonOnItsDay, Resident
from kurss.science_centre.models.slot import Slot
from kurss.seats.models import Seat


class BookingState(models.TextChoices):
    BOOKED = "booked", _("Booked")
    CANCELLED = "cancelled", _("Called off")


class Booking(models.Model):
    """One place of one person in one slot."""

    # The ground of figures. Whoever wants their names gone loses the identity, not this row.
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="slot_bookings")
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="slot_booking")
    resident = models.CharField(max_length=12, choices=Resident.choices)
    state = models.CharField(max_length=9, choices=BookingState.choices, default=BookingState.BOOKED)
    booked_at = models.DateTimeField()
    booked_by_key = models.UUIDField()
    cancelled_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("slot", "booked_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=BookingState.values), name="booking_state_is_a_word"
            ),
            models.CheckConstraint(
                condition=Q(resident__in=Resident.values), name="booking_resident_is_a_word"
            ),
            models.CheckConstraint(
                condition=Q(state=BookingState.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=BookingState.CANCELLED) & Q(cancelled_at__isnull=True)),
                name="booking_cancelled_has_its_moment",
            ),
            models.UniqueConstraint(
                fields=("slot", "person"),
                condition=Q(state=BookingState.BOOKED),
                name="booking_one_live_per_slot",
            ),
            # Lets a mark refer to its booking together with whose it is (migration 0002).
            models.UniqueConstraint(fields=("id", "person", "slot"), name="booking_with_its_person_and_slot"),
        )

    def __str__(self) -> str:
        return f"booking {self.pk} of slot {self.slot_id}"

    @property
    def about(self) -> str:
        """What letters about it are filed under."""
        return f"{self._meta.label_lower}:{self.pk}"


class Status(models.TextChoices):
    PRESENT = "present", _("Has come")
    ABSENT = "absent", _("Did not come")


class Participation(PersonOnItsDay):
    """A mark, with the words about person and slot as they were on the day.

    A mark is never changed: a correction is a row of its own that supersedes it, and of each booking exactly one
    row is current. Words and columns are those of attendance in courses, so that a child in both is one child.
    """

    # The proof of figures: none of these may vanish from under it.
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="participations")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    status = models.CharField(max_length=7, choices=Status.choices)
    minutes = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=7)
    happened_on = models.DateField()
    topic = models.CharField(max_length=80, null=True)
    place_key = models.CharField(max_length=80)
    operation_key = models.CharField(max_length=80, null=True)
    marked_at = models.DateTimeField()
    marked_by_key = models.UUIDField()
    is_current = models.BooleanField(default=True)
    # The earlier mark stays readable behind the later one.
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    synthetic = models.BooleanField(default=False)

    class Meta(PersonOnItsDay.Meta):
        abstract = False
        constraints = (
            *PersonOnItsDay.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="participation_status_is_a_word"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=("child", "adult")), name="participation_audience_is_a_word"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PRESENT, minutes__gt=0) | Q(status=Status.ABSENT, minutes=0),
                name="participation_minutes_of_those_present",
            ),
            models.UniqueConstraint(
                fields=("booking",), condition=Q(is_current=True), name="participation_one_current"
            ),
        )

    def __str__(self) -> str:
        return f"participation {self.pk}: {self.status} on {self.happened_on}"
