"""One meeting of a group."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils.translation import gettext_lazy as _

from kurss.learning.models.group import Group, Mode
from kurss.people.models import Person
from kurss.places.models import Room


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")
    MOVED = "moved", _("Moved")


STANDING = (SessionState.PLANNED, SessionState.HELD)
"""States in which a session occupies its room and its teachers."""

DURING = Func("starts_at", "ends_at", function="TSTZRANGE", output_field=DateTimeRangeField())
"""From its first moment up to, not including, its last: one session may begin as another ends."""


class Session(models.Model):
    """Planned, then held, cancelled, or moved to the session that replaces it."""

    # Attendance hangs on sessions, and sessions are what a group did.
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    happened_on = models.DateField()
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="sessions")
    mode = models.CharField(max_length=7, choices=Mode.choices)
    state = models.CharField(max_length=9, choices=SessionState.choices, default=SessionState.PLANNED)
    # What was moved must stay readable from what replaced it.
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    stands = models.GeneratedField(
        expression=Case(When(state__in=STANDING, then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        ordering = ("starts_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=SessionState.values), name="session_state_is_a_word"
            ),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="session_mode_is_a_word"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"
            ),
            ExclusionConstraint(
                name="session_room_never_clashes",
                expressions=[("room", RangeOperators.EQUAL), (DURING, RangeOperators.OVERLAPS)],
                condition=Q(state__in=STANDING),
            ),
            ExclusionConstraint(
                name="session_group_never_clashes",
                expressions=[("group", RangeOperators.EQUAL), (DURING, RangeOperators.OVERLAPS)],
                condition=Q(state__in=STANDING),
            ),
            # Lets a teacher's row follow its session (migration 0002).
            models.UniqueConstraint(
                fields=("id", "starts_at", "ends_at", "stands"), name="session_with_its_time"
            ),
        )

    def __str__(self) -> str:
        return f"session {self.pk} of group {self.group_id} on {self.happened_on}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class SessionTeacher(models.Model):
    """Who teaches a session. Its time stands here again so that an exclusion constraint can see it; a compound
    foreign key that cascades (migration 0002) keeps it equal to the session's, and frees the teacher when
    the session is cancelled or moved."""

    # Part of the session.
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="teachers")
    # As in GroupTeacher.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="taught_sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    stands = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "person"), name="session_teacher_once"),
            ExclusionConstraint(
                name="session_teacher_never_clashes",
                expressions=[("person", RangeOperators.EQUAL), (DURING, RangeOperators.OVERLAPS)],
                condition=Q(stands=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} teaches session {self.session_id}"
