"""What a document says in one place: the shape that most rows of a programme share."""

from typing import ClassVar

from django.db import models

PLACE_LENGTH = 200


def both_languages(first: str, second: str) -> models.Q:
    """Neither of a pair of language columns is empty: a reader of either language finds the words."""
    return ~models.Q(**{first: ""}) & ~models.Q(**{second: ""})


class Said(models.Model):
    """One statement in both languages, in our own words, with the place of the document that makes it."""

    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_en = models.TextField()
    place = models.CharField(max_length=PLACE_LENGTH)

    class Meta:
        abstract = True
        ordering: ClassVar[tuple[str, ...]] = ("order", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=both_languages("text", "text_en"), name="%(class)s_in_both_languages"
            ),
            models.CheckConstraint(condition=~models.Q(place=""), name="%(class)s_names_its_place"),
        )

    def __str__(self) -> str:
        return self.text_en
