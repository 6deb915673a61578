"""Wrapping every kept code in the newest keys."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.journal.entries import write
from kurss.people.acting import permit, signature
from kurss.people.codes import keys as code_keys
from kurss.people.models import Account, NationalCode
from kurss.people.permissions import Act
from kurss.people.refusals import KeysMissing

BATCH = 2_000


@transaction.atomic
def rotate(*, by: Account, at: datetime) -> int:
    """Wrap every code in the keys it lacks; how many were. All of them or none: one transaction.

    Nobody needs the codes for it: HMAC(new, HMAC(old, code)). Interrupted, nothing has changed and it is begun
    again; done twice, the second time finds nothing to do. A code written meanwhile carries its own chain, is
    recognised by it, and is wrapped the next time. Old keys stay needed: a code is recognised through all of them.
    """
    permit(by, Act.ROTATE_KEYS, at=at)
    every = code_keys.keys()
    if not every:
        raise KeysMissing(_("There is no key yet. `kurss keys new` makes the first one."))
    whole = " ".join(key.name for key in every)
    count = 0
    lacking = NationalCode.objects.select_for_update().exclude(keys=whole).order_by("person")
    while batch := list(lacking[:BATCH]):
        for row in batch:
            row.digest = code_keys.wrapped(row.digest, _later(row.keys, every))
            row.keys = whole
        NationalCode.objects.bulk_update(batch, ["digest", "keys"])
        count += len(batch)
    if count:
        write(
            act="people.rotate_keys",
            by_key=str(by.pk),
            by_label=signature(by, at=at),
            at=at,
            kind="people.code_keys",
            key=every[-1].name,
            details={"codes": str(count)},
        )
    return count


def _later(chain: str, every: tuple[code_keys.Key, ...]) -> tuple[code_keys.Key, ...]:
    """The keys after those of a chain. A chain is the beginning of the site's keys, or a key was taken out."""
    own = code_keys.named(chain)
    if own != every[: len(own)]:
        raise KeysMissing(
            _(
                "The keys {names} are not in the order in which they were first used. Put them back as they were."
            ).format(names=chain)
        )
    return every[len(own) :]
