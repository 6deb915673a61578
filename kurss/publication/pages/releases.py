"""Releases as the public reads them: what each published and restated, its digest, its bags, the verifier."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kurss.evidence import bags, published, self_audit, verify_figures
from kurss.evidence.models import Line, Release
from kurss.people import clock
from kurss.people.acting import may, somebody
from kurss.people.permissions import Act
from kurss.programme.proof import take_audit_bag
from kurss.publication.pages.answers import language
from kurss.publication.release_lines import lines_of, withdrawn_of


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    found = published.releases().prefetch_related("lines")
    return render(
        request,
        "publication/releases.html",
        {
            "releases": [
                (one, sum(line.kind == Line.Kind.RESTATED for line in one.lines.all()), len(one.lines.all()))
                for one in found
            ]
        },
    )


@require_safe
def release(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(number)
    lines = lines_of(found, language())
    return render(
        request,
        "publication/release.html",
        {
            "release": found,
            "lines": lines,
            "restated": [line for line in lines if line.kind == Line.Kind.RESTATED],
            "withdrawn": withdrawn_of(found, language()),
            "previous": found.previous,
            "next": published.releases().filter(previous=found).first(),
            "stamp": found.stamps.first(),
            "may_audit": may(request.user, Act.TAKE_AUDIT_BAG, at=clock.now()),
            "bag": bags.name_of(found, public=True),
            "audit_bag": bags.name_of(found, public=False),
        },
    )


@require_safe
def public_bag(request: HttpRequest, number: int) -> FileResponse:
    """The bag that anybody may have: city totals only."""
    found = _found(number)
    return _file(bags.kept(found, public=True), bags.name_of(found, public=True))


@require_safe
@never_cache
def audit_bag(request: HttpRequest, number: int) -> FileResponse:
    """The bag with the rows, for a named auditor; each download is in the journal."""
    found = _found(number)
    path = take_audit_bag(release=found, by=somebody(request.user), at=clock.now())
    return _file(path, bags.name_of(found, public=False))


@require_safe
def verifier(request: HttpRequest) -> FileResponse:
    """The one file with which anybody verifies a bag."""
    path = Path(verify_figures.__file__)
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=path.name, content_type="text/x-python; charset=utf-8"
    )


@require_safe
def self_audited(request: HttpRequest) -> HttpResponse:
    """Whether what is released still comes out of its sealed records; staff see which figure does not."""
    return render(
        request,
        "publication/self_audit.html",
        {
            "night": self_audit.last_night(),
            "nights": self_audit.nights(at_most=14),
            "release": published.current_release(),
            "may_see": may(request.user, Act.SEE_CHANGES, at=clock.now()),
        },
    )


def _file(path: Path, name: str) -> FileResponse:
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{name}.zip", content_type="application/zip"
    )


def _found(number: int) -> Release:
    found = published.releases().filter(number=number).select_related("snapshot", "previous").first()
    if found is None:
        raise Http404(_("There is no release %(number)s.") % {"number": number})
    return found
