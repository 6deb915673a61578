"""A day at the science centre, by the pages that people have before them, and what the figures then say."""

from uuid import uuid4

from django.db import connection
from django.test import Client
from django.urls import reverse

from kurss.notices.models import Notice
from kurss.people import clock
from kurss.science_centre.models import Booking, SchoolGroup, SlotKind, Visit
from kurss.science_centre.tests.city import ON_THE_DAY

SEEN = {
    "visitors": "SELECT sum(visitors) FROM science_centre_visit WHERE is_current",
    "group visits": "SELECT count(*) FROM science_centre_visit WHERE is_current AND school_group_id IS NOT NULL",
    "participations": "SELECT count(*) FROM science_centre_participation WHERE is_current AND status = 'present'",
    "children": """SELECT count(DISTINCT person_id) FROM science_centre_participation
                   WHERE is_current AND status = 'present'""",
}


def counted() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for name, query in SEEN.items():
            cursor.execute(query)
            found[name] = cursor.fetchone()[0]
    return found


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def page(name: str, **parts) -> str:
    return reverse(f"science_centre:{name}", kwargs=parts).replace("/lv/", "/en/")


def test_a_day_at_the_science_centre(city, monkeypatch):
    anna = city.person("Anna")
    parent = signed_in(city.parent(anna))
    hall = city.slot(capacity=8, version=city.rockets, operation=city.operation)
    workshop, lab = city.after_school(), city.slot(SlotKind.AFTER_SCHOOL, 5, hour=17)
    office, anybody = signed_in(city.administrator), Client()

    # A teacher asks for a group; it holds no place until it is confirmed.
    asked = {
        "institution": "school-2", "grade": 5, "pupils": 3, "adults": 1, "teacher_name": "Ilze Ozola",
        "email": "ilze@school.example", "once": uuid4(),
    }  # fmt: skip
    answer = anybody.post(page("ask", slot_id=hall.pk), asked, follow=True)
    assert "Awaits an answer" in answer.content.decode()
    group = SchoolGroup.objects.get()
    assert "8</b> of 8 places free" in anybody.get(page("slots")).content.decode()
    office.post(page("group", school_group_id=group.pk), {"act": "confirm"})
    assert "4</b> of 8 places free" in anybody.get(page("slots")).content.decode()
    letters = Notice.objects.filter(to="ilze@school.example").order_by("posted_at")
    assert [letter.subject for letter in letters] == [
        "Your request to the science centre",
        "Your group is confirmed",
    ]

    # A parent books the same child in two slots.
    for slot in (workshop, lab):
        parent.post(
            page("book", slot_id=slot.pk), {"person": anna.pk, "resident": "yes", "once": uuid4().hex}
        )
    assert Booking.objects.filter(person=anna).count() == 2

    _the_day(city, monkeypatch, hall, (workshop, lab), group)


def _the_day(city, monkeypatch, hall, after_school, group):
    """Families until the hall is full, the next is refused with a sentence; a slip of the finger is corrected."""
    desk, last_hour = signed_in(city.desk), after_school[-1].starts_at
    monkeypatch.setattr(clock, "now", lambda: max(ON_THE_DAY, last_hour))
    family = {"child": 2, "adult": 1, "came_from": "elsewhere"}
    assert desk.post(page("desk", slot_id=hall.pk), family | {"once": uuid4()}).status_code == 302
    refused = desk.post(page("desk", slot_id=hall.pk), family | {"once": uuid4()})
    assert refused.status_code == 409
    assert "has 1 place left, and 3 are needed. Choose a later slot." in refused.content.decode()
    last = {"adult": 1, "came_from": "city", "once": uuid4()}
    assert desk.post(page("desk", slot_id=hall.pk), last).status_code == 302
    assert desk.post(page("desk", slot_id=hall.pk), last).status_code == 302, "the same press twice is one"
    full = desk.post(page("desk", slot_id=hall.pk), last | {"once": uuid4()})
    assert "is full: all 8 places are taken" in full.content.decode()
    came = {"group": group.pk, "pupil": 3, "escort": 1, "came_from": "city", "once": uuid4()}
    assert desk.post(page("desk", slot_id=hall.pk), came).status_code == 302
    for slot in after_school:
        place = Booking.objects.get(slot=slot)
        assert (
            desk.post(page("children", slot_id=slot.pk), {f"mark-{place.pk}": "present"}).status_code == 302
        )
    assert counted() == {"visitors": 8, "group visits": 1, "participations": 2, "children": 1}

    # A slip of the finger is corrected and stays readable.
    lonely = Visit.objects.get(adult=1, child=0)
    desk.post(
        page("correct", visit_id=lonely.pk),
        {"adult": 0, "child": 1, "came_from": "city", "reason": "A child", "once": uuid4()},
    )
    text = desk.get(page("visit", visit_id=Visit.objects.get(is_current=True, child=1).pk)).content.decode()
    assert "superseded" in text
    assert "A child" in text
    assert counted()["visitors"] == 8
