"""A room in a building, with the seats it has."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.places.models.building import Building
from kurss.places.models.in_use import ENDS_AFTER_IT_BEGINS, InUse


class RoomKind(models.TextChoices):
    CLASSROOM = "classroom", _("Classroom")
    LAB = "lab", _("Computer room or laboratory")
    HALL = "hall", _("Hall")
    OTHER = "other", _("Other room")


class Room(InUse):
    # A building with rooms is taken out of use, not deleted: lessons were held in them.
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=15, choices=RoomKind.choices)
    seats = models.PositiveSmallIntegerField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("building", "name")
        constraints = (
            ENDS_AFTER_IT_BEGINS,
            models.UniqueConstraint(fields=("building", "name"), name="a_room_is_named_once_in_its_building"),
            models.CheckConstraint(condition=~models.Q(name=""), name="a_room_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=RoomKind.values), name="a_room_is_of_a_known_kind"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def institution_key(self) -> str:
        return self.building.institution.key
