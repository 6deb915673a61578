"""Who signs in. An account is not a person: it may act for one, for children, or for the city."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from kurss.people.models.person import Person

if TYPE_CHECKING:
    from kurss.people.models.role import RoleGrant


class AccountKind(models.TextChoices):
    HUMAN = "human"
    SERVICE = "service"


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by its e-mail address, however it is capitalised."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A human account has an address to write to; a service is unattended work and can never sign in."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=7, choices=AccountKind.choices, default=AccountKind.HUMAN)
    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    # What an account did stays when the person behind it goes.
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="accounts"
    )
    is_active = models.BooleanField(default=True)

    loaded_grants: "list[RoleGrant] | None" = None
    """The roles of this account, once `acting` has read them; forgotten when a verb changes them."""

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "key")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="account_email_once_whatever_its_case"),
            models.UniqueConstraint(
                fields=("name",), condition=models.Q(kind="service"), name="a_service_is_named_once"
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(kind="human")
                    & (models.Q(is_active=False) | models.Q(email__isnull=False))
                    & ~models.Q(email="")
                )
                | (
                    models.Q(kind="service", email__isnull=True, person__isnull=True)
                    & models.Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
                    & ~models.Q(name="")
                ),
                name="a_human_can_be_written_to_and_a_service_cannot_sign_in",
            ),
            models.CheckConstraint(
                condition=models.Q(is_active=False) | ~models.Q(name=""), name="an_account_in_use_has_a_name"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.key)
