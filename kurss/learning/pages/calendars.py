"""The secret calendar of a child: its page for the family, and the feed that a calendar program reads."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from kurss.learning.calendars import calendar_for, make_calendar, opened, revoke_calendar, token_of
from kurss.learning.feeds import calendar_of_person
from kurss.learning.models import CalendarFeed
from kurss.learning.pages.answers import account
from kurss.people import clock
from kurss.people.acting import acts_for
from kurss.people.models import Account, Person
from kurss.people.queries import identities
from kurss.people.signin.attempts import limited


@never_cache
@sensitive_variables("address")
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, person: UUID) -> HttpResponse:
    """Make the calendar of somebody one acts for, see its address, make another, or revoke it."""
    reader, at = account(request), clock.now()
    found = Person.objects.filter(pk=person).first()
    known = identities([person]).get(person)
    if found is None or known is None or not acts_for(reader, found, on=clock.today()):
        raise Http404(_("Nobody of yours has this address."))
    feed = calendar_for(found, reader)
    if request.method == "POST":
        wanted = request.POST.get("do")
        if feed is not None and wanted in ("renew", "revoke"):
            revoke_calendar(feed=feed, by=reader, at=at)
            messages.success(request, _("The old address opens nothing any more."))
        if wanted in ("make", "renew"):
            make_calendar(person=found, by=reader, at=at)
        return redirect("learning:calendar", person=person)
    address = _address(request, feed) if feed else ""
    return render(
        request,
        "learning/calendar.html",
        {
            "name": known.given_name or known.name,
            "feed": feed,
            "address": address,
            "webcal": address.replace("https://", "webcal://").replace("http://", "webcal://"),
        },
    )


@require_safe
@limited("feed")
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The sessions behind a secret address. Wrong, revoked and foreign addresses have one and the same answer."""
    found = opened(token, at=clock.now())
    if found is None:
        return _kept_to_itself(HttpResponse(status=404, content_type="text/plain"))
    with translation.override(_language(found)):
        answer = HttpResponse(calendar_of_person(found.person), content_type="text/calendar; charset=utf-8")
    return _kept_to_itself(answer)


def _kept_to_itself(answer: HttpResponse) -> HttpResponse:
    """No cache keeps it, no search engine lists it, and no other site is told where it stood."""
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _address(request: HttpRequest, found: CalendarFeed) -> str:
    return request.build_absolute_uri(reverse("feed:sessions", kwargs={"token": token_of(found)}))


def _language(found: CalendarFeed) -> str:
    """The language of whoever made the calendar."""
    owner = Account.objects.filter(pk=found.made_by_key).first()
    known = identities([owner.person_id]) if owner and owner.person_id else {}
    written = next((identity.language for identity in known.values()), "")
    return written if written in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
