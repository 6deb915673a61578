"""The first page, and the page that says how Kurss counts."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kurss.evidence import standing
from kurss.publication.dashboard import dashboard
from kurss.publication.pages.answers import language


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    shown = dashboard(city=settings.KURSS_CITY, language=language())
    return render(request, "publication/home.html", {"shown": shown, "city": settings.KURSS_CITY})


@require_safe
def how_we_count(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "publication/how_we_count.html",
        {"nearly": standing.NEARLY * 100, "about": standing.ABOUT * 100},
    )
