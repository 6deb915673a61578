"""Who was admitted at the desk: numbers, never names."""

from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kurss.science_centre.models.school_group import SchoolGroup
from kurss.science_centre.models.slot import Slot, SlotKind

TICKETS: Final = {
    "child": _("Children"),
    "adult": _("Adults"),
    "concession": _("Pupils, students and seniors"),
    "free": _("Free admission"),
    "pupil": _("Pupils of a group"),
    "escort": _("Adults with a group"),
}
"""Kinds of tickets, by the column that counts them; the last two are of school groups alone."""


class CameFrom(models.TextChoices):
    CITY = "city", _("The city")
    ELSEWHERE = "elsewhere", _("Elsewhere in the country")
    ABROAD = "abroad", _("Abroad")
    NOT_RECORDED = "not_recorded", _("Not recorded")


class Visit(models.Model):
    """One party that came in together: a family, somebody alone, a school group. Nobody is named.

    A row is never changed: a correction is a row of its own that supersedes it, also one with nobody in it where
    the press was a mistake; the database refuses anything else (migration 0002). `party` is the same throughout,
    and the party's places are held under it.
    """

    # The proof of figures: neither the slot nor the booking may vanish from under it.
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="visits")
    school_group = models.ForeignKey(SchoolGroup, on_delete=models.PROTECT, null=True, related_name="visits")
    party = models.UUIDField()
    once = models.UUIDField(unique=True)
    child = models.PositiveSmallIntegerField(default=0)
    adult = models.PositiveSmallIntegerField(default=0)
    concession = models.PositiveSmallIntegerField(default=0)
    free = models.PositiveSmallIntegerField(default=0)
    pupil = models.PositiveSmallIntegerField(default=0)
    escort = models.PositiveSmallIntegerField(default=0)
    visitors = models.GeneratedField(
        expression=F("child") + F("adult") + F("concession") + F("free") + F("pupil") + F("escort"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )
    came_from = models.CharField(max_length=12, choices=CameFrom.choices)
    kind = models.CharField(max_length=15, choices=SlotKind.choices)
    happened_on = models.DateField()
    topic = models.CharField(max_length=80, null=True)
    place_key = models.CharField(max_length=80)
    operation_key = models.CharField(max_length=80, null=True)
    school_key = models.CharField(max_length=80, null=True)
    grade = models.PositiveSmallIntegerField(null=True)
    admitted_at = models.DateTimeField()
    admitted_by_key = models.UUIDField()
    reason = models.CharField(max_length=200, blank=True)
    is_current = models.BooleanField(default=True)
    # The earlier row stays readable behind the later one.
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("admitted_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(came_from__in=CameFrom.values), name="visit_came_from_is_a_word"
            ),
            models.CheckConstraint(condition=Q(kind__in=SlotKind.values), name="visit_kind_is_a_word"),
            models.CheckConstraint(
                condition=Q(school_group__isnull=True, pupil=0, escort=0)
                | Q(school_group__isnull=False, child=0, adult=0, concession=0, free=0),
                name="visit_tickets_are_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(visitors__gte=1) | Q(supersedes__isnull=False), name="visit_admits_somebody"
            ),
            models.UniqueConstraint(
                fields=("party",), condition=Q(is_current=True), name="visit_one_current_per_party"
            ),
            models.UniqueConstraint(
                fields=("school_group",), condition=Q(is_current=True), name="visit_one_current_per_group"
            ),
        )

    def __str__(self) -> str:
        return f"visit {self.pk} on {self.happened_on}"

    @property
    def ticket_words(self) -> list[tuple[str, int]]:
        """The same in the reader's words."""
        return [(str(TICKETS[name]), many) for name, many in self.tickets]

    @property
    def tickets(self) -> list[tuple[str, int]]:
        """Each kind of ticket that was given out, by its column, and how many."""
        return [(name, getattr(self, name)) for name in TICKETS if getattr(self, name)]
