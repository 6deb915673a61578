"""The data protection office: requests, rules of retention, the register of processing, consents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kurss.evidence import spreadsheet
from kurss.people import clock
from kurss.people.acting import may
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.privacy import queries, register, retention, subject_requests
from kurss.privacy.models import Activity, Kind, Request
from kurss.privacy.models.activity import TEXTS
from kurss.privacy.pages.answering import whom
from kurss.privacy.pages.forms import LABELS, Closed, Confirmed, Decided, Extended, Received
from kurss.privacy.refusals import PrivacyRefusal, RuleUnknown

REQUEST_COLUMNS = (
    "id", "kind", "way", "received_on", "due_on", "extended_on", "extended_because", "closed_on", "outcome",
)  # fmt: skip


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)  # the gate lets nobody else in
    return request.user


def _keeps(request: HttpRequest) -> bool:
    return may(request.user, Act.KEEP_PRIVACY, at=clock.now())


def _tried(form: forms.BaseForm, act: Callable[[], Any]) -> bool:
    """Whether the verb did it; a refusal becomes the form's error."""
    if not form.is_valid():
        return False
    try:
        act()
    except PrivacyRefusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_safe
@never_cache
def requests(request: HttpRequest) -> HttpResponse:
    """What somebody asks about their own data: open ones first, by the day on which they are due."""
    today = clock.today()
    asked = queries.Asked.read(request.GET)
    page = Paginator(queries.found(asked, today), queries.ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "privacy/requests.html",
        {
            "rows": [(one, one.standing(today)) for one in page],
            "page": page,
            "previous": asked.address(page=page.number - 1),
            "next": asked.address(page=page.number + 1),
            "asked": asked,
            "kinds": Kind.choices,
            "tally": queries.tally(today),
            "keeps": _keeps(request),
            "address": asked.address(),
        },
    )


@require_safe
@never_cache
def requests_csv(request: HttpRequest) -> HttpResponse:
    """The clocks, without names and words: those stay on the page."""
    found = queries.found(queries.Asked.read(request.GET), clock.today())
    rows = ({name: str(getattr(one, name) or "") for name in REQUEST_COLUMNS} for one in found)
    return HttpResponse(
        spreadsheet.written(rows, REQUEST_COLUMNS),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="requests.csv"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_request(request: HttpRequest) -> HttpResponse:
    form = Received(
        request.POST if request.method == "POST" else None, initial={"received_on": clock.today()}
    )
    if request.method == "POST" and _tried(
        form,
        lambda: subject_requests.receive(**form.cleaned_data, by=_account(request), at=clock.now()),
    ):
        messages.success(request, _("The request was taken down; its clock runs."))
        return redirect("privacy:requests")
    return render(request, "privacy/new_request.html", {"form": form})


@require_safe
@never_cache
def one_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request and its clock; for its keeper, the two things that can be done with it."""
    one = get_object_or_404(Request, pk=request_id)
    return _shown(request, one, Extended(prefix="extend"), Closed(prefix="close"))


@require_POST
@never_cache
def extend(request: HttpRequest, request_id: int) -> HttpResponse:
    one, form = get_object_or_404(Request, pk=request_id), Extended(request.POST, prefix="extend")
    by, at = _account(request), clock.now()
    if _tried(form, lambda: subject_requests.extend(request=one, **form.cleaned_data, by=by, at=at)):
        messages.success(request, _("The term was extended."))
        return redirect("privacy:request", request_id=one.pk)
    return _shown(request, one, form, Closed(prefix="close"))


@require_POST
@never_cache
def close(request: HttpRequest, request_id: int) -> HttpResponse:
    one, form = get_object_or_404(Request, pk=request_id), Closed(request.POST, prefix="close")
    by, at = _account(request), clock.now()
    if _tried(form, lambda: subject_requests.close(request=one, **form.cleaned_data, by=by, at=at)):
        messages.success(request, _("The request was closed."))
        return redirect("privacy:request", request_id=one.pk)
    return _shown(request, one, Extended(prefix="extend"), form)


def _shown(request: HttpRequest, one: Request, extends: Extended, closes: Closed) -> HttpResponse:
    told = {
        "one": one,
        "standing": one.standing(clock.today()),
        "extends": extends,
        "closes": closes,
        "wrong": extends if extends.errors else closes,
        "keeps": _keeps(request),
    } | whom(one, at=clock.now())
    return render(request, "privacy/request.html", told)


@require_safe
@never_cache
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule of retention: what it says, when it last ran, and what it would remove now."""
    at = clock.now()
    rows = [(standing, standing.preview(at)) for standing in retention.standings()]
    return render(request, "privacy/rules.html", {"rows": rows, "keeps": _keeps(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rule(request: HttpRequest, key: str) -> HttpResponse:
    try:
        standing = retention.standing_of(key)
    except RuleUnknown as unknown:
        return render(request, "privacy/gone.html", {"sentence": str(unknown)}, status=404)
    decided = standing.decided
    initial = {name: getattr(decided, name) for name in ("days", "is_on", "source", "source_en")}
    form = Decided(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and _tried(
        form, lambda: retention.decide(key=key, **form.cleaned_data, by=_account(request), at=clock.now())
    ):
        messages.success(request, _("The rule was decided."))
        return redirect("privacy:rules")
    told = {
        "standing": standing,
        "form": form,
        "runs": queries.runs_of(key),
        "now": standing.preview(clock.now()),
    }
    return render(request, "privacy/rule.html", told)


@require_POST
@never_cache
def apply_rules(request: HttpRequest) -> HttpResponse:
    """Apply the rules that are switched on now, and not only at night."""
    runs = retention.apply(by=_account(request), at=clock.now())
    removed, failed = sum(run.removed for run in runs), [run for run in runs if run.trouble]
    messages.success(
        request, _("Rules applied: {rules}. Removed: {removed}.").format(rules=len(runs), removed=removed)
    )
    for run in failed:
        messages.error(request, _("{rule} failed: {trouble}").format(rule=run.rule, trouble=run.trouble))
    return redirect("privacy:rules")


def _activities() -> list[tuple[Activity, list[tuple[object, str]]]]:
    return [(activity, [(LABELS[name], name) for name in TEXTS[1:]]) for activity in Activity.objects.all()]


@require_safe
def notice(request: HttpRequest) -> HttpResponse:
    """For everybody: what the city does with whose data, why, and how long it keeps them (Articles 13 and 14)."""
    return render(request, "privacy/register.html", {"rows": _activities(), "public": True})


@require_safe
@never_cache
def processing(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy/register.html", {"rows": _activities(), "keeps": _keeps(request)})


@require_safe
@never_cache
def processing_csv(request: HttpRequest) -> HttpResponse:
    columns = ("key", *register.COLUMNS, "confirmed_on")
    rows = ({name: str(getattr(one, name) or "") for name in columns} for one in Activity.objects.all())
    return HttpResponse(
        spreadsheet.written(rows, columns),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="processing.csv"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def activity(request: HttpRequest, key: str) -> HttpResponse:
    known = get_object_or_404(Activity, pk=key)
    form = Confirmed(request.POST if request.method == "POST" else None, instance=known)
    if request.method == "POST" and _tried(
        form,
        lambda: register.confirm(key=key, texts=form.cleaned_data, by=_account(request), at=clock.now()),
    ):
        messages.success(request, _("The activity was confirmed."))
        return redirect("privacy:register")
    return render(request, "privacy/activity.html", {"activity": known, "form": form})


@require_safe
@never_cache
def consents(request: HttpRequest) -> HttpResponse:
    """Every version of every text that was agreed to: how often it was given, withdrawn, and stands."""
    return render(request, "privacy/consents.html", {"rows": queries.consents_by_version()})
