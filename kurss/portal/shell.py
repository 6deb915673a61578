"""What every page knows about the site it stands on: city, language, look, navigation, ruler.

Each part is worked out when the template first asks for it, so a fragment that shows none costs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext_noop as _

from kurss.evidence.models import Release
from kurss.evidence.published import current_release
from kurss.people.acting import may_somewhere, roles_of
from kurss.people.clock import now, today
from kurss.people.permissions import STAFF, Act, Role
from kurss.portal.access import signing_in
from kurss.portal.appearance import Appearance, chosen
from kurss.portal.languages import same_page
from kurss.portal.ruler import Ruler, draw
from kurss.portal.typed import Typed, came_from, typed
from kurss.programme.queries import current_programme

WAYS_IN: Final = frozenset(signing_in()) | {"people:sign-in", "people:sign-out", "demo:roles", "demo:sign-in"}
"""Pages that somebody passes on the way to another one."""

NAVIGATION = (
    ("publication:home", _("Promises")),
    ("learning:courses", _("Courses")),
    ("science_centre:slots", _("Science centre")),
    ("publication:roadmap", _("Roadmap")),
    ("publication:figures", _("Figures")),
    ("publication:reported", _("Reported and computed")),
    ("publication:deliverable", _("Deliverable")),
)
"""The pages anyone may read, in the order of the masthead."""

WORK = (
    ("people:family", _("My family"), Act.KEEP_FAMILY),
    ("learning:mine", _("My courses"), Act.KEEP_FAMILY),
    ("learning:classes", _("Attendance"), Act.MARK_ATTENDANCE),
    ("registrar:people", _("People"), Act.OPEN_REGISTER),
    ("registrar:duplicates", _("Entered twice"), Act.DECIDE_DUPLICATES),
    ("grants:grants", _("Roles"), Act.MANAGE_ROLES),
    ("learning:planning", _("Planning courses"), Act.PLAN_COURSES),
    ("science_centre:today", _("Desk"), Act.ADMIT_VISITORS),
    ("science_centre:groups", _("School groups"), Act.PLAN_SLOTS),
    ("people:write-consent-text", _("Texts of consent"), Act.WRITE_CONSENT_TEXTS),
    ("programme:office", _("Programme"), Act.READ_DEFINITIONS),
    ("programme:indicators", _("Indicators"), Act.READ_DEFINITIONS),
    ("programme:release-changes", _("Releases"), Act.SEE_CHANGES),
    ("programme:lint", _("Audit questions"), Act.READ_DEFINITIONS),
    ("programme:operations", _("Operations"), Act.READ_DEFINITIONS),
    ("privacy:requests", _("Data protection"), Act.READ_PRIVACY),
    ("journal", _("Journal"), Act.READ_JOURNAL),
)
"""Where somebody works: the first page of each area, its name, and the act that opens it somewhere."""


@dataclass(frozen=True)
class Link:
    url: str
    label: str
    current: str = ""
    """What `aria-current` says: "page" on the page itself, "true" on a page below it, "" elsewhere."""


@dataclass(frozen=True)
class Language:
    code: str
    name: str
    url: str
    absolute_url: str
    current: bool


class Shell:
    """The shell of one page, for the template as `shell`."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def city(self) -> str:
        return settings.KURSS_CITY

    @property
    def demo(self) -> bool:
        return settings.KURSS_DEMO

    @cached_property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @cached_property
    def languages(self) -> Sequence[Language]:
        codes = tuple(code for code, _name in settings.LANGUAGES)
        here = self._request.get_full_path()
        return [
            Language(
                code,
                name,
                url := same_page(here, code, codes),
                self._request.build_absolute_uri(url),
                current=code == self.language,
            )
            for code, name in settings.LANGUAGES
        ]

    @cached_property
    def navigation(self) -> Sequence[Link]:
        return [self._link(name, str(gettext_lazy(label))) for name, label in NAVIGATION]

    @cached_property
    def work(self) -> Sequence[Link]:
        """The areas of work that are open to whoever has signed in."""
        actor = self._request.user
        return [
            self._link(name, str(gettext_lazy(label)))
            for name, label, act in WORK
            if may_somewhere(actor, act, at=now())
        ]

    @cached_property
    def appearance(self) -> Appearance:
        return chosen(self._request)

    @cached_property
    def appearances(self) -> Sequence[tuple[Appearance, bool]]:
        return [(one, one is self.appearance) for one in Appearance]

    @property
    def here(self) -> str:
        """Where a form of the shell returns to: this page, if it is one that can be asked for again."""
        return self._request.get_full_path() if self._request.method in ("GET", "HEAD") else ""

    @cached_property
    def wanted(self) -> str:
        """Where signing in leads on to: what was asked for, this page, or the one from which a form was sent."""
        request = self._request
        asked = get_next_redirect_url(request)
        match = request.resolver_match
        if asked or match is None or match.view_name in WAYS_IN:
            return asked or ""
        here = self.here or came_from(request)
        return "" if here == reverse("publication:home") else here

    @cached_property
    def typed(self) -> Sequence[Typed]:
        """What the reader typed into a form that was refused."""
        return typed(self._request)

    @cached_property
    def release(self) -> Release | None:
        """The current release, whose digest every page bears. One query."""
        return current_release()

    @cached_property
    def ruler(self) -> Ruler | None:
        """The programme's months, or nothing where no programme has been entered yet. One query."""
        programme = current_programme()
        if programme is None:
            return None
        return draw(programme.starts_on, programme.ends_on, today())

    @cached_property
    def roles(self) -> Sequence[str]:
        """The roles of whoever works for the city, in the reader's language: residents and guardians know who they
        are, and on a phone the words would push the way to their account out of sight. One query."""
        held = roles_of(self._request.user, at=now()) & STAFF
        return [str(role.label) for role in Role if role in held]

    def _link(self, name: str, label: str) -> Link:
        url, path = reverse(name), self._request.path
        start = reverse("publication:home")
        below = url != start and path.startswith(url)
        return Link(url, label, "page" if path == url else "true" if below else "")


def context(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every template."""
    return {"shell": Shell(request)}
