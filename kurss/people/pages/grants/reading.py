"""Reading roles: every grant, and the one table of who may do what."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kurss.people import clock
from kurss.people.acting import may
from kurss.people.explained import ACTS, REACHES, by_subject
from kurss.people.models import RoleGrant
from kurss.people.pages.grants.scopes import all_names, named
from kurss.people.pages.lists import asked, csv_file, listing
from kurss.people.permissions import SCOPES, TABLE, UNATTENDED, Act, Reach, Role, Scope

STATES = {"live": _("Holds now"), "ended": _("Has ended"), "later": _("Begins later")}

COLUMNS = {
    "account": _("Account"),
    "email": _("E-mail address"),
    "role": _("Role"),
    "scope": _("For what"),
    "holds_from": _("From"),
    "last_day": _("Last day"),
    "state": _("State"),
}

MARKS = {Reach.EVERYTHING: "on", Reach.SCOPED: "none", Reach.OWN: "said"}
"""The shape of each reach; its word stands beside it."""


@require_safe
@never_cache
def grants(request: HttpRequest) -> HttpResponse:
    """Every role that is held, was held or will be."""
    wanted = asked(request, "q", "role", "state")
    today = clock.today()
    found = listing(_asked_for(wanted, today), request, wanted)
    names = all_names()
    return render(
        request,
        "people/grants/grants.html",
        {
            "listing": found,
            "rows": [row_of(grant, today, names) for grant in found.page],
            "asked": wanted,
            "roles": Role.choices,
            "states": STATES.items(),
            "state": wanted.get("state", "live"),
            "may_give": may(request.user, Act.MANAGE_ROLES, at=clock.now()),
        },
    )


@require_safe
@never_cache
def grants_csv(request: HttpRequest) -> HttpResponse:
    today, names = clock.today(), all_names()
    rows = (
        {
            "account": grant.account.name,
            "email": grant.account.email,
            "role": Role(grant.role).label,
            "scope": row["scope"],
            "holds_from": grant.holds_from,
            "last_day": row["last_day"],
            "state": row["state"],
        }
        for grant in _asked_for(asked(request, "q", "role", "state"), today)
        for row in [row_of(grant, today, names)]
    )
    return csv_file(rows, COLUMNS, "roles")


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Who may do what, and how far: every act by every role, from the table the whole site obeys."""
    roles = [role for role in Role if any(role in row for row in TABLE.values())]
    subjects = [
        (subject, [(ACTS.get(act, act.value), act, [_cell(act, role) for role in roles]) for act in acts])
        for subject, acts in by_subject()
    ]
    return render(
        request,
        "people/grants/table.html",
        {
            "roles": [(role.label, _limits(role)) for role in roles],
            "subjects": subjects,
            "reaches": [(MARKS[reach], word) for reach, word in REACHES.items()],
            "unattended": [ACTS.get(act, act.value) for act in Act if act in UNATTENDED],
            "width": len(roles) + 1,
        },
    )


def last_day(grant: RoleGrant) -> date | None:
    """The last day on which a grant holds; the register keeps the day after it."""
    return None if grant.holds_until is None else grant.holds_until - timedelta(days=1)


def _asked_for(wanted: dict[str, str], today: date) -> QuerySet[RoleGrant]:
    found = RoleGrant.objects.select_related("account").order_by("account__name", "role", "holds_from")
    if text := wanted.get("q"):
        found = found.filter(Q(account__name__icontains=text) | Q(account__email__icontains=text))
    if role := wanted.get("role"):
        found = found.filter(role=role)
    state = wanted.get("state", "live")
    if state == "live":
        return found.live_on(today)
    if state == "ended":
        return found.filter(holds_until__lte=today)
    if state == "later":
        return found.filter(holds_from__gt=today)
    return found


def row_of(grant: RoleGrant, today: date, names: dict[tuple[str, str], str]) -> dict[str, Any]:
    live = grant.live_on(today)
    state = "live" if live else "later" if grant.holds_from > today else "ended"
    scope = Scope(grant.scope)
    limited = scope is not Scope.EVERYTHING
    return {
        "grant": grant,
        "role": Role(grant.role).label,
        "scope": named(grant.scope, grant.scope_key, names) if limited else str(scope.label),
        "last_day": last_day(grant),
        "state": str(STATES[state]),
        "mark": {"live": "on", "later": "none", "ended": "na"}[state],
        "live": live or state == "later",
    }


def _cell(act: Act, role: Role) -> dict[str, Any] | None:
    reach = TABLE[act].get(role)
    return None if reach is None else {"mark": MARKS[reach], "word": REACHES[reach]}


def _limits(role: Role) -> list[str]:
    return [str(scope.label) for scope in Scope if scope in SCOPES[role] and scope is not Scope.EVERYTHING]
