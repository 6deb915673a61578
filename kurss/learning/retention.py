"""Whose names learning needs no longer. The rows stay, under keys that say nothing: no figure moves."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kurss.learning.models import Application, Enrolment
from kurss.people.erasure import erase_identity
from kurss.people.models import Account, Identity
from kurss.people.refusals import ErasureHindered, IdentityErased
from kurss.privacy.rules import Rule

A_NIGHT = 1_000
"""Names erased in one application of a rule; the rest go the next night."""


def _theirs() -> Q:
    """Rows of the person an identity belongs to, under any of the keys that were merged with it."""
    own, root = OuterRef("person"), OuterRef("person__survivor")
    return Q(person=own) | Q(person__survivor=own) | Q(person=root) | Q(person__survivor=root)


def _nothing_since(day: date) -> QuerySet[Identity]:
    """People who are known, have no account in use, and neither learn nor apply in a season that ends after it."""
    enrolled = Enrolment.objects.filter(_theirs(), group__season__ends_on__gte=day)
    applied = Application.objects.live().filter(_theirs(), round__season__ends_on__gte=day)
    account = Account.objects.filter(_theirs(), is_active=True)
    return Identity.objects.filter(~Exists(enrolled), ~Exists(applied), ~Exists(account))


def _learners(before: datetime) -> QuerySet[Identity]:
    once = Enrolment.objects.filter(_theirs())
    return _nothing_since(timezone.localdate(before)).filter(Exists(once))


def _waited(before: datetime) -> QuerySet[Identity]:
    """People who applied, learn nothing, and whose every season began before the moment."""
    day = timezone.localdate(before)
    applied = Application.objects.filter(_theirs())
    enrolled = Enrolment.objects.filter(_theirs())
    account = Account.objects.filter(_theirs(), is_active=True)
    return Identity.objects.filter(
        Exists(applied),
        ~Exists(applied.filter(round__season__starts_on__gte=day)),
        ~Exists(enrolled),
        ~Exists(account),
    )


def _erased(found: QuerySet[Identity], because: str, by: Account, at: datetime) -> int:
    """How many identities went. Whoever must not go yet, a guardian for instance, is passed over."""
    erased = 0
    for identity in found.select_related("person").order_by("person")[:A_NIGHT]:
        try:
            erase_identity(person=identity.person, because=because, by=by, at=at)
        except (ErasureHindered, IdentityErased):
            continue
        erased += 1
    return erased


def _erase_learners(*, before: datetime, because: str, by: Account, at: datetime) -> int:
    return _erased(_learners(before), because, by, at)


def _erase_waited(*, before: datetime, because: str, by: Account, at: datetime) -> int:
    return _erased(_waited(before), because, by, at)


LEARNERS = Rule(
    key="learning.learners",
    title=_("Who learned in groups"),
    after=_("after the end of their last season"),
    effect=_("Names, birth date and contact go; attendance stays under a key, and no figure moves."),
    days=365,
    ships_on=False,
    count=lambda before: _learners(before).count(),
    remove=_erase_learners,
)
WAITED = Rule(
    key="learning.waited",
    title=_("Who waited and got no place"),
    after=_("after the start of the season they applied for"),
    effect=_("Names, birth date and contact go; the ledger of the list stays under a key."),
    days=60,
    ships_on=False,
    count=lambda before: _waited(before).count(),
    remove=_erase_waited,
)
