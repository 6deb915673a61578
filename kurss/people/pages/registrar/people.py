"""Searching the register, opening one person, and correcting who somebody is."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kurss.people import clock, holdings
from kurss.people.acting import may
from kurss.people.codes import find
from kurss.people.correcting import FIELDS, CorrectedMeanwhile, correct_person, seen
from kurss.people.importing.exporting import export
from kurss.people.models import Account, ExternalKey, Merge, Pair, Person
from kurss.people.pages.lists import asked, download, listing
from kurss.people.pages.registrar.forms import ByCode, Correct, Search
from kurss.people.permissions import Act
from kurss.people.queries import children_of, guardians_of, in_latvian_order
from kurss.people.reading import looked_at, looked_at_all
from kurss.people.refusals import PeopleRefusal
from kurss.people.restricting import may_see, namable, restriction_of
from kurss.people.searching import search
from kurss.people.signin.attempts import limited
from kurss.people.standing import keys_of, standing


@require_safe
@never_cache
@limited("search")
def found(request: HttpRequest) -> HttpResponse:
    """Who fits a name or a birth date. Nobody is listed unasked."""
    wanted = asked(request, "name", "born")
    form = Search(wanted or None)
    return _listed(request, form, wanted)


@require_POST
@never_cache
@limited("search")
def by_code(request: HttpRequest) -> HttpResponse:
    """Who carries a personal code. It comes in the body, so that no address and no log has it."""
    form, people = ByCode(request.POST), []
    if form.is_valid():
        try:
            found = find(form.cleaned_data["code"])
            usable = namable(person.pk for person in found)
            people = [person for person in found if person.pk in usable]
        except PeopleRefusal as refusal:
            form.add_error("code", str(refusal))
        else:
            if not people:
                form.add_error("code", _("Nobody in the register has this personal code."))
    looked_at_all(
        by=_actor(request), at=clock.now(), people=people, what="registrar:by-code", why=Act.FIND_BY_CODE
    )
    if len(people) == 1:
        return redirect("registrar:person", person=people[0].pk)
    return _listed(request, Search(), {}, by_code=form, bearers=people)


def _listed(
    request: HttpRequest,
    form: Search,
    wanted: dict[str, str],
    *,
    by_code: ByCode | None = None,
    bearers: Sequence[Person] = (),
) -> HttpResponse:
    people = search(**form.cleaned_data) if form.is_valid() else Person.objects.none()
    if bearers:
        people = in_latvian_order().filter(pk__in=[one.pk for one in bearers])
    shown = listing(people, request, wanted)
    looked_at_all(
        by=_actor(request), at=clock.now(), people=shown.page, what="registrar:people", why=Act.OPEN_REGISTER
    )
    return render(
        request,
        "people/registrar/people.html",
        {
            "form": form,
            "listing": shown,
            "asked": bool(bearers) or (bool(wanted) and form.is_valid()),
            "by_code": by_code or ByCode(),
            "may_find_by_code": may(request.user, Act.FIND_BY_CODE, at=clock.now()),
            "may_export": may(request.user, Act.EXPORT_PEOPLE, at=clock.now()),
            "may_import": may(request.user, Act.IMPORT_PEOPLE, at=clock.now()),
            "today": clock.today(),
        },
    )


@require_safe
@never_cache
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """Everybody who fits, or the whole register where nothing is asked, as CSV or XLSX."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    wanted = asked(request, "name", "born")
    form = Search(wanted)
    if not form.is_valid():
        return redirect("registrar:people")
    people = search(**form.cleaned_data) if wanted else in_latvian_order()
    content = export(list(people), kind=kind, by=_actor(request), at=clock.now())
    return download(content, "people", kind)


@require_safe
@never_cache
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """One person: identity, who acts for them, what the city holds, and what became of their keys."""
    asked_for = get_object_or_404(Person, pk=person)
    stands = standing(asked_for)
    if stands != asked_for:
        return redirect("registrar:person", person=stands.pk)
    keys, today = keys_of(stands), clock.today()
    looked_at(
        by=_actor(request), at=clock.now(), person=stands, what="registrar:person", why=Act.OPEN_REGISTER
    )
    shown = may_see(_actor(request), stands, at=clock.now())
    identity = stands.known if shown else None
    guardians = [bond.guardian_id for bond in guardians_of(stands, on=today)]
    children = [bond.child_id for bond in children_of(stands, on=today)]
    merges = Merge.objects.filter(into__in=keys).select_related("merged__identity").order_by("-pk")
    decides = may(request.user, Act.DECIDE_DUPLICATES, at=clock.now())
    return render(
        request,
        "people/registrar/person.html",
        {
            "person": stands,
            "identity": identity,
            "restriction": restriction_of(stands),
            "age": identity.age_on(today) if identity else None,
            "guardians": sorted(set(namable(guardians).values()), key=lambda one: one.sort_key)
            if shown
            else (),
            "children": sorted(set(namable(children).values()), key=lambda one: one.sort_key)
            if shown
            else (),
            "holdings": [(holding.title, many) for holding, many in holdings.counts(keys)],
            "accounts": Account.objects.filter(person__in=keys, is_active=True).count(),
            "external": ExternalKey.objects.filter(person__in=keys),
            "merges": [merge for merge in merges if merge.undone_at is None] if shown else (),
            "pairs": Pair.objects.to_decide().filter(low=stands)
            | Pair.objects.to_decide().filter(high=stands)
            if decides
            else (),
            "decides": decides,
            "may_correct": may(request.user, Act.CORRECT_IDENTITY, at=clock.now(), person=stands),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def corrected(request: HttpRequest, person: UUID) -> HttpResponse:
    """Correcting one person; what somebody else corrected meanwhile is shown and not written over."""
    stands = standing(get_object_or_404(Person, pk=person))
    if not may(request.user, Act.CORRECT_IDENTITY, at=clock.now(), person=stands):
        messages.error(request, _("Correcting takes the role of registrar."))
        return redirect("registrar:person", person=stands.pk)
    if stands.known is None:
        raise Http404(_("Who this was has been erased. There is nothing to correct."))
    if not may_see(_actor(request), stands, at=clock.now()):
        messages.error(request, _("Use of what is held about this person is restricted."))
        return redirect("registrar:person", person=stands.pk)
    form = Correct(
        request.POST.dict() if request.method == "POST" else None,
        instance=stands.known,
        initial={"looked_at": seen(stands.known)},
    )
    theirs = None
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in FIELDS}
        try:
            correct_person(
                person=stands,
                looked_at=form.cleaned_data["looked_at"],
                by=_actor(request),
                at=clock.now(),
                **said,
            )
        except CorrectedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            theirs = Person.objects.get(pk=stands.pk).known
            # The next try starts from what the officer has now seen.
            form.data = {**form.data, "looked_at": seen(theirs) if theirs else ""}
        except PeopleRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, _("What you corrected is written."))
            return redirect("registrar:person", person=stands.pk)
    return render(
        request, "people/registrar/correct.html", {"form": form, "person": stands, "theirs": theirs}
    )


def _actor(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user
