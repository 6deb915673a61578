"""A programme of transformation: what the city set out to do, from when, until when."""

from django.db import models

from kurss.programme.models.document import Document
from kurss.programme.models.said import Said, both_languages
from kurss.programme.models.template import Template


class Programme(models.Model):
    key = models.SlugField(max_length=80, primary_key=True)
    # The kind of programme, and the document it is quoted from, stay for as long as it does.
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="programmes")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="programmes")
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    goal = models.TextField()
    goal_en = models.TextField()
    priority = models.TextField()
    priority_en = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    is_shown = models.BooleanField(default=False)  # the public pages are of this one

    class Meta:
        ordering = ("-starts_on", "key")
        constraints = (
            models.CheckConstraint(
                condition=both_languages("title", "title_en") & both_languages("goal", "goal_en"),
                name="programme_titled_in_both_languages",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="programme_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=("is_shown",), condition=models.Q(is_shown=True), name="one_programme_is_shown"
            ),
        )

    def __str__(self) -> str:
        return self.title_en


class Passage(Said):
    """A paragraph of the programme's own account, in the section where it stands."""

    class Section(models.TextChoices):
        SUMMARY = "summary"
        DIRECTION = "direction"
        INTRODUCTION = "introduction"
        STATE_OF_CITY = "state_of_city"
        MUNICIPAL_GOAL = "municipal_goal"
        SHARED_VIEW = "shared_view"
        ASSESSMENT = "assessment"
        IMPACT = "impact"

    # A programme that has been told is not deleted from under its account.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="passages")
    section = models.CharField(max_length=20, choices=Section.choices)

    class Meta(Said.Meta):
        ordering = ("section", "order")
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(fields=("programme", "section", "order"), name="passages_stand_in_order"),
        )
