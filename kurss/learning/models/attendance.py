"""Who came: one mark of one person at one session."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kurss.learning.models.enrolment import Enrolment
from kurss.learning.models.onday import OnItsDay
from kurss.learning.models.session import Session
from kurss.people.models import Person


class Status(models.TextChoices):
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")


ATTENDED = (Status.PRESENT, Status.LATE)
"""Marks of those who were there."""


class Way(models.TextChoices):
    ON_SITE = "on_site", _("On site")
    ONLINE = "online", _("Online")
    RECORDING = "recording", _("By recording")


class Attendance(OnItsDay):
    """A mark, with the words about person and group as they were on the day of the session.

    A mark is never changed: a correction is a row of its own that supersedes it, and of each enrolment and
    session exactly one row is current. `minutes` is the length of the session for those who were there, also
    for those who came late, and 0 for the others.
    """

    # The proof of figures: none of these may vanish from under it.
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    status = models.CharField(max_length=7, choices=Status.choices)
    mode = models.CharField(max_length=9, choices=Way.choices)
    happened_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    marked_at = models.DateTimeField()
    marked_by_key = models.UUIDField()
    is_current = models.BooleanField(default=True)
    # The earlier mark stays readable behind the later one.
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )

    class Meta(OnItsDay.Meta):
        abstract = False
        constraints = (
            *OnItsDay.Meta.constraints,
            models.UniqueConstraint(
                fields=("session", "enrolment"), condition=Q(is_current=True), name="attendance_one_current"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="attendance_status_is_a_word"),
            models.CheckConstraint(condition=Q(mode__in=Way.values), name="attendance_mode_is_a_word"),
            models.CheckConstraint(
                condition=Q(status__in=ATTENDED, minutes__gt=0) | (~Q(status__in=ATTENDED) & Q(minutes=0)),
                name="attendance_minutes_of_those_present",
            ),
        )

    def __str__(self) -> str:
        return f"attendance {self.pk}: {self.status} on {self.happened_on}"

    @property
    def attended(self) -> bool:
        return self.status in ATTENDED
