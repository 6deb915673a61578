"""What happens to a plan: it becomes the baseline, one activity waits for another, months move for a cause."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.programme.models.initiative import Initiative
from kurss.programme.models.roadmap import Activity, Milestone


class Baseline(models.Model):
    """From this moment the months of an initiative's plan stand; what moves later is a re-plan with a cause."""

    # The plan stays with its initiative.
    initiative = models.OneToOneField(Initiative, on_delete=models.PROTECT, related_name="baseline")
    # An account by key, as in the journal: whoever fixed it may leave.
    by_key = models.CharField(max_length=40)
    by_label = models.CharField(max_length=200)
    fixed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Baseline of {self.initiative_id}"


class Dependency(models.Model):
    """`after` cannot begin before the month in which `before` ends has passed."""

    # An activity that others wait for is not taken out from before them; one that waits takes its waiting along.
    before = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="waited_for_by")
    after = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="waits_for")

    class Meta:
        ordering = ("after", "before")
        constraints = (
            models.UniqueConstraint(fields=("before", "after"), name="an_activity_waits_once"),
            models.CheckConstraint(
                condition=~models.Q(before=models.F("after")), name="no_activity_waits_for_itself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Cause(models.TextChoices):
    """Why months moved."""

    FIRST_DATE = "first_date", _("It had no months before")
    EPIDEMIC = "epidemic", _("Epidemic")
    PROCUREMENT = "procurement", _("Procurement")
    SUPPLY = "supply", _("Supply or construction")
    FUNDING = "funding", _("Funding came later")
    STAFF = "staff", _("Too few people")
    PARTNER = "partner", _("A partner was late")
    EARLIER_STEP = "earlier_step", _("An earlier activity was late")
    SCOPE = "scope", _("More or less is to be done")
    DECISION = "decision", _("A decision came later")
    EARLIER = "earlier", _("It goes faster than planned")
    OTHER = "other", _("Another cause")


class Replan(models.Model):
    """New months for an activity or a milestone, with the cause. The last one holds; the plan before stays."""

    # History of the plan: what was re-planned is not taken out of it.
    activity = models.ForeignKey(Activity, null=True, on_delete=models.PROTECT, related_name="replans")
    milestone = models.ForeignKey(Milestone, null=True, on_delete=models.PROTECT, related_name="replans")
    planned_from = models.DateField()
    planned_until = models.DateField()
    cause = models.CharField(max_length=12, choices=Cause.choices)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    by_key = models.CharField(max_length=40)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(activity__isnull=False, milestone__isnull=True)
                | models.Q(
                    activity__isnull=True, milestone__isnull=False, planned_from=models.F("planned_until")
                ),
                name="a_replan_moves_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    planned_from__day=1, planned_until__day=1, planned_until__gte=models.F("planned_from")
                ),
                name="a_replan_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(cause__in=Cause.values), name="a_replan_names_its_cause"
            ),
            models.CheckConstraint(
                condition=models.Q(text="", text_en="") | (~models.Q(text="") & ~models.Q(text_en="")),
                name="a_replan_is_told_in_both_languages",
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity or self.milestone}: {self.planned_from:%Y-%m} – {self.planned_until:%Y-%m}"
