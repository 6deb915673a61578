"""That what is held about somebody is kept and not used (GDPR, Article 18), from one day until another."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from kurss.people.models.person import Person


class Ground(models.TextChoices):
    """Article 18(1), (a) to (d)."""

    ACCURACY = "accuracy", _("The person says that it is wrong; it is being checked")
    UNLAWFUL = "unlawful", _("It should not have been kept, and the person does not want it erased")
    CLAIMS = "claims", _("The city needs it no more, and the person needs it for a legal claim")
    OBJECTION = "objection", _("The person objects; whose grounds weigh more is being checked")


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def live(self) -> Self:
        return self.filter(lifted_on__isnull=True)


class Restriction(models.Model):
    """Stands on the key that stands for the person: nobody is merged, and no merge undone, while it does."""

    # A person is never deleted; that there was a restriction stays, and says nothing once the identity is erased.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="restrictions")
    ground = models.CharField(max_length=9, choices=Ground.choices)
    since = models.DateField()
    lifted_on = models.DateField(null=True, blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        ordering = ("person", "since", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ground__in=Ground.values), name="a_restriction_has_a_declared_ground"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_on__isnull=True) | models.Q(lifted_on__gte=models.F("since")),
                name="a_restriction_is_lifted_after_it_began",
            ),
            models.UniqueConstraint(
                fields=("person",),
                condition=models.Q(lifted_on__isnull=True),
                name="a_person_is_restricted_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.ground}"


def is_restricted(person: str = "pk") -> Exists:
    """Whether use is restricted, as an expression over the key that stands for the row's person."""
    return Exists(Restriction.objects.live().filter(person=OuterRef(person)))
