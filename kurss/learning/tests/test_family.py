"""A family at its own pages: applying for several at once, changing, answering, leaving, giving back."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from kurss.learning.enrolment import enrol
from kurss.learning.models import Application, CameBy, Enrolment, Offer
from kurss.learning.planning import Ages
from kurss.learning.refusals import NobodyNamed, OutsideAge
from kurss.learning.rounds.family import NewChild, apply_as_family
from kurss.learning.rounds.line import waiting_applications
from kurss.learning.rounds.planning import Places
from kurss.learning.tests.city import AUGUST, THURSDAYS
from kurss.learning.tests.rounds import CLOSES, DRAWN, DURING, PLANNED, SOON, applied, drawn, opened, pool_of
from kurss.people import clock
from kurss.people.guardians import add_guardian
from kurss.people.models import Guardianship, Person
from kurss.people.permissions import Role

APPLY = "/en/courses/rounds/autumn-children/apply/"


@pytest.fixture
def moment(monkeypatch, settings):
    def at(when: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: when)

    del settings.DEMO_DATE
    at(DURING)
    return at


@pytest.fixture
def family(city):
    """A guardian's account with two children of nine and seven."""
    parent = city.person("Ilze", born=date(1985, 1, 1), language="en")
    children = [city.person("Anna"), city.person("Jānis", born=date(2014, 5, 6))]
    for child in children:
        add_guardian(
            child=child, guardian=parent, holds_from=date(2020, 1, 1), by=city.administrator, at=PLANNED
        )
    account = city.account("ilze@home.example", Role.RESIDENT, Role.GUARDIAN, person=parent)
    return account, children


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def form(*people, **said) -> dict:
    usual = {"person": [str(each.pk) for each in people], "wish1": "robots-1/on_site", "resident": "yes"}
    return usual | {"once": "form-1"} | said


def test_brothers_and_sisters_apply_with_one_form_and_draw_one_number(city, client, moment, family):
    account, children = family
    opened(city, Places(pool_of(city.group())))
    client.force_login(account)
    client.post(APPLY, form(*children, together="on"))
    made = list(Application.objects.all())
    assert {one.person_id for one in made} == {child.pk for child in children}
    assert made[0].bundle is not None
    assert made[0].bundle == made[1].bundle
    client.post(APPLY, form(*children, together="on"))
    assert Application.objects.count() == 2, "the same form sent twice"


def test_where_one_child_is_refused_nobody_has_applied_and_the_sentence_names_the_child(
    city, client, moment, family
):
    account, children = family
    opened(city, Places(pool_of(city.group(ages=Ages(9, 12, date(2021, 9, 1))))))
    client.force_login(account)
    answer = client.post(APPLY, form(*children))
    assert answer.status_code == 422
    assert "Jānis: Group robots-1 takes ages 9 to 12" in words(answer)
    assert not Application.objects.exists()


def test_a_later_brother_joins_the_bundle_of_the_first(city, family):
    account, (anna, janis) = family
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    first = applied(city, round, anna, group, came_by=CameBy.WEB, by=account)
    [second] = apply_as_family(
        round=round, people=[janis], wishes=[pool_of(group)], came_by=CameBy.WEB, together=True,
        by=account, at=DURING,
    )  # fmt: skip
    first.refresh_from_db()
    assert first.bundle == second.bundle is not None


def test_a_stranger_a_clerk_applied_for_is_nobodys_brother(city, family):
    _account, (anna, _janis) = family
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    stranger = applied(city, round, city.person("Svešs"), group)
    [made] = apply_as_family(
        round=round, people=[anna], wishes=[pool_of(group)], came_by=CameBy.PHONE, together=True,
        by=city.administrator, at=DURING,
    )  # fmt: skip
    stranger.refresh_from_db()
    assert (stranger.bundle, made.bundle) == (None, None)


def test_a_child_nobody_entered_before_is_entered_with_the_application(city, client, moment):
    parent = city.person("Ojārs", born=date(1980, 1, 1), language="en")
    account = city.account("ojars@home.example", Role.RESIDENT, person=parent)
    opened(city, Places(pool_of(city.group())))
    client.force_login(account)
    page = client.get(f"{APPLY}?group=robots-1")
    assert '<details class="more" open>' in page.content.decode()
    sent = form(
        given_name="Marta", family_name="Liepa",
        birth_date_0="4", birth_date_1="3", birth_date_2="2012",
    )  # fmt: skip
    answer = client.post(APPLY, sent)
    made = Application.objects.get()
    assert answer["location"] == f"/en/courses/applications/{made.pk}/"
    assert made.person.identity.name == "Marta Liepa"
    assert Guardianship.objects.get().guardian_id == parent.pk
    client.post(APPLY, sent)
    assert (Application.objects.count(), Person.objects.filter(guardianships__isnull=False).count()) == (1, 1)


def test_a_refused_application_enters_no_child_either(city, client, moment):
    parent = city.person("Ojārs", born=date(1980, 1, 1), language="en")
    account = city.account("ojars@home.example", Role.RESIDENT, person=parent)
    opened(city, Places(pool_of(city.group())))
    client.force_login(account)
    answer = client.post(
        APPLY,
        form(given_name="Mazā", family_name="Liepa", birth_date_0="1", birth_date_1="1", birth_date_2="2020"),
    )
    assert "takes ages 7 to 12" in words(answer)
    assert not Guardianship.objects.exists()
    assert "Enter the child’s birth date" in words(client.post(APPLY, form(given_name="Marta")))


def test_an_application_for_nobody_is_refused(city, client, moment, family):
    account, _children = family
    round = opened(city, Places(pool_of(city.group())))
    client.force_login(account)
    assert "Choose for whom you apply" in words(client.post(APPLY, form()))
    with pytest.raises(NobodyNamed):
        apply_as_family(round=round, people=[], wishes=[], came_by=CameBy.WEB, by=account, at=DURING)


def test_the_only_child_is_chosen_and_what_was_said_last_time_is_filled_in(city, client, moment, family):
    account, (anna, janis) = family
    first, second = city.group(ages=Ages(9, 12, date(2021, 9, 1))), city.group("robots-2", times=[THURSDAYS])
    opened(city, Places(pool_of(first)))
    other = opened(city, Places(pool_of(second)), key="other")
    applied(city, other, anna, second, resident="yes", by=account, came_by=CameBy.WEB)
    client.force_login(account)
    page = client.get(f"{APPLY}?group=robots-1").content.decode()
    assert re.search(rf'value="{anna.pk}"[^>]*checked', page)
    assert "Jānis, 7: no group of this round is for this age" in page
    assert str(janis.pk) in page
    assert re.search(r'name="resident" value="yes"[^>]*checked', page)
    assert '<option value="robots-1/on_site" selected>1. Robots' in page


def test_wishes_are_changed_while_the_round_is_open_and_the_ticket_stays(city, client, moment, family):
    account, (anna, _janis) = family
    one, two = city.group(), city.group("robots-2", times=[THURSDAYS])
    round = opened(city, Places(pool_of(one)), Places(pool_of(two)))
    own = applied(city, round, anna, one, came_by=CameBy.WEB, by=account)
    client.force_login(account)
    page = f"/en/courses/applications/{own.pk}/change/"
    assert '<option value="robots-1/on_site" selected>' in client.get(page).content.decode()
    client.post(page, {"wish1": "robots-2/on_site", "wish2": "robots-1/on_site"})
    assert [wish.pool.group.key for wish in own.wishes.all()] == ["robots-2", "robots-1"]
    assert Application.objects.get().ticket == own.ticket
    twice = client.post(page, {"wish1": "robots-2/on_site", "wish2": "robots-2/on_site"})
    assert "One group is named twice" in words(twice)
    moment(CLOSES)
    late = client.post(page, {"wish1": "robots-1/on_site"})
    assert (late.status_code, "takes applications from" in words(late)) == (422, True)
    assert own.wishes.count() == 2


def test_declining_is_asked_once_more_and_an_offer_taken_late_or_twice_says_so(city, client, moment, family):
    account, (anna, _janis) = family
    group = city.group(capacity=1)
    round = opened(city, Places(pool_of(group)))
    applied(city, round, anna, group, came_by=CameBy.WEB, by=account)
    drawn(city, round)
    moment(SOON)
    offer = Offer.objects.get()
    client.force_login(account)
    page = f"/en/courses/offers/{offer.pk}/"
    assert "you cannot take it back" in words(client.get(page))
    offer.refresh_from_db()
    assert offer.state == "open"
    assert "Confirm the place" in words(client.get("/en/courses/mine/"))
    client.post(page, {"answer": "decline"})
    again = client.post(page, {"answer": "accept"}, follow=True)
    assert "This offer was answered before: Declined" in words(again)

    other = city.group("robots-2", times=[THURSDAYS])
    second = opened(city, Places(pool_of(other)), key="second")
    applied(city, second, anna, other, came_by=CameBy.WEB, by=account)
    drawn(city, second)
    late = Offer.objects.get(application__round=second)
    moment(late.expires_at)
    answer = client.post(f"/en/courses/offers/{late.pk}/", {"answer": "accept"}, follow=True)
    assert "The offer ran out at" in words(answer)
    assert not Enrolment.objects.exists()


def test_a_place_is_given_back_after_a_page_that_says_what_it_means(city, client, moment, family):
    account, (anna, _janis) = family
    place = enrol(group=city.group(), person=anna, by=city.administrator, at=AUGUST)
    moment(datetime(2021, 9, 1, 9, tzinfo=UTC))
    client.force_login(account)
    mine = words(client.get("/en/courses/mine/"))
    assert "Next meeting" in mine
    page = f"/en/courses/places/{place.pk}/give-back/"
    assert "offered to whoever waits first" in words(client.get(page))
    assert "The place is given back" in words(client.post(page, follow=True))
    assert "Nothing is left to withdraw from" in words(client.post(page, follow=True))
    stranger = city.account("other@home.example", Role.GUARDIAN, person=city.person("Cita", born=None))
    client.force_login(stranger)
    assert client.get(page).status_code == 404


def test_a_family_leaves_one_line_and_stays_in_the_others(city, client, moment, family):
    account, (anna, _janis) = family
    group = city.group(capacity=1)
    round = opened(city, Places(pool_of(group)))
    own = applied(city, round, anna, group, came_by=CameBy.WEB, by=account)
    others = [applied(city, round, city.person(f"Cits {n}"), group) for n in range(3)]
    drawn(city, round)
    moment(DRAWN + timedelta(hours=1))
    if own not in waiting_applications(pool_of(group)):  # the draw is a draw: then somebody else waits
        own = waiting_applications(pool_of(group))[0]
        add_guardian(
            child=own.person, guardian=account.person, holds_from=date(2021, 1, 1),
            by=city.administrator, at=PLANNED,
        )  # fmt: skip
    client.force_login(account)
    assert "In line at place" in words(client.get("/en/courses/mine/"))
    page = f"/en/courses/applications/{own.pk}/line/robots-1/"
    assert "gone for good" in words(client.get(page))
    assert "The waiting list is left" in words(client.post(page, follow=True))
    assert own not in waiting_applications(pool_of(group))
    assert "does not wait there any more" in words(client.post(page, follow=True))
    assert len(others) == 3


def test_a_child_too_young_is_told_so_in_the_readers_language(city, family):
    from django.utils import translation

    account, (_anna, janis) = family
    group = city.group(ages=Ages(9, 12, date(2021, 9, 1)))
    round = opened(city, Places(pool_of(group)))
    with translation.override("lv"), pytest.raises(OutsideAge, match="9 līdz 12"):
        applied(city, round, janis, group, by=account, came_by=CameBy.WEB)


def test_a_new_child_is_not_entered_twice_under_another_spelling_of_the_button(city, family):
    account, _children = family
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    new = NewChild(given_name="Anna", family_name="Zariņa", birth_date=date(2012, 3, 4))
    [made] = apply_as_family(
        round=round, people=[], new_child=new, wishes=[pool_of(group)], came_by=CameBy.WEB,
        by=account, at=DURING,
    )  # fmt: skip
    assert made.person_id == family[1][0].pk, "the child that the family entered before"
