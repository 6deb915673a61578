"""Inviting another guardian, and the page that the letter opens."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kurss.people import clock
from kurss.people.acting import may_somewhere
from kurss.people.family.children import is_oneself
from kurss.people.family.invitations import accept, opened, withdraw_invitation
from kurss.people.family.invitations import invite as send
from kurss.people.models import Account, Invitation
from kurss.people.pages.family.forms import Invite
from kurss.people.pages.family.own import account, own
from kurss.people.permissions import Act
from kurss.people.refusals import InvitationRefused, NotAllowed, OwnInvitation, PeopleRefusal
from kurss.people.standing import keys_of

WAITING = "invitation"
"""Where the session keeps the token of an opened invitation, so that it survives signing in or up."""


_WRONG_ACCOUNT = gettext_lazy(
    "This account serves the city and has no family. Sign out, and open the link again with your own account."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, person: UUID) -> HttpResponse:
    """To whom the letter goes, and in which language."""
    child = own(request, person, Act.KEEP_FAMILY)
    if is_oneself(account(request), child):
        raise Http404(_("Nobody is invited to act for a grown-up."))
    form = Invite(
        request.POST if request.method == "POST" else None, initial={"language": get_language() or "lv"}
    )
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        try:
            send(
                child=child,
                email=form.cleaned_data["email"],
                language=language,
                link=lambda token: _address(request, token, language),
                by=account(request),
                at=clock.now(),
            )
        except PeopleRefusal as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(
                request, _("A letter is on its way. The link in it is good once, for seven days.")
            )
            return redirect("people:person", person=child.pk)
    return render(request, "people/family/invite.html", {"form": form, "person": child})


@never_cache
@require_POST
def withdraw(request: HttpRequest, person: UUID, invitation: UUID) -> HttpResponse:
    """Takes an invitation back; the link of its letter opens nothing any more."""
    child = own(request, person, Act.KEEP_FAMILY)
    found = get_object_or_404(Invitation, pk=invitation, child__in=keys_of(child))
    withdraw_invitation(invitation=found, by=account(request), at=clock.now())
    messages.success(request, _("The invitation was withdrawn."))
    return redirect("people:person", person=child.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the letter opens. Before signing in it tells who invites; the child's name only afterwards."""
    at = clock.now()
    try:
        found = opened(token, at=at)
        reader = request.user if isinstance(request.user, Account) else None
        if reader is not None and not may_somewhere(reader, Act.KEEP_FAMILY, at=at):
            return render(request, "people/family/invitation_refused.html", {"refused": _WRONG_ACCOUNT})
        if reader is not None and reader.person is None:
            request.session[WAITING] = token
            return redirect("people:say-who-i-am")
        if reader is not None and request.method == "POST":
            accept(token=token, by=reader, at=at)
            request.session.pop(WAITING, None)
            name = found.child.identity.given_name
            messages.success(request, _("You now act for {name}.").format(name=name))
            return redirect("people:person", person=found.child_id)
    except NotAllowed:
        raise
    except PeopleRefusal as refusal:
        request.session.pop(WAITING, None)
        gone = isinstance(refusal, InvitationRefused) and not isinstance(refusal, OwnInvitation)
        return render(
            request,
            "people/family/invitation_refused.html",
            {"refused": str(refusal)},
            status=404 if gone else 200,
        )
    request.session[WAITING] = token
    known = found.invited_by.known
    return render(
        request,
        "people/family/invitation.html",
        {"invitation": found, "sender": known.name if known else "", "here": request.get_full_path()},
    )


def waiting(request: HttpRequest) -> str:
    """The token of an invitation that was opened in this session and can still be accepted; empty without one."""
    token = str(request.session.get(WAITING, ""))
    if token:
        try:
            opened(token, at=clock.now())
        except InvitationRefused:
            del request.session[WAITING]
            return ""
    return token


def _address(request: HttpRequest, token: str, language: str) -> str:
    with translation.override(language):
        return request.build_absolute_uri(reverse("people:invitation", args=[token]))
