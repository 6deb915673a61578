"""Meetings around a programme, and what was suggested there."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kurss.programme.models.charter import Charter
from kurss.programme.models.governance import Body, both_or_neither
from kurss.programme.models.initiative import Initiative
from kurss.programme.models.programme import Programme
from kurss.programme.models.said import PLACE_LENGTH, both_languages
from kurss.programme.models.stakeholder import Stakeholder


class Way(models.TextChoices):
    """How people met."""

    ON_SITE = "on_site", _("At a place")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("At a place and online")


class Meeting(models.Model):
    """Who met when. A day that is not stated is null; minutes may stand in one language or in both."""

    # What was said stays with its programme.
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="meetings")
    # The body whose meeting it was stays. Null: a meeting of no body.
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    held_on = models.DateField(null=True)
    way = models.CharField(max_length=7, choices=Way.choices, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    people = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    minutes_en = models.TextField(blank=True)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True)
    stakeholders = models.ManyToManyField(Stakeholder, through="MeetingStakeholder", related_name="meetings")
    bodies = models.ManyToManyField(Body, through="MeetingBody", related_name="took_part_in")

    class Meta:
        ordering = (models.F("held_on").desc(nulls_last=True), "-pk")
        constraints = (
            models.CheckConstraint(
                condition=both_languages("title", "title_en"), name="meeting_titled_in_both_languages"
            ),
            models.CheckConstraint(
                condition=models.Q(way__in=["", *Way.values]), name="people_met_in_a_known_way"
            ),
        )

    def __str__(self) -> str:
        return self.title_en

    @property
    def has_minutes(self) -> bool:
        return bool(self.minutes.strip() or self.minutes_en.strip())


class MeetingStakeholder(models.Model):
    """Part of the meeting; a stakeholder that took part stays."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meeting", "stakeholder"), name="a_stakeholder_takes_part_once"),
        )

    def __str__(self) -> str:
        return f"{self.stakeholder_id} in {self.meeting_id}"


class MeetingBody(models.Model):
    """Part of the meeting; a body that took part stays."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("meeting", "body"), name="a_body_takes_part_once"),)

    def __str__(self) -> str:
        return f"{self.body_id} in {self.meeting_id}"


class SuggestionState(models.TextChoices):
    """What became of a suggestion."""

    OPEN = "open", pgettext_lazy("suggestion", "Open")
    ADOPTED = "adopted", _("Adopted")
    DECLINED = "declined", _("Not taken up")


class Suggestion(models.Model):
    """What somebody suggested at a meeting, and what became of it: adopted somewhere, or not and why."""

    State = SuggestionState

    # A meeting at which something was suggested stays on record.
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="suggestions")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_en = models.TextField()
    # Whoever suggested it stays among the stakeholders. Null: it is in words, or not said.
    stakeholder = models.ForeignKey(
        Stakeholder, null=True, on_delete=models.PROTECT, related_name="suggestions"
    )
    by_whom = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=SuggestionState.choices, default=SuggestionState.OPEN)
    # What adopted it stays, so that whoever suggested it can read it there.
    initiative = models.ForeignKey(
        Initiative, null=True, on_delete=models.PROTECT, related_name="adopted_suggestions"
    )
    charter = models.ForeignKey(Charter, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answer_en = models.TextField(blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True)

    class Meta:
        ordering = ("meeting", "order")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "order"), name="suggestions_stand_in_order"),
            models.CheckConstraint(
                condition=both_languages("text", "text_en"), name="suggestion_in_both_languages"
            ),
            models.CheckConstraint(
                condition=both_or_neither("answer", "answer_en"), name="answer_in_both_languages"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="open",
                    initiative__isnull=True,
                    charter__isnull=True,
                    answer="",
                    decided_by="",
                    decided_on__isnull=True,
                )
                | (
                    models.Q(state__in=("adopted", "declined"), decided_on__isnull=False)
                    & ~models.Q(decided_by="")
                ),
                name="what_became_of_it_was_decided_by_somebody_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="adopted") | models.Q(initiative__isnull=False),
                name="an_adopted_suggestion_says_where",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined")
                | (models.Q(initiative__isnull=True, charter__isnull=True) & ~models.Q(answer="")),
                name="a_suggestion_that_is_not_taken_up_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.text_en
