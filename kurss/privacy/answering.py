"""Doing what a request asks for: finding whose it is, taking along what is held, erasing, restricting.

Each act stands in the journal of the request, and its number is the reason in the journal of the person.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.disclosure.chapters import Chapter, gather
from kurss.people.erasure import erase_identity
from kurss.people.models import Account, Person
from kurss.people.permissions import Act
from kurss.people.reading import looked_at
from kurss.people.restricting import lift, restrict
from kurss.people.standing import standing
from kurss.privacy.models import Kind, Request
from kurss.privacy.refusals import AsksForSomethingElse, NobodyNamed
from kurss.privacy.subject_requests import held_open


@transaction.atomic
def say_whose(*, request: Request, person: Person, by: Account, at: datetime) -> Request:
    """Say whose data the request is about, once the officer is sure."""
    permit(by, Act.KEEP_PRIVACY, at=at)
    held = held_open(request)
    held.person = standing(person)
    held.save(update_fields=["person"])
    note(by=by, at=at, act="privacy.say_whose", about=held, person=held.person.pk)
    return held


@transaction.atomic
def held_for(*, request: Request, taken: bool, by: Account, at: datetime) -> list[Chapter]:
    """Everything the city holds about whom the request is about, to answer it with. That it was opened, or `taken`
    along as a file, is journalled with the request, and as a look at the record of a child."""
    permit(by, Act.KEEP_PRIVACY, at=at)
    person = whose(request)
    looked_at(by=by, at=at, person=person, what="privacy:request-held", why=Act.KEEP_PRIVACY)
    chapters = gather(person, reader=by, at=at)
    note(by=by, at=at, act="privacy.take_held" if taken else "privacy.open_held", about=request)
    return chapters


@transaction.atomic
def erase_for(*, request: Request, by: Account, at: datetime) -> None:
    """Erase who it is, with the request as the reason. Raises ErasureHindered as `erase_identity` does."""
    permit(by, Act.KEEP_PRIVACY, at=at)
    held = _asking(request, Kind.ERASURE)
    erase_identity(person=whose(held), because=_because(held), by=by, at=at)
    note(by=by, at=at, act="privacy.erase_for_request", about=held)


@transaction.atomic
def restrict_for(*, request: Request, ground: str, by: Account, at: datetime) -> None:
    """Keep and do not use what is held, with the request as the reason. An objection does so until decided."""
    permit(by, Act.KEEP_PRIVACY, at=at)
    held = _asking(request, Kind.RESTRICTION, Kind.OBJECTION, Kind.CORRECTION)
    restrict(person=whose(held), ground=ground, because=_because(held), by=by, at=at)
    note(by=by, at=at, act="privacy.restrict_for_request", about=held, ground=ground)


@transaction.atomic
def lift_for(*, request: Request, told: str, by: Account, at: datetime) -> None:
    """Use what is held again; also when the request was closed long ago. `told` says how the person learnt it."""
    permit(by, Act.KEEP_PRIVACY, at=at)
    lift(person=whose(request), told=told, by=by, at=at)
    note(by=by, at=at, act="privacy.lift_for_request", about=request)


def whose(request: Request) -> Person:
    """Whom a request is about. Raises NobodyNamed where that was not said."""
    if request.person is None:
        raise NobodyNamed(_("Say first whose data the request is about."))
    return standing(request.person)


def _asking(request: Request, *kinds: str) -> Request:
    held = held_open(request)
    if held.kind not in kinds:
        raise AsksForSomethingElse(
            _("The request asks for “{kind}”. Take down another request for what else is asked.").format(
                kind=held.get_kind_display()
            )
        )
    return held


def _because(request: Request) -> str:
    return f"request {request.pk}: {request.kind}"
