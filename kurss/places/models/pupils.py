"""How many pupils an institution has, as somebody said it on a day. Never summed across sources."""

from django.db import models

from kurss.places.models.institution import Institution


class PupilCount(models.Model):
    """One stated number: of a school year (`period`, such as SY2021) or, failing that, as of some words."""

    # A count is evidence about the institution; whoever removes that must face it first.
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="pupil_counts")
    period = models.CharField(max_length=30, blank=True)
    as_of = models.CharField(max_length=120, blank=True)
    pupils = models.PositiveIntegerField()
    approximate = models.BooleanField(default=False)
    source = models.CharField(max_length=500)

    class Meta:
        ordering = ("institution", "period", "as_of")
        constraints = (
            models.UniqueConstraint(
                fields=("institution", "period", "as_of", "source"), name="a_source_counts_pupils_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(period="") | ~models.Q(as_of=""), name="a_pupil_count_says_when"
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="a_pupil_count_says_who_counted"),
        )

    def __str__(self) -> str:
        return f"{self.institution}: {self.pupils}"
