"""Meetings around a programme: their list, one of them with its minutes, and changing it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act
from kurss.programme.around import meetings as verbs
from kurss.programme.definition_words import in_language
from kurss.programme.models import Meeting
from kurss.programme.pages.answers import account, programme_of, takes
from kurss.programme.pages.around.meeting_forms import MeetingForm
from kurss.programme.pages.around.writing import Asking, Crumbs, ask, confirm, needed
from kurss.programme.words import lines

PAGE = 25
"""Meetings on one page."""


@require_safe
@takes(Act.READ_DEFINITIONS)
def meetings(request: HttpRequest) -> HttpResponse:
    """Every meeting, the latest first, with what it still owes."""
    programme = programme_of(request)
    rows = verbs.meetings_of(programme) if programme else Meeting.objects.none()
    more = {
        "programme": programme,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_edit": may(account(request), Act.EDIT_PROGRAMME, at=clock.now()),
    }
    return render(request, "programme/around/meetings.html", more)


@require_safe
@takes(Act.READ_DEFINITIONS)
def meeting(request: HttpRequest, meeting: int) -> HttpResponse:
    """Who met when, what was said, suggested and decided."""
    row = meeting_of(meeting)
    suggestions = row.suggestions.select_related("stakeholder__partner", "initiative", "charter")
    more = {
        "row": row,
        "stakeholders": row.stakeholders.select_related("partner").order_by("order"),
        "bodies": row.bodies.order_by("order"),
        "people": lines(row.people),
        "suggestions": suggestions,
        "decisions": row.decisions.select_related("body", "superseded_by"),
        "may_edit": may(account(request), Act.EDIT_PROGRAMME, at=clock.now()),
    }
    return render(request, "programme/around/meeting.html", more)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add(request: HttpRequest) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    programme = needed(request)
    return ask(
        request,
        Asking(
            title=_("Record a meeting"),
            button=_("Record"),
            crumbs=crumbs(),
            back=reverse("programme:meetings"),
            form=lambda data, initial: MeetingForm(programme, data, initial),
            keep=lambda form, who: verbs.record_meeting(programme=programme, said=form.told(), **who),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def change(request: HttpRequest, meeting: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = meeting_of(meeting)
    return ask(
        request,
        Asking(
            title=_("Change the meeting"),
            kicker=in_language(row.title, row.title_en),
            button=_("Keep"),
            crumbs=crumbs(row),
            back=page_of(row),
            form=lambda data, initial: MeetingForm(row.programme, data, initial),
            row=row,
            initial=MeetingForm.of,
            keep=lambda form, who: verbs.change_meeting(
                meeting=row, said=form.told(), seen=form.cleaned_data["seen"], **who
            ),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def remove(request: HttpRequest, meeting: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = meeting_of(meeting)
    return confirm(
        request,
        title=_("Remove this meeting?"),
        what=in_language(row.title, row.title_en),
        button=_("Remove"),
        crumbs=crumbs(row),
        back=page_of(row),
        after=reverse("programme:meetings"),
        act=lambda by: verbs.remove_meeting(meeting=row, by=by, at=clock.now()),
    )


def crumbs(row: Meeting | None = None) -> Crumbs:
    way = ((reverse("programme:meetings"), _("Meetings")),)
    return way if row is None else (*way, (page_of(row), in_language(row.title, row.title_en)))


def page_of(row: Meeting) -> str:
    return reverse("programme:meeting", kwargs={"meeting": row.pk})


def meeting_of(key: int) -> Meeting:
    row = Meeting.objects.select_related("programme", "body").filter(pk=key).first()
    if row is None:
        raise Http404(_("There is no such meeting."))
    return row
