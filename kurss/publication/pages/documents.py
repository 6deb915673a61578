"""The written deliverable: when it was written, and the file itself."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurss.programme.queries import programme_overview
from kurss.publication import documents

LANGUAGES = ("lv", "en")


@require_safe
def deliverable(request: HttpRequest) -> HttpResponse:
    written = [(code, documents.deliverable(code)) for code in LANGUAGES]
    return render(
        request,
        "publication/deliverable.html",
        {
            "written": written,
            "any": any(one for _code, one in written),
            "overview": programme_overview(),
            "city": settings.KURSS_CITY,
        },
    )


@require_safe
def file(request: HttpRequest, code: str) -> FileResponse:
    written = documents.deliverable(code) if code in LANGUAGES else None
    if written is None:
        raise Http404(_("The deliverable has not been written in this language yet."))
    return FileResponse(written.path.open("rb"), filename=written.path.name, content_type="application/pdf")
