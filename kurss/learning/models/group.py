"""A group: some people who learn one curriculum together, at a place and at weekly times."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from kurss.curriculum.models import CurriculumVersion
from kurss.learning.models.season import Season
from kurss.learning.weekdays import EVERY
from kurss.partners.models import Operation, Partner
from kurss.people.models import Person
from kurss.places.models import Institution, Room
from kurss.seats.models import Pool


class Audience(models.TextChoices):
    CHILD = "child", _("Children")
    ADULT = "adult", _("Adults")
    TEACHER = "teacher", _("Teachers")


class Mode(models.TextChoices):
    ON_SITE = "on_site", _("On site")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("Hybrid")


SEATED = (Mode.ON_SITE, Mode.ONLINE)
"""Ways in which a seat is taken: a hybrid group has a pool of each."""


def city_language() -> str:
    """The language a group is taught in where nothing else is said: the city's own."""
    return settings.LANGUAGE_CODE


def language_named(code: str) -> str:
    """A language as the reader calls it; a code that nobody has a word for stays the code."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


SCHOOL_AGE = 6
"""In grade g a pupil turns g + 6 by the last day of the calendar year in which the school year begins."""
GRADES = range(1, 13)
"""School grades of Latvia, from the first to the twelfth."""


class Group(models.Model):
    key = models.SlugField(max_length=80, unique=True)
    # A group is the ground of figures: nothing it names may vanish from under it.
    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="groups")
    curriculum_version = models.ForeignKey(CurriculumVersion, on_delete=models.PROTECT, related_name="groups")
    provider = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="groups")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, null=True, related_name="groups")
    place = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="groups")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="groups")
    audience = models.CharField(max_length=7, choices=Audience.choices)
    mode = models.CharField(max_length=7, choices=Mode.choices)
    language = models.CharField(max_length=3, default=city_language)
    """The language it is taught in, an ISO 639 code."""
    starts_on = models.DateField()
    ends_on = models.DateField()
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    age_on = models.DateField(null=True)
    by_grade = models.BooleanField(default=False)
    """The ages are those of school grades, on the last day of the year, and are said as grades."""
    minimum = models.PositiveSmallIntegerField(default=1)
    # Where its people learn since it was joined to another group; null for a group that meets by itself.
    joined_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="joined_by")
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ("key",)
        constraints = (
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="group_audience_is_a_word"
            ),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="group_mode_is_a_word"),
            models.CheckConstraint(
                condition=Q(language__regex=r"^[a-z]{2,3}$"), name="group_language_is_an_iso_639_code"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="group_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_to__gte=F("age_from")),
                name="group_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True, age_to__isnull=True) | Q(age_on__isnull=False),
                name="group_ages_have_a_reference_date",
            ),
            models.CheckConstraint(
                condition=Q(by_grade=False)
                | Q(
                    age_from__gte=GRADES[0] + SCHOOL_AGE,
                    age_to__isnull=False,
                    age_to__lte=GRADES[-1] + SCHOOL_AGE,
                    age_on__month=12,
                    age_on__day=31,
                ),
                name="grades_are_ages_on_the_last_day_of_the_year",
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def grade_from(self) -> int | None:
        return self.age_from - SCHOOL_AGE if self.by_grade and self.age_from else None

    @property
    def grade_to(self) -> int | None:
        return self.age_to - SCHOOL_AGE if self.by_grade and self.age_to else None

    @property
    def taught_in(self) -> str:
        """The language it is taught in, as the reader calls it."""
        return language_named(self.language)


class GroupPool(models.Model):
    """The places of a group in one way of attending."""

    # The pool's seats are people's places: a group that has them is not removed.
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="pools")
    mode = models.CharField(max_length=7, choices=Mode.choices)
    pool = models.OneToOneField(Pool, on_delete=models.PROTECT, related_name="group_pool")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "mode"), name="group_pool_once_a_mode"),
            models.CheckConstraint(condition=Q(mode__in=SEATED), name="group_pool_seats_on_site_or_online"),
        )

    def __str__(self) -> str:
        return f"{self.mode} places of group {self.group_id}"


class WeeklyTime(models.Model):
    """A weekday and the hours the wall clock shows. 1 is Monday and 7 is Sunday."""

    # The weekly times are part of the group and mean nothing without it.
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="times")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ("group", "weekday", "starts")
        constraints = (
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="weekly_time_has_a_weekday"
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="weekly_time_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=("group", "weekday", "starts"), name="weekly_time_once"),
        )

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}-{self.ends}"

    @property
    def every(self) -> str:
        """The weekday as the catalogue says it: on Tuesdays."""
        return str(EVERY[self.weekday])


class GroupTeacher(models.Model):
    # Part of the group.
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="teachers")
    # Who taught is part of what happened; a person's names can be erased without this row.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="taught_groups")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("group", "person"), name="group_teacher_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} teaches group {self.group_id}"
