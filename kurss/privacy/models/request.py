"""What somebody asks of the city about their own data (GDPR, Articles 15 to 21), and its clock."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kurss.people.models import Person

SOON = timedelta(days=7)


class Kind(models.TextChoices):
    ACCESS = "access", _("Access (Article 15)")
    CORRECTION = "correction", _("Correction (Article 16)")
    ERASURE = "erasure", _("Erasure (Article 17)")
    RESTRICTION = "restriction", _("Restriction (Article 18)")
    PORTABILITY = "portability", _("Portability (Article 20)")
    OBJECTION = "objection", _("Objection (Article 21)")


class Way(models.TextChoices):
    EMAIL = "email", _("By e-mail")
    LETTER = "letter", _("By letter")
    COUNTER = "counter", _("At the counter")
    PHONE = "phone", _("By telephone")
    SITE = "site", _("On the site")


class Outcome(models.TextChoices):
    DONE = "done", _("Done")
    PARTLY = "partly", _("Done in part")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back")


class RequestQuerySet(models.QuerySet["Request"]):
    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def overdue(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)

    def due_soon(self, today: date) -> Self:
        return self.open().filter(due_on__gte=today, due_on__lte=today + SOON)


class Request(models.Model):
    """`due_on` is the last day to answer; an extension moves it once and says why. Name, contact and words are
    erased a while after it was closed: what was asked, when and what came of it stays."""

    kind = models.CharField(max_length=11, choices=Kind.choices)
    way = models.CharField(max_length=7, choices=Way.choices)
    received_on = models.DateField()
    name = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    # A person is never deleted; when who it is gets erased, the key says nothing.
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="data_requests"
    )
    due_on = models.DateField()
    extended_on = models.DateField(null=True, blank=True)
    extended_because = models.CharField(max_length=500, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField(blank=True)
    erased_on = models.DateField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="a_request_asks_for_a_declared_right"
            ),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="a_request_came_by_a_declared_way"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="")
                | Q(closed_on__isnull=False, outcome__in=Outcome.values),
                name="a_closed_request_says_what_came_of_it",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("received_on")),
                name="a_request_is_closed_after_it_came",
            ),
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True) | ~Q(extended_because=""),
                name="an_extension_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"request {self.pk}: {self.kind}"

    def standing(self, today: date) -> str:
        """One of closed, overdue, soon, open."""
        if self.closed_on is not None:
            return "closed"
        if self.due_on < today:
            return "overdue"
        return "soon" if self.due_on <= today + SOON else "open"
