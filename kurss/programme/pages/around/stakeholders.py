"""The ecosystem: who has a part, on a map of interest and influence and in a table; and changing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kurss.partners.models import Partner
from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act
from kurss.programme.around import stakeholders as verbs
from kurss.programme.around.keeping import mark
from kurss.programme.around.squares import TICKS, squares
from kurss.programme.definition_words import in_language
from kurss.programme.models import Stakeholder
from kurss.programme.pages.answers import account, download, programme_of, takes
from kurss.programme.pages.around.writing import (
    Asking,
    Crumbs,
    RecordForm,
    ask,
    confirm,
    needed,
)
from kurss.programme.pages.charter_forms import area, line
from kurss.programme.pages.organisations import to_choose
from kurss.programme.pages.questions import select
from kurss.sheets.writing import as_csv

RATINGS = [("", "–"), *((str(n), str(n)) for n in range(1, 6))]


class StakeholderForm(RecordForm):
    def build(self) -> None:
        self.fields["partner"] = select(
            _("Which partner"),
            to_choose(_("choose")),
            required=_("Choose a partner of the city."),
            help_text=_("A partner that is missing is entered under Organisations first."),
        )
        groups: list[tuple[str, str | Promise]] = [("", _("not said")), *Stakeholder.Group.choices]
        self.fields["group"] = select(_("Group"), groups)
        told = _("From 1, hardly any, to 5, very much. Both together put it on the map.")
        self.fields["interest"] = select(_("Interest in the programme"), RATINGS, help_text=told)
        self.fields["influence"] = select(_("Influence on the programme"), RATINGS)
        self.fields["text"] = area(_("How it is involved, in Latvian"), rows=3)
        self.fields["text_en"] = area(_("How it is involved, in English"), rows=3)
        self.fields["contact"] = line(_("Whom to talk to"))
        self.fields["contact"].help_text = _(
            "A name and how to reach them, as they gave it for this purpose."
        )
        self.fields["place"] = line(_("Where it is written, or who says so"))

    @staticmethod
    def of(row: Stakeholder) -> Mapping[str, Any]:
        names = ("group", "text", "text_en", "contact", "place")
        return {name: getattr(row, name) for name in names} | {
            "partner": str(row.partner_id),
            "interest": str(row.interest or ""),
            "influence": str(row.influence or ""),
            "seen": mark(verbs.told(row)),
        }

    def told(self) -> verbs.StakeholderTold:
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        for name in ("interest", "influence"):
            given[name] = int(given[name]) if given[name] else None
        given["partner"] = Partner.objects.get(pk=given["partner"])
        return verbs.StakeholderTold(**given)


@require_safe
@takes(Act.READ_DEFINITIONS)
def stakeholders(request: HttpRequest) -> HttpResponse:
    """Everybody with a part: the map, and the table that says the same."""
    programme = programme_of(request)
    rows = verbs.stakeholders_of(programme) if programme else ()
    numbered = list(enumerate(rows, start=1))
    return render(
        request,
        "programme/around/stakeholders.html",
        {
            "programme": programme,
            "rows": numbered,
            "squares": squares(
                (number, row.interest, row.influence)
                for number, row in numbered
                if row.interest is not None and row.influence is not None
            ),
            "rated": sum(row.is_rated for row in rows),
            "close": sum((row.interest or 0) >= 4 and (row.influence or 0) >= 4 for row in rows),
            "ticks": TICKS,
            "may_edit": may(account(request), Act.EDIT_PROGRAMME, at=clock.now()),
        },
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def stakeholders_csv(request: HttpRequest) -> HttpResponse:
    programme = programme_of(request)
    rows = verbs.rows_of(verbs.stakeholders_of(programme)) if programme else []
    return download(as_csv(rows, verbs.COLUMNS), "stakeholders.csv", "text/csv")


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add(request: HttpRequest) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    programme = needed(request)
    return ask(
        request,
        Asking(
            title=_("Record a stakeholder"),
            button=_("Record"),
            crumbs=_crumbs(),
            back=reverse("programme:stakeholders"),
            form=lambda data, initial: StakeholderForm(programme, data, initial),
            keep=lambda form, who: verbs.record_stakeholder(programme=programme, said=form.told(), **who),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def change(request: HttpRequest, stakeholder: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = _found(stakeholder)
    return ask(
        request,
        Asking(
            title=_("Change a stakeholder"),
            kicker=in_language(row.partner.name, row.partner.name_en),
            button=_("Keep"),
            crumbs=_crumbs(),
            back=reverse("programme:stakeholders"),
            form=lambda data, initial: StakeholderForm(row.programme, data, initial),
            row=row,
            initial=StakeholderForm.of,
            keep=lambda form, who: verbs.change_stakeholder(
                stakeholder=row, said=form.told(), seen=form.cleaned_data["seen"], **who
            ),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def remove(request: HttpRequest, stakeholder: int) -> HttpResponse:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    row = _found(stakeholder)
    back = reverse("programme:stakeholders")
    return confirm(
        request,
        title=_("Take this stakeholder out of the programme?"),
        what=in_language(row.partner.name, row.partner.name_en),
        button=_("Take it out"),
        crumbs=_crumbs(),
        back=back,
        after=back,
        act=lambda by: verbs.remove_stakeholder(stakeholder=row, by=by, at=clock.now()),
    )


def _crumbs() -> Crumbs:
    return ((reverse("programme:stakeholders"), _("Stakeholders")),)


def _found(key: int) -> Stakeholder:
    row = Stakeholder.objects.select_related("partner", "programme").filter(pk=key).first()
    if row is None:
        raise Http404(_("There is no such stakeholder."))
    return row
