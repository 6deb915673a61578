"""Saying where a place is and how one gets in; what stood before, and who changed it, stands below the form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.journal.queries import history_of
from kurss.learning.pages.answers import account
from kurss.learning.pages.season.forms import Plain
from kurss.people import clock
from kurss.people.acting import permit, signature
from kurss.people.permissions import Act
from kurss.places import queries
from kurss.places.earth import read_pair
from kurss.places.models import Institution, StepFree
from kurss.places.refusals import (
    NoDegrees,
    PlaceRefusal,
    PositionIncomplete,
    SourceMissing,
    TooFarFromTheCity,
)
from kurss.places.whereabouts import Whereabouts, say_where


class WhereForm(Plain):
    """Address, position, entrance and access of a place."""

    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    latitude = forms.CharField(
        label=gettext_lazy("Latitude"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "Degrees north (WGS 84), such as 57.3906; or both numbers, as a map copies them."
        ),
    )
    longitude = forms.CharField(
        label=gettext_lazy("Longitude"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Degrees east, such as 21.5733."),
    )
    position_source = forms.CharField(
        label=gettext_lazy("Who says so"),
        max_length=500,
        required=False,
        help_text=gettext_lazy(
            "A register, a map or a measurement, and its day. It stands on the page of the place."
        ),
    )
    entrance = forms.CharField(
        label=gettext_lazy("How to find the entrance, in Latvian"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    entrance_en = forms.CharField(
        label=gettext_lazy("How to find the entrance, in English"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    step_free = forms.ChoiceField(label=gettext_lazy("Getting in without steps"), choices=StepFree.choices)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        pair = read_pair(said.get("latitude", ""))
        if pair and not said.get("longitude"):
            said["latitude"], said["longitude"] = pair
        return said

    @classmethod
    def of(cls, place: Institution) -> dict[str, Any]:
        known = {one.name: getattr(place, one.name) for one in fields(Whereabouts)}
        return {name: "" if value is None else str(value) for name, value in known.items()}


FIELDS = {NoDegrees: "latitude", TooFarFromTheCity: "latitude", PositionIncomplete: "longitude"}
FIELDS |= {SourceMissing: "position_source"}
"""Beside which field a refusal stands."""


@dataclass(frozen=True, slots=True)
class Change:
    what: str
    was: str
    became: str
    by: str
    at: datetime


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, institution: str) -> HttpResponse:
    place = queries.institution(institution)
    if place is None:
        raise Http404(_("There is no place %(key)s.") % {"key": institution})
    at, who = clock.now(), account(request)
    permit(who, Act.REGISTER_PLACES, at=at, place=place.key)
    form = WhereForm(request.POST if request.method == "POST" else None, initial=WhereForm.of(place))
    if form.is_valid():
        told = Whereabouts(**{one.name: form.cleaned_data[one.name] for one in fields(Whereabouts)})
        try:
            say_where(institution=place, told=told, by_key=str(who.pk), by_label=signature(who, at=at), at=at)
        except PlaceRefusal as refusal:
            form.add_error(FIELDS.get(type(refusal)), str(refusal))
        else:
            messages.success(request, _("Kept. This is how families see the place."))
            return redirect("learning:place", institution=place.key)
    return render(
        request,
        "learning/places/change.html",
        {"place": place, "form": form, "changes": list(_changes(form, place))},
        status=422 if form.errors else 200,
    )


def _changes(form: WhereForm, place: Institution) -> Iterator[Change]:
    words = dict(StepFree.choices)
    for entry in history_of(place).filter(act="places.say_where"):
        said = {detail.name: detail.value for detail in entry.details.all()}
        for name, field in form.fields.items():
            if f"{name}_was" in said:
                was, became = said[f"{name}_was"], said.get(name, "")
                if name == "step_free":
                    was, became = str(words.get(was, was)), str(words.get(became, became))
                yield Change(str(field.label), was, became, entry.by_label, entry.at)
