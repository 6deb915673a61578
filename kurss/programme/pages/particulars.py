"""A programme's own particulars: what stands, what changed and by whom, and correcting it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kurss.journal.models import Entry
from kurss.journal.queries import history_of
from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act
from kurss.programme.beginning.particulars import Particulars, correct_programme, mark, particulars
from kurss.programme.models import Programme
from kurss.programme.pages.answers import account, programme_of, takes
from kurss.programme.pages.around.writing import Asking, RecordForm, ask, needed
from kurss.programme.pages.charter_forms import area, line
from kurss.programme.pages.plan_forms import day
from kurss.programme.pages.questions import text


class ParticularsForm(RecordForm):
    """All that a programme says of itself."""

    def build(self) -> None:
        self.fields["title"] = text(_("Name in Latvian"), _("Write its name in Latvian."))
        self.fields["title_en"] = text(_("Name in English"), _("Write its name in English."))
        self.fields["goal"] = area(_("Goal in Latvian"), rows=3)
        self.fields["goal_en"] = area(_("Goal in English"), rows=3)
        self.fields["priority"] = area(_("Priority in Latvian, if it has one"), rows=2)
        self.fields["priority_en"] = area(_("Priority in English"), rows=2)
        self.fields["starts_on"] = day(_("First day"), required=_("Write its first day."))
        self.fields["ends_on"] = day(_("Last day"), required=_("Write its last day."))
        self.fields["report"] = text(_("Title of its report, in Latvian"), _("Write the title in Latvian."))
        self.fields["report_en"] = text(
            _("Title of its report, in English"), _("Write the title in English.")
        )
        self.fields["author"] = text(
            _("Who answers for it"), _("Say who answers for the report."), length=200
        )
        self.fields["issued_on"] = day(_("Day of the report"), help_text=_("Empty: it bears no date."))
        self.fields["covers"] = line(_("What the report covers, in Latvian"))
        self.fields["covers_en"] = line(_("What the report covers, in English"))
        self.fields["disclaimer"] = area(_("Its disclaimer, in Latvian"), rows=3)
        self.fields["disclaimer_en"] = area(_("Its disclaimer, in English"), rows=3)

    @staticmethod
    def of(programme: Programme) -> dict[str, Any]:
        said = particulars(programme)
        return {one.name: getattr(said, one.name) for one in fields(said)} | {"seen": mark(programme)}

    def told(self) -> Particulars:
        return Particulars(**{one.name: self.cleaned_data[one.name] for one in fields(Particulars)})


@dataclass(frozen=True, slots=True)
class Change:
    """One value that was corrected, as its reader sees it."""

    what: str
    was: str
    became: str
    by: str
    at: datetime


@require_safe
@takes(Act.READ_DEFINITIONS)
def shown(request: HttpRequest) -> HttpResponse:
    """What the programme says of itself, and every correction, the latest first."""
    programme = programme_of(request)
    if programme is None:
        return redirect("programme:office")
    form = ParticularsForm(programme, None, ParticularsForm.of(programme))
    corrected = history_of(programme).filter(act="programme.correct_programme")
    more = {
        "programme": programme,
        "form": form,
        "changes": [one for entry in corrected for one in _changes(form, entry)],
        "may_edit": may(account(request), Act.EDIT_PROGRAMME, at=clock.now()),
    }
    return render(request, "programme/particulars.html", more)


def _changes(form: ParticularsForm, entry: Entry) -> Iterator[Change]:
    said = {detail.name: detail.value for detail in entry.details.all()}
    for name, asked in form.fields.items():
        if name in said or f"{name}_was" in said:
            was, became = said.get(f"{name}_was", ""), said.get(name, "")
            yield Change(str(asked.label), was, became, entry.by_label, entry.at)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def correct(request: HttpRequest) -> HttpResponse:
    """Correct what the programme says of itself."""
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    programme = needed(request)
    back = reverse("programme:particulars")
    return ask(
        request,
        Asking(
            title=_("Correct the particulars"),
            button=_("Keep"),
            crumbs=((back, _("Particulars")),),
            back=back,
            form=lambda data, initial: ParticularsForm(programme, data, initial),
            row=programme,
            initial=ParticularsForm.of,
            keep=lambda form, who: correct_programme(
                programme=programme, said=form.told(), seen=form.cleaned_data["seen"], **who
            ),
        ),
    )
