"""Where courses are held: the plan, the list beside it, the page of a place, and saying where it is."""

import re
from datetime import UTC, datetime

import pytest
from lxml import html

from kurss.learning.models import Mode
from kurss.learning.tests.city import THURSDAYS
from kurss.people import clock
from kurss.people.permissions import Role, Scope
from kurss.places.register import open_institution, take_out_of_use
from kurss.places.whereabouts import Whereabouts, say_where

BY = {"by_key": "officer", "at": datetime(2021, 8, 1, 9, tzinfo=UTC)}


@pytest.fixture
def moment(monkeypatch, settings):
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: datetime(2021, 8, 12, 9, tzinfo=UTC))


@pytest.fixture
def library(city):
    return open_institution(
        key="library", name="Bibliotēka", name_en="Library", kind="other", synthetic=True, **BY
    )


def stands(place, latitude: str, longitude: str, **said) -> None:
    told = Whereabouts(latitude=latitude, longitude=longitude, position_source="Measured at the door", **said)
    say_where(institution=place, told=told, **BY)


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_list_says_where_one_goes_and_how_many_courses_have_places_free(city, client, moment, library):
    city.group()
    full = city.group("robots-2", capacity=1, times=[THURSDAYS])
    city.enrolled(full, city.person())
    city.group("robots-3", mode=Mode.ONLINE, times=[THURSDAYS])
    page = words(client.get("/en/places/"))
    assert "There is 1 place with a course that one can still join." in page
    assert "Digital centre synthetic 2 groups, 1 with places free" in page
    assert "No course at the moment Library" in page


def test_a_plan_is_drawn_of_places_whose_position_is_known_and_says_how_many_are_not(
    city, client, moment, library
):
    nothing = words(client.get("/en/places/"))
    assert "Nobody has recorded yet where the places lie" in nothing
    stands(city.place, "57.3906", "21.5733")
    city.group()
    page = client.get("/en/places/")
    tree = html.fromstring(page.content)
    assert len(tree.xpath("//svg")) >= 2
    assert tree.xpath("//figure//a/@href") == ["/en/places/digital-centre/"] * 2
    assert tree.xpath("//figure//a//title/text()")[0] == "Digital centre: 1 course with places free"
    assert "The position of 1 place is not recorded yet." in words(page)
    in_list = tree.xpath("//ol[@class='places']//a/@href")
    assert in_list == ["/en/places/digital-centre/"], "the list says the same without the drawing"


def test_the_plan_of_a_hundred_places_takes_as_many_questions_as_one_of_two(
    city, client, moment, library, django_assert_num_queries
):
    city.group()
    stands(library, "57.40", "21.56")
    client.get("/lv/places/")
    with django_assert_num_queries(4):
        client.get("/lv/places/")
    for n in range(20):
        other = open_institution(
            key=f"p{n}", name=f"Vieta {n}", name_en=f"Place {n}", kind="other", synthetic=True, **BY
        )
        stands(other, f"57.{3900 + n}", f"21.{5500 + n * 7}")
    with django_assert_num_queries(4):
        client.get("/lv/places/")


def test_the_page_of_a_place_says_what_is_taught_there_and_how_one_gets_in(city, client, moment, library):
    stands(
        city.place,
        "57.3906",
        "21.5733",
        address="Akmeņu iela 3",
        entrance="No pagalma",
        entrance_en="From the yard",
        step_free="yes",
    )
    full = city.group("full", capacity=1)
    city.enrolled(full, city.person())
    city.group("free", times=[THURSDAYS])
    answer = client.get("/en/places/digital-centre/")
    page = words(answer)
    for said in (
        "2 groups one can join here, 1 with places free",
        "Akmeņu iela 3",
        "From the yard",
        "Step-free",
        "57.390600, 21.573300",
        "Measured at the door",
    ):
        assert said in page
    rows = html.fromstring(answer.content).xpath("//h3/a/@href")
    assert rows == ["/en/courses/free/", "/en/courses/full/"], "what one can join comes first"
    assert b"search?query=57.390600%2C%2021.573300" in answer.content
    assert "Change these particulars" not in page
    assert client.get("/en/places/nowhere/").status_code == 404


def test_a_place_without_particulars_says_what_is_not_recorded(city, client, moment, library):
    page = words(client.get("/en/places/library/"))
    for said in (
        "No course here at the moment",
        "Address not recorded",
        "Getting in without steps not recorded",
    ):
        assert said in page
    assert "Show on a map" not in page


def test_the_nearest_places_with_places_free_are_named_with_their_distance(city, client, moment, library):
    stands(city.place, "57.3906", "21.5733")
    stands(library, "57.3996", "21.5733")
    city.group()
    assert "Near it, with places free Digital centre synthetic 1 group, 1 with places free · 1.0 km" in words(
        client.get("/en/places/library/")
    )
    assert "Near it" not in words(client.get("/en/places/digital-centre/"))


def test_a_course_leads_to_the_page_of_its_place(city, client, moment):
    city.group()
    stands(city.place, "57.3906", "21.5733")
    answer = client.get("/en/courses/robots-1/")
    assert b'href="/en/places/digital-centre/"' in answer.content
    assert b'itemprop="latitude" content="57.390600"' in answer.content


def test_a_clerk_says_where_a_place_is_and_sees_what_stood_before(city, client, moment):
    client.force_login(city.administrator)
    address = "/en/places/digital-centre/change/"
    said = {"address": "Akmeņu iela 3", "latitude": "57.390600, 21.573300", "step_free": "unknown"}
    wrong = client.post(address, said)
    assert wrong.status_code == 422
    assert "Say who says where Digitālais centrs is" in words(wrong)
    kept = client.post(address, said | {"position_source": "Map of the city"}, follow=True)
    assert "Kept. This is how families see the place." in words(kept)
    assert "57.390600, 21.573300 Map of the city" in words(kept)
    client.post(address, said | {"position_source": "Map of the city", "step_free": "no"})
    page = words(client.get(address))
    assert "Getting in without steps Not recorded Steps at the entrance" in page
    assert 'value="57.390600"' in client.get(address).content.decode()


def test_a_clerk_of_one_place_says_nothing_of_another(city, client, moment, library):
    other = city.account(
        "other@city.example", Role.COURSE_ADMINISTRATOR, scope=Scope.PLACE, scope_key="library"
    )
    client.force_login(other)
    assert client.get("/en/places/digital-centre/change/").status_code == 403
    assert client.get("/en/places/library/change/").status_code == 200


def test_a_place_out_of_use_is_on_no_plan_and_keeps_its_page(city, client, moment, library):
    take_out_of_use(place=library, until=datetime(2021, 1, 1, tzinfo=UTC).date(), **BY)
    assert "Library" not in words(client.get("/en/places/"))
    assert "Library" in words(client.get("/en/places/library/"))
