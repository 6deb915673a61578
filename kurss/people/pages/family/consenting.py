"""Consents of one person: what is asked, what stands, what was withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.people import clock
from kurss.people.consents import give, withdraw
from kurss.people.models import Consent, ConsentText, Person
from kurss.people.pages.family.own import account, own
from kurss.people.permissions import Act
from kurss.people.refusals import ConsentTextOver, PeopleRefusal
from kurss.people.standing import keys_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest, person: UUID) -> HttpResponse:
    """Giving takes one button and withdrawing one button, on the same page."""
    found = own(request, person, Act.GIVE_CONSENT)
    refused = ""
    over = Consent.objects.filter(about__in=keys_of(found), withdrawn_at__isnull=False)
    if request.method == "POST":
        try:
            messages.success(request, _done(request, found))
            return redirect("people:consents", person=found.pk)
        except PeopleRefusal as refusal:
            refused = str(refusal)
    return render(
        request,
        "people/family/consents.html",
        {
            "person": found,
            "asked": _asked(found),
            "over": over.select_related("text"),
            "refused": refused,
        },
    )


def _done(request: HttpRequest, person: Person) -> str:
    by, at = account(request), clock.now()
    if purpose := request.POST.get("withdraw"):
        withdraw(purpose=purpose, about=person, by=by, at=at)
        return _("The consent was withdrawn. From now on it does not count.")
    number = request.POST.get("give", "")
    text = ConsentText.objects.filter(pk=number).first() if number.isascii() and number.isdigit() else None
    if text is None:
        raise ConsentTextOver(_("This text is not asked any more. Read what is asked now."))
    give(text=text, about=person, by=by, at=at)
    return _("The consent was given. You can withdraw it here at any time.")


def _asked(person: Person) -> list[dict[str, object]]:
    """The text in force of each purpose, and the consent that stands, which may be to an earlier version."""
    standing = Consent.objects.filter(about__in=keys_of(person), withdrawn_at__isnull=True).select_related(
        "text"
    )
    given = {consent.purpose: consent for consent in standing}
    in_force = ConsentText.objects.in_force_on(clock.today())
    return [{"text": text, "given": given.get(text.purpose)} for text in in_force]
