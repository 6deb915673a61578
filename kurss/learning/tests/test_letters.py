"""What a family is told: by whom it can be reached, in its language, with a calendar file, once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from kurss.learning.models import CameBy, Offer
from kurss.learning.refusals import OutsideAge
from kurss.learning.rounds.applying import change_wishes
from kurss.learning.rounds.letters import REMIND_BEFORE, remind
from kurss.learning.rounds.offering import accept, expire_offers
from kurss.learning.rounds.planning import Places
from kurss.learning.tests.city import THURSDAYS
from kurss.learning.tests.rounds import DRAWN, DURING, PLANNED, SOON, applied, drawn, opened, pool_of
from kurss.notices.models import Notice
from kurss.people.erasure import erase_identity
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role
from kurss.people.queries import unattended


@pytest.fixture
def family(city):
    """A guardian who reads English and signs in, with one child."""
    parent = city.person("Ilze", born=date(1985, 1, 1), language="en")
    child = city.person("Anna")
    add_guardian(child=child, guardian=parent, holds_from=date(2020, 1, 1), by=city.administrator, at=PLANNED)
    return city.account("ilze@home.example", Role.GUARDIAN, person=parent), child


def applied_on_line(city, round, family, *groups):
    account, child = family
    return applied(city, round, child, *groups, came_by=CameBy.WEB, by=account)


def events(letter):
    return Calendar.from_ical(bytes(letter.enclosures.get().content)).walk("VEVENT")


def test_whoever_applies_is_told_the_ticket_the_wishes_and_until_when_they_can_change(city, family):
    group, other = city.group(), city.group("robots-2", times=[THURSDAYS])
    round = opened(city, Places(pool_of(group)), Places(pool_of(other)))
    made = applied_on_line(city, round, family, group, other)
    letter = Notice.objects.get()
    assert (letter.to, letter.language) == ("ilze@home.example", "en")
    assert letter.subject == "Your application is in: Autumn round"
    assert made.ticket in letter.body
    assert "1. Robots, On Tuesdays 16:00–17:30, Digital centre\n2. Robots, On Thursdays" in letter.body
    [closing] = events(letter)
    assert closing["dtstart"].dt == round.closes_at
    assert "Anna" not in letter.body

    change_wishes(application=made, wishes=[pool_of(other)], wants=1, by=family[0], at=DURING)
    assert Notice.objects.get(subject__startswith="Your application was changed").body.count("1. Robots") == 1


def test_an_application_that_is_refused_tells_nobody(city, family):
    from kurss.learning.planning import Ages

    older = city.group(ages=Ages(13, 15, date(2021, 9, 1)))
    with pytest.raises(OutsideAge):
        applied_on_line(city, opened(city, Places(pool_of(older))), family, older)
    assert not Notice.objects.exists()


def test_an_offer_comes_with_its_last_moment_and_an_accepted_place_with_every_meeting(city, family):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    applied_on_line(city, round, family, group)
    drawn(city, round)
    offer = Offer.objects.get()
    told = Notice.objects.get(once=f"offer {offer.pk}")
    [answer] = events(told)
    assert answer["dtend"].dt == offer.expires_at
    assert answer.walk("VALARM")[0]["trigger"].dt == -timedelta(days=1)

    accept(offer=offer, by=family[0], at=SOON)
    place = Notice.objects.get(subject__startswith="The place is yours")
    assert place.subject == "The place is yours: “Robots”"
    assert [event["dtstart"].dt for event in events(place)] == [
        datetime(2021, 9, day, 13, tzinfo=UTC) for day in (7, 14, 21, 28)
    ]
    accept(offer=offer, by=family[0], at=SOON)
    assert Notice.objects.filter(subject__startswith="The place is yours").count() == 1, (
        "accepted twice is told once"
    )


def test_an_offer_nobody_answers_is_reminded_of_once_a_day_before_and_told_when_it_is_over(city, family):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    applied_on_line(city, round, family, group)
    drawn(city, round)
    offer = Offer.objects.get()
    assert remind(at=offer.expires_at - REMIND_BEFORE - timedelta(minutes=1)) == 0
    assert remind(at=offer.expires_at - timedelta(hours=20)) == 1
    assert remind(at=offer.expires_at - timedelta(hours=19)) == 0
    reminder = Notice.objects.get(once=f"reminder {offer.pk}")
    assert "You have not answered yet" in reminder.body
    assert events(reminder)[0]["uid"] == events(Notice.objects.get(once=f"offer {offer.pk}"))[0]["uid"]
    expire_offers(by=unattended(), at=offer.expires_at)
    assert Notice.objects.filter(once=f"expired {offer.pk}").exists()


def test_an_offer_that_was_answered_is_not_reminded_of(city, family):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    applied_on_line(city, round, family, group)
    drawn(city, round)
    offer = Offer.objects.get()
    accept(offer=offer, by=family[0], at=SOON)
    assert remind(at=offer.expires_at - timedelta(hours=2)) == 0


def test_a_family_that_a_clerk_applied_for_is_written_to_and_never_the_clerk(city, family):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    clerk = city.account(
        "clerk@city.example",
        Role.COURSE_ADMINISTRATOR,
        person=city.person("Klerks", born=date(1980, 1, 1)),
    )
    applied(city, round, family[1], group, came_by=CameBy.PHONE, by=clerk)
    assert Notice.objects.get().to == "ilze@home.example"


def test_a_guardian_without_an_account_is_written_to_at_the_address_of_the_register(city):
    parent = city.person("Ojārs", born=date(1980, 1, 1), language="lv", email="ojars@home.example")
    child = city.person("Marta")
    add_guardian(child=child, guardian=parent, holds_from=date(2020, 1, 1), by=city.administrator, at=PLANNED)
    group = city.group()
    applied(city, opened(city, Places(pool_of(group))), child, group, came_by=CameBy.PAPER)
    letter = Notice.objects.get()
    assert (letter.to, letter.language) == ("ojars@home.example", "lv")
    assert letter.subject.startswith("Jūsu pieteikums ir saņemts")


def test_whoever_has_no_address_is_not_written_to_and_the_application_stands(city):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    applied(city, round, city.person("Bez"), group, came_by=CameBy.PAPER)
    assert not Notice.objects.exists()
    assert round.applications.count() == 1


def test_letters_about_a_child_go_with_its_names(city, family):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    applied_on_line(city, round, family, group)
    administrator = city.account("root@city.example", Role.ADMINISTRATOR)
    erase_identity(person=family[1], because="asked", by=administrator, at=DRAWN)
    assert Notice.objects.get().to == ""
