"""The register of organisations, and of the projects that pay: what every form of the office chooses from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kurss.partners.models import Partner, PartnerKind
from kurss.people.permissions import Act
from kurss.programme import registering as verbs
from kurss.programme.definition_words import in_language
from kurss.programme.pages.answers import allowed, takes
from kurss.programme.pages.around import choices
from kurss.programme.pages.around.writing import Asking, Crumbs, RecordForm, ask, needed
from kurss.programme.pages.charter_forms import line
from kurss.programme.pages.organisations import organisations
from kurss.programme.pages.plan_forms import day
from kurss.programme.pages.questions import select, text


class PartnerForm(RecordForm):
    """What an organisation is called, and what it is."""

    def build(self) -> None:
        self.fields["name"] = text(_("Name in Latvian"), _("Write its name in Latvian."), length=200)
        self.fields["name_en"] = text(_("Name in English"), _("Write its name in English."), length=200)
        kinds = [("", _("choose")), *((one.value, str(one.label)) for one in PartnerKind)]
        self.fields["kind"] = select(_("What it is"), kinds, required=_("Choose what it is."))

    @staticmethod
    def of(row: Partner) -> Mapping[str, Any]:
        said = {name: getattr(row, name) for name in ("name", "name_en", "kind")}
        return said | {"seen": verbs.partner_mark(row)}

    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "name_en", "kind")}


class OperationForm(RecordForm):
    """A funder's project: what it is called, who pays, and from when until when."""

    def build(self) -> None:
        self.partners = organisations()
        self.fields["title"] = text(_("Name in Latvian"), _("Write its name in Latvian."))
        self.fields["title_en"] = text(_("Name in English"), _("Write its name in English."))
        who = choices.optional(_("choose"), choices.named(self.partners, "name"))
        self.fields["funder"] = select(_("Who pays"), who, required=_("Choose who pays."))
        self.fields["starts_on"] = day(_("First day"), required=_("Write its first day."))
        self.fields["ends_on"] = day(_("Last day"), help_text=_("Empty while it goes on."))
        self.fields["reference"] = line(_("Its number with the funder"), 120)

    def told(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return given | {"funder": self.partners[given["funder"]]}


@require_safe
@takes(Act.READ_DEFINITIONS)
def partners(request: HttpRequest) -> HttpResponse:
    """Every organisation by name."""
    rows = organisations().values()
    more = {"rows": rows, "may_edit": allowed(request, Act.REGISTER_PARTNERS)}
    return render(request, "programme/around/partners.html", more)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.REGISTER_PARTNERS)
def add(request: HttpRequest) -> HttpResponse:
    programme = needed(request)
    return ask(
        request,
        Asking(
            title=_("Enter an organisation"),
            button=_("Enter"),
            crumbs=_crumbs(),
            back=reverse("programme:partners"),
            form=lambda data, initial: PartnerForm(programme, data, initial),
            keep=lambda form, who: verbs.enter_partner(**form.told(), **who),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.REGISTER_PARTNERS)
def change(request: HttpRequest, partner: int) -> HttpResponse:
    row = Partner.objects.filter(pk=partner).first()
    if row is None:
        raise Http404(_("There is no such organisation."))
    programme = needed(request)
    return ask(
        request,
        Asking(
            title=_("Correct the organisation"),
            kicker=in_language(row.name, row.name_en),
            button=_("Keep"),
            crumbs=_crumbs(),
            back=reverse("programme:partners"),
            form=lambda data, initial: PartnerForm(programme, data, initial),
            row=row,
            initial=PartnerForm.of,
            keep=lambda form, who: verbs.rename_partner(
                partner=row, seen=form.cleaned_data["seen"], **form.told(), **who
            ),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.REGISTER_PARTNERS)
def add_operation(request: HttpRequest) -> HttpResponse:
    programme, back = needed(request), reverse("programme:operations")
    return ask(
        request,
        Asking(
            title=_("Enter an operation"),
            button=_("Enter"),
            crumbs=((back, _("Operations")),),
            back=back,
            form=lambda data, initial: OperationForm(programme, data, initial),
            keep=lambda form, who: verbs.enter_operation(**form.told(), **who),
        ),
    )


def _crumbs() -> Crumbs:
    return ((reverse("programme:partners"), _("Organisations")),)
