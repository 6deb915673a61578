"""An auditor's seeded sample of the records behind a figure, as a page and as CSV. Each reading is journalled."""

from __future__ import annotations

import re
import secrets

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kurss.evidence import queries
from kurss.evidence.bag import BagBroken
from kurss.evidence.models import Figure
from kurss.evidence.records import parts
from kurss.evidence.sampling import MOST, Drawn, Sample
from kurss.people import clock
from kurss.people.acting import somebody
from kurss.programme.proof import draw_sample
from kurss.publication.pages.answers import csv

SEED = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Draw(forms.Form):
    """What a sample is drawn by. The seed is the auditor's own."""

    use_required_attribute = False

    seed = forms.RegexField(
        SEED,
        label=gettext_lazy("Seed"),
        help_text=gettext_lazy(
            "Letters, digits, dots and dashes. The same seed draws the same records for everybody."
        ),
        error_messages={
            "required": gettext_lazy("Enter a seed, for example the date and your initials"),
            "invalid": gettext_lazy("Use up to 64 letters, digits, dots and dashes"),
        },
        widget=forms.TextInput(attrs={"class": "form-control", "aria-describedby": "id_seed_helptext"}),
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many records"),
        min_value=1,
        max_value=MOST,
        error_messages={
            "required": gettext_lazy("Enter how many records to draw"),
            "invalid": gettext_lazy("Enter a whole number"),
            "min_value": gettext_lazy("Draw at least one record"),
            "max_value": gettext_lazy("Draw at most 500 records at a time"),
        },
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )


@require_safe
@never_cache
def sample(request: HttpRequest, address: str) -> HttpResponse:
    found, drawn, form, broken = _drawn(request, address)
    return render(
        request,
        "publication/sample.html",
        {
            "figure": found,
            "form": form,
            "parts": parts(found),
            "part": request.GET.get("part", ""),
            "sample": drawn,
            "broken": broken,
            "lines": [(one, _address(drawn, one)) for one in drawn.drawn] if drawn else (),
            "proposed": f"{clock.today().isoformat()}-{secrets.token_hex(4)}",
            "query": request.GET.urlencode(),
        },
        status=503 if broken else 200,
    )


@require_safe
@never_cache
def sample_csv(request: HttpRequest, address: str) -> HttpResponse:
    """The same sample; the digest is over the sealed row as canonical JSON."""
    found, drawn, _form, _broken = _drawn(request, address)
    if drawn is None:
        return sample(request, address)
    columns = ("place", *(drawn.drawn[0].row if drawn.drawn else ("record",)), "digest", "lives", "page")
    rows = [
        {
            "place": one.place,
            **one.row,
            "digest": one.digest,
            "lives": one.lives,
            "page": request.build_absolute_uri(url) if (url := _address(drawn, one)) else "",
        }
        for one in drawn.drawn
    ]
    return csv(rows, columns, f"sample-{found.address}-{drawn.seed}")


def _drawn(request: HttpRequest, address: str) -> tuple[Figure, Sample | None, Draw, bool]:
    """The figure, what was drawn of it (None before a seed was given), the form, and whether a file is damaged."""
    found = queries.figure_at(address)
    if found is None:
        raise Http404(_("No figure has the address %(address)s.") % {"address": address})
    asked = "seed" in request.GET
    form = Draw(request.GET if asked else None)
    if not asked or not form.is_valid():
        return found, None, form, False
    wanted = request.GET.get("part", "")
    try:
        drawn = draw_sample(
            figure=found,
            seed=form.cleaned_data["seed"],
            count=form.cleaned_data["count"],
            part=next((one for one in parts(found) if one.indicator_id == wanted), None),
            by=somebody(request.user),
            at=clock.now(),
        )
    except LookupError:
        return found, None, form, False
    except BagBroken:
        return found, None, form, True
    return found, drawn, form, False


def _address(drawn: Sample | None, one: Drawn) -> str:
    """Where the live record is shown; nothing where it is gone or its module has no page for it."""
    if drawn is None or not one.lives or not drawn.fact.record_page:
        return ""
    try:
        return reverse(drawn.fact.record_page, args=[one.record])
    except NoReverseMatch:
        return ""
