"""Who a person is. A table of its own, so that it can be erased and every count stays."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from kurss.people.ages import age_on
from kurss.people.models.person import Person


class Gender(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    OTHER = "other", _("other")
    NOT_RECORDED = "not_recorded", _("not recorded")


LETTERS = "ĀČĒĢĪĶĻŅŌŖŠŪŽāčēģīķļņōŗšūžABCDEFGHIJKLMNOPQRSTUVWXYZ"
PLAIN_LETTERS = "acegiklnorsuzacegiklnorsuzabcdefghijklmnopqrstuvwxyz"


class Plain(models.Func):
    """A text in small letters without Latvian diacritics, whatever the collation of the database."""

    function = "translate"
    template = f"%(function)s(%(expressions)s, '{LETTERS}', '{PLAIN_LETTERS}')"


class Identity(models.Model):
    """Names, birth date and contact. `language` is the one to write in: an ISO 639 code, "" if not recorded.

    Nothing here says, or lets anyone derive, a person's ethnicity.
    """

    # The identity is nothing without its person.
    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="identity", db_column="person_key"
    )
    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=700, db_collation="C", editable=False)
    birth_date = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=12, choices=Gender.choices, default=Gender.NOT_RECORDED)
    language = models.CharField(max_length=3, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    plain = models.GeneratedField(
        expression=Plain(Concat("given_name", models.Value(" "), "family_name")),
        output_field=models.CharField(max_length=241, db_collation="C"),
        db_persist=True,
    )
    """Both names in small letters without diacritics, kept by the database itself; people are searched by it."""

    class Meta:
        ordering = ("sort_key", "person")
        verbose_name_plural = "identities"
        indexes = (models.Index(fields=("sort_key",), name="identities_in_latvian_order"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(given_name="") | ~models.Q(family_name=""), name="an_identity_has_a_name"
            ),
            models.CheckConstraint(
                condition=models.Q(gender__in=Gender.values), name="gender_is_a_declared_word"
            ),
            models.CheckConstraint(
                condition=models.Q(language="") | models.Q(language__regex=r"^[a-z]{2,3}$"),
                name="language_is_an_iso_639_code",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def age_on(self, day: date) -> int | None:
        """Whole years on a day; None where the birth date is not recorded or still to come."""
        if self.birth_date is None or self.birth_date > day:
            return None
        return age_on(self.birth_date, day)

    def is_in_care_on(self, day: date) -> bool:
        """Whether a guardian acts for this person; also where the birth date is not recorded."""
        age = self.age_on(day)
        return age is None or age < settings.KURSS_AGE_OF_ACTING
