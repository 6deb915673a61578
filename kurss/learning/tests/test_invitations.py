"""Rounds by invitation: a link is good for what it says, once, and answered in time or not at all."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from kurss.learning.models import Audience, Enrolment, InvitationState, Policy, RoundInvitation
from kurss.learning.planning import Ages
from kurss.learning.refusals import (
    AlreadyInvited,
    ByInvitation,
    GroupFull,
    InvitationGone,
    NotByInvitation,
    OutsideAge,
    RoundDatesUnclear,
    WishesUnclear,
)
from kurss.learning.rounds.inviting import (
    Guest,
    accept_invitation,
    decline_invitation,
    invite,
    withdraw_invitation,
)
from kurss.learning.rounds.planning import Places, end_round
from kurss.learning.tests.city import THURSDAYS
from kurss.learning.tests.rounds import CLOSES, DURING, OPENS, applied, opened, pool_of, taken
from kurss.notices.models import Notice
from kurss.people import clock
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed

UNTIL = DURING + timedelta(days=3)


@pytest.fixture
def course(city):
    return city.group("teachers-1", audience=Audience.TEACHER, ages=None)


@pytest.fixture
def round(city, course):
    return opened(city, Places(pool_of(course)), policy=Policy.INVITATION, public_value_name="")


def invited(city, round, *guests, **said):
    usual = {"expires_at": UNTIL, "link": lambda token: f"https://city.example/{token}/", "at": DURING}
    return invite(round=round, guests=guests, by=city.administrator, **(usual | said))


def teacher(city, name):
    person = city.person(name, born=date(1985, 1, 1))
    return city.account(f"{name.lower()}@school.example", Role.RESIDENT, person=person), person


def accepted(token, pool, account, person, **said):
    return accept_invitation(token=token, pool=pool, person=person, by=account, **({"at": DURING} | said))


def test_an_invited_teacher_takes_one_place_however_often_the_link_is_opened(city, round, course):
    [(invitation, token)] = invited(city, round, Guest("Juris", "juris@school.example", "en"))
    [letter] = Notice.objects.all()
    assert letter.to == "juris@school.example"
    assert f"https://city.example/{token}/" in letter.body
    account, person = teacher(city, "Juris")
    first = accepted(token, pool_of(course), account, person)
    assert accepted(token, pool_of(course), account, person) == first
    assert (Enrolment.objects.count(), taken(course)) == (1, 1)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.used) == (InvitationState.ACCEPTED, 1)
    other, somebody = teacher(city, "Zane")
    with pytest.raises(InvitationGone, match="answered before"):
        accepted(token, pool_of(course), other, somebody)


def test_a_school_passes_its_link_on_and_each_of_its_people_takes_one_place(city, round, course):
    [(invitation, token)] = invited(city, round, Guest("School 2", places=2))
    assert not Notice.objects.exists()
    for name in ("Juris", "Zane"):
        account, person = teacher(city, name)
        accepted(token, pool_of(course), account, person)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.used, taken(course)) == (InvitationState.ACCEPTED, 2, 2)
    assert {row.enrolment.person_id for row in invitation.taken.all()} == {
        one.person_id for one in Enrolment.objects.all()
    }


def test_a_link_is_good_for_nothing_once_declined_withdrawn_run_out_or_over(city, round, course):
    account, person = teacher(city, "Juris")
    made = invited(city, round, Guest("A"), Guest("B"), Guest("C"), Guest("D"))
    decline_invitation(token=made[0][1], by=None, at=DURING)
    withdraw_invitation(invitation=made[1][0], by=city.administrator, at=DURING)
    for _invitation, token in made[:2]:
        with pytest.raises(InvitationGone, match="answered before"):
            accepted(token, pool_of(course), account, person)
    with pytest.raises(InvitationGone, match="held until"):
        accepted(made[2][1], pool_of(course), account, person, at=UNTIL)
    with pytest.raises(InvitationGone, match="no such invitation"):
        accepted("guessed", pool_of(course), account, person)
    end_round(drawn=round, by=city.administrator, at=DURING)
    with pytest.raises(InvitationGone, match="is over"):
        accepted(made[3][1], pool_of(course), account, person)
    assert not Enrolment.objects.exists()
    assert set(RoundInvitation.objects.values_list("name", "email")) == {("", "")}


def test_only_the_digest_of_a_token_is_kept(city, round):
    [(invitation, token)] = invited(city, round, Guest("A"))
    assert token not in str(RoundInvitation.objects.filter(pk=invitation.pk).values().get())


def test_a_full_group_another_groups_place_and_the_wrong_age_are_refused_and_the_link_stays_good(
    city, round, course
):
    [(invitation, token)] = invited(city, round, Guest("School", places=5))
    elsewhere = city.group("other", times=[THURSDAYS], ages=Ages(60, 80, date(2021, 9, 1)))
    account, person = teacher(city, "Juris")
    with pytest.raises(WishesUnclear, match="not given out in this round"):
        accepted(token, pool_of(elsewhere), account, person)
    for name in ("Anna", "Zane"):
        accepted(token, pool_of(course), *teacher(city, name))
    with pytest.raises(GroupFull, match="Choose another group"):
        accepted(token, pool_of(course), account, person)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.used) == (InvitationState.OPEN, 2)
    with pytest.raises(NotAllowed):
        accepted(token, pool_of(course), account, city.person("Svešs"))


def test_somebody_of_the_wrong_age_is_told_so(city):
    group = city.group()
    round = opened(city, Places(pool_of(group)), policy=Policy.INVITATION, public_value_name="")
    [(_invitation, token)] = invited(city, round, Guest("A"))
    with pytest.raises(OutsideAge):
        accepted(token, pool_of(group), *teacher(city, "Juris"))


def test_an_address_is_invited_once_and_only_while_such_a_round_is_open(city, round, course):
    invited(city, round, Guest("A", "a@school.example"))
    with pytest.raises(AlreadyInvited):
        invited(city, round, Guest("B", "b@school.example"), Guest("A", "a@school.example"))
    assert RoundInvitation.objects.count() == 1
    for moment in (DURING, CLOSES + timedelta(days=1)):
        with pytest.raises(RoundDatesUnclear):
            invited(city, round, Guest("C"), expires_at=moment)
    with pytest.raises(WishesUnclear):
        invited(city, round)
    drawn = opened(city, Places(pool_of(city.group("drawn", times=[THURSDAYS]))), key="draw")
    with pytest.raises(NotByInvitation):
        invited(city, drawn, Guest("A"))
    with pytest.raises(ByInvitation, match="Open the link in your letter"):
        applied(city, round, city.person(), course)


@pytest.fixture
def browser_at(client, monkeypatch, settings):
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: datetime(2021, 8, 12, 9, tzinfo=UTC))
    return client


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_an_administrator_invites_by_a_list_and_a_teacher_accepts_by_the_link(
    city, round, course, browser_at
):
    browser_at.force_login(city.administrator)
    page = "/en/planning/rounds/autumn-children/invitations/"
    said = {"language": "en", "expires_at": "2021-08-15T12:00"}
    wrong = browser_at.post(page, said | {"guests": "Juris; not an address"})
    assert wrong.status_code == 422
    assert "cannot be read" in words(wrong)
    answer = browser_at.post(page, said | {"guests": "Juris; juris@school.example\nSchool 2;;3\n"})
    assert "They are invited." in words(answer)
    assert "4 are promised by invitations" in words(answer)
    assert "Who answers first gets the places" in words(answer)
    [link] = re.findall(r"http://testserver(/en/courses/invitations/[^/]+/)", answer.content.decode())
    browser_at.logout()
    assert "Sign in to accept" in words(browser_at.get(link))
    account, person = teacher(city, "Juris")
    browser_at.force_login(account)
    form = {"person": str(person.pk), "group": "teachers-1/on_site", "resident": "yes", "answer": "accept"}
    assert browser_at.post(link, form)["location"] == "/en/courses/teachers-1/"
    assert Enrolment.objects.get().person == person
    answer = browser_at.post(link, {"answer": "decline"}, follow=True)
    assert "This invitation was answered: Declined" in words(answer)
    assert browser_at.get("/en/courses/invitations/none/").status_code == 404
    assert OPENS < DURING
