"""The roadmap: activities over months, and milestones. A date that was not stated is null, never guessed."""

from django.db import models

from kurss.partners.models import Partner
from kurss.programme.models.initiative import Initiative
from kurss.programme.models.said import PLACE_LENGTH, Said, both_languages


class RoadmapPicture(models.Model):
    """What the document's own drawing covers, and what it leaves unsaid."""

    # Part of the initiative's plan.
    initiative = models.OneToOneField(Initiative, on_delete=models.PROTECT, related_name="roadmap_picture")
    drawn_from = models.DateField(null=True)
    drawn_until = models.DateField(null=True)
    unnamed_milestones = models.PositiveSmallIntegerField(null=True)  # null: it cannot be told how many
    place = models.CharField(max_length=PLACE_LENGTH)
    note = models.TextField()
    note_en = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    drawn_from__isnull=False,
                    drawn_until__isnull=False,
                    drawn_from__day=1,
                    drawn_until__day=1,
                    drawn_until__gte=models.F("drawn_from"),
                )
                | models.Q(drawn_from__isnull=True, drawn_until__isnull=True),
                name="roadmap_picture_covers_whole_months",
            ),
            models.CheckConstraint(
                condition=both_languages("note", "note_en"), name="roadmap_picture_noted_in_both_languages"
            ),
        )

    def __str__(self) -> str:
        return f"Roadmap of {self.initiative_id}"


class Activity(models.Model):
    """Something done over months. Months are first days: `planned_until` is the first day of the last month.
    An activity of every school year states the months in which it runs instead."""

    # The plan stays with its initiative.
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="activities")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    planned_from = models.DateField(null=True)
    planned_until = models.DateField(null=True)
    yearly_from_month = models.PositiveSmallIntegerField(null=True)
    yearly_until_month = models.PositiveSmallIntegerField(null=True)
    timing = models.TextField(blank=True)
    timing_en = models.TextField(blank=True)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)
    # Whoever answers for an activity stays in the register. Null: nobody is named.
    responsible = models.ForeignKey(
        Partner, null=True, on_delete=models.PROTECT, related_name="responsible_for"
    )
    began_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    actual_source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("initiative", "order")
        constraints = (
            models.UniqueConstraint(fields=("initiative", "order"), name="activities_stand_in_order"),
            models.CheckConstraint(
                condition=models.Q(began_on__isnull=True, ended_on__isnull=True, actual_source="")
                | (models.Q(began_on__isnull=False) & ~models.Q(actual_source="")),
                name="activity_began_on_somebodys_word",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("began_on")),
                name="activity_ended_after_it_began",
            ),
            models.CheckConstraint(
                condition=both_languages("title", "title_en"), name="activity_titled_in_both_languages"
            ),
            models.CheckConstraint(
                condition=(models.Q(planned_from__isnull=True) | models.Q(planned_from__day=1))
                & (models.Q(planned_until__isnull=True) | models.Q(planned_until__day=1)),
                name="activity_is_planned_in_months",
            ),
            models.CheckConstraint(
                condition=models.Q(planned_from__isnull=True)
                | models.Q(planned_until__isnull=True)
                | models.Q(planned_until__gte=models.F("planned_from")),
                name="activity_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(yearly_from_month__isnull=True, yearly_until_month__isnull=True)
                | models.Q(
                    # Said outright, for a comparison with nothing is neither true nor false and would pass.
                    yearly_from_month__isnull=False,
                    yearly_until_month__isnull=False,
                    yearly_from_month__range=(1, 12),
                    yearly_until_month__range=(1, 12),
                    planned_from__isnull=True,
                    planned_until__isnull=True,
                ),
                name="activity_is_yearly_or_planned_once",
            ),
        )

    def __str__(self) -> str:
        return self.title_en


class Milestone(models.Model):
    """A point the initiative passes. `reading` says how a month was read out of words that name none."""

    # The plan stays with its initiative.
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="milestones")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    planned_month = models.DateField(null=True)
    timing = models.TextField(blank=True)
    timing_en = models.TextField(blank=True)
    reading = models.TextField(blank=True)
    reading_en = models.TextField(blank=True)
    reached_on = models.DateField(null=True)
    reached_source = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)
    # An activity that has milestones is not taken out of the plan under them. Null: of the initiative as a whole.
    activity = models.ForeignKey(Activity, null=True, on_delete=models.PROTECT, related_name="milestones")

    class Meta:
        ordering = ("initiative", "order")
        constraints = (
            models.UniqueConstraint(fields=("initiative", "order"), name="milestones_stand_in_order"),
            models.CheckConstraint(
                condition=both_languages("title", "title_en"), name="milestone_titled_in_both_languages"
            ),
            models.CheckConstraint(
                condition=models.Q(planned_month__isnull=True) | models.Q(planned_month__day=1),
                name="milestone_is_planned_for_a_month",
            ),
            models.CheckConstraint(
                condition=models.Q(reached_on__isnull=True, reached_source="")
                | (models.Q(reached_on__isnull=False) & ~models.Q(reached_source="")),
                name="milestone_reached_with_a_source",
            ),
        )

    def __str__(self) -> str:
        return self.title_en


class OverarchingMilestone(Said):
    """A condition on which the whole initiative rests; the document gives it no date."""

    # The plan stays with its initiative.
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="overarching_milestones"
    )

    class Meta(Said.Meta):
        constraints = (
            *Said.Meta.constraints,
            models.UniqueConstraint(
                fields=("initiative", "order"), name="overarching_milestones_stand_in_order"
            ),
        )
