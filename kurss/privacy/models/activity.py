"""One activity of the register of processing (GDPR, Article 30), in both languages."""

from django.db import models

TEXTS = ("title", "purpose", "people", "data", "legal_basis", "recipients", "kept", "safeguards")
"""What an activity says, each in the city's language and, ending in _en, in English."""


class Activity(models.Model):
    """What is done with whose data, why, on which ground, who receives it and how long it is kept.

    `confirmed_on` is the day the data protection officer last read it and found it true; shipped texts have none.
    """

    key = models.SlugField(max_length=40, primary_key=True)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    purpose = models.TextField()
    purpose_en = models.TextField()
    people = models.TextField()
    people_en = models.TextField()
    data = models.TextField()
    data_en = models.TextField()
    legal_basis = models.TextField()
    legal_basis_en = models.TextField()
    recipients = models.TextField()
    recipients_en = models.TextField()
    kept = models.TextField()
    kept_en = models.TextField()
    safeguards = models.TextField()
    safeguards_en = models.TextField()
    confirmed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("order", "key")
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return self.key
