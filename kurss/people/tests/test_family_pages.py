"""The pages of a family: what a parent does on them, and that nobody else's child has an address there."""

import json
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kurss.people.clock import now
from kurss.people.codes import find
from kurss.people.consents import write_consent_text
from kurss.people.duplicates.deciding import merge, put_side_by_side
from kurss.people.family.children import stop_acting
from kurss.people.models import Account, Consent, Guardianship, Identity, Invitation, Person
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.reading import looked_at
from kurss.people.tests.city import MOMENT, account, officer, registrar
from kurss.people.tests.household import CODE, add, invited, resident, second, token_of

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
PARTS = (
    "", "correct/", "code/", "consents/", "held/", "held.json", "looked/", "invite/", "leave/", "delete/",
    "delete/surely/",
)  # fmt: skip


@pytest.fixture
def mother(client):
    found = resident(phone="+371 20000001")
    client.force_login(found)
    return found


def at(person, part="", language="en") -> str:
    return f"/{language}/family/{person.pk}/{part}"


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def answer(client, step, **fields):
    return client.post(f"/en/family/add/{step}/", fields)


def test_the_family_and_the_account_lead_to_each_other(client, mother):
    assert 'href="/en/account/"' in text(client.get("/en/family/")).partition("<main")[2]
    assert 'href="/en/family/"' in text(client.get("/en/account/")).partition("<main")[2]


def tell(client, **said):
    """Answer the three questions; the answers can be changed by what is said."""
    usual = {"given_name": "Anna", "family_name": "Bērziņa", "day": "1", "month": "3", "year": "2012"} | said
    answer(client, "name", given_name=usual["given_name"], family_name=usual["family_name"])
    last = answer(
        client, "birth", birth_date_0=usual["day"], birth_date_1=usual["month"], birth_date_2=usual["year"]
    )
    answer(client, "more", gender="not_recorded", language="lv")
    return last


@pytest.mark.usefixtures("mother")
def test_a_child_is_added_in_four_pages_and_shown(client):
    tell(client)
    shown = text(client.get("/en/family/add/check/"))
    assert "Anna Bērziņa" in shown
    assert "1 March 2012" in shown
    added = client.post("/en/family/add/check/", {"code": ""}, follow=True)
    assert "Anna Bērziņa was added." in text(added)
    assert "Anna Bērziņa" in text(client.get("/en/family/"))
    assert client.get("/en/family/add/check/").status_code == 302


@pytest.mark.usefixtures("mother")
def test_what_is_wrong_is_said_at_its_question(client):
    assert "Enter the child’s given name" in text(answer(client, "name", given_name="", family_name="B"))
    assert "There is no such day" in text(tell(client, month="13"))
    assert "There is no such day" in text(tell(client, day="x"))
    assert "after today" in text(tell(client, year="2030"))
    tell(client)
    wrong = text(client.post("/en/family/add/check/", {"code": CODE[:-1] + "3"}))
    assert "wrong last digit" in wrong
    assert not Guardianship.objects.exists()


def test_a_code_is_kept_in_no_session(client, mother):
    tell(client)
    client.post("/en/family/add/check/", {"code": CODE})
    assert len(find(CODE)) == 1
    assert CODE not in json.dumps(dict(client.session))


def test_the_same_child_a_second_time_is_offered_with_a_link_to_the_first(client, mother):
    anna = add(mother)
    tell(client)
    page = text(client.post("/en/family/add/check/", {"code": ""}))
    assert "is among your children already" in page
    assert at(anna) in page
    assert Guardianship.objects.count() == 1


@pytest.mark.parametrize("part", PARTS)
def test_somebody_elses_child_has_the_same_answer_as_nobody(client, mother, part):
    stranger = resident("juris")
    child, nobody = add(stranger), Person(key=uuid.uuid4())
    answers = [client.get(at(one, part)) for one in (child, nobody)]
    assert [one.status_code for one in answers] == [404, 404]
    pages = [
        TOKEN.sub("", one.content.decode().replace(str(asked.pk), ""))
        for one, asked in zip(answers, (child, nobody), strict=True)
    ]
    assert pages[0] == pages[1]
    assert client.post(at(child, part)).status_code in (404, 405)
    client.logout()
    assert client.get(at(child, part)).status_code == 302


@pytest.mark.parametrize("part", PARTS)
def test_who_no_longer_acts_for_a_child_sees_nothing_of_it(client, mother, part):
    anna = add(mother)
    father = second(anna, mother)
    client.force_login(father)
    if part != "delete/surely/":
        assert client.get(at(anna, part)).status_code == 200
    stop_acting(child=anna, by=father, at=MOMENT)
    assert client.get(at(anna, part)).status_code == 404
    assert "Anna" not in text(client.get("/en/family/"))
    assert "Anna" not in text(client.get(at(father.person, "held/")))


def test_no_page_and_no_file_shows_one_guardian_where_the_other_can_be_reached(client, mother):
    anna = add(mother)
    father = second(anna, mother)
    identity = Identity.objects.get(person=mother.person)
    secrets = (mother.email, identity.email, identity.phone, str(mother.person.pk), str(mother.pk))
    client.force_login(father)
    for part in PARTS:
        shown = client.get(at(anna, part)).content.decode()
        assert not [one for one in secrets if one in shown], part
    theirs = (father.email, father.person.identity.phone, str(father.person.pk))
    client.force_login(mother)
    for part in PARTS:
        shown = client.get(at(anna, part)).content.decode()
        assert not [one for one in theirs if one in shown], part
    assert "Juris Bērziņa" in text(client.get(at(anna)))


def test_a_contact_on_a_childs_record_is_shown_to_one_of_two_guardians_not_at_all(client, mother):
    anna = add(mother)
    Identity.objects.filter(person=anna).update(email="family@home.example")
    assert "family@home.example" in text(client.get(at(anna, "held/")))
    second(anna, mother)
    assert "family@home.example" not in text(client.get(at(anna, "held/")))
    assert "family@home.example" not in client.get(at(anna, "held.json")).content.decode()


def test_a_guardian_corrects_the_child_and_their_own_contact(client, mother):
    anna = add(mother)
    page = text(client.get(at(anna, "correct/")))
    assert 'name="email"' not in page
    said = {
        "given_name": "Annija", "family_name": "Bērziņa", "birth_date_0": "1", "birth_date_1": "3",
        "birth_date_2": "2012", "gender": "female", "language": "lv",
    }  # fmt: skip
    assert "It was corrected." in text(client.post(at(anna, "correct/"), said, follow=True))
    assert Identity.objects.get(person=anna).given_name == "Annija"
    mine = said | {"given_name": "Ilze", "birth_date_2": "2013", "email": "new@home.example", "phone": ""}
    assert "would not be older than the child" in text(client.post(at(mother.person, "correct/"), mine))
    client.post(at(mother.person, "correct/"), mine | {"birth_date_2": "1985"})
    assert Identity.objects.get(person=mother.person).email == "new@home.example"


def test_a_code_is_given_and_its_fingerprint_deleted_again(client, mother):
    anna = add(mother)
    assert "another birth date" in text(client.post(at(anna, "code/"), {"code": "02031221017"}))
    assert "wrong last digit" in text(client.post(at(anna, "code/"), {"code": CODE[:-1] + "3"}))
    client.post(at(anna, "code/"), {"code": CODE})
    assert find(CODE) == [anna]
    client.post(at(anna, "code/"), {"forget": "yes"})
    assert find(CODE) == []


def test_the_letter_opens_a_page_that_names_the_child_only_to_who_has_signed_in(client, mother):
    anna = add(mother)
    client.post(at(anna, "invite/"), {"email": "juris@home.example", "language": "lv"})
    token = token_of("juris@home.example")
    client.logout()
    outside = text(client.get(f"/en/invitation/{token}/"))
    assert "Ilze Bērziņa invites you" in outside
    assert "Anna" not in outside
    father = resident("juris")
    client.force_login(father)
    assert "Anna" in text(client.get(f"/en/invitation/{token}/"))
    assert "An invitation waits" in text(client.get("/en/family/"))
    accepted = client.post(f"/en/invitation/{token}/", follow=True)
    assert "You now act for Anna." in text(accepted)
    again = client.get(f"/en/invitation/{token}/")
    assert again.status_code == 404
    assert "used before" in again.content.decode()


def test_an_invitation_is_said_to_be_for_somebody_else_to_whoever_sent_it(client, mother):
    anna = add(mother)
    token = invited(anna, mother, at=now())
    page = client.post(f"/en/invitation/{token}/")
    assert "You sent this invitation yourself" in page.content.decode()
    assert Guardianship.objects.count() == 1


def test_an_invitation_can_be_withdrawn_by_a_guardian_only(client, mother):
    anna = add(mother)
    invited(anna, mother, at=now())
    found = Invitation.objects.get()
    page = text(client.get(at(anna)))
    assert "juris@home.example" in page
    father = second(anna, mother, "karlis")
    client.force_login(father)
    assert "juris@home.example" not in text(client.get(at(anna)))
    client.force_login(resident("stranger"))
    assert client.post(at(anna, f"invite/{found.pk}/")).status_code == 404
    client.force_login(father)
    client.post(at(anna, f"invite/{found.pk}/"))
    found.refresh_from_db()
    assert found.withdrawn_at is not None


def test_an_account_of_the_service_is_told_to_come_as_itself(client, mother):
    token = invited(add(mother), mother, at=now())
    client.force_login(account("teacher", Role.TEACHER))
    assert "has no family" in text(client.get(f"/en/invitation/{token}/"))


def test_an_account_without_a_person_says_who_it_is_and_comes_back_to_its_invitation(client, mother):
    token = invited(add(mother), mother, at=now())
    client.force_login(account("nobody", Role.RESIDENT))
    assert "Say who I am" in text(client.get("/en/family/"))
    assert client.get(f"/en/invitation/{token}/")["location"] == "/en/family/me/"
    said = {"given_name": "Juris", "family_name": "Bērziņš", "birth_date_0": "1", "birth_date_1": "1",
            "birth_date_2": "1980"}  # fmt: skip
    assert client.post("/en/family/me/", said)["location"] == f"/en/invitation/{token}/"
    assert Account.objects.get(name="Juris Bērziņš").person is not None


def test_who_looked_is_told_by_office_page_and_reason(client, mother):
    anna = add(mother)
    assert "Nobody has looked at it." in text(client.get(at(anna, "looked/")))
    teacher = account("Teodors Kalns", Role.TEACHER)
    from kurss.people.permissions import Act

    looked_at(by=teacher, at=MOMENT, person=anna, what="learning:attendance", why=Act.SEE_ATTENDANCE)
    page = text(client.get(at(anna, "looked/")))
    assert "Teacher" in page
    assert "One mark of attendance, to follow who comes to courses" in page
    assert "Teodors" not in page


def test_the_file_says_what_the_page_says(client, mother, settings):
    anna = add(mother, code=CODE)
    answered = client.get(at(anna, "held.json"))
    assert answered["content-disposition"] == f'attachment; filename="kurss-{anna.pk}.json"'
    data = json.loads(answered.content)
    assert data["person"] == str(anna.pk)
    assert data["chapters"]["identity"][0]["given_name"] == "Anna"
    assert data["chapters"]["identity"][0]["birth_date"] == "2012-03-01"
    assert data["chapters"]["identity"][0]["national_code_kept"] is True
    assert len(data["chapters"]) == len(settings.KURSS_DISCLOSURES)
    assert answered.content.decode() == client.get(at(anna, "held.json", "en")).content.decode()


def test_a_consent_is_given_and_withdrawn_with_one_button_each(client, mother):
    anna = add(mother)
    said = write_consent_text(
        purpose="photographs", title="Fotogrāfijas", title_en="Photographs", text="Drīkst.",
        text_en="May be shown.", by=officer(), at=MOMENT,
    )  # fmt: skip
    client.post(at(anna, "consents/"), {"give": said.pk})
    assert Consent.objects.get().given_by == mother.person
    assert "Agreed" in text(client.get(at(anna, "consents/")))
    client.post(at(anna, "consents/"), {"withdraw": "photographs"})
    assert Consent.objects.get().withdrawn_at is not None
    assert "not asked any more" in text(client.post(at(anna, "consents/"), {"give": "999999"}))


def test_deleting_a_child_takes_two_pages_and_says_first_what_stays(client, mother):
    anna = add(mother)
    first = text(client.get(at(anna, "delete/")))
    assert "What figures were counted from stays under a random key" in first
    assert "Tick the box" in text(client.post(at(anna, "delete/surely/"), {}))
    assert Identity.objects.filter(person=anna).exists()
    gone = client.post(at(anna, "delete/surely/"), {"sure": "on"}, follow=True)
    assert "was deleted" in text(gone)
    assert not Identity.objects.filter(person=anna).exists()
    assert client.get(at(anna)).status_code == 404


def test_deleting_oneself_signs_out_and_closes_the_account(client, mother):
    client.post(at(mother.person, "delete/surely/"), {"sure": "on"})
    assert "_auth_user_id" not in client.session
    mother.refresh_from_db()
    assert (mother.is_active, mother.email, mother.name) == (False, None, "")


def test_what_stands_against_deleting_is_said_with_what_to_do(client, mother):
    anna = add(mother)
    page = text(client.get(at(mother.person, "delete/")))
    assert "Nobody else acts for Anna." in page
    assert "Continue to delete" not in page
    second(anna, mother)
    assert "Another guardian acts for this child too" in text(client.get(at(anna, "delete/")))
    assert client.post(at(anna, "delete/surely/"), {"sure": "on"})["location"] == at(anna, "delete/")
    assert Identity.objects.filter(person=anna).exists()


def test_the_pages_speak_latvian(client, mother):
    anna = add(mother)
    assert unattended().name not in text(client.get(at(anna, language="lv")))
    for part in PARTS[:-1]:
        assert client.get(at(anna, part, "lv")).status_code == 200


def test_what_is_held_and_what_deleting_takes_are_read_in_few_statements(client, mother):
    anna = add(mother, code=CODE)
    second(anna, mother)
    client.get("/en/family/")
    found = {}
    for whose, person in (("child", anna), ("oneself", mother.person)):
        for part in ("held/", "delete/"):
            with CaptureQueriesContext(connection) as asked:
                text(client.get(at(person, part)))
            found[whose, part] = len(asked)
    assert found == {
        ("child", "held/"): 28, ("child", "delete/"): 31, ("oneself", "held/"): 36, ("oneself", "delete/"): 40,
    }  # fmt: skip


def test_a_person_who_was_merged_is_shown_whole_on_the_page_too(client, mother):
    anna = add(mother)
    other = add(mother, given_name="Anniņa")
    pair = put_side_by_side(one=anna, other=other, by=registrar(), at=MOMENT)
    merge(pair=pair, into=anna, by=registrar(), at=MOMENT)
    for key in (anna, other):
        data = json.loads(client.get(at(key, "held.json")).content)
        assert data["person"] == str(anna.pk)
        assert len(data["chapters"]["guardianships"]) == 2
        assert text(client.get(at(key, "delete/")))
