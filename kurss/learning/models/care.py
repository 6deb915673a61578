"""What a guardian entrusts to the teachers of a child: whom to call, who comes for it, what it needs."""

from django.db import models
from django.db.models import Q

from kurss.people.models import Account, Person


class Care(models.Model):
    """One sheet about one learner by one account. The teachers of the learner's groups read it, and its giver, and
    nobody else: two guardians do not read each other's. It proves nothing, and goes after the season."""

    # Nothing without its learner, and in confidence from its giver: it goes with either.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="care")
    given_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="care_given")
    contact = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    collect = models.CharField(max_length=300, blank=True)
    alone = models.BooleanField(default=False)
    needs = models.CharField(max_length=500, blank=True)
    custody = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("given_at", "id")
        verbose_name_plural = "care"
        constraints = (
            models.UniqueConstraint(fields=("person", "given_by"), name="care_one_sheet_of_each_giver"),
            models.CheckConstraint(
                condition=~Q(contact="", phone="", collect="", alone=False, needs="", custody=""),
                name="care_says_something",
            ),
            models.CheckConstraint(
                condition=Q(contact="") | ~Q(phone=""), name="care_contact_can_be_reached"
            ),
        )

    def __str__(self) -> str:
        return f"care {self.pk}"
