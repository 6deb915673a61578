"""The demonstration's accounts, one for each role, and signing in as one of them without a password."""

from collections.abc import Callable
from functools import wraps

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kurss.demo import public_numbers
from kurss.demo.accounts import COLLEAGUES, email_of
from kurss.people.models import Account
from kurss.people.permissions import Role

View = Callable[[HttpRequest], HttpResponse]

WORK = {
    Role.RESIDENT: _("Learns in the courses for adults."),
    Role.GUARDIAN: _("Enrols children and follows their courses."),
    Role.TEACHER: _("Sees the groups they teach and marks attendance."),
    Role.COURSE_ADMINISTRATOR: _("Plans courses, groups and places."),
    Role.REGISTRAR: _("Imports lists of people and decides who was entered twice."),
    Role.NETWORK_ENGINEER: _("Keeps the inventory of school networks."),
    Role.PROGRAMME_OFFICER: _("Keeps the programme, its charters, its roadmap and its indicators."),
    Role.APPROVER: _("Approves what another officer has written."),
    Role.AUDITOR: _("Reads everything, to the records behind a figure, and changes nothing."),
    Role.DATA_PROTECTION_OFFICER: _("Keeps the register of processing, the rules of retention and requests."),
    Role.ADMINISTRATOR: _("Gives and takes away roles."),
}
"""What each role does, in one sentence."""


def only_in_the_demonstration(view: View) -> View:
    """A second lock behind the missing addresses: outside a demonstration these pages do not exist."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not settings.KURSS_DEMO:
            raise Http404
        return view(request)

    return guarded


@require_safe
@never_cache
@only_in_the_demonstration
def roles(request: HttpRequest) -> HttpResponse:
    """Every role with one button; a role whose account has not been loaded says so."""
    words = [*Role.values, *COLLEAGUES]
    open_ones = Account.objects.filter(email__in=map(email_of, words), is_active=True)
    accounts = open_ones.in_bulk(field_name="email")
    rows = [
        {
            "role": role,
            "work": translated(WORK[role]),
            "account": accounts.get(email_of(role.value)),
            "colleagues": [
                (word, accounts[email_of(word)])
                for word, (of, _name) in COLLEAGUES.items()
                if of == role and email_of(word) in accounts
            ],
        }
        for role in Role
    ]
    return render(request, "demo/roles.html", {"rows": rows})


@require_safe
@only_in_the_demonstration
def public_facts(request: HttpRequest) -> HttpResponse:
    """What others published of the city, each with its source."""
    language = get_language() or settings.LANGUAGE_CODE
    facts, years = public_numbers.numbers(language), public_numbers.vital_years(language)
    return render(request, "demo/public_numbers.html", {"facts": facts, "years": years})


@require_POST
@never_cache
@only_in_the_demonstration
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in the demonstration account of the role; no other account can be reached from here."""
    role = request.POST.get("role", "")
    if role not in Role.values and role not in COLLEAGUES:
        raise Http404
    account = Account.objects.filter(email=email_of(role), is_active=True).first()
    if account is None:
        return redirect("demo:roles")
    login(request, account)
    return redirect(get_next_redirect_url(request) or "publication:home")
