"""What is to come, for everybody: free places, a school group's request, and a child's place after school."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurss.notices.refusals import NoticeRefused
from kurss.people import clock
from kurss.people.models import Account, Person
from kurss.people.models.onday import Resident
from kurss.people.pages.lists import asked as wanted
from kurss.people.pages.lists import listing
from kurss.people.signin.attempts import too_often
from kurss.science_centre import groups
from kurss.science_centre.booking import book, give_back
from kurss.science_centre.groups import Told
from kurss.science_centre.models import GroupState, SlotKind
from kurss.science_centre.pages.answers import account, slot_at
from kurss.science_centre.pages.forms import AskForm
from kurss.science_centre.queries import own_people, own_places, to_come
from kurss.science_centre.refusals import ScienceCentreRefused, SlotFull


@require_safe
@never_cache
def slots(request: HttpRequest) -> HttpResponse:
    """Slots to come with the places that are free at this moment, and what one's own family has booked."""
    said, at = wanted(request, "kind"), clock.now()
    return render(
        request,
        "science_centre/slots.html",
        {
            "found": listing(to_come(at=at, kind=said.get("kind", "")), request, said),
            "kinds": SlotKind.choices,
            "kind": said.get("kind", ""),
            "own": own_places(request.user, at=at, on=clock.today()),
            "books": may_book(request),
        },
    )


def may_book(request: HttpRequest) -> bool:
    """Whether booking leads anywhere for this reader; whoever has not signed in is led to sign in."""
    return not isinstance(request.user, Account) or bool(own_people(request.user, on=clock.today()))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest, slot_id: int) -> HttpResponse:
    """A teacher's request for a group; anybody may write one."""
    slot = slot_at(slot_id)
    if not (slot.stands and slot.takes_groups):
        raise Http404(_("There is no such slot."))
    form = AskForm(request.POST or None, initial={"grade": None})
    if request.method == "POST" and form.is_valid():
        if (held_up := too_often(request, "ask_group")) is not None:
            return held_up
        by = request.user if isinstance(request.user, Account) else None
        told = Told(**form.told(language=get_language() or "lv"))
        try:
            made = groups.ask(
                slot=slot, told=told, by=by, at=clock.now(), once=str(form.cleaned_data["once"])
            )
        except (ScienceCentreRefused, NoticeRefused) as refusal:
            form.add_error("email" if isinstance(refusal, NoticeRefused) else None, str(refusal))
        else:
            return redirect("science_centre:asked", token=groups.token_of(made))
    return render(
        request, "science_centre/ask.html", {"slot": slot, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """How a request stands, by the address that stands in the teacher's letter. POST calls the visit off."""
    group = groups.opened(token)
    if group is None:
        raise Http404(_("There is no such request."))
    if request.method == "POST":
        try:
            groups.call_off(group=group, reason="", by=None, at=clock.now())
        except ScienceCentreRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The visit is called off. Its places are free again."))
        return redirect("science_centre:asked", token=token)
    open_still = group.state in (GroupState.REQUESTED, GroupState.CONFIRMED)
    answer = render(
        request, "science_centre/asked.html", {"group": group, "slot": group.slot, "open": open_still}
    )
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def book_place(request: HttpRequest, slot_id: int) -> HttpResponse:
    """A place after school for one's own child, or giving it back."""
    slot, at, by = slot_at(slot_id), clock.now(), account(request)
    if slot.kind != SlotKind.AFTER_SCHOOL:
        raise Http404(_("There is no such slot."))
    people = own_people(by, on=clock.today())
    held = [(name, one) for name, one in own_places(by, at=at, on=clock.today()) if one.slot_id == slot.pk]
    seated = {one.person_id for _name, one in held}
    others = {key: name for key, name in people.items() if key not in seated}
    wrong, status = "", 200
    if request.method == "POST":
        try:
            if "give_back" in request.POST:
                place = next((one for _name, one in held if str(one.pk) == request.POST["give_back"]), None)
                if place is None:
                    raise Http404(_("There is no such place."))
                give_back(booking=place, by=by, at=at)
                messages.success(request, _("The place is given back. Another child can have it."))
                return redirect("science_centre:slots")
            if (person := _chosen(request)) is not None:
                book(
                    slot=slot, person=person, resident=_resident(request), by=by, at=at,
                    once=request.POST.get("once", "")[:80],
                )  # fmt: skip
                messages.success(request, _("The place is booked. A letter says so too."))
                return redirect("science_centre:slots")
            wrong, status = _("Choose for whom."), 422
        except SlotFull as refusal:
            wrong, status = str(refusal), 409
        except ScienceCentreRefused as refusal:
            wrong, status = str(refusal), 422
    return render(
        request,
        "science_centre/book.html",
        {
            "slot": slot, "people": others, "held": held, "wrong": wrong, "once": uuid4().hex,
            "residents": Resident.choices, "chosen": request.POST.get("person", ""),
        },
        status=status,
    )  # fmt: skip


def _chosen(request: HttpRequest) -> Person | None:
    try:
        key = UUID(request.POST.get("person", ""))
    except ValueError:
        return None
    return Person.objects.filter(pk=key).first()


def _resident(request: HttpRequest) -> Resident:
    said = request.POST.get("resident", "")
    return Resident(said) if said in Resident.values else Resident.NOT_RECORDED
