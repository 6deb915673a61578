"""Composing an indicator in the browser: one step a page, a live preview beside each, a last look, and saving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kurss.evidence.definition import Definition, UnsoundDefinition
from kurss.evidence.facts import UnknownDimension, UnknownFact
from kurss.evidence.indicators import IndicatorExists, UnknownIndicator, check
from kurss.evidence.models import Indicator
from kurss.people import clock
from kurss.people.permissions import Act
from kurss.programme import composing, definition_words
from kurss.programme.composition import TwoConditions, Unanswered, definition
from kurss.programme.models import IndicatorDraft
from kurss.programme.pages import indicator_forms as forms
from kurss.programme.pages.answers import account, allowed, takes
from kurss.programme.pages.previews import Shown, beside, shown
from kurss.programme.refusals import Refused

STEPS: Mapping[str, tuple[str | Promise, type[forms.Step] | None]] = {
    "what": (gettext_lazy("What is counted"), forms.What),
    "unit": (gettext_lazy("How it is counted"), forms.Unit),
    "conditions": (gettext_lazy("Which rows count"), forms.Conditions),
    "period": (gettext_lazy("Period and parts"), forms.Period),
    "names": (gettext_lazy("Name and unit"), forms.Naming),
    "sheet": (gettext_lazy("Reference sheet"), forms.SheetStep),
    "check": (gettext_lazy("Check and save"), None),
}
"""The steps in their order: the name in the address, its title, its form."""

UNSOUND = (Unanswered, UnsoundDefinition, UnknownFact, UnknownDimension, UnknownIndicator)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps the draft from being saved, and the step at which it is put right."""

    step: str
    sentence: str


@require_POST
@takes(Act.DEFINE_INDICATORS)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a new indicator; from the page of a fact, with that fact chosen already."""
    subject = request.POST.get("fact", "")
    answers = {"subject": [subject]} if subject else {}
    draft = composing.begin(answers=answers, by=account(request), at=clock.now())
    return redirect("programme:draft", draft_id=draft.pk, step="unit" if subject else "what")


@require_POST
@takes(Act.DEFINE_INDICATORS)
def change(request: HttpRequest, indicator: str) -> HttpResponse:
    """Begin the next version of an indicator, from the one in force."""
    found = Indicator.objects.filter(pk=indicator).first()
    if found is None:
        raise Http404(_("There is no indicator “%(key)s”.") % {"key": indicator})
    try:
        draft = composing.begin(indicator=found, by=account(request), at=clock.now())
    except TwoConditions as two:
        messages.error(request, str(two))
        return redirect("programme:indicator", indicator=found.pk)
    return redirect("programme:draft", draft_id=draft.pk, step="unit" if found.version else "what")


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.DEFINE_INDICATORS)
def step(request: HttpRequest, draft_id: int, step: str) -> HttpResponse:
    """One step. What was typed is kept before it is judged, so that nothing is lost by a mistake."""
    draft = _own(request, draft_id)
    steps = _steps(draft)
    if step not in steps:
        raise Http404(_("There is no step “%(step)s”.") % {"step": step})
    kind = STEPS[step][1]
    if kind is None:
        return _check(request, draft)
    form = kind(draft.answers, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        composing.keep(draft=draft, answers=form.typed(), by=account(request), at=clock.now())
        if form.is_valid() and "stay" not in request.POST:
            return redirect("programme:draft", draft_id=draft.pk, step=_after(step, steps))
        if form.is_valid():
            return redirect("programme:draft", draft_id=draft.pk, step=step)
    return render(
        request,
        "programme/compose.html",
        {**_around(draft, step, _preview(request, draft)), "form": form},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.DEFINE_INDICATORS)
def throw_away(request: HttpRequest, draft_id: int) -> HttpResponse:
    """A page that asks, and then the draft is gone."""
    draft = _own(request, draft_id)
    if request.method == "POST":
        composing.throw_away(draft=draft, by=account(request), at=clock.now())
        messages.info(request, _("The draft is gone."))
        return redirect("programme:indicators")
    return render(request, "programme/throw_away.html", {"draft": draft})


def _check(request: HttpRequest, draft: IndicatorDraft) -> HttpResponse:
    """The last look: all of it in words, what it gives, what changes; and the button that saves it."""
    found = problems(draft)
    if request.method == "POST" and not found:
        try:
            version, is_new = composing.save_version(draft=draft, by=account(request), at=clock.now())
        except (Refused, IndicatorExists, *UNSOUND) as refused:
            found = [Problem("names" if isinstance(refused, IndicatorExists) else "what", str(refused))]
        else:
            messages.info(
                request,
                _("Version %(number)s is saved. It is computed at the next seal.")
                % {"number": version.number}
                if is_new
                else _("Nothing differs from version %(number)s, which stays in force.")
                % {"number": version.number},
            )
            return redirect("programme:indicator", indicator=version.indicator_id)
    return render(
        request,
        "programme/check.html",
        {
            **_around(draft, "check", _preview(request, draft)),
            "problems": found,
            "sides": _sides(draft),
            "before": draft.indicator.version if draft.indicator is not None else None,
            "beside": beside(draft),
        },
        status=422 if request.method == "POST" else 200,
    )


def _preview(request: HttpRequest, draft: IndicatorDraft) -> Shown:
    """What the draft gives; its first records for whoever may open records at all."""
    if not allowed(request, Act.OPEN_RECORDS):
        return shown(draft)
    return shown(draft, may_open=lambda act: allowed(request, Act(act)))


def problems(draft: IndicatorDraft) -> list[Problem]:
    """Everything that keeps a draft from being saved, each with the step that puts it right."""
    found = []
    for name in _steps(draft):
        kind = STEPS[name][1]
        if kind is None or name == "names":
            continue
        form = kind(draft.answers, _as_data(draft))
        found += [Problem(name, str(error)) for errors in form.errors.values() for error in errors]
    if draft.indicator is None:
        found += [
            Problem("names", sentence) for _field, sentence in composing.problems_of_names(draft.answers)
        ]
    made = _made(draft)
    if isinstance(made, str) and not found:
        found.append(Problem("unit", made))
    return found


def _sides(draft: IndicatorDraft) -> tuple[definition_words.Difference, ...]:
    """The draft in words beside the version in force; alone where there is none."""
    try:
        made = definition(draft.answers)
    except UNSOUND:
        return ()
    version = draft.indicator.version if draft.indicator is not None else None
    return definition_words.differences(version.as_definition() if version else None, made, names_of_all())


def names_of_all() -> dict[str, str]:
    """The name of every indicator in the reader's language, with its code."""
    return {
        key: f"{code} {definition_words.in_language(name, english)}"
        for key, code, name, english in Indicator.objects.values_list("key", "code", "name", "name_en")
    }


def _made(draft: IndicatorDraft) -> Definition | str:
    """The definition of a draft that can be put in force, or the sentence that says why it cannot."""
    try:
        made = definition(draft.answers)
        check(made, of=draft.indicator_id or "")
    except UNSOUND as unsound:
        return str(unsound)
    return made


def _as_data(draft: IndicatorDraft) -> Mapping[str, object]:
    return MultiValueDict(draft.answers)


def _steps(draft: IndicatorDraft) -> tuple[str, ...]:
    """The steps this draft has: what is already named is not named again; a ratio has no rows to choose."""
    left_out = set()
    if draft.indicator is not None:
        left_out.add("names")
    if forms.one(draft.answers, "subject") in forms.OF_INDICATORS:
        left_out.add("conditions")
    return tuple(name for name in STEPS if name not in left_out)


def _after(step: str, steps: tuple[str, ...]) -> str:
    return steps[min(steps.index(step) + 1, len(steps) - 1)]


def _around(draft: IndicatorDraft, step: str, preview: Shown) -> dict[str, object]:
    steps = _steps(draft)
    return {
        "draft": draft,
        "step": step,
        "title": STEPS[step][0],
        "number": steps.index(step) + 1,
        "of": len(steps),
        "steps": [(name, STEPS[name][0]) for name in steps],
        "preview": preview,
    }


def _own(request: HttpRequest, draft_id: int) -> IndicatorDraft:
    draft = (
        IndicatorDraft.objects.filter(pk=draft_id, author=account(request))
        .select_related("indicator")
        .first()
    )
    if draft is None:
        raise Http404(_("There is no such draft of yours: it was saved or thrown away."))
    return draft
