"""Writing down a baseline or a target, taking one back, placing an indicator in the programme, sealing."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kurss.evidence.bag import BagBroken
from kurss.evidence.models import Target
from kurss.evidence.promises import AlreadyPromised, AnotherCalendar, NoSuchPart, PromiseIncomplete
from kurss.people import clock
from kurss.people.permissions import Act
from kurss.programme.definition_words import in_language
from kurss.programme.indicators import permit_indicator, set_target, withdraw_target
from kurss.programme.measures import measure
from kurss.programme.models import Initiative, Measure
from kurss.programme.pages.answers import REFUSALS, account, programme_of, takes, writes
from kurss.programme.pages.indicator import indicator_of
from kurss.programme.pages.promise_forms import PlaceForm, TargetForm
from kurss.programme.sealing import seal_and_compute
from kurss.programme.words import Words


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.DEFINE_INDICATORS)
def target(request: HttpRequest, indicator: str) -> HttpResponse:
    """Write down a baseline or a target."""
    found = indicator_of(indicator)
    permit_indicator(found, by=account(request), at=clock.now())
    unit = in_language(found.unit, found.unit_en)
    initial = {"kind": request.GET.get("kind", ""), "comparison": "at_least"}
    form = TargetForm(
        found.version, unit, request.POST if request.method == "POST" else None, initial=initial
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            set_target(
                indicator=found,
                kind=given["kind"],
                comparison=given["comparison"],
                value=given["value"],
                period=given["period"],
                due_on=given["due_on"],
                cell=given.get("cell", ""),
                document=given["document"],
                place=given["place"],
                quote=given["quote"],
                by=account(request),
                at=clock.now(),
            )
        except (PromiseIncomplete, AnotherCalendar, AlreadyPromised, NoSuchPart) as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, _("It is written down."))
            return redirect("programme:indicator", indicator=found.pk)
    return _asked(request, form, "programme/target.html", indicator=found)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.DEFINE_INDICATORS)
def withdraw(request: HttpRequest, indicator: str, target_id: int) -> HttpResponse:
    """A page that asks why, and then the promise is gone from the page and kept in the journal."""
    found = indicator_of(indicator)
    permit_indicator(found, by=account(request), at=clock.now())
    own = Target.objects.filter(indicator=found, pk=target_id).first()
    if own is None:
        raise Http404(_("There is no such promise any more."))
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        withdraw_target(target=own, reason=form.cleaned_data["reason"], by=account(request), at=clock.now())
        messages.info(request, _("The promise is withdrawn; the journal keeps what it said."))
        return redirect("programme:indicator", indicator=found.pk)
    return _asked(request, form, "programme/withdraw.html", indicator=found, target=own)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def place(request: HttpRequest, indicator: str) -> HttpResponse:
    """Put an indicator into a column of the programme's overview."""
    found = indicator_of(indicator)
    programme = programme_of(request)
    if programme is None:
        raise Http404(_("There is no programme yet."))
    form = PlaceForm(programme, request.POST if request.method == "POST" else None, writes=writes(request))
    if form.is_valid():
        given = form.cleaned_data
        initiative = Initiative.objects.filter(programme=programme, pk=given["initiative"]).first()
        column = Measure.Column(given["column"])
        rows = Measure.objects.filter(programme=programme, initiative=initiative, column=column)
        try:
            measure(
                programme=programme,
                indicator=found,
                column=column,
                order=(rows.aggregate(last=Max("order"))["last"] or 0) + 1,
                words=Words(given["text"], given["text_en"], given["place"]),
                initiative=initiative,
                by=account(request),
                at=clock.now(),
            )
        except REFUSALS as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, _("It has its place in the programme."))
            return redirect("programme:indicator", indicator=found.pk)
    return _asked(request, form, "programme/place.html", indicator=found)


@require_POST
@takes(Act.SEAL)
def seal(request: HttpRequest) -> HttpResponse:
    """Seal the facts as of today and compute every figure that is lacking; only the button that says so does."""
    if request.POST.get("seal") != "today":
        return redirect("programme:indicators")
    try:
        sealed, computed = seal_and_compute(by=account(request), as_of=clock.today(), at=clock.now())
    except BagBroken:
        messages.error(
            request, _("A sealed file is missing or altered: nothing was computed. Tell the operator.")
        )
    else:
        messages.info(
            request,
            _("Sealed as %(digest)s; %(count)s figures are new.")
            % {"digest": sealed.digest[:12], "count": computed},
        )
    back = request.POST.get("indicator", "")
    return redirect("programme:indicator", indicator=back) if back else redirect("programme:indicators")


class WhyForm(forms.Form):
    """One sentence for the journal."""

    use_required_attribute = False

    reason = forms.CharField(widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}))

    def __init__(self, data: object = None) -> None:
        super().__init__(data, auto_id="%s")  # type: ignore[arg-type]
        self.fields["reason"].label = _("Why is it withdrawn?")
        self.fields["reason"].error_messages["required"] = _("Say why, for the journal.")


def _asked(request: HttpRequest, form: forms.Form, template: str, **more: object) -> HttpResponse:
    return render(request, template, {"form": form, **more}, status=422 if form.is_bound else 200)
