"""A school grade that somebody in the city's service recorded, where the birth date says another one."""

from django.db import models
from django.db.models import F, Q

from kurss.learning.models.group import GRADES
from kurss.people.models import Person

NOT_AT_SCHOOL = 0
"""The grade of a child who begins school later than the birth date says."""


class SaidGradeQuerySet(models.QuerySet):
    def standing(self) -> "SaidGradeQuerySet":
        """What counts now; what was replaced or taken back stays readable."""
        return self.filter(ended_at__isnull=True)


class SaidGrade(models.Model):
    """In which grade a person is in one school year, who said so, when and why. It goes before the birth date."""

    # Nothing without its person; no figure rests on it.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="said_grades")
    school_year = models.PositiveSmallIntegerField()
    """The calendar year in which the school year begins."""
    grade = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    said_at = models.DateTimeField()
    by_key = models.UUIDField()
    by_label = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SaidGradeQuerySet.as_manager()

    class Meta:
        ordering = ("-school_year", "-said_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "school_year"),
                condition=Q(ended_at__isnull=True),
                name="one_said_grade_stands_a_school_year",
            ),
            models.CheckConstraint(
                condition=Q(grade=NOT_AT_SCHOOL) | Q(grade__gte=GRADES[0], grade__lte=GRADES[-1]),
                name="a_said_grade_is_one_of_school",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_said_grade_says_why"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("said_at")),
                name="a_said_grade_ends_after_it_was_said",
            ),
        )

    def __str__(self) -> str:
        return f"grade {self.grade} in {self.school_year}/{self.school_year + 1}"

    @property
    def year(self) -> str:
        return f"{self.school_year}/{self.school_year + 1}"
