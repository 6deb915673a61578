"""Suggestions: the list by what became of them, one of them, and answering it."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act
from kurss.programme.around import suggestions as verbs
from kurss.programme.definition_words import in_language
from kurss.programme.models import Suggestion
from kurss.programme.pages.answers import account, download, programme_of, takes
from kurss.programme.pages.around.meeting_forms import AnswerForm, SuggestionForm
from kurss.programme.pages.around.meetings import crumbs, meeting_of, page_of
from kurss.programme.pages.around.writing import Asking, ask, confirm
from kurss.sheets.writing import as_csv

PAGE = 25
"""Suggestions on one page."""


@require_safe
@takes(Act.READ_DEFINITIONS)
def suggestions(request: HttpRequest) -> HttpResponse:
    """All of a programme, or those of which the same became."""
    programme = programme_of(request)
    asked = request.GET.get("state", "")
    asked = asked if asked in Suggestion.State.values else ""
    rows = verbs.suggestions_of(programme) if programme else Suggestion.objects.none()
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    shown = rows.filter(state=asked) if asked else rows
    more = {
        "programme": programme,
        "asked": asked,
        "states": [(key, word, counts.get(key, 0)) for key, word in Suggestion.State.choices],
        "total": sum(counts.values()),
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "waits_since": clock.today() - timedelta(days=verbs.days_to_answer()),
        "query": f"state={asked}" if asked else "",
        "may_edit": may(account(request), Act.EDIT_PROGRAMME, at=clock.now()),
    }
    return render(request, "programme/around/suggestions.html", more)


@require_safe
@takes(Act.READ_DEFINITIONS)
def suggestions_csv(request: HttpRequest) -> HttpResponse:
    """Every suggestion that was asked for, not only those of one page."""
    programme = programme_of(request)
    rows = verbs.suggestions_of(programme) if programme else Suggestion.objects.none()
    asked = request.GET.get("state", "")
    shown = rows.filter(state=asked) if asked in Suggestion.State.values else rows
    return download(as_csv(verbs.rows_of(shown), verbs.COLUMNS), "suggestions.csv", "text/csv")


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add(request: HttpRequest, meeting: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    held = meeting_of(meeting)
    return ask(
        request,
        Asking(
            title=_("Write down a suggestion"),
            kicker=in_language(held.title, held.title_en),
            button=_("Write it down"),
            crumbs=crumbs(held),
            back=page_of(held),
            form=lambda data, initial: SuggestionForm(held.programme, data, initial),
            keep=lambda form, who: verbs.suggest(meeting=held, said=form.told(), **who),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def change(request: HttpRequest, suggestion: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = _found(suggestion)
    return ask(
        request,
        Asking(
            title=_("Change the suggestion"),
            button=_("Keep"),
            crumbs=crumbs(row.meeting),
            back=page_of(row.meeting),
            form=lambda data, initial: SuggestionForm(row.meeting.programme, data, initial),
            row=row,
            initial=SuggestionForm.of,
            keep=lambda form, who: verbs.change_suggestion(
                suggestion=row, said=form.told(), seen=form.cleaned_data["seen"], **who
            ),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def answer(request: HttpRequest, suggestion: int) -> HttpResponse:
    """What became of it: adopted where, or why not; decided by whom and when."""
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = _found(suggestion)
    return ask(
        request,
        Asking(
            title=_("What became of the suggestion?"),
            kicker=in_language(row.text, row.text_en),
            button=_("Keep"),
            crumbs=crumbs(row.meeting),
            back=page_of(row.meeting),
            form=lambda data, initial: AnswerForm(row.meeting.programme, data, initial),
            row=row,
            initial=AnswerForm.of,
            keep=lambda form, who: verbs.answer_suggestion(
                suggestion=row, said=form.told(), seen=form.cleaned_data["seen"], **who
            ),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def remove(request: HttpRequest, suggestion: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = _found(suggestion)
    return confirm(
        request,
        title=_("Remove this suggestion?"),
        what=in_language(row.text, row.text_en),
        button=_("Remove"),
        crumbs=crumbs(row.meeting),
        back=page_of(row.meeting),
        after=page_of(row.meeting),
        act=lambda by: verbs.remove_suggestion(suggestion=row, by=by, at=clock.now()),
    )


def _found(key: int) -> Suggestion:
    row = Suggestion.objects.select_related("meeting__programme").filter(pk=key).first()
    if row is None:
        raise Http404(_("There is no such suggestion."))
    return row
