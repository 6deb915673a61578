"""Where a place is: points that lie in the city, with whoever says so."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction

from kurss.journal.queries import history_of
from kurss.places.city import middle
from kurss.places.earth import Point, metres_between, read_pair
from kurss.places.models import Institution, StepFree
from kurss.places.refusals import (
    KindUnknown,
    NoDegrees,
    PositionIncomplete,
    SourceMissing,
    TooFarFromTheCity,
)
from kurss.places.register import open_institution
from kurss.places.whereabouts import Whereabouts, say_where

BY = {"by_key": "officer", "by_label": "Officer", "at": datetime(2021, 9, 1, 9, tzinfo=UTC)}
MEASURED = {"latitude": "57.39", "longitude": "21.56", "position_source": "Measured at the door"}


@pytest.fixture
def school(db) -> Institution:
    return open_institution(
        key="school", name="Skola", name_en="School", kind="other", synthetic=True, by_key="x", at=BY["at"]
    )


def test_a_place_is_where_somebody_says_it_is_and_the_journal_keeps_what_stood_before(school):
    say_where(institution=school, told=Whereabouts(address="Saules iela 1", **MEASURED), **BY)
    moved = Whereabouts(
        address="Saules iela 2",
        entrance="No pagalma",
        entrance_en="From the yard",
        step_free="yes",
        **(MEASURED | {"latitude": "57,3912345"}),
    )
    kept = say_where(institution=school, told=moved, **BY)
    assert (kept.latitude, kept.longitude) == (Decimal("57.391234"), Decimal("21.56"))
    assert kept.position == Point(57.391234, 21.56)
    latest = history_of(school).first()
    assert (latest.act, latest.by_label) == ("places.say_where", "Officer")
    said = {one.name: one.value for one in latest.details.all()}
    assert (said["address_was"], said["address"]) == ("Saules iela 1", "Saules iela 2")
    assert (said["latitude_was"], said["step_free_was"]) == ("57.390000", "unknown")
    assert "longitude" not in said, "what did not change is not told"


def test_saying_what_is_known_writes_nothing_and_a_position_can_be_taken_back(school):
    told = Whereabouts(address="Saules iela 1", **MEASURED)
    say_where(institution=school, told=told, **BY)
    before = history_of(school).count()
    say_where(institution=school, told=told, **BY)
    assert history_of(school).count() == before
    bare = say_where(institution=school, told=Whereabouts(address="Saules iela 1"), **BY)
    assert (bare.position, bare.position_source) == (None, "")


@pytest.mark.parametrize(
    ("said", "refusal", "words"),
    [
        ({"longitude": ""}, PositionIncomplete, "needs latitude and longitude"),
        ({"position_source": " "}, SourceMissing, "who says where"),
        ({"latitude": "north"}, NoDegrees, "“north” is no number"),
        ({"latitude": "91"}, NoDegrees, "nowhere on Earth"),
        ({"latitude": "56.39"}, TooFarFromTheCity, "111 km from the city"),
        ({"latitude": "21.56", "longitude": "57.39"}, TooFarFromTheCity, "the wrong way round"),
        ({"step_free": "perhaps"}, KindUnknown, "“perhaps” says nothing"),
    ],
)
def test_a_position_that_cannot_be_is_refused_in_a_sentence_and_nothing_is_changed(
    school, said, refusal, words
):
    with pytest.raises(refusal, match=words):
        say_where(institution=school, told=Whereabouts(**(MEASURED | {"address": "New"} | said)), **BY)
    school.refresh_from_db()
    assert (school.address, school.position) == ("", None)


def test_the_database_keeps_no_half_position_and_none_without_a_source(school):
    for values in (
        {"latitude": 57, "position_source": "x"},
        {"latitude": 57, "longitude": 21},
        {"latitude": 57, "longitude": 181, "position_source": "x"},
        {"position_source": "x"},
        {"step_free": "maybe"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Institution.objects.filter(pk=school.pk).update(**values)
    assert school.get_step_free_display() == StepFree.UNKNOWN.label


def test_a_site_that_was_not_told_where_its_city_is_checks_no_distance(school, settings):
    settings.KURSS_CITY_AT = ""
    far = say_where(institution=school, told=Whereabouts(**(MEASURED | {"latitude": "-33.9"})), **BY)
    assert far.position == Point(-33.9, 21.56)
    settings.KURSS_CITY_AT = "somewhere"
    with pytest.raises(ImproperlyConfigured, match="Write latitude and longitude"):
        middle()


def test_the_way_between_two_points_is_that_of_known_examples():
    """A degree of a meridian is 111.195 km on the mean sphere; Riga lies some 160 km east of Ventspils."""
    assert metres_between(Point(57, 21), Point(58, 21)) == pytest.approx(111_195, abs=1)
    assert metres_between(Point(0, 0), Point(0, 180)) == pytest.approx(20_015_115, abs=1)
    assert metres_between(Point(57.3906, 21.5733), Point(56.9489, 24.1064)) == pytest.approx(
        161_700, rel=0.01
    )
    assert metres_between(Point(57.39, 21.56), Point(57.39, 21.56)) == 0


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("57.390600, 21.573300", ("57.390600", "21.573300")),
        (" 57.39 21.57 ", ("57.39", "21.57")),
        ("57.39", None),
        ("57,39, 21,57", None),
        ("N 57.39 E 21.57", None),
    ],
)
def test_a_pair_copied_from_a_map_is_read(text, pair):
    assert read_pair(text) == pair
