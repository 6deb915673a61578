"""A statement of the review cites a figure of the current release, chosen from a list and never typed."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kurss.evidence.models import Figure, Indicator
from kurss.people import clock
from kurss.people.acting import permit
from kurss.people.permissions import Act
from kurss.programme.definition_words import in_language
from kurss.programme.models import Citation
from kurss.programme.pages.answers import account, takes
from kurss.programme.pages.plan_forms import PlanForm
from kurss.programme.pages.statements import list_of, row_of
from kurss.programme.refusals import Refused
from kurss.programme.statements.citing import COLUMN, Cited, citable, citations_of, cite, take_back_citation
from kurss.programme.statements.lists import REVIEW

LONG = 12
"""Indicators in a list that is read at one look; above it, one searches."""


class CiteForm(PlanForm):
    """Which figure: an indicator in a period, each with its value as released."""

    def __init__(self, figures: list[Figure], data: Any = None) -> None:
        super().__init__(data)
        self.by_key = {f"{one.version.indicator.code} {one.period_key}": one for one in figures}
        groups = [
            (self._heading(indicator), [self._line(one) for one in own])
            for indicator, own in groupby(figures, lambda one: one.version.indicator)
        ]
        self.fields["figure"] = forms.ChoiceField(
            label=_("Figure"),
            choices=[("", _("choose one")), *groups],
            error_messages={
                "required": _("Choose the figure."),
                "invalid_choice": _("Choose a figure of the list: others are not released."),
            },
            widget=forms.Select(attrs={"class": "form-select"}),
        )

    @staticmethod
    def _heading(indicator: Indicator) -> str:
        return f"{indicator.code} {in_language(indicator.name, indicator.name_en)}"

    @staticmethod
    def _line(figure: Figure) -> tuple[str, str]:
        period = figure.period
        value = f"{figure.shown.normalize():f}" if figure.shown is not None else figure.get_reason_display()
        key = f"{figure.version.indicator.code} {figure.period_key}"
        return key, f"{period.starts_on} – {period.ends_on}: {value}"

    @property
    def chosen(self) -> tuple[Indicator, str]:
        figure = self.by_key[self.cleaned_data["figure"]]
        return figure.version.indicator, figure.period_key


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def cite_figure(request: HttpRequest, kept: str, entry: str) -> HttpResponse:
    """Choose a figure for a statement; those it cites can be taken back."""
    found, own = list_of(REVIEW.key, kept)
    row = row_of(own, entry)
    if row is None or type(row) not in COLUMN:
        raise Http404(_("This entry is not there any more."))
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at)
    every, find = citable(), request.GET.get("find", "").strip()
    figures = [one for one in every if _found(one, find)]
    # What was chosen from a narrower list is kept by the whole one.
    form = CiteForm(every, request.POST) if request.method == "POST" else CiteForm(figures)
    if form.is_valid():
        indicator, period = form.chosen
        try:
            cite(statement=row, indicator=indicator, period=period, by=by, at=at)
        except Refused as refused:
            form.add_error("figure", str(refused))
        else:
            return _back(kept)
    cited: tuple[Cited, ...] = citations_of(own.programme_of(row)).get((type(row), row.pk), ())
    return render(
        request,
        "programme/cite.html",
        {
            "chapter": found,
            "kept": own,
            "row": row,
            "form": form,
            "cited": cited,
            "any": bool(every),
            "find": find,
            "shown": len({one.version.indicator_id for one in figures}),
            "long": len({one.version.indicator_id for one in every}) > LONG,
        },
        status=422 if form.is_bound and form.errors else 200,
    )


@require_POST
@takes(Act.EDIT_PROGRAMME)
def take_back(request: HttpRequest, citation: int) -> HttpResponse:
    """The statement no longer rests on the figure."""
    row = Citation.objects.filter(pk=citation).first()
    if row is None:
        return redirect("programme:chapter", chapter=REVIEW.key)
    take_back_citation(citation=row, by=account(request), at=clock.now())
    return redirect("programme:chapter", chapter=REVIEW.key)


def _found(figure: Figure, find: str) -> bool:
    """Whether the indicator's code or one of its names has these words in it, however they are written."""
    own = figure.version.indicator
    said = f"{own.code} {own.name} {own.name_en}".casefold()
    return all(word in said for word in find.casefold().split())


def _back(kept: str) -> HttpResponse:
    return redirect(f"{reverse('programme:chapter', kwargs={'chapter': REVIEW.key})}#{kept}")
