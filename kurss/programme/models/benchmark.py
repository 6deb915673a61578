"""Sets of benchmarks by which a city's indicators are scored."""

from django.db import models

from kurss.evidence.models import Indicator
from kurss.programme.models.said import both_languages


class BenchmarkSet(models.Model):
    """Benchmarks that somebody published together, or that the city chose, with the document they stand in."""

    key = models.SlugField(max_length=40, primary_key=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    document = models.CharField(max_length=300)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("key",)
        constraints = (
            models.CheckConstraint(
                condition=both_languages("title", "title_en"), name="benchmark_set_in_both_languages"
            ),
            models.CheckConstraint(condition=~models.Q(key="targets"), name="targets_are_no_benchmark_set"),
        )

    def __str__(self) -> str:
        return self.title_en


class Benchmark(models.Model):
    """What one indicator is measured by in a set, in the indicator's own unit."""

    # Part of the set.
    set = models.ForeignKey(BenchmarkSet, on_delete=models.CASCADE, related_name="benchmarks")
    # An indicator that is scored stays.
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="benchmarks")
    value = models.DecimalField(max_digits=20, decimal_places=4)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("set", "indicator"), name="one_benchmark_of_an_indicator_in_a_set"
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.value}"
