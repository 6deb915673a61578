"""Applying in a round, and changing one's wishes while it is open: one page each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.learning.fitting import Said, said_grades
from kurss.learning.models import Application, CameBy, EnrolmentRound
from kurss.learning.models.onday import Resident
from kurss.learning.pages.answers import account, announced, application_of, is_open, runs_somewhere
from kurss.learning.pages.forms import LIVES, Apply, Wishes
from kurss.learning.refusals import LearningRefused
from kurss.learning.rounds.applying import change_wishes
from kurss.learning.rounds.family import NewChild, apply_as_family
from kurss.learning.rounds.mine import family_of, resident_before
from kurss.learning.rounds.wishing import Wishable, numbered
from kurss.people import clock
from kurss.people.models import Identity, Person
from kurss.people.refusals import PeopleRefusal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, round: str) -> HttpResponse:
    """One page: for whom, which groups in which order. What is known already is filled in."""
    found = announced(round)
    if found.is_first_come:
        return redirect("learning:round", round=found.key)
    groups = numbered(found)
    family = family_of(account(request), on=clock.today())
    applied = {
        one.person_id: one for one in Application.objects.live().filter(round=found, person__in=family)
    }
    own = account(request).person_id
    grades = said_grades(family, [each.pool.group for each in groups])
    people = _who(family, groups, applied, own, grades)
    form = Apply(
        request.POST or None,
        # Who has applied may be sent again by the same form, and is then the same application.
        people=people if request.method == "GET" else _who(family, groups, {}, own, grades),
        groups=[(each.key, each.label) for each in groups],
        most=found.most_places,
        siblings=bool(applied) or len(people) > 1,
        initial=_known_already(request, groups, people, family, grades),
    )
    if request.method == "POST" and form.is_valid():
        done = _apply(request, form, found, groups)
        if done is not None:
            return done
    return render(
        request,
        "learning/apply.html",
        {
            "round": found,
            "form": form,
            "applied": [(one, family[key].given_name) for key, one in applied.items() if key in family],
            "open": is_open(found),
            "known": account(request).person_id is not None,
            "clerk": runs_somewhere(request, found),
        },
        status=422 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, application: UUID) -> HttpResponse:
    """Other wishes, or another order; the ticket and the chance stay."""
    found = application_of(request, application)
    round = announced(found.round.key)
    groups = numbered(round)
    wished = list(found.wishes.values_list("pool", flat=True))
    by_pool = {each.pool.pk: each.key for each in groups}
    initial: dict[str, Any] = {f"wish{n}": by_pool.get(pool) for n, pool in enumerate(wished, start=1)}
    form = Wishes(
        request.POST or None,
        groups=[(each.key, each.label) for each in groups],
        most=round.most_places,
        initial=initial | {"wants": found.wants},
    )
    if request.method == "POST" and form.is_valid():
        pools = {each.key: each.pool for each in groups}
        try:
            change_wishes(
                application=found,
                wishes=[pools[key] for key in form.wished()],
                wants=form.cleaned_data.get("wants", 1),
                by=account(request),
                at=clock.now(),
            )
        except LearningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The wishes are changed. The ticket, and so the chance, stays the same.")
            )
            return redirect("learning:application", application=found.pk)
    return render(
        request,
        "learning/change.html",
        {"form": form, "round": round, "application": found, "open": is_open(round)},
        status=422 if form.errors else 200,
    )


def _apply(
    request: HttpRequest, form: Apply, round: EnrolmentRound, groups: list[Wishable]
) -> HttpResponse | None:
    said, pools = form.cleaned_data, {each.key: each.pool for each in groups}
    new = said.get("birth_date") and NewChild(
        given_name=said["given_name"],
        family_name=said["family_name"],
        birth_date=said["birth_date"],
        language=get_language() or "",
    )
    try:
        made = apply_as_family(
            round=round,
            people=list(Person.objects.filter(pk__in=said.get("person") or [])),
            new_child=new or None,
            wishes=[pools[key] for key in form.wished()],
            came_by=CameBy.WEB,
            wants=said.get("wants") or 1,
            resident=Resident(said["resident"]),
            together=bool(said.get("together")),
            once=said["once"],
            by=account(request),
            at=clock.now(),
        )
    except (LearningRefused, PeopleRefusal) as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(
        request,
        _(
            "The application is in. You can change or withdraw it until the round closes; a letter says so too."
        ),
    )
    if len(made) == 1:
        return redirect("learning:application", application=made[0].pk)
    return redirect("learning:mine")


def _who(
    family: Mapping[UUID, Identity],
    groups: list[Wishable],
    applied: Mapping[UUID, Application],
    own: UUID | None,
    grades: Said,
) -> dict[UUID, str]:
    """Those of the family who have not applied yet: every child, and the reader where a group is for grown-ups."""
    today, found = clock.today(), {}
    for key, identity in family.items():
        fits = any(each.takes(identity, grades) for each in groups)
        grown_up = key == own and (identity.age_on(today) is None or not identity.is_in_care_on(today))
        if key in applied or (grown_up and not any(each.is_for_adults for each in groups)):
            continue
        age = identity.age_on(today)
        said = identity.given_name if age is None else f"{identity.given_name}, {age}"
        found[key] = said if fits else _("{name}: no group of this round is for this age").format(name=said)
    return found


def _known_already(
    request: HttpRequest,
    groups: list[Wishable],
    people: Mapping[UUID, str],
    family: Mapping[UUID, Identity],
    grades: Said,
) -> dict[str, Any]:
    """The group somebody came from, the only child it is for, and where they said they live last time."""
    wanted = request.GET.get("group", "")
    fitting = [
        key
        for key in people
        if any(each.takes(family[key], grades) for each in groups if wanted in ("", each.pool.group.key))
    ]
    return {
        "wish1": next((each.key for each in groups if each.pool.group.key == wanted), ""),
        "person": [str(fitting[0])] if len(fitting) == 1 else [],
        "resident": resident_before(people, among=[value for value, _word in LIVES]),
        "once": uuid4().hex,
        "together": len(people) > 1,
    }
