"""Somebody who has signed up and not yet shown that the e-mail address is theirs."""

from django.db import models

from kurss.people.models.account import Account


class Joining(models.Model):
    """The names as written at sign-up. Gone once the address is confirmed, or forgotten when it never is."""

    # It says how to finish one account, and is nothing without it.
    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, related_name="joining"
    )
    given_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=120)
    birth_date = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=3)
    since = models.DateField()

    class Meta:
        ordering = ("since", "account")

    def __str__(self) -> str:
        return f"joining since {self.since}"
