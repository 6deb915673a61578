"""Whose names learning needs no longer. The rows stay, under keys that say nothing: no figure moves."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kurss.learning.grades import BEGINS
from kurss.learning.models import Application, Care, Enrolment, SaidGrade
from kurss.people.erasure import erase_identity
from kurss.people.models import Account, Identity, Person
from kurss.people.refusals import ErasureHindered, IdentityErased
from kurss.privacy.rules import Rule

A_NIGHT = 1_000
"""Names erased in one application of a rule; the rest go the next night."""


def _theirs() -> Q:
    """Rows of the person an identity belongs to, under any of the keys that were merged with it."""
    own, root = OuterRef("person"), OuterRef("person__survivor")
    return Q(person=own) | Q(person__survivor=own) | Q(person=root) | Q(person__survivor=root)


def _unused(found: QuerySet[Identity]) -> QuerySet[Identity]:
    """Those of them who have no account in use: whoever signs in is reminded of nothing by a clock."""
    return found.exclude(Exists(Account.objects.filter(_theirs(), is_active=True)))


def _learners(before: datetime) -> QuerySet[Identity]:
    """People who once learned, and neither learn nor apply in a season that ends after the moment."""
    day = timezone.localdate(before)
    learned = Enrolment.objects.filter(_theirs())
    applied = Application.objects.live().filter(_theirs(), round__season__ends_on__gte=day)
    return _unused(
        Identity.objects.filter(
            Exists(learned), ~Exists(learned.filter(group__season__ends_on__gte=day)), ~Exists(applied)
        )
    )


def _waited(before: datetime) -> QuerySet[Identity]:
    """People who applied, learn nothing, and whose every season began before the moment."""
    day = timezone.localdate(before)
    applied = Application.objects.filter(_theirs())
    enrolled = Enrolment.objects.filter(_theirs())
    return _unused(
        Identity.objects.filter(
            Exists(applied), ~Exists(applied.filter(round__season__starts_on__gte=day)), ~Exists(enrolled)
        )
    )


def _erase(found: QuerySet[Identity], *, before: datetime, because: str, by: Account, at: datetime) -> int:
    """How many identities went. Whoever must not go yet, a guardian for instance, is passed over, however many
    there are of them: those who come after must not wait for ever."""
    erased = 0
    for key in list(found.order_by("person").values_list("person", flat=True)):
        if erased == A_NIGHT:
            break
        try:
            erase_identity(person=Person.objects.get(pk=key), because=because, by=by, at=at)
        except (ErasureHindered, IdentityErased):
            continue
        erased += 1
    return erased


def _over(before: datetime) -> QuerySet[Care]:
    """Sheets about people who had no place in a season that was not over then, nor have one since."""
    day = timezone.localdate(before)
    needed = Enrolment.objects.filter(_theirs(), group__season__ends_on__gte=day).filter(
        Q(left_on__isnull=True) | Q(left_on__gt=day)
    )
    return Care.objects.filter(~Exists(needed))


def _years_over(before: datetime) -> QuerySet[SaidGrade]:
    """Grades of school years that were over at the moment: a year ends where the next begins, on 1 September."""
    day = timezone.localdate(before)
    return SaidGrade.objects.filter(school_year__lt=day.year if day.month >= BEGINS else day.year - 1)


LEARNERS = Rule(
    key="learning.learners",
    title=_("Who learned in groups"),
    after=_("after the end of their last season"),
    effect=_("Names, birth date and contact go; attendance stays under a key, and no figure moves."),
    days=365,
    ships_on=False,
    found=_learners,
    take=_erase,
)
WAITED = Rule(
    key="learning.waited",
    title=_("Who waited and got no place"),
    after=_("after the start of the season they applied for"),
    effect=_("Names, birth date and contact go; the ledger of the list stays under a key."),
    days=60,
    ships_on=False,
    found=_waited,
    take=_erase,
)
CARE = Rule(
    key="learning.care",
    title=_("What teachers should know of a child"),
    after=_("after the end of the season, or after the last place was given up"),
    effect=_("Contact, who may collect the child, needs and limits of custody are deleted."),
    days=14,
    ships_on=True,
    found=_over,
)
GRADES = Rule(
    key="learning.grades",
    title=_("School grades that were recorded"),
    after=_("after the end of the school year they are about"),
    effect=_("Grade, reason and who recorded it are deleted; places and applications stay."),
    days=90,
    ships_on=True,
    found=_years_over,
)
