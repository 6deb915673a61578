"""What the site does by itself, and how that last went."""

from django.db import models


class Work(models.Model):
    """One row for each piece of work of the schedule. `done_at` is the last time it went well.

    `said` is what came of it, in the city's language and in English; `trouble` is set while it does not go well.
    """

    name = models.CharField(max_length=40, primary_key=True)
    tried_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=300, blank=True)
    said_en = models.CharField(max_length=300, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "works"

    def __str__(self) -> str:
        return self.name
