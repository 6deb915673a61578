"""The addresses of a site. Every page stands under its language; what machines ask for stands outside.

Who may ask for each is declared in `access`; an address that is not there is closed.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from kurss.learning.pages.urls import outside as calendars
from kurss.people.signin import urls as signin
from kurss.portal import access, answers, appearance
from kurss.portal.pages import journal, needs, status

ACCESS = access.TABLE

pages: list[URLPattern | URLResolver] = [
    # First, since in an opening minute its addresses are asked for most.
    path("", include("kurss.learning.pages.urls")),
    path("", include("kurss.science_centre.pages.urls")),
    path(
        "planning/rounds/<slug:round>/advice/<slug:group>/<slug:lacks>/",
        needs.round_need,
        name="round-need",
    ),
    path("status/", status.status, name="status"),
    path("journal/", journal.journal, name="journal"),
    path("journal.csv", journal.journal_csv, name="journal-csv"),
    path("", include("kurss.publication.pages.urls")),
    path("", include("kurss.programme.pages.urls")),
    *signin.urlpatterns,
    path("", include("kurss.people.pages.urls")),
    path("", include("kurss.privacy.pages.urls")),
    path("", include("kurss.people.pages.registrar.urls")),
    path("", include("kurss.people.pages.grants.urls")),
    path("", include("kurss.population.pages.urls")),
]
if settings.KURSS_DEMO:
    pages.append(path("demo/", include("kurss.demo.pages.urls")))

urlpatterns = [
    path("", answers.start, name="start"),
    path("appearance", appearance.choose, name="appearance"),
    path("healthz", answers.health, name="health"),
    path("robots.txt", answers.robots, name="robots"),
    *signin.outside,
    path("feed/", include((calendars, "feed"))),
    *i18n_patterns(*pages),
]
