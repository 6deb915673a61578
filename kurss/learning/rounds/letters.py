"""What families are told of their round, each in the language they read, posted in the act's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from kurss.learning.models import Application, Offer
from kurss.notices.outbox import post
from kurss.people.models import Account, Identity


def tell_offers(offers: Sequence[Offer], *, at: datetime) -> None:
    """One letter for each offer to whoever applied, where they have an address to write to."""
    readers = _readers(offer.application for offer in offers)
    for offer in offers:
        reader = readers.get(offer.application_id)
        if reader is None:
            continue
        to, language = reader
        group = offer.pool.group
        with translation.override(language):
            until = moment(offer.expires_at)
            post(
                to=to,
                subject=_("A place in group {group}").format(group=group.key),
                body=_(
                    "There is a place in group {group}, which begins on {day}. It is kept until {until}. "
                    "Accept or decline it on the page of your application; after that moment it goes to the "
                    "next in line."
                ).format(group=group.key, day=formats.date_format(group.starts_on), until=until),
                language=language,
                at=at,
                about=f"learning.application:{offer.application_id}",
                once=f"offer {offer.pk}",
            )


def tell_enrolled(taken: Offer, *, by: Account, at: datetime) -> None:
    """The letter that confirms a place, to whoever asked for it."""
    application, group = taken.application, taken.pool.group
    asked = by.pk == application.applied_by_key
    readers = _readers([application], {by.pk: by} if asked else None)
    if application.pk not in readers:
        return
    to, language = readers[application.pk]
    curriculum = group.curriculum_version.curriculum
    with translation.override(language):
        title = curriculum.title if language == settings.LANGUAGE_CODE else curriculum.title_en
        post(
            to=to,
            subject=_("A place in “{title}”").format(title=title),
            body=_(
                "The place in “{title}”, group {group}, is confirmed. The group begins on {day}. "
                "Whoever cannot come gives the place up on the page of the application; it then goes to the next "
                "in line."
            ).format(title=title, group=group.key, day=formats.date_format(group.starts_on)),
            language=language,
            at=at,
            about=f"learning.application:{application.pk}",
        )


def moment(at: datetime) -> str:
    """Day and time as the reader writes them."""
    return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")


def tell_waiting(applications: Iterable[Application], *, at: datetime) -> None:
    """One letter to each family that got no place: that they wait, and that they are told when one is free."""
    applications = list(applications)
    readers = _readers(applications)
    for application in applications:
        reader = readers.get(application.pk)
        if reader is None:
            continue
        to, language = reader
        with translation.override(language):
            post(
                to=to,
                subject=_("The draw gave no place this time"),
                body=_(
                    "All places wished for went to others. You are on the waiting lists of the groups you named; "
                    "the page of your application says at which place, why, and what the chance is. You will be "
                    "written to when a place is free."
                ),
                language=language,
                at=at,
                about=f"learning.application:{application.pk}",
                once=f"draw {application.pk}",
            )


def _readers(
    applications: Iterable[Application], known: Mapping[UUID, Account] | None = None
) -> dict[UUID, tuple[str, str]]:
    """Where to write about each application, and in which language: two queries, one where accounts are known."""
    by_account = {one.pk: one.applied_by_key for one in applications}
    accounts = known or {
        account.pk: account
        for account in Account.objects.filter(
            pk__in=set(by_account.values()), is_active=True, person__isnull=False
        )
    }
    languages = dict(
        Identity.objects.filter(person__in=[account.person_id for account in accounts.values()]).values_list(
            "person", "language"
        )
    )
    found: dict[UUID, tuple[str, str]] = {}
    for key, account_key in by_account.items():
        account = accounts.get(account_key)
        if account is not None and account.email and account.person_id:
            language = languages.get(account.person_id) or settings.LANGUAGE_CODE
            found[key] = (account.email, language)
    return found
