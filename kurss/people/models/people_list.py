"""A list of people on its way into the register, and the keys under which other lists know somebody."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kurss.people.models.person import Person


class ListState(models.TextChoices):
    WAITING = "waiting", _("Waiting for confirmation")
    IMPORTED = "imported", _("Imported")
    GIVEN_UP = "given_up", _("Left unimported")
    EXPIRED = "expired", _("Expired")


class PeopleList(models.Model):
    """One uploaded file. Its content is kept until it is imported, given up or too old, and not a moment longer.

    `source` names where the list comes from; an external key means something within its source alone.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=60)
    content = models.BinaryField(null=True)
    encoding = models.CharField(max_length=20, blank=True)
    headings = models.CharField(max_length=64)
    """SHA-256 of the headings: a list with the same ones is read with the columns chosen last."""
    state = models.CharField(max_length=8, choices=ListState.choices, default=ListState.WAITING)
    uploaded_by_key = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-uploaded_at", "key")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ListState.values), name="list_state_is_a_word"),
            models.CheckConstraint(
                condition=Q(state=ListState.WAITING, content__isnull=False, ended_at__isnull=True)
                | (~Q(state=ListState.WAITING) & Q(content__isnull=True, ended_at__isnull=False)),
                name="a_list_that_has_ended_is_kept_no_longer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.uploaded_at:%Y-%m-%d}"


class ListColumn(models.Model):
    """What one column of a list means; an empty `field` is left out."""

    people_list = models.ForeignKey(PeopleList, on_delete=models.CASCADE, related_name="columns")  # its part
    place = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=500)
    field = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("people_list", "place")
        constraints = (
            models.UniqueConstraint(fields=("people_list", "place"), name="a_column_has_its_place"),
            models.UniqueConstraint(
                fields=("people_list", "field"), condition=~Q(field=""), name="a_field_has_one_column"
            ),
        )

    def __str__(self) -> str:
        return f"{self.heading}: {self.field}"


class ExternalKey(models.Model):
    """The key under which another register knows a person, so that its next list adds nobody twice."""

    source = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    # It says who somebody is elsewhere, and goes with the identity; people themselves are never deleted.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="external_keys")

    class Meta:
        ordering = ("source", "key")
        constraints = (
            models.UniqueConstraint(fields=("source", "key"), name="an_external_key_is_of_one_person"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(key=""), name="an_external_key_is_said"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.key}"
