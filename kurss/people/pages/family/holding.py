"""Everything the city holds about somebody, to read and to take along; and who looked at it."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kurss.people import clock
from kurss.people.disclosure.chapters import as_data, gather
from kurss.people.pages.family.own import account, own
from kurss.people.permissions import Act
from kurss.people.reading import readings


@require_safe
@never_cache
def held(request: HttpRequest, person: UUID) -> HttpResponse:
    """As a page that can be read and printed (GDPR, Article 15)."""
    found = own(request, person, Act.SEE_HELD)
    chapters = gather(found, reader=account(request), at=clock.now())
    return render(request, "people/family/held.html", {"person": found, "chapters": chapters})


@require_safe
@never_cache
def held_json(request: HttpRequest, person: UUID) -> HttpResponse:
    """As a file for machines (GDPR, Article 20): the same records."""
    found = own(request, person, Act.SEE_HELD)
    at = clock.now()
    data = as_data(found, gather(found, reader=account(request), at=at), at=at)
    answer = HttpResponse(json.dumps(data, ensure_ascii=False, indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="kurss-{found.pk}.json"'
    return answer


@require_safe
@never_cache
def looked(request: HttpRequest, person: UUID) -> HttpResponse:
    """Who looked at the record: when, which office, at what and what for."""
    found = own(request, person, Act.SEE_HELD)
    return render(request, "people/family/looked.html", {"person": found, "readings": readings(found)})
