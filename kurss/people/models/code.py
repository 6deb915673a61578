"""A national code, kept so that it can be recognised and not read."""

from django.db import models

from kurss.people.models.person import Person


class NationalCode(models.Model):
    """HMAC-SHA256 of a code under one key after the other: `keys` names them, the first one innermost.

    Without the keys, which are never in the database, the digest says nothing; and nobody gets the code back.
    Two people may carry one digest: the same person entered twice, which the registrar decides.
    """

    # The code is nothing without its person.
    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="national_code"
    )
    digest = models.CharField(max_length=64, db_index=True)
    keys = models.CharField(max_length=400)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="a_code_is_kept_as_a_digest"
            ),
            models.CheckConstraint(
                condition=models.Q(keys__regex=r"^[a-z0-9-]+( [a-z0-9-]+)*$"), name="a_digest_names_its_keys"
            ),
        )

    def __str__(self) -> str:
        return f"code of {self.person_id}"
