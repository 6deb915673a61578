"""A person's place in a group, and everything that happened to it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kurss.learning.models.group import SEATED, Group, Mode
from kurss.learning.models.onday import OnItsDay
from kurss.people.models import Person
from kurss.seats.models import Seat


class EnrolmentState(models.TextChoices):
    ENROLLED = "enrolled", _("Enrolled")
    COMPLETED = "completed", _("Completed")
    UNFINISHED = "unfinished", _("Not completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MOVED = "moved", _("Moved to another group")


GONE = (EnrolmentState.WITHDRAWN, EnrolmentState.MOVED)
"""States of an enrolment that ended before its group did."""


class Enrolment(OnItsDay):
    """The words about the person and the group are those of the day of enrolment. `left_on` is the first day
    on which the enrolment no longer holds."""

    # The ground of figures. Whoever wants their names gone loses the identity, not this row.
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="enrolment")
    mode = models.CharField(max_length=7, choices=Mode.choices)
    state = models.CharField(max_length=10, choices=EnrolmentState.choices, default=EnrolmentState.ENROLLED)
    enrolled_on = models.DateField()
    left_on = models.DateField(null=True)
    # Whoever was moved to another group is followed from the one place to the other.
    continues = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="continued_by")

    class Meta(OnItsDay.Meta):
        abstract = False
        constraints = (
            *OnItsDay.Meta.constraints,
            models.UniqueConstraint(
                fields=("group", "person"),
                condition=~Q(state__in=GONE),
                name="enrolment_one_live_per_group",
            ),
            # Lets a mark refer to its enrolment together with whose it is (migration 0002).
            models.UniqueConstraint(
                fields=("id", "person", "group_key"), name="enrolment_with_its_person_and_group"
            ),
            models.CheckConstraint(
                condition=Q(state__in=EnrolmentState.values), name="enrolment_state_is_a_word"
            ),
            models.CheckConstraint(condition=Q(mode__in=SEATED), name="enrolment_sits_on_site_or_online"),
            models.CheckConstraint(
                condition=Q(state=EnrolmentState.ENROLLED, left_on__isnull=True)
                | (~Q(state=EnrolmentState.ENROLLED) & Q(left_on__isnull=False)),
                name="enrolment_ended_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("enrolled_on")),
                name="enrolment_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"enrolment {self.pk} in {self.group_key}"


class EventKind(models.TextChoices):
    ENROLLED = "enrolled", _("Enrolled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    COMPLETED = "completed", _("Completed")
    UNFINISHED = "unfinished", _("Ended without completion")
    MOVED_OUT = "moved_out", _("Moved to another group")
    MOVED_IN = "moved_in", _("Came from another group")


class EnrolmentEvent(models.Model):
    """One thing that happened to an enrolment. The database refuses to change or remove it (migration 0002)."""

    # The ledger goes on proving the enrolment.
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    happened_at = models.DateTimeField()
    by_key = models.UUIDField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("enrolment", "happened_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="enrolment_event_is_a_word"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at:%Y-%m-%d}"
