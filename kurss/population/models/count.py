"""How many people lived in a place on a day, as one source counted them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

CITY = "city"
"""The place key of the whole city; parts of it get keys of their own."""


class Series(models.TextChoices):
    """Ways of counting whose figures may not stand in one line: each finds other people, or other years."""

    CSP = "csp", _("Central Statistical Bureau, based on the census")
    POPULATION_REGISTER = "population_register", _("Population register, by declared residence")
    OLD_ESTIMATE = "old_estimate", _("Estimate from before the 2011 census")
    OLD_ESTIMATE_ROUNDED = "old_estimate_rounded", _("Rounded estimate from before the 2011 census")


class PopulationCount(models.Model):
    place = models.SlugField(max_length=80)
    counted_on = models.DateField()
    residents = models.PositiveIntegerField()
    series = models.CharField(max_length=25, choices=Series.choices)
    source = models.CharField(max_length=300)
    note = models.CharField(max_length=300, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("place", "series", "counted_on")
        constraints = (
            models.UniqueConstraint(
                fields=("place", "counted_on", "series"), name="count_once_a_day_and_series"
            ),
            models.CheckConstraint(condition=Q(series__in=Series.values), name="count_series_is_a_word"),
            models.CheckConstraint(condition=~Q(source=""), name="count_names_its_source"),
        )

    def __str__(self) -> str:
        return f"{self.residents} in {self.place} on {self.counted_on} ({self.series})"
