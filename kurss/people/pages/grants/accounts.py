"""One account: what it may do and by which grant, what it held, and closing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.acting import may
from kurss.people.explained import ACTS, REACHES, by_subject
from kurss.people.models import Account, AccountKind
from kurss.people.pages.grants.forms import Close
from kurss.people.pages.grants.reading import row_of
from kurss.people.pages.grants.scopes import all_names
from kurss.people.permissions import Act, Reach, Role, Scope
from kurss.people.queries import grants_of
from kurss.people.refusals import PeopleRefusal
from kurss.people.register import close_account
from kurss.people.why import Opening, openings


@require_safe
@never_cache
def why(request: HttpRequest, account: UUID) -> HttpResponse:
    """Why this account may do what it may: every act that is open to it, with the grants that open it."""
    held = get_object_or_404(Account, pk=account, kind=AccountKind.HUMAN)
    today, names = clock.today(), all_names()
    open_to = openings(held, on=today)
    subjects = [
        (subject, [(act, [_because(one, names) for one in open_to[act]]) for act in acts if open_to[act]])
        for subject, acts in by_subject()
    ]
    return render(
        request,
        "people/grants/account.html",
        {
            "account": held,
            "subjects": [
                (subject, [(ACTS.get(act, act.value), reasons) for act, reasons in acts])
                for subject, acts in subjects
                if acts
            ],
            "closed": [ACTS.get(act, act.value) for act in Act if not open_to[act]],
            "rows": [row_of(grant, today, names) for grant in grants_of(held)],
            "own": request.user == held,
            "may_give": may(request.user, Act.MANAGE_ROLES, at=clock.now()),
            "may_close": may(request.user, Act.OPEN_ACCOUNTS, at=clock.now()) and held.is_active,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def close(request: HttpRequest, account: UUID) -> HttpResponse:
    """A page that asks before an account is closed for good."""
    held = get_object_or_404(Account, pk=account, kind=AccountKind.HUMAN)
    form = Close(request.POST if request.method == "POST" else None)
    if request.user == held:
        form = Close()
        messages.error(request, _("Nobody closes their own account here. Ask another administrator."))
    elif form.is_valid():
        try:
            close_account(
                account=held, because=form.cleaned_data["because"], by=_actor(request), at=clock.now()
            )
        except PeopleRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, _("The account is closed. Nobody signs in to it again."))
            return redirect("grants:account", account=held.pk)
    return render(request, "people/grants/close.html", {"form": form, "account": held})


def _because(one: Opening, names: dict[tuple[str, str], str]) -> dict[str, object]:
    grant = one.grant
    limited = grant.scope != Scope.EVERYTHING and one.reach is Reach.SCOPED
    place = names.get((grant.scope, grant.scope_key), grant.scope_key) if limited else ""
    return {
        "role": Role(grant.role).label,
        "reach": place or (REACHES[Reach.EVERYTHING] if one.reach is Reach.SCOPED else REACHES[one.reach]),
        "grant": grant,
    }


def _actor(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user
