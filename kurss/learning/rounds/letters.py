"""What families are told of their round, each in the language they read, posted in the act's transaction.

A letter names no child: it says which groups, and the ticket where there is one. Where there is a day to keep, it
comes with a calendar file. Whoever has no address to write to gets the printed slip instead.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kurss.learning import feeds
from kurss.learning.models import Application, CameBy, Group, GroupPool, Offer
from kurss.learning.naming import day_said, moment_said, title_of
from kurss.learning.rounds.readers import Reader, reader_of, readers
from kurss.notices.outbox import Attachment, Draft, draft, post
from kurss.people.models import Account, Identity

REMIND_BEFORE = timedelta(days=1)
"""So long before its last moment an offer that nobody has answered is reminded of, once."""

WORTH_A_LETTER = timedelta(hours=1)


def tell_applied(application: Application, *, changed: bool = False, at: datetime) -> None:
    """That the application is in, or was changed: its ticket, its wishes, and until when it can be changed."""
    round = application.round

    def letter() -> tuple[str, str, bytes | None]:
        wishes = application.wishes.select_related(
            "pool__group__curriculum_version__curriculum", "pool__group__place"
        ).prefetch_related("pool__group__times")
        listed = "\n".join(f"{wish.order}. {_said(wish.pool)}" for wish in wishes)
        title = (
            _("Your application was changed: {round}") if changed else _("Your application is in: {round}")
        )
        body = _(
            "Your application in the round “{round}” is in. Its ticket is {ticket}.\n\n"
            "Your wishes, the dearest first:\n{wishes}\n\n"
            "You can change or withdraw it until {closes}. When you applied makes no difference to the chance."
        ).format(
            round=title_of(round, "title"),
            ticket=application.ticket,
            wishes=listed,
            closes=moment_said(round.closes_at),
        )
        return (
            title.format(round=title_of(round, "title")),
            _signed(body, application),
            feeds.closing_file(round),
        )

    _post(
        readers([application], at=at).get(application.pk),
        letter,
        about=application,
        once=f"changed {application.pk} {at.isoformat()}" if changed else f"applied {application.pk}",
        at=at,
    )


def tell_offers(offers: Sequence[Offer], *, at: datetime) -> None:
    """One letter for each offer, with the last moment to answer as a calendar file."""
    _about_offers(
        offers,
        lambda offer: (
            _("A place in “{course}”").format(course=_course(offer.pool.group)),
            _(
                "There is a place for you: {group}. It begins on {day}.\n\n"
                "The place is kept until {until}. Accept or decline it on the page of your application; after "
                "that moment it goes to the next in line."
            ).format(
                group=_said(offer.pool),
                day=day_said(offer.pool.group.starts_on),
                until=moment_said(offer.expires_at),
            ),
        ),
        once="offer",
        at=at,
    )


def tell_reminders(offers: Sequence[Offer], *, at: datetime) -> None:
    """That an offer nobody has answered runs out soon."""
    _about_offers(
        offers,
        lambda offer: (
            _("Answer until {until}: a place in “{course}”").format(
                until=moment_said(offer.expires_at), course=_course(offer.pool.group)
            ),
            _(
                "The place you were offered is kept until {until}: {group}. "
                "You have not answered yet. Accept or decline it on the page of your application; after that "
                "moment it goes to the next in line."
            ).format(until=moment_said(offer.expires_at), group=_said(offer.pool)),
        ),
        once="reminder",
        at=at,
    )


def tell_expired(offer: Offer, *, at: datetime) -> None:
    """That the place went to the next in line, because nobody answered. A place that somebody kept for some
    minutes and left is not written about."""
    if offer.expires_at - offer.offered_at < WORTH_A_LETTER:
        return
    _about_offers(
        [offer],
        lambda offer: (
            _("The offer ran out: “{course}”").format(course=_course(offer.pool.group)),
            _(
                "Nobody answered in time, so the place goes to the next in line: {group}. "
                "If you still want to come, ask the course centre whether a place is free."
            ).format(group=_said(offer.pool)),
        ),
        once="expired",
        at=at,
        file=False,
    )


def tell_enrolled(taken: Offer, *, by: Account, at: datetime) -> None:
    """That the place is taken, to whoever asked for it: every meeting comes along as a calendar file."""
    _post(_reader(taken, by, None, at), lambda: _enrolled(taken), about=taken.application, at=at)


def draft_enrolled(taken: Offer, *, by: Account, at: datetime, known: Identity | None) -> Draft | None:
    """The letter that `tell_enrolled` posts, for a statement that writes it with the place; none where there is
    nobody to write to. `known` is who `by` is, where that was read before."""
    reader = _reader(taken, by, known, at)
    if reader is None:
        return None
    return draft(**_letter(reader, lambda: _enrolled(taken), about=taken.application, at=at))


def _reader(taken: Offer, by: Account, known: Identity | None, at: datetime) -> Reader | None:
    application = taken.application
    if by.pk == application.applied_by_key and application.came_by == CameBy.WEB:
        return reader_of(by, known)
    return readers([application], at=at).get(application.pk)


def tell_waiting(applications: Iterable[Application], *, at: datetime) -> None:
    """One letter to each family that got no place: that they wait, and that they are told when one is free."""
    applications = list(applications)
    found = readers(applications, at=at)
    for application in applications:
        _post(
            found.get(application.pk),
            lambda: (
                _("The draw gave no place this time"),
                _signed(
                    _(
                        "All places wished for went to others. You are on the waiting lists of the groups you "
                        "named; the page of your application says at which place, why, and what the chance is. "
                        "You will be written to when a place is free."
                    ),
                    application,  # noqa: B023 - the letter is written before the next turn
                ),
                None,
            ),
            about=application,
            once=f"draw {application.pk}",
            at=at,
        )


@transaction.atomic
def remind(*, at: datetime, limit: int = 500) -> int:
    """Remind of every offer that runs out within a day and was not reminded of; how many. Each once.

    An offer made less than a day before its last moment is not reminded of: its letter has just been read.
    """
    due = (
        Offer.objects.open()
        .filter(reminded_at__isnull=True, expires_at__gt=at, expires_at__lte=at + REMIND_BEFORE)
        .filter(offered_at__lte=at - REMIND_BEFORE)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("pool__group__curriculum_version__curriculum", "pool__group__place", "application")
        .order_by("expires_at", "pk")[:limit]
    )
    offers = list(due)
    tell_reminders(offers, at=at)
    for offer in offers:
        offer.reminded_at = at
    Offer.objects.bulk_update(offers, ["reminded_at"])
    return len(offers)


def _about_offers(
    offers: Sequence[Offer],
    words: Callable[[Offer], tuple[str, str]],
    *,
    once: str,
    at: datetime,
    file: bool = True,
) -> None:
    found = readers((offer.application for offer in offers), at=at)
    for offer in offers:

        def letter(offer: Offer = offer) -> tuple[str, str, bytes | None]:
            subject, body = words(offer)
            return subject, _signed(body, offer.application), feeds.answer_file(offer) if file else None

        _post(
            found.get(offer.application_id),
            letter,
            about=offer.application,
            once=f"{once} {offer.pk}",
            at=at,
        )


def _post(
    reader: Reader | None,
    letter: Callable[[], tuple[str, str, bytes | None]],
    *,
    about: Any,
    once: str = "",
    at: datetime,
) -> None:
    """Post a letter where there is somebody to write to."""
    if reader is not None:
        post(once=once, **_letter(reader, letter, about=about, at=at))


def _letter(
    reader: Reader, letter: Callable[[], tuple[str, str, bytes | None]], *, about: Any, at: datetime
) -> dict[str, Any]:
    """A letter as the outbox takes it, written in the reader's language."""
    with translation.override(reader.language):
        subject, body, calendar = letter()
    file = Attachment(name="kurss.ics", content_type="text/calendar", content=calendar) if calendar else None
    return {
        "to": reader.to,
        "subject": subject[:200],
        "body": body,
        "language": reader.language,
        "at": at,
        "about": f"{about._meta.label_lower}:{about.pk}",
        "attachments": [file] if file else [],
    }


def _enrolled(taken: Offer) -> tuple[str, str, bytes]:
    group = taken.pool.group
    subject = _("The place is yours: “{course}”").format(course=_course(group))
    body = _(
        "The place is yours: {group}. The first day is {day}. All meetings are in the calendar file that comes "
        "with this letter.\n\nIf you cannot come, give the place back in time: somebody waits for it."
    ).format(group=_said(taken.pool), day=day_said(group.starts_on))
    return subject, _signed(body, taken.application), feeds.sessions_file(group)


def _course(group: Group) -> str:
    return title_of(group.curriculum_version.curriculum, "title")


def _said(pool: GroupPool) -> str:
    """A group in a line: what, when, where."""
    group = pool.group
    times = ", ".join(f"{time.every} {time.starts:%H:%M}–{time.ends:%H:%M}" for time in group.times.all())
    return ", ".join(part for part in (_course(group), times, title_of(group.place, "name")) if part)


def _signed(body: str, application: Application) -> str:
    """The words with the address of the application's page, where the city has said its own."""
    page = reverse("learning:application", kwargs={"application": application.pk})
    where = f"\n\n{settings.KURSS_SITE}{page}" if settings.KURSS_SITE else ""
    return f"{body}{where}\n\n{settings.KURSS_CITY}\n"
