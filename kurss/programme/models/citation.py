"""The figures that the statements of a review rest on."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Final

from django.db import models

from kurss.evidence.models import Indicator
from kurss.programme.models.review import Commitment, FutureAmbition, FutureTarget, Lesson, ReviewNote

SUBJECTS: Final = ("note", "lesson", "commitment", "ambition", "target")
"""The columns of what can cite, one for each kind of statement."""


def _one_alone() -> models.Q:
    return reduce(
        or_,
        (models.Q(**{f"{name}__isnull": name != one for name in SUBJECTS}) for one in SUBJECTS),
    )


class Citation(models.Model):
    """An indicator in a period, named by its keys. No number is written here: what the review shows is the figure
    that stands released, today and after every later release."""

    # Part of the statement that cites.
    note = models.ForeignKey(ReviewNote, null=True, on_delete=models.CASCADE, related_name="citations")
    lesson = models.ForeignKey(Lesson, null=True, on_delete=models.CASCADE, related_name="citations")
    commitment = models.ForeignKey(Commitment, null=True, on_delete=models.CASCADE, related_name="citations")
    ambition = models.ForeignKey(
        FutureAmbition, null=True, on_delete=models.CASCADE, related_name="citations"
    )
    target = models.ForeignKey(FutureTarget, null=True, on_delete=models.CASCADE, related_name="citations")
    # What is cited cannot vanish from under the review.
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="citations")
    period = models.CharField(max_length=40)

    class Meta:
        ordering = ("indicator__code", "period", "pk")
        constraints = (
            models.CheckConstraint(condition=_one_alone(), name="citation_of_one_statement"),
            models.CheckConstraint(condition=~models.Q(period=""), name="citation_names_its_period"),
            models.UniqueConstraint(
                fields=(*SUBJECTS, "indicator", "period"),
                nulls_distinct=False,
                name="a_statement_cites_a_figure_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id}, {self.period}"
