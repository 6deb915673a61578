"""Inviting to a round, and answering an invitation by its link."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.learning.models import EnrolmentRound, InvitationState
from kurss.learning.models.onday import Resident
from kurss.learning.pages.answers import account
from kurss.learning.pages.season.forms import Plain
from kurss.learning.pages.season.group_form import own_title
from kurss.learning.pages.season.round_form import moment_field
from kurss.learning.pages.season.rounds import own_round
from kurss.learning.pages.whom import own
from kurss.learning.refusals import LearningRefused
from kurss.learning.rounds.input import pool_key
from kurss.learning.rounds.inviting import (
    Guest,
    accept_invitation,
    decline_invitation,
    invitation_of,
    invite,
    withdraw_invitation,
)
from kurss.learning.rounds.queries import round_with_policy
from kurss.people import clock
from kurss.people.models import Account, Person
from kurss.people.signin.attempts import limited


class InviteForm(Plain):
    """Guests, one a line, and until when they may answer."""

    guests = forms.CharField(
        label=gettext_lazy("Whom to invite"),
        max_length=20_000,
        help_text=gettext_lazy(
            "One a line: name; e-mail address; number of places. Without an address the link is shown here once."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"), choices=settings.LANGUAGES)
    expires_at = moment_field(gettext_lazy("Until when"))

    def clean_guests(self) -> list[tuple[str, str, int]]:
        return [_guest(line) for line in self.cleaned_data["guests"].splitlines() if line.strip()]

    def named(self) -> list[Guest]:
        language = self.cleaned_data["language"]
        return [Guest(name, email, language, places) for name, email, places in self.cleaned_data["guests"]]


class AnswerForm(Plain):
    """For whom, and which group."""

    person = forms.ChoiceField(label=gettext_lazy("For whom"))
    group = forms.ChoiceField(label=gettext_lazy("Which group"))
    resident = forms.ChoiceField(
        label=gettext_lazy("Where they live"), choices=Resident.choices, initial=Resident.YES.value
    )

    def __init__(
        self, *args: Any, people: dict[UUID, str], groups: list[tuple[str, str]], **said: Any
    ) -> None:
        super().__init__(*args, **said)
        self.fields["person"].choices = [(str(key), name) for key, name in people.items()]  # type: ignore[attr-defined]
        self.fields["group"].choices = groups  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, round: str) -> HttpResponse:
    """Who is invited to the round and what they answered; more are invited here."""
    found = own_round(request, round)
    withdrawing = request.POST.get("withdraw", "")
    form = InviteForm(
        request.POST if request.method == "POST" and not withdrawing else None,
        initial={"expires_at": found.closes_at, "language": get_language()},
    )
    links: list[tuple[str, str]] = []
    try:
        if withdrawing:
            _withdraw(request, found, withdrawing)
        elif form.is_valid():
            made = invite(
                round=found,
                guests=form.named(),
                expires_at=form.cleaned_data["expires_at"],
                link=lambda token: request.build_absolute_uri(_address(token)),
                by=account(request),
                at=clock.now(),
            )
            links = [
                (one.name, request.build_absolute_uri(_address(token)))
                for one, token in made
                if not one.email
            ]
            messages.success(request, _("They are invited."))
            if not links:
                return redirect("learning:invitations", round=found.key)
    except LearningRefused as refusal:
        messages.error(request, str(refusal)) if withdrawing else form.add_error(None, str(refusal))
    places = sum(part.pool.pool.free for part in found.pools.select_related("pool__pool"))
    rows = list(found.invitations.all())
    open_places = sum(one.places - one.used for one in rows if one.state == InvitationState.OPEN)
    return render(
        request,
        "learning/season/invitations.html",
        {
            "round": found,
            "season": found.season,
            "form": form,
            "links": links,
            "rows": rows,
            "places": places,
            "open_places": open_places,
            "now": clock.now(),
        },
        status=422 if form.errors else 200,
    )


@never_cache
@limited("feed")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation by its link: anybody who holds it reads and declines it, who has signed in accepts it."""
    found = invitation_of(token)
    round = round_with_policy(found.round.key) if found else None
    if found is None or round is None:
        raise Http404(_("There is no such invitation."))
    user = request.user
    pools = {pool_key(part.pool): part.pool for part in round.pools.all()}
    people = own(user)
    form = AnswerForm(
        request.POST if request.POST.get("answer") == "accept" and people else None,
        people=people,
        groups=[
            (name, f"{own_title(pool.group.curriculum_version.curriculum)} · {pool.group.key}")
            for name, pool in pools.items()
        ],
    )
    at = clock.now()
    try:
        if request.POST.get("answer") == "decline":
            decline_invitation(token=token, by=user if isinstance(user, Account) else None, at=at)
            messages.success(request, _("You declined. Thank you for the answer."))
            return redirect("learning:invitation", token=token)
        if form.is_valid():
            made = accept_invitation(
                token=token,
                pool=pools[form.cleaned_data["group"]],
                person=Person.objects.get(pk=form.cleaned_data["person"]),
                resident=Resident(form.cleaned_data["resident"]),
                by=account(request),
                at=at,
            )
            messages.success(request, _("The place is yours."))
            return redirect("learning:course", group=made.group_key)
    except LearningRefused as refusal:
        if form.is_bound:
            form.add_error(None, str(refusal))
        else:
            messages.error(request, str(refusal))
    return render(
        request,
        "learning/season/invitation.html",
        {
            "invitation": found,
            "round": round,
            "parts": list(round.pools.all()),
            "form": form,
            "people": people,
            "usable": found.state == InvitationState.OPEN and found.expires_at > at and round.state == "open",
        },
        status=422 if form.errors else 200,
    )


def _withdraw(request: HttpRequest, round: EnrolmentRound, key: str) -> None:
    found = round.invitations.filter(pk=key).first() if _is_key(key) else None
    if found is None:
        raise Http404(_("There is no such invitation."))
    withdraw_invitation(invitation=found, by=account(request), at=clock.now())
    messages.success(request, _("The invitation is withdrawn."))


def _is_key(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9a-f-]{36}", text))


def _address(token: str) -> str:
    return reverse("learning:invitation", kwargs={"token": token})


def _guest(line: str) -> tuple[str, str, int]:
    """One line of the list: name, address, places; the last two may be left out."""
    parts = [part.strip() for part in line.split(";")]
    name, email, places = (*parts, "", "", "")[:3]
    try:
        if email:
            validate_email(email)
        many = int(places or 1)
        if not name or not 1 <= many <= 500 or len(parts) > 3:
            raise ValueError(line)
    except (ValidationError, ValueError):
        raise ValidationError(
            _("“%(line)s” cannot be read. Write name; e-mail address; number of places."),
            params={"line": line[:80]},
        ) from None
    return name[:200], email, many
