"""That an issuer of identities knows the holder of an account, and how surely."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kurss.people.models.account import Account


class Assurance(models.TextChoices):
    """How surely an issuer knows whom it names: the levels of Regulation (EU) 910/2014, article 8, and none."""

    NONE = "none", _("not assured")
    LOW = "low", _("low")
    SUBSTANTIAL = "substantial", _("substantial")
    HIGH = "high", _("high")

    @property
    def rank(self) -> int:
        return list(type(self)).index(self)

    def reaches(self, asked: "Assurance") -> bool:
        return self.rank >= asked.rank


class IdentityLinkQuerySet(models.QuerySet["IdentityLink"]):
    def valid_at(self, moment: datetime) -> Self:
        return self.filter(valid_from__lte=moment).exclude(valid_until__lte=moment)


class IdentityLink(models.Model):
    """One identifier of one issuer belongs to one account at a time.

    The identifier itself is not kept, only a keyed digest of it: what an eIDAS node returns holds a national code.
    Names and birth dates never make a link.
    """

    # A link says who may sign in to one account, and is nothing without it.
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="identity_links")
    issuer = models.CharField(max_length=300)
    scheme = models.CharField(max_length=60)
    identifier_digest = models.CharField(max_length=64)
    assurance = models.CharField(max_length=11, choices=Assurance.choices)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    objects = IdentityLinkQuerySet.as_manager()

    class Meta:
        ordering = ("account", "issuer", "valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("issuer", "scheme", "identifier_digest"),
                condition=Q(valid_until__isnull=True),
                name="an_identifier_belongs_to_one_account_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(assurance__in=Assurance.values), name="assurance_is_a_declared_word"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="a_link_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(issuer="") & ~Q(scheme="") & ~Q(identifier_digest=""),
                name="a_link_names_issuer_scheme_and_identifier",
            ),
        )

    def __str__(self) -> str:
        return f"{self.issuer} {self.scheme}"
