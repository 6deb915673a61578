"""What a figure means: the indicator, and each version of its definition. A version is never changed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kurss.evidence.definition import SHEET_FIELDS, Absent, Condition, Counts, Definition, Sheet
from kurss.evidence.periods import Grain


class Level(models.TextChoices):
    INPUT = "input"
    OUTPUT = "output"
    OUTCOME = "outcome"
    CROSS_CUTTING = "cross_cutting"
    CONTEXT = "context"


class Direction(models.TextChoices):
    UP = "up"
    DOWN = "down"
    LEVEL = "level"


class Indicator(models.Model):
    """A named quantity the city answers for. Without a version it is *not computed*, and says why."""

    key = models.CharField(max_length=80, primary_key=True)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    level = models.CharField(max_length=15, choices=Level.choices)
    unit = models.CharField(max_length=80)
    unit_en = models.CharField(max_length=80)
    direction = models.CharField(max_length=5, choices=Direction.choices, default=Direction.UP)
    uncounted = models.TextField(blank=True)
    uncounted_en = models.TextField(blank=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name_en}"

    @property
    def version(self) -> IndicatorVersion | None:
        """The version in force: the latest. Reads `versions` once where it was prefetched."""
        return max(self.versions.all(), key=lambda version: version.number, default=None)


class IndicatorVersion(models.Model):
    """A definition in force from a day. Figures rest on it for ever: the database refuses to change it."""

    # A definition that figures rest on outlives any tidying of indicators.
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    fact = models.CharField(max_length=80, blank=True)
    # Further facts whose rows are counted together with its own.
    also = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    counts = models.CharField(max_length=12, choices=[(word.value, word.value) for word in Counts])
    grain = models.CharField(max_length=12, choices=[(word.value, word.value) for word in Grain])
    once_per = models.CharField(max_length=40, blank=True)
    quantity = models.CharField(max_length=40, blank=True)
    numerator = models.ForeignKey(Indicator, null=True, on_delete=models.PROTECT, related_name="numerator_of")
    denominator = models.ForeignKey(
        Indicator, null=True, on_delete=models.PROTECT, related_name="denominator_of"
    )
    # Which versions a ratio divides is part of its meaning, and stays when they are redefined.
    numerator_version = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="divided_in"
    )
    denominator_version = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="divides_in"
    )
    # A gap: the two cells it compares in the figures of its numerator.
    dimension = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=120, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    since = models.DateField(null=True)
    absent = models.CharField(
        max_length=10, choices=[(word.value, word.value) for word in Absent], default=Absent.BETWEEN.value
    )
    percent = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by_key = models.CharField(max_length=40)

    definition = models.TextField(blank=True)
    definition_en = models.TextField(blank=True)
    rationale = models.TextField(blank=True)
    rationale_en = models.TextField(blank=True)
    source = models.TextField(blank=True)
    source_en = models.TextField(blank=True)
    method = models.TextField(blank=True)
    method_en = models.TextField(blank=True)
    frequency = models.TextField(blank=True)
    frequency_en = models.TextField(blank=True)
    owner = models.TextField(blank=True)
    owner_en = models.TextField(blank=True)
    quality = models.TextField(blank=True)
    quality_en = models.TextField(blank=True)
    known_issues = models.TextField(blank=True)
    known_issues_en = models.TextField(blank=True)

    class Meta:
        ordering = ("indicator", "number")
        constraints = (
            models.UniqueConstraint(fields=("indicator", "number"), name="one_version_of_each_number"),
            models.CheckConstraint(
                condition=models.Q(
                    counts="ratio", fact="", numerator__isnull=False, denominator__isnull=False, dimension=""
                )
                | (models.Q(counts="gap", fact="", numerator__isnull=False) & ~models.Q(dimension=""))
                | (
                    ~models.Q(counts__in=("ratio", "gap"))
                    & ~models.Q(fact="")
                    & models.Q(numerator__isnull=True, denominator__isnull=True, dimension="")
                ),
                name="a_ratio_or_a_gap_divides_indicators_all_else_counts_facts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} version {self.number}"

    def as_definition(self) -> Definition:
        """The stored version as the value it was made from."""
        return Definition(
            counts=Counts(self.counts),
            grain=Grain(self.grain),
            fact=self.fact,
            also=tuple(self.also),
            conditions=self._conditions("conditions"),
            among=self._conditions("among"),
            once_per=self.once_per,
            breakdowns=tuple(
                row.dimension for row in sorted(self.breakdowns.all(), key=lambda r: r.position)
            ),
            quantity=self.quantity,
            numerator=self.numerator_id or "",
            denominator=self.denominator_id or "",
            dimension=self.dimension,
            group=self.group,
            reference=self.reference,
            since=self.since,
            absent=Absent(self.absent),
            percent=self.percent,
            sheet=Sheet(**{name: getattr(self, name) for name in SHEET_FIELDS}),
        )

    def conditions(self) -> tuple[Condition, ...]:
        """Which rows count, as the definition has it."""
        return self._conditions("conditions")

    def _conditions(self, part: str) -> tuple[Condition, ...]:
        rows = sorted((row for row in self.terms.all() if row.part == part), key=lambda row: row.pk)
        conditions = []
        for position in dict.fromkeys(row.position for row in rows):
            own = [row for row in rows if row.position == position]
            words = {
                test: [row.value for row in own if row.test == test]
                for test in ("one_of", "none_of", "at_least", "below")
            }
            conditions.append(
                Condition(
                    dimension=own[0].dimension,
                    one_of=tuple(words["one_of"]),
                    none_of=tuple(words["none_of"]),
                    at_least=int(words["at_least"][0]) if words["at_least"] else None,
                    below=int(words["below"][0]) if words["below"] else None,
                )
            )
        return tuple(conditions)


class Term(models.Model):
    """One value of one condition of a version. Terms of one position make one condition."""

    class Part(models.TextChoices):
        CONDITIONS = "conditions"
        AMONG = "among"

    class Test(models.TextChoices):
        ONE_OF = "one_of"
        NONE_OF = "none_of"
        AT_LEAST = "at_least"
        BELOW = "below"

    # Part of the version: neither exists without the other.
    version = models.ForeignKey(IndicatorVersion, on_delete=models.PROTECT, related_name="terms")
    part = models.CharField(max_length=10, choices=Part.choices)
    position = models.PositiveSmallIntegerField()
    dimension = models.CharField(max_length=40)
    test = models.CharField(max_length=8, choices=Test.choices)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("version", "part", "position", "test", "value"), name="each_value_of_a_condition_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.dimension} {self.test} {self.value}"


class Breakdown(models.Model):
    """A dimension by which the figures of a version are also given, cell by cell."""

    version = models.ForeignKey(IndicatorVersion, on_delete=models.PROTECT, related_name="breakdowns")
    position = models.PositiveSmallIntegerField()
    dimension = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "dimension"), name="each_breakdown_once"),
            models.UniqueConstraint(fields=("version", "position"), name="breakdowns_stand_in_order"),
        )

    def __str__(self) -> str:
        return self.dimension
