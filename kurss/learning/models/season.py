"""The span in which groups meet, and the days on which none of them does."""

from django.db import models
from django.db.models import F, Q


class Season(models.Model):
    """A school year, or a year of adult courses. The first and the last day are part of it."""

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ("starts_on", "key")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="season_ends_after_it_starts"
            ),
        )

    def __str__(self) -> str:
        return self.title


class FreeDay(models.Model):
    """A day without sessions: a public holiday, or a day of the school holidays."""

    # The free days are part of the season and mean nothing without it.
    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="free_days")
    day = models.DateField()
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)

    class Meta:
        ordering = ("season", "day")
        constraints = (models.UniqueConstraint(fields=("season", "day"), name="free_day_once_a_season"),)

    def __str__(self) -> str:
        return f"{self.day} {self.title}"
