"""The public page of one population count."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurss.population.models import CITY
from kurss.population.queries import series_points, spans


@require_safe
def count(request: HttpRequest, count_id: int) -> HttpResponse:
    found = spans().filter(pk=count_id).first()
    if found is None:
        return render(request, "population/gone.html", status=404)
    points = series_points(found.series, place=found.place)
    place = _("the city") if found.place == CITY else found.place
    return render(request, "population/count.html", {"count": found, "place": place, "points": points})
