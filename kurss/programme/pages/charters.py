"""Charters as the office writes them: one initiative's versions, its draft box by box, and approving it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kurss.journal.models import Entry
from kurss.journal.queries import history_of
from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act
from kurss.programme import queries
from kurss.programme.charter_boxes import (
    BOXES,
    begin_next_version,
    content_of,
    mark,
    said,
    with_box,
    write_box,
)
from kurss.programme.charters import (
    EMPTY,
    CharterContent,
    CharterText,
    approve_charter,
    return_charter,
    submit_charter,
    throw_away_charter,
)
from kurss.programme.differences import Line, compared, differ
from kurss.programme.models import Charter, Initiative, ProposalCost
from kurss.programme.models.charter import IN_FORCE, OPEN
from kurss.programme.pages.answers import account, language, takes
from kurss.programme.pages.charter_forms import BoxForm, ReasonForm, form_of
from kurss.programme.pipeline.proposals import OPEN as UNDECIDED
from kurss.programme.refusals import ChangedMeanwhile, Refused


@dataclass(frozen=True, slots=True)
class Difference:
    """A box of which two versions say something different."""

    title: str
    lines: tuple[Line, ...]


def initiative_of(key: str) -> Initiative:
    found = queries.initiative(key)
    if found is None:
        raise Http404(_("There is no initiative “%(key)s”.") % {"key": key})
    return found


@require_safe
@takes(Act.READ_DEFINITIONS)
def charter(request: HttpRequest, initiative: str) -> HttpResponse:
    """The version that is being written, or the one in force; and every version there was."""
    found = initiative_of(initiative)
    versions = queries.charter_versions(found)
    open_one = next((one for one in versions if one.state in OPEN), None)
    shown = open_one or next((one for one in versions if one.state in IN_FORCE), None)
    by, at = account(request), clock.now()
    edits = may(by, Act.EDIT_PROGRAMME, at=at, initiative=found.pk)
    mine = open_one is not None and str(by.pk) in open_one.writer_keys
    return render(
        request,
        "programme/charter.html",
        {
            "initiative": found,
            "versions": versions,
            "open": open_one,
            "sheet": queries.sheet_of(shown) if shown else None,
            "may_edit": edits,
            "may_write": edits and open_one is not None and open_one.state == Charter.State.DRAFT,
            "may_approve": may(by, Act.APPROVE_CHARTER, at=at, initiative=found.pk),
            "is_writer": mine,
            "approved_once": open_one is not None and open_one.first_approver_key == str(by.pk),
            "in_force": next((one for one in versions if one.state in IN_FORCE), None),
            "returned": _last_return(open_one) if open_one else None,
            "asked": ProposalCost.objects.filter(
                initiative=found, proposal__state__in=UNDECIDED
            ).select_related("proposal"),
            "empty": _empty_boxes(open_one) if open_one and edits else (),
        },
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def version(request: HttpRequest, initiative: str, number: int) -> HttpResponse:
    """One version on one page, as it prints."""
    found = initiative_of(initiative)
    one = _version(found, number)
    return render(
        request, "programme/charter_version.html", {"initiative": found, "sheet": queries.sheet_of(one)}
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def compare(request: HttpRequest, initiative: str) -> HttpResponse:
    """Two versions side by side, box by box: what went and what came."""
    found = initiative_of(initiative)
    versions = queries.charter_versions(found)
    numbers = [one.version for one in versions]
    if len(numbers) < 2:
        raise Http404(_("This initiative has one version of its charter only: there is nothing to compare."))
    after = _asked(request, "to", numbers, numbers[0])
    before = _asked(request, "from", numbers, max((n for n in numbers if n < after), default=numbers[-1]))
    old, new = (content_of(_version(found, number)) for number in (before, after))
    differences = differences_of(old, new)
    same = [str(title) for box, title in BOXES.items() if str(title) not in {d.title for d in differences}]
    return render(
        request,
        "programme/charter_compare.html",
        {
            "initiative": found,
            "versions": versions,
            "before": before,
            "after": after,
            "differences": differences,
            "same": same,
        },
    )


def differences_of(old: CharterContent, new: CharterContent) -> list[Difference]:
    """The boxes that say something else, in the reader's language."""
    found = []
    for box, title in BOXES.items():
        lines = compared(said(old, box, language()), said(new, box, language()))
        if differ(lines):
            found.append(Difference(str(title), lines))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def begin(request: HttpRequest, initiative: str) -> HttpResponse:
    """Begin the next version with the words of the last; the first one begins with what is done."""
    found = initiative_of(initiative)
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=found.pk)
    first = not Charter.objects.filter(initiative=found, state__in=IN_FORCE).exists()
    asked = request.method == "POST"
    empty = CharterContent(text=CharterText(what=EMPTY))
    form = form_of(empty, "what", found.programme, request.POST if asked else None) if first else None
    if asked and (form is None or form.is_valid()):
        try:
            what = form.kept["text"] if form else None
            begin_next_version(initiative=found, what=what, by=by, at=at)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("programme:charter", initiative=found.pk)
    return render(
        request,
        "programme/charter_begin.html",
        {"initiative": found, "form": form},
        status=422 if form and form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def box(request: HttpRequest, initiative: str, box: str) -> HttpResponse:
    """Write one box of the draft. Where somebody else changed it meanwhile, both texts are shown."""
    found = initiative_of(initiative)
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=found.pk)
    if box not in BOXES:
        raise Http404(_("A charter has no such box."))
    draft = Charter.objects.filter(initiative=found, state=Charter.State.DRAFT).first()
    if draft is None:
        messages.error(request, _("No draft of this charter is open: begin the next version first."))
        return redirect("programme:charter", initiative=found.pk)
    content = content_of(draft)
    form = form_of(content, box, found.programme, request.POST if request.method == "POST" else None)
    more = "more" in request.POST
    status = 200
    meanwhile: tuple[Line, ...] = ()
    if request.method == "POST" and not more:
        status = 422
        if form.is_valid():
            try:
                seen = form.cleaned_data["seen"]
                write_box(charter=draft, box=box, held=form.kept, seen=seen, by=by, at=at)
            except ChangedMeanwhile as refused:
                status, meanwhile = 409, _both(content, box, form)
                form = _again(form, request.POST, str(refused))
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return _after(request, found, box)
    return render(
        request,
        "programme/charter_box.html",
        {
            "initiative": found,
            "form": form,
            "box": box,
            "title": BOXES[box],
            "steps": BOXES.items(),
            "meanwhile": meanwhile,
            "their": _last_change(draft, box) if meanwhile else None,
            "next": _next(box),
            "more_rows": more,
        },
        status=status,
    )


@require_POST
@takes(Act.EDIT_PROGRAMME)
def submit(request: HttpRequest, initiative: str) -> HttpResponse:
    found = initiative_of(initiative)
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=found.pk)
    return _done(
        request,
        found,
        lambda open_one: submit_charter(charter=open_one, by=by, at=at),
        _("It is submitted. Two people who did not write it now approve it, or return it."),
    )


@require_POST
@takes(Act.APPROVE_CHARTER)
def approve(request: HttpRequest, initiative: str) -> HttpResponse:
    found = initiative_of(initiative)
    by, at = account(request), clock.now()
    permit(by, Act.APPROVE_CHARTER, at=at, initiative=found.pk)
    return _done(
        request,
        found,
        lambda open_one: approve_charter(charter=open_one, by=by, at=at),
        _("Your approval is written down."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.APPROVE_CHARTER)
def give_back(request: HttpRequest, initiative: str) -> HttpResponse:
    """Return a submitted charter to its writers, with the reason."""
    found = initiative_of(initiative)
    by, at = account(request), clock.now()
    permit(by, Act.APPROVE_CHARTER, at=at, initiative=found.pk)
    data = request.POST if request.method == "POST" else None
    form = ReasonForm(
        _("What should its writers change?"), _("Say what to change; an approval it had is void."), data
    )
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _done(
            request,
            found,
            lambda open_one: return_charter(charter=open_one, reason=reason, by=by, at=at),
            _("It is a draft again, and its writers read why."),
        )
    return render(
        request,
        "programme/charter_return.html",
        {"initiative": found, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def throw_away(request: HttpRequest, initiative: str) -> HttpResponse:
    """A page that asks, and then the draft is gone."""
    found = initiative_of(initiative)
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=found.pk)
    if request.method == "POST":
        return _done(
            request,
            found,
            lambda open_one: throw_away_charter(charter=open_one, by=by, at=at),
            _("The draft is thrown away. What is in force stays in force."),
        )
    return render(request, "programme/charter_throw_away.html", {"initiative": found})


def _done(
    request: HttpRequest, found: Initiative, act: Callable[[Charter], object], told: str
) -> HttpResponse:
    """Do it to the open version, and say so or why not."""
    open_one = Charter.objects.filter(initiative=found, state__in=OPEN).first()
    try:
        if open_one is None:
            raise Refused(_("No version of this charter is being written."))
        act(open_one)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.info(request, told)
    return redirect("programme:charter", initiative=found.pk)


def _both(content: CharterContent, box: str, form: BoxForm) -> tuple[Line, ...]:
    """From what stands now to what was typed."""
    mine = with_box(content, box, form.kept)
    return compared(said(content, box, language()), said(mine, box, language()))


def _again(form: BoxForm, typed: QueryDict, why: str) -> BoxForm:
    """The same words once more, to be kept over what stands now if they are sent again."""
    data = typed.copy()
    data["seen"] = mark(form.content, form.box)
    again = form_of(form.content, form.box, form.programme, data)
    again.is_valid()
    again.add_error(None, why)
    return again


def _after(request: HttpRequest, found: Initiative, box: str) -> HttpResponse:
    following = _next(box)
    if "go_on" in request.POST and following:
        return redirect("programme:charter-box", initiative=found.pk, box=following)
    messages.info(request, _("The box is kept."))
    return redirect("programme:charter", initiative=found.pk)


def _next(box: str) -> str:
    keys = list(BOXES)
    at = keys.index(box) + 1
    return keys[at] if at < len(keys) else ""


def _empty_boxes(open_one: Charter) -> tuple[tuple[str, str], ...]:
    content = content_of(open_one)
    return tuple((box, str(title)) for box, title in BOXES.items() if not said(content, box, "en"))


def _last_change(draft: Charter, box: str) -> Entry | None:
    """Who wrote a box last, as the journal says."""
    entries = history_of(draft).filter(act="programme.write_box", details__name="box", details__value=box)
    return entries.first()


def _last_return(open_one: Charter) -> tuple[Entry, str] | None:
    """The last time it was returned, and why; nothing once it was submitted again."""
    last = (
        history_of(open_one).filter(act__in=("programme.return_charter", "programme.submit_charter")).first()
    )
    if last is None or last.act != "programme.return_charter":
        return None
    return last, next((detail.value for detail in last.details.all() if detail.name == "reason"), "")


def _version(found: Initiative, number: int) -> Charter:
    one = Charter.objects.filter(initiative=found, version=number).first()
    if one is None:
        raise Http404(_("This charter has no version %(number)s.") % {"number": number})
    return one


def _asked(request: HttpRequest, name: str, numbers: list[int], otherwise: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and int(given) in numbers else otherwise
