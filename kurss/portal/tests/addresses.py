"""The site's addresses and, under /…/style-guide/, a page with every part of the look."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from kurss.people.refusals import NotAllowed
from kurss.portal import urls


def style_guide(request: HttpRequest) -> HttpResponse:
    return render(request, "style_guide.html", {"city": {"title": "Ventspils", "title_en": "Ventspils"}})


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("A fault, for the test of the page that says so.")


def refused(request: HttpRequest) -> HttpResponse:
    raise NotAllowed("Ilze may not do “evidence.seal”: it takes the role Programme officer.")


urlpatterns = [
    *urls.urlpatterns,
    *i18n_patterns(path("style-guide/", style_guide), path("broken/", broken), path("refused/", refused)),
]
