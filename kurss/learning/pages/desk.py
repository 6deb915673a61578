"""The desk: a clerk applies for whoever telephones, comes, or sends a paper, without leaving the keyboard.

One line finds the family, one line of numbers names the groups. The application is in the same round, with the
same chance, and says which way it came.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurss.learning.catalogue import readable
from kurss.learning.models import Application, CameBy, EnrolmentRound
from kurss.learning.models.onday import Resident
from kurss.learning.pages.answers import account, announced, application_of, is_open, runs_somewhere
from kurss.learning.pages.forms import LIVES, Choice, Several
from kurss.learning.refusals import LearningRefused
from kurss.learning.rounds import desk as rules
from kurss.learning.rounds.family import apply_as_family
from kurss.learning.rounds.mine import resident_before
from kurss.learning.rounds.queries import standing_of
from kurss.learning.rounds.readers import readers
from kurss.learning.rounds.wishing import numbered
from kurss.people import clock
from kurss.people.acting import permit
from kurss.people.permissions import Act
from kurss.people.reading import looked_at, looked_at_all
from kurss.people.restricting import shown_to
from kurss.people.signin.attempts import too_often

WAY = "how the last one came"
"""Where the session keeps it: a clerk with a pile of papers says so once."""

WAYS = [choice for choice in CameBy.choices if choice[0] != CameBy.WEB]


class Call(forms.Form):
    """Who, which groups, where they live, how they came: in the order in which one asks."""

    use_required_attribute = False

    person = forms.MultipleChoiceField(
        label=gettext_lazy("Who"),
        widget=Several(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Choose for whom it is")},
    )
    groups = forms.CharField(
        label=gettext_lazy("Numbers of the groups, the dearest first"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the numbers of the groups, such as 3 7")},
    )
    resident = forms.ChoiceField(
        label=gettext_lazy("Where do they live?"),
        choices=[(Resident.YES.value, LIVES[0][1]), (Resident.NO.value, LIVES[1][1]),
                 (Resident.NOT_RECORDED.value, gettext_lazy("Not said"))],
        widget=Choice(attrs={"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Ask where they live")},
    )  # fmt: skip
    came_by = forms.ChoiceField(
        label=gettext_lazy("How they came"), choices=WAYS, widget=Choice(attrs={"class": "form-check-input"})
    )
    together = forms.BooleanField(
        label=gettext_lazy("Keep brothers and sisters together where it can be done"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, round: str) -> HttpResponse:
    """Find a family, name the groups, send; then the next one. Every look at a child's record is written down."""
    found, at = announced(round), clock.now()
    _permit(request, found)
    if found.is_first_come:
        return redirect("learning:round", round=found.key)
    who, person = readable(request.GET.get("who", "")), _key(request.GET.get("person", ""))
    if who and (held_up := too_often(request, "search")) is not None:
        return held_up
    shown = _shown(who, person, found)
    looked_at_all(
        by=account(request),
        at=at,
        people=[one.key for one in shown],
        what="learning:desk",
        why=Act.RUN_ROUNDS,
    )
    free = [one for one in shown if one.application is None]
    form, named = _form(request, shown, free, person)
    groups = numbered(found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = apply_as_family(
                round=found,
                people=rules.people_named(said["person"], named),
                wishes=rules.groups_named(said["groups"], groups),
                came_by=CameBy(said["came_by"]),
                resident=Resident(said["resident"]),
                together=bool(said.get("together")),
                once=said["once"],
                by=account(request),
                at=at,
            )
        except LearningRefused as refusal:
            form.add_error("groups", str(refusal))
        else:
            request.session[WAY] = said["came_by"]
            return redirect(f"{reverse('learning:desk', kwargs={'round': found.key})}?made={made[0].pk}")
    return render(
        request,
        "learning/desk.html",
        {
            "round": found,
            "open": is_open(found),
            "groups": groups,
            "who": who,
            "asked": bool(who or person),
            "shown": shown,
            "free": free,
            "form": form,
            "made": _made(request, found),
        },
        status=422 if form.errors else 200,
    )


@require_safe
@never_cache
def slip(request: HttpRequest, application: UUID) -> HttpResponse:
    """The confirmation on paper, in the family's language: what was asked for, the ticket, and what comes next."""
    found = application_of(request, application)
    looked_at(
        by=account(request), at=clock.now(), person=found.person_id, what="learning:slip", why=Act.RUN_ROUNDS
    )
    known = shown_to(account(request), found.person_id, at=clock.now())
    spoken = dict(settings.LANGUAGES)
    wanted = request.GET.get("language", "")
    language = next(
        (each for each in (wanted, _language(found), settings.LANGUAGE_CODE) if each in spoken), "lv"
    )
    with translation.override(language):
        return render(
            request,
            "learning/slip.html",
            {
                "application": found,
                "round": found.round,
                "standing": standing_of(found),
                "name": known.name if known else "",
                "language": language,
                "languages": settings.LANGUAGES,
                "by_letter": bool(readers([found], at=clock.now())),
                "site": settings.KURSS_SITE,
            },
        )


def _form(
    request: HttpRequest, shown: list[rules.Candidate], free: list[rules.Candidate], person: UUID | None
) -> tuple[Call, list[rules.Candidate]]:
    """The form with what is known filled in and the cursor in its place, and whom it may name."""
    chosen = [one.key for one in free if one.key == person] or [one.key for one in free if len(free) == 1]
    form = Call(
        request.POST or None,
        initial={
            "person": [str(key) for key in chosen],
            "resident": resident_before((one.key for one in free), among=Resident.values),
            "came_by": request.session.get(WAY, CameBy.PHONE.value),
            "once": uuid4().hex,
        },
    )
    # Who has applied may be sent again by the same form, and is then the same application.
    named = shown if request.method == "POST" else free
    form.fields["person"].choices = [(str(one.key), _said(one)) for one in named]  # type: ignore[attr-defined]
    if len(named) < 2:
        del form.fields["together"]
    _focus(form, chosen=bool(chosen))
    return form, named


def _permit(request: HttpRequest, round: EnrolmentRound) -> None:
    """A clerk of one of the round's places; for groups elsewhere the verb refuses."""
    if not runs_somewhere(request, round):
        permit(request.user, Act.RUN_ROUNDS, at=clock.now(), place=round.pools.all()[0].group.place.key)


def _shown(who: str, person: UUID | None, round: EnrolmentRound) -> list[rules.Candidate]:
    on = clock.today()
    if person is not None:
        return rules.candidates(rules.brothers_and_sisters(person, on=on), round=round, on=on)
    return rules.found_by(who, round=round, on=on) if who else []


def _said(one: rules.Candidate) -> str:
    born = f"{one.identity.birth_date:%d.%m.%Y}" if one.identity.birth_date else "–"
    guardians = ", ".join(f"{each.name} {each.phone}".strip() for each in one.guardians)
    return " · ".join(part for part in (one.identity.name, born, guardians) if part)


def _focus(form: Call, *, chosen: bool) -> None:
    """The cursor stands where the next key is needed: at the first mistake, at who it is, or at the groups."""
    wrong = next((name for name in form.fields if name in form.errors), "") if form.is_bound else ""
    name = wrong or ("groups" if chosen else "person")
    form.fields[name].widget.attrs["autofocus"] = True


def _made(request: HttpRequest, round: EnrolmentRound) -> dict[str, object] | None:
    """What was sent just now, to be read back to whoever called."""
    key = _key(request.GET.get("made", ""))
    found = (
        Application.objects.filter(pk=key, round=round, applied_by_key=account(request).pk).first()
        if key
        else None
    )
    if found is None:
        return None
    known = shown_to(account(request), found.person_id, at=clock.now())
    wishes = found.wishes.values_list("pool", flat=True)
    numbers = {each.pool.pk: each.number for each in numbered(round)}
    return {
        "application": found,
        "name": known.name if known else "",
        "numbers": [numbers[pool] for pool in wishes if pool in numbers],
    }


def _language(found: Application) -> str:
    reader = readers([found], at=clock.now()).get(found.pk)
    if reader is not None:
        return reader.language
    family = rules.candidates([found.person_id], round=found.round, on=clock.today())
    written = [each.language for one in family for each in (*one.guardians, one.identity)]
    return next((each for each in written if each), "")


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
