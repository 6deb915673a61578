"""The pages of enrolling at once: before the opening, in the room, at the form, and where no place is left."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from kurss.learning.models import Application, CameBy, Enrolment, Offer, Turn
from kurss.learning.planning import Ages
from kurss.learning.rounds.first_come import KEPT, take_place
from kurss.learning.rounds.line import waiting_applications
from kurss.learning.tests.city import THURSDAYS
from kurss.learning.tests.rounds import OPENS, pool_of, taken
from kurss.learning.tests.test_first_come import asking, at_once, parent_of, took
from kurss.learning.tests.test_pages import moment, words

__all__ = ["moment"]

PAGE = "/en/courses/robots-1/enrol/"


@pytest.fixture
def home(city, client, moment):
    """A parent who has signed in, the child, and a group of two places given at once."""
    group, child = city.group(), city.person("Anna")
    round, parent = at_once(city, group), parent_of(city, child)
    client.force_login(parent)
    return parent, child, group, round


def sent(client, child, **said):
    once = re.search(r'name="once" value="([0-9a-f]+)"', client.get(PAGE).content.decode())
    usual = {"person": child.pk, "resident": "yes", "act": "take", "once": once.group(1) if once else ""}
    return client.post(PAGE, usual | said)


def test_a_parent_enrols_with_one_press_and_has_the_place_among_their_own(home, client):
    _parent, child, _group, _round = home
    page = client.get(PAGE)
    assert "2 of 2 places were free" in words(page)
    assert re.search(rf'value="{child.pk}"\s+checked', page.content.decode())
    answer = sent(client, child)
    assert answer.status_code == 302
    shown = words(client.get(answer.url))
    assert "The place is yours." in shown
    assert "Enrolled" in shown
    assert Enrolment.objects.get().person == child
    assert Application.objects.get().came_by == CameBy.WEB
    assert "Anna" in words(client.get("/en/courses/mine/"))
    for page in (answer.url, "/en/courses/mine/"):
        assert f'href="/en/family/{child.pk}/care/"' in client.get(page).content.decode()


def test_the_same_form_sent_twice_is_one_enrolment_and_the_same_answer(home, client):
    _parent, child, group, _round = home
    first = sent(client, child, once="one-form")
    again = sent(client, child, once="one-form")
    assert (first.status_code, first.url) == (again.status_code, again.url)
    assert taken(group) == 1


def test_before_the_opening_the_page_says_when_and_whether_all_is_ready(home, city, client, moment):
    _parent, child, group, _round = home
    moment(OPENS - timedelta(minutes=12, seconds=5))
    page = client.get(PAGE)
    shown = words(page)
    assert "from 09:00:00 on 10 August 2021" in shown
    assert "12 min 5 s are left" in shown
    assert "Age and hours fit." in shown
    assert page["Refresh"] == "725"
    assert "Refresh" not in client.get(f"{PAGE}?still=yes")
    refused = client.post(PAGE, {"person": child.pk, "resident": "yes"})
    assert "Nothing was changed" in words(refused)
    assert taken(group) == 0
    moment(OPENS)
    assert "Keep a place" in words(client.get(PAGE))


def test_before_the_opening_a_child_for_whom_the_group_is_not_is_told_why(home, city, client, moment):
    city.group("older", ages=Ages(13, 15, date(2021, 9, 1)), times=[THURSDAYS])
    older = at_once(city, city.group("oldest", ages=Ages(14, 15, date(2021, 9, 1)), room=None), key="old")
    moment(older.opens_at - timedelta(days=2))
    assert "this person is 9 then" in words(client.get("/en/courses/oldest/enrol/"))


def test_a_group_that_fills_up_during_the_click_leads_to_the_line_and_to_places_elsewhere(home, city, client):
    _parent, child, group, round = home
    other = city.group("robots-2", times=[THURSDAYS])
    at_once(city, other, key="second")
    for name in ("Jānis", "Pēteris"):
        took(city, round, group, city.person(name))
    answer = sent(client, child)
    shown = words(answer)
    assert answer.status_code == 409
    assert "The last place in group robots-1 has just gone" in shown
    assert "Join the waiting list" in shown
    assert "/en/courses/robots-2/enrol/" in answer.content.decode()
    waiting = sent(client, child, act="wait")
    assert "In line at place 1" in words(client.get(waiting.url))
    assert [one.person for one in waiting_applications(pool_of(group))] == [child]


def test_a_place_is_kept_for_minutes_that_the_page_tells_without_a_script(home, client, moment):
    _parent, child, _group, _round = home
    began = datetime(2021, 8, 12, 9, tzinfo=UTC)
    page = sent(client, child, act="keep").url
    moment(began + timedelta(minutes=3))
    answer = client.get(page)
    shown = words(answer)
    assert "Kept until 12:10:00 on 12 August 2021" in shown
    assert "It was 12:03:00 here when this page was made: 7 min are left." in shown
    assert answer["Refresh"] == "420"
    moment(began + KEPT)
    over = words(client.get(page))
    assert "that has passed" in over
    assert "Confirm the place" not in over


def test_a_place_given_up_on_the_page_goes_on_and_may_be_asked_for_again(home, city, client):
    _parent, child, group, _round = home
    page = sent(client, child).url
    wish = Application.objects.get().wishes.get()
    assert "given up" in words(client.post(page, {"wish": wish.pk}, follow=True))
    assert taken(group) == 0
    assert "Ask again" in words(client.get(page))
    sent(client, child, once="again")
    assert taken(group) == 1


def test_a_line_is_left_on_the_page(home, city, client):
    _parent, child, group, round = home
    for name in ("Jānis", "Pēteris"):
        took(city, round, group, city.person(name))
    page = sent(client, child, act="wait").url
    wish = Application.objects.get(person=child).wishes.get()
    assert "You have left the waiting list" in words(client.post(page, {"wish": wish.pk}, follow=True))
    assert waiting_applications(pool_of(group)) == []


def test_in_a_crush_a_parent_is_told_the_moment_of_their_turn_and_keeps_it(home, client, settings):
    parent, child, group, round = home
    settings.KURSS_TURNS_A_SECOND = 50
    now = timezone.now()
    mine = Turn.objects.create(
        round=round, holder=parent.pk, asked_at=now, comes_at=now + timedelta(seconds=90)
    )
    page = client.get(PAGE)
    assert "Your turn comes at" in words(page)
    assert "2 of 2" in words(page)
    assert page["Refresh"] == "15"
    early = client.post(PAGE, {"person": child.pk, "resident": "yes", "act": "take", "once": "kept"})
    assert early.status_code == 429
    assert 'value="kept"' in early.content.decode()
    assert taken(group) == 0
    Turn.objects.filter(pk=mine.pk).update(comes_at=now)
    assert sent(client, child).status_code == 302


def test_a_clerk_enrols_by_name_and_waits_in_the_same_line_for_each_who_calls(home, city, client, settings):
    _parent, child, _group, _round = home
    settings.KURSS_TURNS_A_SECOND = 0.1
    client.force_login(city.administrator)
    found = client.get(f"{PAGE}?who=Anna")
    assert "Anna Zariņa, 2012-03-04" in words(found)
    assert not Turn.objects.exists()
    answer = sent(client, child, came_by="phone")
    assert words(client.get(answer.url)).count("By telephone") == 1
    assert list(Turn.objects.values_list("holder", flat=True)) == [child.pk]
    callers = [city.person(name) for name in ("Jānis", "Pēteris", "Kārlis")]
    answers = [sent(client, caller, came_by="counter").status_code for caller in callers]
    assert answers == [429, 429, 429]
    assert Turn.objects.count() == 4


def test_nobody_enrols_a_child_of_others_or_in_a_group_that_is_not_given_at_once(home, city, client):
    _parent, _child, group, _round = home
    assert sent(client, city.person("Jānis")).status_code == 403
    assert taken(group) == 0
    city.group("robots-2", times=[THURSDAYS])
    assert client.get("/en/courses/robots-2/enrol/").status_code == 404


def test_a_form_that_says_nothing_sensible_is_answered_with_a_sentence(home, client):
    for said in ({}, {"person": "nobody"}, {"person": "6f1ab2d8-4a0e-4bd5-8a8a-6d4a6d4a6d4a"}):
        answer = client.post(PAGE, {"resident": "yes", "act": "take", **said})
        assert answer.status_code == 422
        assert "There is a problem" in words(answer)


def test_a_family_of_one_account_reads_no_place_of_another(home, city, client):
    place = take_place(
        round=home[3],
        asking=asking(city, home[2], city.person("Jānis")),
        at=datetime(2021, 8, 12, 9, tzinfo=UTC),
    )
    page = f"/en/courses/applications/{Offer.objects.get(pk=place.pk).application_id}/"
    assert client.get(page).status_code == 404
