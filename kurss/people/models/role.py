"""A role given to an account: for what, from when, until when, and by whom."""

from datetime import date
from typing import Self

from django.db import models

from kurss.people.models.account import Account
from kurss.people.permissions import Role, Scope


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def live_on(self, day: date) -> Self:
        return self.filter(holds_from__lte=day).exclude(holds_until__lte=day)


class RoleGrant(models.Model):
    """The last day is not part of it; null is open. `scope_key` is the key of the place or the initiative."""

    # A grant is nothing without its account; what was given by whom stays in the journal.
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    scope = models.CharField(max_length=12, choices=Scope.choices, default=Scope.EVERYTHING)
    scope_key = models.CharField(max_length=80, blank=True)
    holds_from = models.DateField()
    holds_until = models.DateField(null=True, blank=True)
    given_by_key = models.CharField(max_length=64)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ("account", "role", "scope", "scope_key", "holds_from")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(scope=Scope.EVERYTHING, scope_key="")
                | (models.Q(scope__in=(Scope.PLACE, Scope.INITIATIVE)) & ~models.Q(scope_key="")),
                name="a_limited_role_says_to_what",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="a_role_is_a_declared_word"
            ),
            models.CheckConstraint(
                condition=models.Q(holds_until__isnull=True)
                | models.Q(holds_until__gte=models.F("holds_from")),
                name="a_role_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.AUDITOR) | models.Q(holds_until__isnull=False),
                name="an_auditor_has_a_last_day",
            ),
            models.CheckConstraint(condition=~models.Q(given_by_key=""), name="a_role_is_given_by_somebody"),
            models.UniqueConstraint(
                fields=("account", "role", "scope", "scope_key"),
                condition=models.Q(holds_until__isnull=True),
                name="an_account_holds_a_role_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.scope} {self.scope_key}".strip()

    def live_on(self, day: date) -> bool:
        return self.holds_from <= day and (self.holds_until is None or day < self.holds_until)
