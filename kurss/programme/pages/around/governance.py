"""Governance: the bodies as a picture and as a list, one body with its seats and decisions, and changing them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act
from kurss.programme.around import governance as verbs
from kurss.programme.around.chart import Chart, Node, chart
from kurss.programme.around.decisions import decisions_of
from kurss.programme.definition_words import in_language
from kurss.programme.models import Body, Programme, Seat
from kurss.programme.pages.answers import account, programme_of, takes
from kurss.programme.pages.around.governance_forms import BodyForm, SeatForm
from kurss.programme.pages.around.writing import Asking, Crumbs, ask, confirm, needed

LATEST = 20
"""Decisions shown under the chart; each body shows all of its own."""

TOP = 0
"""The key of the programme itself in the chart: no body has it."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A body with the branches below it: the picture as a list."""

    body: Body
    below: tuple[Branch, ...]


@require_safe
@takes(Act.READ_DEFINITIONS)
def governance(request: HttpRequest) -> HttpResponse:
    """Who answers to whom: a drawing, the same as a list, and the latest decisions."""
    programme = programme_of(request)
    bodies = verbs.bodies_of(programme) if programme else ()
    decided = decisions_of(programme) if programme else ()
    more = {
        "programme": programme,
        "bodies": bodies,
        "chart": _chart(programme, bodies) if programme and bodies else None,
        "branches": branches(bodies),
        "decisions": decided[:LATEST],
        "latest": LATEST,
        "may_edit": may(account(request), Act.EDIT_PROGRAMME, at=clock.now()),
    }
    return render(request, "programme/around/governance.html", more)


def _chart(programme: Programme, bodies: Iterable[Body]) -> Chart:
    top = Node(TOP, None, in_language(programme.title, programme.title_en), _("The programme"))
    return chart((top, *(_node(one) for one in bodies)))


def _node(body: Body) -> Node:
    seats = len(body.seats.all())
    told = ngettext("%(kind)s, %(n)s seat", "%(kind)s, %(n)s seats", seats)
    about = told % {"kind": body.get_kind_display(), "n": seats}
    return Node(body.pk, body.parent_id or TOP, in_language(body.title, body.title_en), about)


def branches(bodies: Iterable[Body]) -> tuple[Branch, ...]:
    """The bodies as they answer to each other, in their order."""
    below: dict[int | None, list[Body]] = {}
    for one in bodies:
        below.setdefault(one.parent_id, []).append(one)

    def of(parent: int | None) -> tuple[Branch, ...]:
        return tuple(Branch(one, of(one.pk)) for one in below.get(parent, ()))

    return of(None)


@require_safe
@takes(Act.READ_DEFINITIONS)
def body(request: HttpRequest, body: int) -> HttpResponse:
    """One body: its mandate, who sits in it, when it met and what it decided."""
    row = body_of(body)
    more = {
        "row": row,
        "seats": row.seats.select_related("partner"),
        "below": row.below.all(),
        "meetings": row.meetings.all(),
        "decisions": decisions_of(row.programme).filter(body=row),
        "may_edit": may(account(request), Act.EDIT_PROGRAMME, at=clock.now()),
        "today": clock.today(),
    }
    return render(request, "programme/around/body.html", more)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add_body(request: HttpRequest) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    programme = needed(request)
    return ask(
        request,
        Asking(
            title=_("Enter a body"),
            button=_("Enter"),
            crumbs=crumbs(),
            back=reverse("programme:governance"),
            form=lambda data, initial: BodyForm(programme, data, initial),
            keep=lambda form, who: verbs.found_body(programme=programme, said=form.told(), **who),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def change_body(request: HttpRequest, body: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = body_of(body)
    return ask(
        request,
        Asking(
            title=_("Change the body"),
            kicker=in_language(row.title, row.title_en),
            button=_("Keep"),
            crumbs=crumbs(row),
            back=page_of(row),
            form=lambda data, initial: BodyForm(row.programme, data, initial),
            row=row,
            initial=BodyForm.of,
            keep=lambda form, who: verbs.change_body(
                body=row, said=form.told(), seen=form.cleaned_data["seen"], **who
            ),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def remove_body(request: HttpRequest, body: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = body_of(body)
    return confirm(
        request,
        title=_("Remove this body?"),
        what=in_language(row.title, row.title_en),
        button=_("Remove"),
        crumbs=crumbs(row),
        back=page_of(row),
        after=reverse("programme:governance"),
        act=lambda by: verbs.remove_body(body=row, by=by, at=clock.now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add_seat(request: HttpRequest, body: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = body_of(body)
    return ask(
        request,
        Asking(
            title=_("Add a seat"),
            kicker=in_language(row.title, row.title_en),
            button=_("Add"),
            crumbs=crumbs(row),
            back=page_of(row),
            form=lambda data, initial: SeatForm(row.programme, data, initial),
            keep=lambda form, who: verbs.add_seat(body=row, said=form.told(), **who),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def change_seat(request: HttpRequest, seat: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = _seat(seat)
    return ask(
        request,
        Asking(
            title=_("Change the seat"),
            kicker=in_language(row.role, row.role_en),
            button=_("Keep"),
            crumbs=crumbs(row.body),
            back=page_of(row.body),
            form=lambda data, initial: SeatForm(row.body.programme, data, initial),
            row=row,
            initial=SeatForm.of,
            keep=lambda form, who: verbs.change_seat(
                seat=row, said=form.told(), seen=form.cleaned_data["seen"], **who
            ),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def remove_seat(request: HttpRequest, seat: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = _seat(seat)
    return confirm(
        request,
        title=_("Remove this seat?"),
        what=in_language(row.role, row.role_en),
        button=_("Remove"),
        crumbs=crumbs(row.body),
        back=page_of(row.body),
        after=page_of(row.body),
        act=lambda by: verbs.remove_seat(seat=row, by=by, at=clock.now()),
    )


def crumbs(row: Body | None = None) -> Crumbs:
    way = ((reverse("programme:governance"), _("Governance")),)
    return way if row is None else (*way, (page_of(row), in_language(row.title, row.title_en)))


def page_of(row: Body) -> str:
    return reverse("programme:body", kwargs={"body": row.pk})


def body_of(key: int) -> Body:
    row = Body.objects.select_related("programme", "parent").filter(pk=key).first()
    if row is None:
        raise Http404(_("There is no such body."))
    return row


def _seat(key: int) -> Seat:
    row = Seat.objects.select_related("body__programme").filter(pk=key).first()
    if row is None:
        raise Http404(_("There is no such seat."))
    return row
