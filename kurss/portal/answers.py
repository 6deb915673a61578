"""The short answers outside the languages: the way in, and what watching and searching machines ask for."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the first page in the reader's language: the browser's wish, or the city's own."""
    return redirect(f"/{get_language() or settings.LANGUAGE_CODE}/")


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Whether the site can answer: 200 when the database does, 503 with the reason when not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """A demonstration stays out of search engines: its numbers are made up."""
    rule = "Disallow: /" if settings.KURSS_DEMO else "Disallow:"
    return HttpResponse(f"User-agent: *\n{rule}\n", content_type="text/plain")
