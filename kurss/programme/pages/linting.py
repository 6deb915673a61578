"""What an auditor would ask: findings over the records, accepting one for a time, and reading a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kurss.people import clock
from kurss.people.acting import permit
from kurss.people.permissions import Act
from kurss.programme.lint.accepting import (
    LintAccount,
    NoSuchFinding,
    accept,
    finding_at,
    initiative_at,
    linted,
    take_back,
)
from kurss.programme.lint.rule import Finding as Found
from kurss.programme.lint.telling import KINDS
from kurss.programme.models import AcceptedFinding, Programme
from kurss.programme.pages.answers import account, download, programme_of, takes, writes
from kurss.programme.pages.findings import Told
from kurss.programme.prose.files import AT_MOST, ReportRefused
from kurss.programme.prose.finding import Finding
from kurss.programme.prose.letter import counted, letter, where
from kurss.programme.prose.lint import lint_report
from kurss.programme.refusals import Refused
from kurss.programme.severity import Severity

PAGE = 15
"""Places of records on one page."""


@dataclass(frozen=True, slots=True)
class Group:
    """A record and all that is found about it, the worst first."""

    kind: str
    label: str
    address: str
    findings: tuple[Told, ...]


@require_safe
@takes(Act.READ_DEFINITIONS)
def listed(request: HttpRequest) -> HttpResponse:
    programme = _programme(request)
    found = linted(programme.pk, on=clock.today()) if programme is not None else None
    asked = {name: request.GET.get(name, "").strip() for name in ("severity", "kind", "rule")}
    every = found.open if found is not None else ()
    shown = [
        one
        for one in every
        if asked["severity"] in ("", one.rule.severity.value)
        and asked["kind"] in ("", one.place.kind)
        and asked["rule"] in ("", one.rule.key)
    ]
    page = Paginator(_by_place(shown), PAGE).get_page(request.GET.get("page"))
    narrows = {name: value for name, value in asked.items() if value}
    if programme is not None and request.GET.get("programme"):
        narrows["programme"] = programme.pk
    return render(
        request,
        "programme/lint.html",
        {
            "programme": programme,
            "programmes": Programme.objects.all(),
            "found": found,
            "first": Told.of(every[0]) if every else None,
            "page": page,
            "groups": [_group(findings) for findings in page],
            "shown": len(shown),
            "total": len(every),
            "errors": len(found.errors) if found is not None else 0,
            "accepted": [(Told.of(finding), row) for finding, row in found.accepted] if found else [],
            "asked": asked,
            "narrows": any(asked.values()),
            "query": urlencode(narrows),
            "severities": Severity.choices,
            "kinds": KINDS.items(),
            "rules": {one.rule.key: one.rule.title for one in every}.items(),
            "today": clock.today(),
            "acceptable": _acceptable(request, found, list(page)),
        },
    )


def _acceptable(request: HttpRequest, found: LintAccount | None, shown: list[list[Found]]) -> frozenset[str]:
    """The places on the page whose findings the reader may take as they are, or open again."""
    if found is None:
        return frozenset()
    places = {own[0].place.name for own in shown} | {finding.place.name for finding, _row in found.accepted}
    own = writes(request)
    return frozenset(place for place in places if own(initiative_at(place)))


def _programme(request: HttpRequest) -> Programme | None:
    """The one that is asked for, otherwise the one its officer works on."""
    return programme_of(request)


def _by_place(findings: list[Found]) -> list[list[Found]]:
    by_place: dict[str, list[Found]] = {}
    for one in findings:
        by_place.setdefault(one.place.name, []).append(one)
    return list(by_place.values())


def _group(findings: list[Found]) -> Group:
    told = tuple(Told.of(one) for one in findings)
    return Group(told[0].kind, told[0].label, told[0].address, told)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def accepting(request: HttpRequest) -> HttpResponse:
    """Take a finding as it is: why, and until when."""
    programme = _programme(request)
    rule, place = request.GET.get("rule", ""), request.GET.get("place", "")
    if programme is None or not (rule and place):
        messages.info(request, _("Choose a finding first."))
        return redirect("programme:lint")
    try:
        finding = finding_at(programme.pk, rule, place, on=clock.today())
    except NoSuchFinding as gone:
        messages.info(request, str(gone))
        return redirect("programme:lint")
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now(), initiative=initiative_at(place))
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            accept(
                programme=programme,
                rule=rule,
                place=place,
                reason=form.cleaned_data["reason"],
                until=form.cleaned_data["until"],
                by=account(request),
                at=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("Accepted; it comes back when its time is over or its values change.")
            )
            return redirect(f"{reverse('programme:lint')}?programme={programme.pk}")
    return render(
        request,
        "programme/lint_accept.html",
        {"finding": Told.of(finding), "form": form, "programme": programme},
        status=422 if form.is_bound else 200,
    )


@require_POST
@takes(Act.EDIT_PROGRAMME)
def taking_back(request: HttpRequest, accepted_id: int) -> HttpResponse:
    row = AcceptedFinding.objects.filter(pk=accepted_id).first()
    if row is None:
        raise Http404(_("There is no such acceptance."))
    take_back(accepted=row, by=account(request), at=clock.now())
    messages.info(request, _("The finding is open again."))
    return redirect(f"{reverse('programme:lint')}?programme={row.programme_id}")


class AcceptForm(forms.Form):
    """Why a finding is taken as it is, and until when."""

    use_required_attribute = False

    reason = forms.CharField(
        max_length=2000, widget=forms.Textarea(attrs={"class": "form-control", "rows": 4})
    )
    until = forms.DateField(
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="%s", initial={"until": clock.today() + timedelta(days=90)})
        reason, until = self.fields["reason"], self.fields["until"]
        reason.label = _("Why is it taken as it is?")
        reason.help_text = _("Whoever reads the list sees it with your name.")
        reason.error_messages = {"required": _("Say why the finding is taken as it is.")}
        until.label = _("Until")
        until.help_text = _("Within a year. After that day the finding is open again.")
        missing = _("Choose a day after today and within a year: then somebody looks again.")
        until.error_messages = {"required": missing, "invalid": missing}


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the letter: the finding, and its words with where they stand."""

    finding: Finding
    places: tuple[tuple[str, str], ...]

    @property
    def word(self) -> str:
        return str(self.finding.rule.severity.label)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.READ_DEFINITIONS)
def report(request: HttpRequest) -> HttpResponse:
    """A deliverable is read and forgotten: its findings are shown, or given as a letter to keep."""
    form = ReportForm(request.POST, request.FILES) if request.method == "POST" else ReportForm()
    found: tuple[Finding, ...] | None = None
    name = ""
    if form.is_valid():
        given = form.cleaned_data["file"]
        name = given.name
        try:
            found = lint_report(given.read(), name)
        except ReportRefused as refused:
            form.add_error("file", str(refused))
        else:
            if form.cleaned_data["answer"] == "letter":
                return download(letter(found, name), "letter.txt", "text/plain")
    points = [Point(one, tuple((p.quote, where(p.spot)) for p in one.places)) for one in found or ()]
    return render(
        request,
        "programme/lint_report.html",
        {
            "form": form,
            "name": name,
            "read": found is not None,
            "points": points,
            "counted": counted(found or ()),
        },
        status=422 if form.is_bound and found is None else 200,
    )


class ReportForm(forms.Form):
    """A report, and how its findings are wanted."""

    use_required_attribute = False

    file = forms.FileField(
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".txt,.docx,.pdf"})
    )
    answer = forms.ChoiceField(widget=forms.RadioSelect(attrs={"class": "form-check-input"}))

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="%s", initial={"answer": "page"})
        file, answer = self.fields["file"], self.fields["answer"]
        file.label = _("The report")
        file.help_text = _("Text, DOCX or PDF, up to 25 MB. It is read and not kept.")
        missing = _("Choose a file.")
        file.error_messages = {"required": missing, "empty": _("The file is empty: choose another."),
                               "missing": missing, "invalid": missing}  # fmt: skip
        answer.label = _("Show the findings")
        assert isinstance(answer, forms.ChoiceField)
        answer.choices = [("page", _("on this page")), ("letter", _("as a letter to its authors, to keep"))]
        answer.error_messages = {
            "required": _("Choose how to show them."),
            "invalid_choice": _("Choose how to show them."),
        }

    def clean_file(self) -> object:
        given = self.cleaned_data["file"]
        if given.size > AT_MOST:
            raise forms.ValidationError(
                _("The file is larger than 25 MB: leave out its pictures, or save its text.")
            )
        return given
