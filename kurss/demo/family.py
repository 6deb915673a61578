"""Who the demonstration's parent, resident and teacher are: people of the re-lived year."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q

from kurss.demo.accounts import account_of
from kurss.people.consents import give, write_consent_text
from kurss.people.models import ConsentText, Guardianship, Person
from kurss.people.permissions import Act, Role
from kurss.people.queries import unattended
from kurss.people.reading import looked_at
from kurss.people.register import belongs_to

PHOTOGRAPHS = {
    "purpose": "photographs",
    "title": "Fotogrāfijas no nodarbībām",
    "title_en": "Photographs from lessons",
    "text": "Pilsēta drīkst savā vietnē rādīt fotogrāfijas, kurās bērns redzams nodarbībā. "
    "Vārdu pie tām neraksta.",
    "text_en": "The city may show on its site photographs in which the child is seen at a lesson. "
    "No name stands by them.",
}
NEWS = {
    "purpose": "course-news",
    "title": "Ziņas par jauniem kursiem",
    "title_en": "News of new courses",
    "text": "Pilsēta drīkst reizi mēnesī rakstīt uz jūsu e-pastu par jauniem kursiem.",
    "text_en": "The city may write to your e-mail address about new courses, once a month.",
}


def settle_family(*, on: date, at: datetime) -> None:
    """Give the parent's account the guardian whose children came most often, and the resident's an adult who did.

    The teacher's account is that of somebody who taught. Then as on any site: two texts of consent, one of them
    agreed to, and a teacher who looked at a child's mark.
    """
    guardian, learner = _guardian(on), _adult()
    belongs_to(account=account_of(Role.GUARDIAN), person=guardian, by=unattended(), at=at)
    belongs_to(account=account_of(Role.RESIDENT), person=learner, by=unattended(), at=at)
    belongs_to(account=account_of(Role.TEACHER), person=_teacher(), by=unattended(), at=at)
    officer = account_of(Role.DATA_PROTECTION_OFFICER)
    photographs: ConsentText = write_consent_text(**PHOTOGRAPHS, in_force_from=on, by=officer, at=at)
    write_consent_text(**NEWS, in_force_from=on, by=officer, at=at)
    child = Guardianship.objects.live_on(on).filter(guardian=guardian).earliest("child").child
    give(text=photographs, about=child, by=account_of(Role.GUARDIAN), at=at)
    looked_at(
        by=account_of(Role.TEACHER), at=at, person=child, what="learning:attendance", why=Act.SEE_ATTENDANCE
    )


def _guardian(on: date) -> Person:
    """Somebody with two children or more, whose children have the most marks; the key settles a draw."""
    bonds = (
        Guardianship.objects.live_on(on)
        .filter(
            guardian__synthetic=True, child__identity__birth_date__gt=date(on.year - 17, on.month, on.day)
        )
        .values("guardian")
        .annotate(children=Count("child", distinct=True), marks=Count("child__attendances"))
        .filter(children__gte=2)
        .order_by("-marks", "guardian")
    )
    return Person.objects.get(pk=bonds[0]["guardian"])


def _teacher() -> Person:
    """Who taught the most groups of children; the key settles a draw."""
    children = Q(taught_groups__group__audience="child")
    teachers = Person.objects.filter(synthetic=True).annotate(groups=Count("taught_groups", filter=children))
    return teachers.order_by("-groups", "key")[0]


def _adult() -> Person:
    """A learner of full age with the most marks."""
    came = Q(attendances__audience="adult", attendances__is_current=True)
    adults = Person.objects.filter(synthetic=True).annotate(marks=Count("attendances", filter=came))
    return adults.order_by("-marks", "key")[0]
