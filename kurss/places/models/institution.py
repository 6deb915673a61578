"""A school, a kindergarten, a library, a centre: whoever teaches or receives people in the city."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurss.places.earth import Point
from kurss.places.models.in_use import ENDS_AFTER_IT_BEGINS, InUse


class InstitutionKind(models.TextChoices):
    KINDERGARTEN = "kindergarten", _("Kindergarten")
    PRIMARY_SCHOOL = "primary_school", _("Primary school")
    BASIC_SCHOOL = "basic_school", _("Basic school")
    SECONDARY_SCHOOL = "secondary_school", _("Secondary school")
    STATE_GYMNASIUM = "state_gymnasium", _("State gymnasium")
    EVENING_SCHOOL = "evening_school", _("Evening school")
    VOCATIONAL = "vocational", _("Vocational school")
    MUSIC_SECONDARY_SCHOOL = "music_secondary_school", _("Music secondary school")
    MUSIC_SCHOOL = "music_school", _("Music school")
    ART_SCHOOL = "art_school", _("Art school")
    INTEREST_EDUCATION = "interest_education", _("Interest education centre")
    SPORTS_SCHOOL = "sports_school", _("Sports school")
    UNIVERSITY = "university", _("University")
    DIGITAL_CENTRE = "digital_centre", _("Digital centre")
    SCIENCE_CENTRE = "science_centre", _("Science centre")
    OTHER = "other", _("Other institution")


class StepFree(models.TextChoices):
    """Whether somebody in a wheelchair or with a pram gets in."""

    UNKNOWN = "unknown", _("Not recorded")
    YES = "yes", _("Step-free")
    HELPED = "helped", _("Step-free with help")
    NO = "no", _("Steps at the entrance")


class Institution(InUse):
    """Known by its key. `address` is where letters go; where it teaches, its buildings and rooms say.

    Latitude and longitude are those of its main entrance in degrees of WGS 84, north and east above zero, and are
    there only together with who says so. Six decimal places are a tenth of a metre.
    """

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=600, db_collation="C", editable=False)
    kind = models.CharField(max_length=30, choices=InstitutionKind.choices)
    address = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=500, blank=True)
    source_as_of = models.CharField(max_length=120, blank=True)
    synthetic = models.BooleanField(default=False)
    entrance = models.CharField(max_length=600, blank=True)
    entrance_en = models.CharField(max_length=600, blank=True)
    """How to find the door, in words."""
    step_free = models.CharField(max_length=7, choices=StepFree.choices, default=StepFree.UNKNOWN)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    position_source = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("sort_key", "key")
        constraints = (
            ENDS_AFTER_IT_BEGINS,
            models.CheckConstraint(
                condition=~models.Q(key="") & ~models.Q(name="") & ~models.Q(name_en=""),
                name="an_institution_has_a_key_and_its_names",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=InstitutionKind.values), name="an_institution_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(synthetic=True) | ~models.Q(source=""),
                name="a_real_institution_names_its_source",
            ),
            models.CheckConstraint(
                condition=models.Q(step_free__in=StepFree.values), name="step_free_is_a_word"
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True, position_source="")
                | (
                    models.Q(latitude__isnull=False, longitude__isnull=False)  # a check passes on null
                    & models.Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180)
                    & ~models.Q(position_source="")
                ),
                name="a_position_is_on_earth_whole_and_has_a_source",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def position(self) -> Point | None:
        """Where its main entrance is, or nothing where nobody has said."""
        if self.latitude is None or self.longitude is None:
            return None
        return Point(float(self.latitude), float(self.longitude))
