"""My family, and the page of one of its members."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kurss.people import clock
from kurss.people.acting import permit
from kurss.people.family import more
from kurss.people.family.children import children_in_care, is_oneself, known
from kurss.people.models import Account, Invitation, NationalCode, Person
from kurss.people.pages.family.inviting import waiting
from kurss.people.pages.family.own import account, own
from kurss.people.permissions import Act
from kurss.people.queries import guardians_of
from kurss.people.restricting import restriction_of
from kurss.people.standing import keys_of


@require_safe
@never_cache
def family(request: HttpRequest) -> HttpResponse:
    """Oneself and one's children, and what there is to do."""
    reader, today = account(request), clock.today()
    if reader.person is None:
        return render(request, "people/family/nobody.html", {"waiting": waiting(request)})
    permit(reader, Act.KEEP_FAMILY, at=clock.now(), person=reader.person)
    return render(
        request,
        "people/family/family.html",
        {
            "me": known(reader),
            "children": [
                {"person": child, "age": child.identity.age_on(today)}
                for child in children_in_care(reader.person, on=today)
            ],
            "waiting": waiting(request),
        },
    )


@require_safe
@never_cache
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """What the city knows of one of them, and what can be done about it."""
    found = own(request, person, Act.SEE_PEOPLE)
    reader = account(request)
    is_me = is_oneself(reader, found)
    return render(
        request,
        "people/family/person.html",
        {
            "person": found,
            "is_me": is_me,
            "restriction": restriction_of(found),
            "language": dict(settings.LANGUAGES).get(found.identity.language, found.identity.language),
            "has_code": NationalCode.objects.filter(person__in=keys_of(found)).exists(),
            "guardians": [] if is_me else _guardians(found, reader),
            "more": [(reverse(page.address, args=[found.pk]), page.title) for page in more.declared()],
            "invitations": [] if is_me else _invitations(found, reader),
        },
    )


def _invitations(child: Person, reader: Account) -> list[dict[str, object]]:
    """Open invitations; the address only to who wrote it."""
    return [
        {"invitation": one, "email": one.email if is_oneself(reader, one.invited_by) else ""}
        for one in Invitation.objects.open_at(clock.now()).filter(child__in=keys_of(child))
    ]


def _guardians(child: Person, reader: Account) -> list[dict[str, object]]:
    """Who acts for a child: of the others the name and since when, never where they can be reached."""
    found: dict[UUID, dict[str, object]] = {}
    for bond in guardians_of(child, on=clock.today()).order_by("holds_from", "pk"):
        identity = (bond.guardian.survivor or bond.guardian).known
        found.setdefault(
            bond.guardian.standing_key,
            {
                "me": is_oneself(reader, bond.guardian),
                "name": identity.name if identity else "",
                "since": bond.holds_from,
            },
        )
    return list(found.values())
