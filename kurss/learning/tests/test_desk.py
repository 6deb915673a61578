"""The desk: finding a family by one line, naming groups by numbers, entering a new family, the printed slip."""

import re
from datetime import date, datetime

import pytest

from kurss.learning.models import Application
from kurss.learning.refusals import WishesUnclear
from kurss.learning.rounds.desk import found_by, groups_named
from kurss.learning.rounds.planning import Places
from kurss.learning.rounds.queries import round_with_policy
from kurss.learning.rounds.wishing import numbered
from kurss.learning.tests.city import THURSDAYS
from kurss.learning.tests.rounds import DURING, PLANNED, applied, opened, pool_of
from kurss.people import clock
from kurss.people.guardians import add_guardian
from kurss.people.models import Consent, Guardianship, Identity, Person
from kurss.people.permissions import Role, Scope
from kurss.people.reading import readings
from kurss.people.searching import Asked, read

DESK = "/en/courses/rounds/autumn-children/desk/"


@pytest.fixture
def moment(monkeypatch, settings):
    def at(when: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: when)

    del settings.DEMO_DATE
    at(DURING)
    return at


@pytest.fixture
def marta(city):
    """A child whose mother has a telephone and no e-mail."""
    mother = city.person(
        "Ilze", family_name="Ozola", born=date(1985, 1, 1), language="lv", phone="+371 29 123 456"
    )
    child = city.person("Marta")
    add_guardian(child=child, guardian=mother, holds_from=date(2020, 1, 1), by=city.administrator, at=PLANNED)
    return child


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("mar zar", Asked("mar zar")),
        ("marta 4.3.2012", Asked("marta", date(2012, 3, 4))),
        ("2012-03-04", Asked("", date(2012, 3, 4))),
        ("29123456", Asked("", None, "29123456")),
        ("+371 29 123 456", Asked("", None, "29123456")),
        ("0037129123456", Asked("", None, "29123456")),
        ("ozola 123456", Asked("ozola", None, "123456")),
        ("marta 31.2.2012", Asked("marta", None)),
        ("", Asked()),
    ],
)
def test_one_line_is_read_by_the_shape_of_its_parts(line, asked):
    assert read(line) == asked


@pytest.mark.parametrize("line", ["mar zar", "4.3.2012", "29123456", "123 456", "ilze oz", "Marta Zariņa"])
def test_a_child_is_found_by_its_name_its_birth_date_or_its_mothers_telephone(city, marta, line):
    city.person("Cits", family_name="Cits", born=date(2013, 1, 1))
    opened(city, Places(pool_of(city.group())))
    round = round_with_policy("autumn-children")
    assert found_by(line, round=round, on=DURING.date())[0].key == marta.pk


def test_groups_are_named_by_their_numbers_in_the_order_of_the_wishes(city):
    one, two = city.group(), city.group("robots-2", times=[THURSDAYS])
    opened(city, Places(pool_of(one)), Places(pool_of(two)))
    groups = numbered(round_with_policy("autumn-children"))
    assert [each.pool.group.key for each in groups] == ["robots-1", "robots-2"]
    assert [pool.group.key for pool in groups_named("2, 01", groups)] == ["robots-2", "robots-1"]
    assert [pool.group.key for pool in groups_named("robots-2", groups)] == ["robots-2"]
    with pytest.raises(WishesUnclear, match=r"There is no group 3 in this round\. .* numbers 1 to 2"):
        groups_named("3", groups)


def test_a_clerk_applies_in_the_same_round_and_how_they_came_is_kept(city, client, moment, marta):
    opened(city, Places(pool_of(city.group())))
    client.force_login(city.administrator)
    page = client.get(f"{DESK}?who=mar zar")
    assert "Marta Zariņa · 04.03.2012 · Ilze Ozola +371 29 123 456" in words(page)
    assert re.search(r'name="groups"[^>]*autofocus', page.content.decode()), "one child: the groups are next"
    sent = {
        "person": str(marta.pk), "groups": "1", "resident": "yes", "came_by": "paper", "once": "call-1",
    }  # fmt: skip
    answer = client.post(f"{DESK}?who=mar zar", sent)
    made = Application.objects.get()
    assert (made.came_by, made.person_id, made.resident) == ("paper", marta.pk, "yes")
    client.post(f"{DESK}?who=mar zar", sent)
    assert Application.objects.count() == 1, "the same form sent twice"
    done = words(client.get(answer["location"]))
    assert "Sent Marta Zariņa Groups 1" in done
    again = client.get(f"{DESK}?who=4.3.2012")
    assert "Marta Zariņa has applied already" in words(again)
    assert "Marta Zariņa has applied already" in words(client.get(f"{DESK}?who=ilze oz"))


def test_the_way_of_the_last_one_is_kept_for_a_pile_of_papers(city, client, moment, marta):
    other = city.person("Otra", family_name="Kalna")
    opened(city, Places(pool_of(city.group())))
    client.force_login(city.administrator)
    sent = {"person": str(marta.pk), "groups": "1", "resident": "no", "came_by": "paper", "once": "1"}
    client.post(f"{DESK}?who=mar zar", sent)
    page = client.get(f"{DESK}?who=otra").content.decode()
    assert re.search(r'name="came_by" value="paper"[^>]*checked', page)
    assert str(other.pk) in page


def test_a_number_that_is_no_group_is_said_at_the_field_and_nothing_is_kept(city, client, moment, marta):
    opened(city, Places(pool_of(city.group())))
    client.force_login(city.administrator)
    sent = {"person": str(marta.pk), "groups": "43", "resident": "yes", "came_by": "phone", "once": "1"}
    answer = client.post(f"{DESK}?who=mar zar", sent)
    assert answer.status_code == 422
    assert "There is no group 43 in this round" in words(answer)
    nobody = client.post(f"{DESK}?who=mar zar", sent | {"person": str(city.person("Svešs").pk)})
    assert nobody.status_code == 422, "a key that the desk did not show"
    assert not Application.objects.exists()


def test_a_clerks_search_that_names_a_child_is_a_look_at_its_record(city, client, moment, marta):
    other = city.person("Jānis")
    opened(city, Places(pool_of(city.group())))
    client.force_login(city.administrator)
    for _again in range(2):
        client.get(f"{DESK}?who=marta")
    assert [(look.page, look.why) for look in readings(marta)] == [
        ("A search at the telephone or the counter, to apply for a course", "to enrol in courses")
    ]
    assert readings(other) == []


def newcomer(**said) -> dict:
    usual = {
        "given_name": "Emīls", "family_name": "Kalns", "born": "27.3.2013", "guardian_given": "Aija",
        "phone": "26 111 222", "language": "lv", "gender": "male",
        "once": "6f0f2a52-9a0c-4f45-8a55-2f6c7c1d9c11",
    }  # fmt: skip
    return usual | said


def test_a_family_without_e_mail_is_entered_on_the_spot_and_applies(city, client, moment):
    opened(city, Places(pool_of(city.group())))
    client.force_login(city.administrator)
    for _twice in range(2):
        answer = client.post(f"{DESK}new/", newcomer())
    child = Person.objects.get(identity__given_name="Emīls")
    assert answer["location"] == f"{DESK}?person={child.pk}"
    bond = Guardianship.objects.get()
    assert (bond.child_id, bond.guardian.identity.name) == (child.pk, "Aija Kalns")
    assert bond.guardian.identity.phone == "26 111 222"
    page = client.get(answer["location"])
    assert "Emīls Kalns · 27.03.2013 · Aija Kalns 26 111 222" in words(page)


def test_who_may_be_in_the_register_already_is_shown_before_a_second_record_is_made(
    city, client, moment, marta
):
    opened(city, Places(pool_of(city.group())))
    client.force_login(city.administrator)
    before = Person.objects.count()
    known = newcomer(given_name="Marta", family_name="Zariņa", born="4.3.2012", guardian_given="Ilze",
                     guardian_family="Ozola", phone="29123456")  # fmt: skip
    page = client.post(f"{DESK}new/", known)
    assert "Is it one of these?" in words(page)
    assert f"{DESK}?person={marta.pk}" in page.content.decode()
    assert "Ilze Ozola, +371 29 123 456" in words(page)
    assert Person.objects.count() == before
    mother = Identity.objects.get(family_name="Ozola").person
    brother = known | {
        "given_name": "Toms",
        "born": "1.2.2013",
        "surely": "yes",
        "guardian_is": str(mother.pk),
    }
    client.post(f"{DESK}new/", brother)
    toms = Person.objects.get(identity__given_name="Toms")
    assert Guardianship.objects.get(child=toms).guardian_id == mother.pk, "the mother is not entered twice"


def test_what_is_missing_or_cannot_be_is_said_and_nobody_is_entered(city, client, moment):
    opened(city, Places(pool_of(city.group())))
    client.force_login(city.administrator)
    before = Person.objects.count()
    for said, sentence in (
        ({"born": "31.2.2013"}, "There is no such day"),
        ({"born": ""}, "Enter the child’s birth date"),
        ({"phone": ""}, "otherwise nobody can be told"),
        ({"email": "not-an-address"}, "is no e-mail address"),
    ):
        answer = client.post(f"{DESK}new/", newcomer(**said))
        assert (answer.status_code, sentence in words(answer)) == (422, True), sentence
    assert Person.objects.count() == before


def test_a_consent_signed_on_paper_says_so(city, client, moment):
    from kurss.people.consents import write_consent_text

    officer = city.account("dpo@city.example", Role.DATA_PROTECTION_OFFICER)
    text = write_consent_text(
        purpose="photos", title="Fotogrāfijas", title_en="Photographs", text="Drīkst", text_en="May",
        by=officer, at=PLANNED,
    )  # fmt: skip
    opened(city, Places(pool_of(city.group())))
    client.force_login(city.administrator)
    assert "Photographs" in words(client.get(f"{DESK}new/"))
    client.post(f"{DESK}new/", newcomer(consents=[str(text.pk)]))
    given = Consent.objects.get()
    assert given.on_paper
    assert given.given_by.identity.name == "Aija Kalns"
    assert given.about.identity.name == "Emīls Kalns"


def test_the_slip_is_in_the_language_of_the_family(city, client, moment, marta):
    group = city.group()
    own = applied(city, opened(city, Places(pool_of(group))), marta, group, came_by="counter")
    client.force_login(city.administrator)
    page = client.get(f"/en/courses/applications/{own.pk}/slip/")
    assert "Pieteikums ir saņemts" in words(page)
    assert own.ticket in words(page)
    assert "The application is in" in words(
        client.get(f"/en/courses/applications/{own.pk}/slip/?language=en")
    )


def test_the_desk_is_for_who_runs_rounds(city, client, moment, marta):
    opened(city, Places(pool_of(city.group())))
    client.force_login(city.account("t@city.example", Role.TEACHER))
    assert client.get(DESK).status_code == 403
    elsewhere = city.account(
        "e@city.example", Role.COURSE_ADMINISTRATOR, scope=Scope.PLACE, scope_key="elsewhere"
    )
    client.force_login(elsewhere)
    assert client.get(f"{DESK}?who=marta").status_code == 403
    assert client.get(f"{DESK}new/").status_code == 403
