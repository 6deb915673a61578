"""The site's addresses and, under /…/style-guide/, a page with every part of the look."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from kurss.people.refusals import NotAllowed
from kurss.portal import urls
from kurss.portal.access import PUBLIC


def style_guide(request: HttpRequest) -> HttpResponse:
    return render(request, "style_guide.html", {"city": {"title": "Ventspils", "title_en": "Ventspils"}})


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("A fault, for the test of the page that says so.")


def refused(request: HttpRequest) -> HttpResponse:
    raise NotAllowed("Ilze may not do “evidence.seal”: it takes the role Programme officer.")


urlpatterns = [
    *urls.urlpatterns,
    *i18n_patterns(
        path("style-guide/", style_guide, name="style-guide"),
        path("broken/", broken, name="broken"),
        path("refused/", refused, name="refused"),
        path("forgotten/", style_guide, name="forgotten"),
    ),
]
ACCESS = {**urls.ACCESS, "style-guide": PUBLIC, "broken": PUBLIC, "refused": PUBLIC}
