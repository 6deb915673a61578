"""A school group that asks to come, and what became of it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kurss.people.models import Person
from kurss.places.models import Institution
from kurss.science_centre.models.slot import Slot


class GroupState(models.TextChoices):
    REQUESTED = "requested", _("Awaits an answer")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Called off")
    CAME = "came", _("Has come")
    ABSENT = "absent", _("Did not come")


HELD = (GroupState.CONFIRMED, GroupState.CAME)
"""States in which a group has places of its slot."""

OVER = (GroupState.REFUSED, GroupState.CANCELLED, GroupState.ABSENT)


class SchoolGroup(models.Model):
    """Numbers are those that were asked for; who really came stands on the group's visit. The contact is for
    letters alone, and goes some time after the day (`retention.CONTACTS`); `school` is the name of one that the
    register of places does not hold."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    # The booking is the history of the slot.
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="school_groups")
    # A school is closed, not deleted.
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, related_name="school_groups"
    )
    school = models.CharField(max_length=200, blank=True)
    # People are never deleted; who it is can be erased by itself.
    teacher = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="school_groups")
    teacher_name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=3)
    grade = models.PositiveSmallIntegerField(null=True)
    pupils = models.PositiveSmallIntegerField()
    adults = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=GroupState.choices, default=GroupState.REQUESTED)
    reason = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    once = models.CharField(max_length=80, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("slot", "asked_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=GroupState.values), name="school_group_state_is_a_word"
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=False, school="")
                | (Q(institution__isnull=True) & ~Q(school="")),
                name="school_group_names_one_school",
            ),
            models.CheckConstraint(
                condition=Q(pupils__gte=1, adults__gte=1), name="school_group_is_led_by_an_adult"
            ),
            models.CheckConstraint(
                condition=Q(grade__isnull=True) | Q(grade__lte=12), name="school_group_grade_is_of_a_school"
            ),
            models.CheckConstraint(
                condition=~Q(state=GroupState.REFUSED) | ~Q(reason=""),
                name="school_group_is_refused_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=("once",), condition=~Q(once=""), name="school_group_once_per_request"
            ),
        )

    def __str__(self) -> str:
        return f"school group {self.pk}"

    @property
    def people(self) -> int:
        return self.pupils + self.adults

    @property
    def comes_from(self) -> str:
        """The name of its school."""
        return self.institution.name if self.institution else self.school

    @property
    def about(self) -> str:
        """What letters about it are filed under."""
        return f"{self._meta.label_lower}:{self.key}"
