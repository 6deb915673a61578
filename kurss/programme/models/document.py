"""A document that a programme answers to: its charters, promises and declared values are quoted from it."""

from django.db import models

from kurss.programme.models.said import both_languages


class Document(models.Model):
    key = models.SlugField(max_length=80, primary_key=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    author = models.CharField(max_length=200)
    issued_on = models.DateField(null=True)  # null: the document bears no date
    covers = models.CharField(max_length=200, blank=True)
    covers_en = models.CharField(max_length=200, blank=True)
    disclaimer = models.TextField(blank=True)
    disclaimer_en = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=both_languages("title", "title_en"), name="document_titled_in_both_languages"
            ),
        )

    def __str__(self) -> str:
        return self.title_en
