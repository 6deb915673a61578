"""Decisions of bodies: entered, corrected, taken out."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.acting import permit
from kurss.people.permissions import Act
from kurss.programme.around import decisions as verbs
from kurss.programme.definition_words import in_language
from kurss.programme.models import Decision
from kurss.programme.pages.answers import account, download, programme_of, takes
from kurss.programme.pages.around.governance import body_of, crumbs, page_of
from kurss.programme.pages.around.governance_forms import DecisionForm
from kurss.programme.pages.around.writing import Asking, ask, confirm
from kurss.sheets.writing import as_csv


@require_safe
@takes(Act.READ_DEFINITIONS)
def decisions_csv(request: HttpRequest) -> HttpResponse:
    """Every decision of every body, the latest first."""
    programme = programme_of(request)
    rows = verbs.decisions_of(programme) if programme else Decision.objects.none()
    return download(as_csv(verbs.rows_of(rows), verbs.COLUMNS), "decisions.csv", "text/csv")


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add(request: HttpRequest, body: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = body_of(body)
    return ask(
        request,
        Asking(
            title=_("Write down a decision"),
            kicker=in_language(row.title, row.title_en),
            button=_("Write it down"),
            crumbs=crumbs(row),
            back=page_of(row),
            form=lambda data, initial: DecisionForm(row.programme, data, initial),
            keep=lambda form, who: verbs.take_decision(body=row, said=form.told(), **who),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def change(request: HttpRequest, decision: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = _found(decision)
    return ask(
        request,
        Asking(
            title=_("Correct the decision"),
            kicker=f"{in_language(row.body.title, row.body.title_en)} · {row.number}",
            button=_("Keep"),
            crumbs=crumbs(row.body),
            back=page_of(row.body),
            form=lambda data, initial: DecisionForm(row.body.programme, data, initial),
            row=row,
            initial=DecisionForm.of,
            keep=lambda form, who: verbs.change_decision(
                decision=row, said=form.told(), seen=form.cleaned_data["seen"], **who
            ),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def remove(request: HttpRequest, decision: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = _found(decision)
    return confirm(
        request,
        title=_("Remove this decision?"),
        what=f"{row.number}: {in_language(row.text, row.text_en)}",
        button=_("Remove"),
        crumbs=crumbs(row.body),
        back=page_of(row.body),
        after=page_of(row.body),
        act=lambda by: verbs.remove_decision(decision=row, by=by, at=clock.now()),
    )


def _found(key: int) -> Decision:
    row = Decision.objects.select_related("body__programme").filter(pk=key).first()
    if row is None:
        raise Http404(_("There is no such decision."))
    return row
