import json
from datetime import UTC, date, datetime
from random import Random

import pytest
from django.db import transaction
from django.db.models import Count, Q

from kurss.learning import draw
from kurss.learning.demo import relive
from kurss.learning.models import Attendance, Enrolment, EnrolmentRound, Group, Offer, Session
from kurss.learning.tests.city import found_city
from kurss.people.models import Guardianship, Person
from kurss.seats.models import Pool

DAYS = 646


class Undone(Exception):
    """Takes back everything since the savepoint."""


def lived(city, *, seed, size):
    told = []
    relive(
        rng=Random(seed),
        by=city.administrator,
        place=city.place,
        provider=city.provider,
        operations=[city.operation],
        tell=lambda *words: told.append(words),
        size=size,
    )
    return told


# The database is there when a test of this file is run alone, too.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def city_without_courses(django_db_setup, django_db_blocker):
    """One transaction for the tests of this file, which only read; taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield found_city()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def told(city_without_courses):
    return lived(city_without_courses, seed=7, size=0.12)


def marks():
    """Every mark in an order of its own, without the numbers a database gives."""
    words = (
        "happened_on",
        "group_key",
        "person_id",
        "status",
        "mode",
        "gender",
        "age",
        "resident",
        "is_current",
    )
    return sorted(map(str, Attendance.objects.values_list(*words, "marked_at")))


def test_the_same_seed_gives_the_same_year(city_without_courses):
    years = []
    for seed in (1, 1, 2):
        with pytest.raises(Undone), transaction.atomic():
            lived(city_without_courses, seed=seed, size=0.03)
            years.append(marks())
            raise Undone
    assert years[0] == years[1]
    assert years[0] != years[2]


def test_every_row_says_that_it_is_made_up(told):
    for model in (Attendance, Enrolment, Group, Person):
        assert model.objects.filter(synthetic=True).exists()
        assert not model.objects.filter(synthetic=False).exists()


def test_the_days_that_have_passed_are_told_in_order(told):
    passed = [days for _, days, _ in told]
    assert passed == sorted(passed)
    assert told[-1] == ("courses", DAYS, DAYS)


def test_the_year_has_the_mess_of_a_real_one(told):
    assert set(Attendance.objects.values_list("audience", flat=True)) == {"child", "adult", "teacher"}
    assert set(Attendance.objects.values_list("mode", flat=True)) == {"on_site", "online", "recording"}
    assert set(Attendance.objects.values_list("status", flat=True)) == {
        "present",
        "late",
        "excused",
        "absent",
    }
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"completed", "unfinished", "withdrawn"}
    assert Attendance.objects.filter(is_current=False, superseded_by__isnull=False).exists()
    assert Attendance.objects.filter(gender="not_recorded").exists()
    assert Attendance.objects.filter(age__isnull=True).exists()
    assert Attendance.objects.filter(resident="no").exists()
    assert Session.objects.filter(state="cancelled").exists()
    in_groups = Enrolment.objects.values("person").annotate(groups=Count("group", distinct=True))
    assert in_groups.filter(groups__gte=3).exists()
    came = Count("attendances", filter=Q(attendances__minutes__gt=0))
    assert Enrolment.objects.annotate(came=came).filter(came=0).exists()
    siblings = Guardianship.objects.values("guardian").annotate(children=Count("child"))
    assert siblings.filter(children__gte=2).exists()


def test_the_year_is_over_on_the_day_of_the_demonstration(told):
    lived = Session.objects.exclude(group__season__key="macibu-gads-2022")
    assert not lived.filter(state="planned").exists()
    assert not Enrolment.objects.filter(state="enrolled").exists()
    assert Attendance.objects.latest("marked_at").marked_at < datetime(2022, 9, 30, tzinfo=UTC)
    assert Attendance.objects.earliest("happened_on").happened_on >= date(2021, 1, 4)


def test_nobody_learned_on_site_during_the_lockdown(told):
    lockdown = date(2021, 10, 21), date(2021, 11, 14)
    inside = Attendance.objects.filter(happened_on__range=lockdown)
    assert set(inside.values_list("mode", flat=True)) == {"online", "recording"}


def test_every_pool_counts_the_seats_it_has_given(told):
    live = Count("seats", filter=Q(seats__state__in=("taken", "held")))
    pools = Pool.objects.annotate(live=live)
    assert [pool.key for pool in pools if pool.taken != pool.live] == []
    assert pools.filter(taken__gt=0).exists()


def test_the_next_autumn_was_drawn_families_have_offers_and_anybody_can_check_it(told):
    round = EnrolmentRound.objects.get()
    assert (round.state, round.synthetic) == ("drawn", True)
    assert draw.faults(json.loads(round.published.document), promised=round.commitment) == []
    assert Offer.objects.open().filter(expires_at__gt=datetime(2022, 9, 30, 12, tzinfo=UTC)).exists()
    assert not Enrolment.objects.filter(group__season__key="macibu-gads-2022").exists()
    assert set(round.applications.values_list("came_by", flat=True)) > {"web"}
