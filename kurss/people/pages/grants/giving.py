"""Giving a role and ending one."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.models import Account, AccountKind, RoleGrant
from kurss.people.pages.grants.forms import End, Find, Give
from kurss.people.pages.grants.reading import last_day
from kurss.people.pages.grants.scopes import all_names, named
from kurss.people.permissions import Role, Scope
from kurss.people.refusals import (
    AuditWithoutEnd,
    EndsBeforeItBegins,
    PeopleRefusal,
    ScopeNotForRole,
)
from kurss.people.roles import end_role, grant_role

MOST = 20
AT_FIELD: tuple[tuple[type[PeopleRefusal], str], ...] = (
    (ScopeNotForRole, "within"),
    (AuditWithoutEnd, "holds_until"),
    (EndsBeforeItBegins, "holds_until"),
)
"""Which field a refusal is about; any other is about the whole."""


@require_safe
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Whose account: by e-mail address or name."""
    form = Find(request.GET if "email" in request.GET else None)
    found: list[Account] = []
    if form.is_valid():
        text = form.cleaned_data["email"].strip()
        accounts = Account.objects.filter(kind=AccountKind.HUMAN, is_active=True)
        found = list(accounts.filter(Q(email__icontains=text) | Q(name__icontains=text))[: MOST + 1])
    return render(
        request,
        "people/grants/find.html",
        {"form": form, "found": found[:MOST], "more": len(found) > MOST, "most": MOST},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def give(request: HttpRequest, account: UUID) -> HttpResponse:
    """One role for one account."""
    held = get_object_or_404(Account, pk=account, kind=AccountKind.HUMAN)
    form = Give(request.POST if request.method == "POST" else None)
    if form.is_valid():
        scope, key = form.scope()
        last = form.cleaned_data["holds_until"]
        try:
            grant_role(
                account=held,
                role=Role(form.cleaned_data["role"]),
                scope=scope,
                scope_key=key,
                holds_until=last + timedelta(days=1) if last else None,
                because=form.cleaned_data["because"],
                by=_actor(request),
                at=clock.now(),
            )
        except PeopleRefusal as refusal:
            _say(form, refusal)
        else:
            messages.info(
                request,
                _("%(account)s now holds the role %(role)s.")
                % {"account": held, "role": Role(form.cleaned_data["role"]).label},
            )
            return redirect("grants:account", account=held.pk)
    return render(request, "people/grants/give.html", {"form": form, "account": held})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def end(request: HttpRequest, grant_id: int) -> HttpResponse:
    """A page that asks before a role is taken away."""
    grant = get_object_or_404(RoleGrant.objects.select_related("account"), pk=grant_id)
    form = End(request.POST if request.method == "POST" else None)
    if form.is_valid():
        last = form.cleaned_data["last_day"]
        try:
            end_role(
                grant=grant,
                on=last + timedelta(days=1) if last else clock.today(),
                because=form.cleaned_data["because"],
                by=_actor(request),
                at=clock.now(),
            )
        except PeopleRefusal as refusal:
            form.add_error("last_day" if isinstance(refusal, EndsBeforeItBegins) else None, str(refusal))
        else:
            messages.info(request, _("The role of %(account)s ends.") % {"account": grant.account})
            return redirect("grants:account", account=grant.account_id)
    return render(request, "people/grants/end.html", {"form": form, **_named(grant)})


def _named(grant: RoleGrant) -> dict[str, Any]:
    limited = grant.scope != Scope.EVERYTHING
    return {
        "grant": grant,
        "role": Role(grant.role).label,
        "scope": named(grant.scope, grant.scope_key, all_names()) if limited else Scope.EVERYTHING.label,
        "last_day": last_day(grant),
    }


def _say(form: forms.Form, refusal: PeopleRefusal) -> None:
    field = next((name for kind, name in AT_FIELD if isinstance(refusal, kind)), None)
    form.add_error(field, str(refusal))


def _actor(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user
