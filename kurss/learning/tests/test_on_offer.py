"""What the catalogue says of a group: rows are kept by all that they say, so none is ever out of date."""

import re
from datetime import UTC, datetime

import pytest

from kurss.learning.models import Policy
from kurss.learning.on_offer import rows
from kurss.learning.pages.courses import _written
from kurss.learning.rounds.planning import Places
from kurss.learning.tests.rounds import DRAWN, DURING, OPENS, PLANNED, applied, drawn, opened, pool_of
from kurss.learning.withdrawing import withdraw
from kurss.people import clock

AUGUST = datetime(2021, 8, 20, 9, tzinfo=UTC)


@pytest.fixture
def moment(monkeypatch, settings):
    def at(when: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: when)

    del settings.DEMO_DATE
    at(AUGUST)
    return at


@pytest.fixture
def says(client):
    def page(language: str = "en") -> str:
        answer = client.get(f"/{language}/courses/").content.decode()
        return " ".join(re.sub(r"<[^>]+>", " ", answer).split())

    return page


def test_the_place_that_was_just_taken_is_gone_on_the_next_page_and_one_given_back_is_there(
    city, client, moment, says
):
    group = city.group()
    assert "2 places free" in says()
    place = city.enrolled(group, city.person())
    assert "1 place free" in says()
    assert client.get("/en/courses/").content.decode().count('class="s1"') == 1
    city.enrolled(group, city.person("Elza"))
    assert "No place free" in says()
    withdraw(enrolment=place, reason="moved away", by=city.administrator, at=AUGUST)
    assert "1 place free" in says()


def test_a_name_that_was_corrected_is_on_the_next_page_in_both_languages(city, moment, says):
    city.group()
    assert "Digital centre" in says()
    assert "Digitālais centrs" in says("lv")
    city.place.name, city.place.name_en = "Digitālā māja", "Digital house"
    city.place.save()
    assert "Digital house" in says()
    assert "Digital centre" not in says()
    assert "Digitālā māja" in says("lv")
    assert "Otrdienās" in says("lv")


def test_the_row_of_a_draw_counts_who_applied_and_says_when_it_was_drawn(city, moment, says):
    group = city.group()
    moment(DURING)
    round = opened(city, Places(pool_of(group)))
    assert "0 applications" in says()
    for name in ("Anna", "Elza", "Jana"):
        applied(city, round, city.person(name), group)
    assert "3 applications" in says()
    drawn(city, round)
    moment(DRAWN)
    assert "1 waits" in says()


def test_the_row_says_that_places_are_given_as_soon_as_they_are(city, moment, says):
    opened(city, Places(pool_of(city.group())), policy=Policy.FIRST_COME, public_value_name="")
    moment(PLANNED)
    assert "Places are given from" in says()
    moment(OPENS)
    assert "A place is given at once" in says()


def test_a_row_that_nothing_changed_is_written_once(city, client, moment):
    group = city.group()
    _written.cache_clear()
    for _turn in range(3):
        client.get("/en/courses/")
    assert (_written.cache_info().misses, _written.cache_info().hits) == (1, 2)
    same = group.__class__.objects.filter(pk=group.pk)
    assert rows(same, at=AUGUST) == rows(same, at=AUGUST)
