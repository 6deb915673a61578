"""Whose session or group it may be: one at a place where the reader marks attendance. Nothing else exists here."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kurss.learning.models import Group, Session
from kurss.people import clock
from kurss.people.acting import may
from kurss.people.permissions import Act


def session_of(request: HttpRequest, session_id: int) -> Session:
    """The session, with its group, place and room. Raises Http404, for one out of reach as for none."""
    found = (
        Session.objects.select_related(
            "group__curriculum_version__curriculum", "group__place", "group__operation", "room"
        )
        .filter(pk=session_id)
        .first()
    )
    if found is None or not _marks(request, found.group):
        raise Http404(_("There is no session here that you mark."))
    return found


def group_of(request: HttpRequest, key: str) -> Group:
    """The group, with its curriculum and place. Raises Http404, for one out of reach as for none."""
    found = any_group(key)
    if not _marks(request, found):
        raise Http404(_("There is no group here that you mark."))
    return found


def any_group(key: str) -> Group:
    """The group of an address, with its curriculum and place. Raises Http404."""
    groups = Group.objects.select_related("curriculum_version__curriculum", "place", "room", "season")
    found = groups.filter(key=key).first()
    if found is None:
        raise Http404(_("There is no group here that you mark."))
    return found


def _marks(request: HttpRequest, group: Group) -> bool:
    return may(request.user, Act.MARK_ATTENDANCE, at=clock.now(), place=group.place.key)
