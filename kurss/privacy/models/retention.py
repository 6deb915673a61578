"""What the officer has decided about a declared rule of retention, and each time it was applied."""

from django.db import models


class Retention(models.Model):
    """For how many days a kind of record is kept, and whether the rule is applied. `confirmed_on`: since when."""

    key = models.CharField(max_length=60, primary_key=True)
    days = models.PositiveIntegerField()
    is_on = models.BooleanField()
    source = models.CharField(max_length=300)
    source_en = models.CharField(max_length=300)
    confirmed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("key",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(source="") & ~models.Q(source_en=""),
                name="a_rule_says_where_it_comes_from",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.days}"


class RetentionRun(models.Model):
    """One application of a rule: what lay before which moment went, and how much."""

    rule = models.CharField(max_length=60)
    ran_at = models.DateTimeField()
    before = models.DateTimeField()
    removed = models.PositiveIntegerField()
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-ran_at", "rule")
        indexes = (models.Index(fields=("rule", "-ran_at"), name="runs_of_a_rule"),)

    def __str__(self) -> str:
        return f"{self.rule} {self.ran_at:%Y-%m-%d} {self.removed}"
