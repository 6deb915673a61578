"""A part of a day in the science centre, with so many places."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from kurss.curriculum.models import CurriculumVersion
from kurss.partners.models import Operation
from kurss.places.models import Institution, Room
from kurss.seats.models import Pool


class SlotKind(models.TextChoices):
    OPEN_HALL = "open_hall", _("Open hall")
    GROUP_PROGRAMME = "group_programme", _("Programme for school groups")
    AFTER_SCHOOL = "after_school", _("After school")


class SlotState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


STANDING = (SlotState.PLANNED, SlotState.HELD)
"""States in which a slot occupies its room."""


class Slot(models.Model):
    """Tickets are admitted to the open hall, school groups to the hall or a programme of their own, registered
    children after school. Whoever comes takes a place until the slot is over: nobody counts people out."""

    # What was admitted to a slot is the ground of figures: neither the place nor what was shown may vanish.
    place = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="slots")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="slots")
    version = models.ForeignKey(CurriculumVersion, on_delete=models.PROTECT, null=True, related_name="slots")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, null=True, related_name="slots")
    pool = models.OneToOneField(Pool, on_delete=models.PROTECT, related_name="slot")
    kind = models.CharField(max_length=15, choices=SlotKind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    happened_on = models.DateField()
    pupils_per_adult = models.PositiveSmallIntegerField()
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=9, choices=SlotState.choices, default=SlotState.PLANNED)
    reason = models.CharField(max_length=200, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("starts_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=SlotKind.values), name="slot_kind_is_a_word"),
            models.CheckConstraint(condition=Q(state__in=SlotState.values), name="slot_state_is_a_word"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(pupils_per_adult__gte=1), name="slot_has_a_ratio_of_adults"),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_to__gte=F("age_from")),
                name="slot_ages_are_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state=SlotState.CANCELLED) | ~Q(reason=""), name="slot_is_cancelled_for_a_reason"
            ),
            ExclusionConstraint(
                name="slot_room_never_clashes",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", function="TSTZRANGE", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=STANDING),
            ),
        )
        indexes = (models.Index(fields=("happened_on",), name="slots_by_day"),)

    def __str__(self) -> str:
        return f"slot {self.pk} on {self.happened_on}"

    @property
    def stands(self) -> bool:
        return self.state in STANDING

    @property
    def takes_groups(self) -> bool:
        return self.kind in (SlotKind.OPEN_HALL, SlotKind.GROUP_PROGRAMME)
