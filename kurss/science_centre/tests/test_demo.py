"""The re-lived summer: the same for the same seed, marked as made up, and with children of its own choosing."""

from datetime import date
from random import Random

from django.db import transaction

from kurss.science_centre.demo import TODAY, relive
from kurss.science_centre.models import Booking, Participation, SchoolGroup, Slot, Visit
from kurss.seats.models import Pool


class Undone(Exception):
    """Takes back everything since the savepoint."""


def lived(city, children):
    relive(
        rng=Random(3), by=city.administrator, place=city.place, children=children, schools=[city.school],
        operation=city.operation, opens=date(2022, 9, 13),
    )  # fmt: skip
    visits = Visit.objects.values_list("happened_on", "kind", "came_from", "visitors", "topic").order_by("pk")
    marks = Participation.objects.values_list("happened_on", "person", "status").order_by("pk")
    return list(visits), list(marks)


def test_the_same_seed_gives_the_same_summer_and_every_row_says_that_it_is_made_up(city):
    children = [city.person(f"Child {number}") for number in range(14)]
    try:
        with transaction.atomic():
            first = lived(city, children)
            raise Undone
    except Undone:
        pass
    city.place.refresh_from_db()
    assert lived(city, children) == first
    for model in (Slot, Visit, SchoolGroup, Booking, Participation):
        assert model.objects.exists()
        assert not model.objects.filter(synthetic=False).exists(), model
    assert not Visit.objects.filter(happened_on__gt=TODAY).exists()
    assert {state for (state,) in SchoolGroup.objects.values_list("state").distinct()} >= {
        "came",
        "requested",
    }
    assert Pool.objects.filter(slot__kind="open_hall", taken__gt=0).exists()
