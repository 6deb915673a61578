"""Letters of the science centre: to the teacher of a school group, and to the family of a booked child."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kurss.notices.outbox import post
from kurss.people.models import Account
from kurss.people.queries import guardians_of, identities
from kurss.people.standing import keys_of
from kurss.science_centre.models import Booking, BookingState, GroupState, SchoolGroup, Slot
from kurss.science_centre.words import moment_said, place_of, title_of

ASKED, CONFIRMED, REFUSED, CALLED_OFF, CANCELLED = "asked", "confirmed", "refused", "called-off", "cancelled"

Sentence = Callable[[SchoolGroup], str]

SAID: Final[dict[str, Sentence]] = {
    ASKED: lambda group: _("We have your request and will answer by letter. No place is kept before that."),
    CONFIRMED: lambda group: _("Confirmed: {pupils} pupils and {adults} adults are expected.").format(
        pupils=group.pupils, adults=group.adults
    ),
    REFUSED: lambda group: _("Your group cannot come: {reason}").format(reason=group.reason),
    CALLED_OFF: lambda group: _("The visit of your group is called off. Its places are free again."),
    CANCELLED: lambda group: _("The slot will not take place: {reason}").format(reason=group.slot.reason),
}
"""What each letter to a teacher says first."""

SUBJECTS: Final[dict[str, Callable[[], str]]] = {
    ASKED: lambda: _("Your request to the science centre"),
    CONFIRMED: lambda: _("Your group is confirmed"),
    REFUSED: lambda: _("Your group cannot come"),
    CALLED_OFF: lambda: _("The visit is called off"),
    CANCELLED: lambda: _("The slot will not take place"),
}


def tell_group(group: SchoolGroup, letter: str, *, token: str, at: datetime) -> None:
    """One letter to the teacher, in the language of the request; none where the contact is gone by now."""
    if not group.email:
        return
    slot = Slot.objects.select_related("place", "version__curriculum").get(pk=group.slot_id)
    with translation.override(group.language):
        body = [SAID[letter](group), _where(slot)]
        if letter in (ASKED, CONFIRMED):
            page = settings.KURSS_SITE + reverse("science_centre:asked", kwargs={"token": token})
            body.append(_("See how it stands, or call it off: {page}").format(page=page))
        post(
            to=group.email, subject=SUBJECTS[letter](), body="\n\n".join(body), language=group.language,
            at=at, about=group.about, once=f"{group.about} {letter}",
        )  # fmt: skip


def tell_booked(booking: Booking, *, at: datetime) -> None:
    """The family has a place, and how to give it back."""
    _tell_family(
        booking, "booked", at=at,
        subject=lambda: _("A place at the science centre"),
        first=lambda: _("A place is booked. If the child cannot come, call it off, so that another can."),
    )  # fmt: skip


def tell_cancelled(slot: Slot, *, at: datetime) -> None:
    """Everybody who has a place, or asked for one, reads why the slot will not take place."""
    groups = slot.school_groups.filter(state__in=(GroupState.REQUESTED, GroupState.CONFIRMED))
    for group in groups:
        group.slot = slot
        tell_group(group, CANCELLED, token="", at=at)
    for booking in slot.bookings.filter(state=BookingState.BOOKED).select_related("person"):
        booking.slot = slot
        _tell_family(
            booking, CANCELLED, at=at,
            subject=SUBJECTS[CANCELLED],
            first=lambda: _("The slot will not take place: {reason}").format(reason=slot.reason),
        )  # fmt: skip


def _tell_family(
    booking: Booking, letter: str, *, subject: Callable[[], str], first: Callable[[], str], at: datetime
) -> None:
    """One letter to each account that acts for the child, in its reader's language."""
    slot = booking.slot
    for account, language in _family(booking, at=at):
        with translation.override(language):
            post(
                to=account.email or "", subject=subject(), body="\n\n".join([first(), _where(slot)]),
                language=language, at=at, about=booking.about, once=f"{booking.about} {letter} {account.pk}",
            )  # fmt: skip


def _family(booking: Booking, *, at: datetime) -> Iterable[tuple[Account, str]]:
    bonds = guardians_of(booking.person, on=timezone.localdate(at))
    people: set[UUID] = {*keys_of(booking.person), *(bond.guardian_id for bond in bonds)}
    languages = {key: identity.language for key, identity in identities(people).items()}
    for account in (
        Account.objects.filter(person__in=people, is_active=True).exclude(email=None).order_by("pk")
    ):
        if account.email:
            own = languages.get(account.person_id) if account.person_id else ""
            yield account, own or settings.LANGUAGE_CODE


def _where(slot: Slot) -> str:
    return f"{title_of(slot)}\n{moment_said(slot.starts_at)}\n{place_of(slot)}"
