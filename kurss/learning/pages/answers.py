"""What the pages of rounds share: the round or the application of an address, and who asks."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kurss.learning.models import Application, EnrolmentRound, RoundState
from kurss.learning.rounds.queries import round_with_policy
from kurss.people import clock
from kurss.people.acting import acts_for, may
from kurss.people.models import Account
from kurss.people.permissions import Act


def announced(key: str) -> EnrolmentRound:
    """The round of an address, once it was announced. Raises Http404."""
    found = round_with_policy(key)
    if found is None:
        raise Http404(_("There is no round %(key)s.") % {"key": key})
    return found


def any_round(key: str) -> EnrolmentRound:
    """The round of an address, planned ones too. Raises Http404."""
    found = EnrolmentRound.objects.filter(key=key).first()
    if found is None:
        raise Http404(_("There is no round %(key)s.") % {"key": key})
    return found


def application_of(request: HttpRequest, key: UUID) -> Application:
    """The application, for its family or whoever runs rounds at one of its places; for others there is none."""
    found = Application.objects.select_related("round", "person").filter(pk=key).first()
    if found is not None:
        places = set(found.wishes.values_list("pool__group__place__key", flat=True))
        if acts_for(account(request), found.person_id, on=clock.today()) or any(
            may(request.user, Act.RUN_ROUNDS, at=clock.now(), place=place) for place in places
        ):
            return found
    raise Http404(_("There is no such application."))


def account(request: HttpRequest) -> Account:
    """Who has signed in; the gate lets nobody else to these pages."""
    assert isinstance(request.user, Account)
    return request.user


def runs(request: HttpRequest, round: EnrolmentRound) -> bool:
    """Whether the reader runs rounds at every place of this one."""
    places = set(round.pools.values_list("pool__group__place__key", flat=True))
    return bool(places) and all(
        may(request.user, Act.RUN_ROUNDS, at=clock.now(), place=place) for place in places
    )


def runs_somewhere(request: HttpRequest, round: EnrolmentRound) -> bool:
    """Whether the reader runs rounds at a place of this one."""
    places = set(round.pools.values_list("pool__group__place__key", flat=True))
    return any(may(request.user, Act.RUN_ROUNDS, at=clock.now(), place=place) for place in places)


def is_open(round: EnrolmentRound) -> bool:
    """Whether families can apply now."""
    return round.state == RoundState.OPEN and round.opens_at <= clock.now() < round.closes_at
