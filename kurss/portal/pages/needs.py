"""From an advice on places to a need before the programme office: the top joins what may not know each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.learning.advice import Lacks
from kurss.learning.advising import Advised, advise
from kurss.learning.models import EnrolmentRound
from kurss.learning.naming import title_of
from kurss.learning.pages.season.rounds import own_round
from kurss.people import clock
from kurss.people.acting import may, somebody
from kurss.people.permissions import Act
from kurss.programme.models import Initiative, Programme
from kurss.programme.pages.questions import select
from kurss.programme.pipeline.needs import put_need
from kurss.programme.queries import current_programme
from kurss.programme.refusals import Refused
from kurss.programme.words import Box


@dataclass(frozen=True, slots=True)
class Need:
    """One way of placing children who wait, as the programme office reads it: no teacher is named."""

    title: Box
    about: Box
    place: str
    year: int
    cost_cents: int | None


class InitiativeForm(forms.Form):
    """For which initiative it is."""

    def __init__(self, programme: Programme | None, data: object = None) -> None:
        super().__init__(data, auto_id="%s")  # type: ignore[arg-type]
        rows = Initiative.objects.filter(programme=programme)
        self.own = {one.pk: one for one in rows}
        self.fields["initiative"] = select(
            _("Which initiative is it for?"),
            [("", "–"), *((one.pk, _own(one.title, one.title_en)) for one in rows)],
            required=_("Choose the initiative whose charter it would change."),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def round_need(request: HttpRequest, round: str, group: str, lacks: str) -> HttpResponse:
    """Show what would be put before the office, and put it. Where the advice is another by now, say so."""
    found, at = own_round(request, round), clock.now()
    advice = advise(found, at=at)
    one = next((way for way in advice.ways if way.group.key == group and way.way.lacks.value == lacks), None)
    form = InitiativeForm(current_programme(), request.POST if request.method == "POST" else None)
    back = reverse("learning:round-advice", kwargs={"round": found.key})
    need = need_of(one, found, advice.waiting, at=at) if one else None
    if need is not None and form.is_valid():
        try:
            idea = put_need(
                initiative=form.own[form.cleaned_data["initiative"]], title=need.title, about=need.about,
                place=need.place, year=need.year, cost_cents=need.cost_cents, synthetic=found.synthetic,
                by=somebody(request.user), at=at,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, _("It stands before the programme office now, as an idea."))
            reads = may(somebody(request.user), Act.READ_DEFINITIONS, at=at)
            return redirect("programme:proposal", proposal=idea.pk) if reads else redirect(back)
    more = {"round": found, "need": need, "form": form, "back": back}
    return render(request, "portal/need.html", more, status=422 if form.is_bound else 200)


def need_of(advised: Advised, round: EnrolmentRound, waiting: int, *, at: datetime) -> Need:
    """The advice in both languages, with its figures and the day on which they stood."""
    cost = advised.way.cost
    said: dict[str, tuple[str, str]] = {}
    for code in ("lv", "en"):
        with translation.override(code):
            said[code] = _title(advised), _about(advised, round, waiting, at=at)
    return Need(
        title=Box(said["lv"][0], said["en"][0]),
        about=Box(said["lv"][1], said["en"][1]),
        place=f"{round.key}, {timezone.localdate(at).isoformat()}",
        year=timezone.localdate(at).year,
        cost_cents=None if cost is None else int(cost * 100),
    )


def _title(advised: Advised) -> str:
    title = title_of(advised.group.curriculum_version.curriculum, "title")
    if advised.way.lacks is Lacks.LARGER_ROOM:
        return _("A larger room for “{title}”").format(title=title)
    return _("One more group of “{title}”").format(title=title)


def _about(advised: Advised, round: EnrolmentRound, waiting: int, *, at: datetime) -> str:
    way = advised.way
    lacks = {
        Lacks.NOTHING: _("Room and teacher are free at an hour at which groups meet."),
        Lacks.TEACHER: _("It lacks a teacher: nobody who taught it is free."),
        Lacks.ROOM: _("It lacks a room: none is free."),
        Lacks.LARGER_ROOM: _("A larger room is free at the hour of the group."),
    }
    placed = _(
        "It would place {placed} of {all} who wait for it; {waiting} wait in the round “{round}”, as counted "
        "on {day}."
    ).format(
        placed=way.placed,
        all=way.waiting,
        waiting=waiting,
        round=title_of(round, "title"),
        day=timezone.localdate(at).isoformat(),
    )
    hours = _("Meetings until the end of the season: {hours} hours.").format(hours=_plain(way.hours))
    return " ".join((placed, lacks[way.lacks], hours))


def _plain(hours: Decimal) -> str:
    return format(hours.normalize(), "f")


def _own(own: str, english: str) -> str:
    return own if translation.get_language() == "lv" else english
