"""What somebody agreed to: the exact text, who gave it, for whom, when, and when it was withdrawn."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from kurss.people.models.person import Person


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def in_force_on(self, day: date) -> Self:
        """The newest version of each purpose that has come into force."""
        return self.filter(in_force_from__lte=day).order_by("purpose", "-number").distinct("purpose")


class ConsentText(models.Model):
    """One version of what is asked, in both languages. A later version asks anew and changes no earlier one.

    The database refuses to change a text: what was agreed to stays what it was.
    """

    purpose = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    text = models.TextField()
    text_en = models.TextField()
    in_force_from = models.DateField()

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        ordering = ("purpose", "number")
        constraints = (
            models.UniqueConstraint(fields=("purpose", "number"), name="a_consent_text_has_one_version_each"),
            models.CheckConstraint(condition=Q(number__gte=1), name="consent_versions_count_from_one"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(title_en="") & ~Q(text="") & ~Q(text_en=""),
                name="a_consent_is_asked_in_both_languages",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.number}"


class Consent(models.Model):
    """Given once, withdrawn at most once; a new one is a new row."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What was agreed to must stay readable as long as the agreement does.
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    purpose = models.SlugField(max_length=40)
    about = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    # Who gave it goes when somebody is erased; that it was given stays.
    given_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="consents_given")
    given_at = models.DateTimeField()
    on_paper = models.BooleanField(default=False)
    """Whether it was signed on paper and entered by the city's service, where the paper is kept."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("about", "purpose", "given_at")
        constraints = (
            models.UniqueConstraint(
                fields=("about", "purpose"),
                condition=Q(withdrawn_at__isnull=True),
                name="a_consent_is_given_once_until_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="a_consent_is_withdrawn_after_it_was_given",
            ),
        )

    def __str__(self) -> str:
        return f"consent {self.key} to {self.purpose}"
