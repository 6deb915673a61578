"""What a guardian says in confidence: read by the group's teacher only, seen to be read, and gone in time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kurss.journal.models import Detail, Entry
from kurss.learning.classroom.care import give_care, own_care, read_care
from kurss.learning.models import Care, GroupTeacher
from kurss.learning.refusals import NoPhone, NotLearning, NotTheTeacher
from kurss.learning.retention import CARE
from kurss.learning.tests.city import AUGUST
from kurss.learning.tests.classes import a_class
from kurss.learning.withdrawing import withdraw
from kurss.people import clock
from kurss.people.disclosure.chapters import gather
from kurss.people.duplicates.deciding import merge, put_side_by_side
from kurss.people.erasure import erase_identity
from kurss.people.family.children import stop_acting
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.reading import readings
from kurss.people.refusals import NotAllowed

SHEET = {"contact": "Vecmāmiņa Rita", "phone": "+371 2000 0000", "needs": "Zemesriekstu alerģija"}


def guardian(city, child, name: str):
    parent = city.person(name, born=date(1985, 1, 1))
    add_guardian(child=child, guardian=parent, holds_from=date(2020, 1, 1), by=city.administrator, at=AUGUST)
    return city.account(f"{name.lower()}@home.example", Role.GUARDIAN, person=parent)


@pytest.fixture
def home(city):
    """A child in a group of a teacher, and a mother."""
    teacher = city.person("Skolotāja", born=date(1980, 1, 1))
    group, (enrolment, *_) = a_class(city, "Anna", "Bruno", teachers=[teacher])
    account = city.account("skolotaja@city.example", Role.TEACHER, person=teacher)
    return group, enrolment, account, guardian(city, enrolment.person, "Ilze")


def test_the_groups_teacher_reads_what_a_guardian_said_and_the_guardian_sees_it_was_read(city, home):
    group, enrolment, teacher, mother = home
    give_care(person=enrolment.person, by=mother, at=AUGUST, **SHEET)
    anna, bruno = read_care(group=group, by=teacher, at=AUGUST)
    assert [(one.needs, one.phone) for one in anna.sheets] == [("Zemesriekstu alerģija", "+371 2000 0000")]
    assert bruno.sheets == []
    [reading] = readings(enrolment.person)
    assert reading.why


def test_nobody_else_of_the_citys_service_reads_it(city, home):
    group, enrolment, _, mother = home
    give_care(person=enrolment.person, by=mother, at=AUGUST, **SHEET)
    with pytest.raises(NotTheTeacher):
        read_care(group=group, by=city.teacher, at=AUGUST)
    for account in (
        city.administrator,
        mother,
        city.account("dpo@city.example", Role.DATA_PROTECTION_OFFICER),
    ):
        with pytest.raises(NotAllowed):
            read_care(group=group, by=account, at=AUGUST)
    assert readings(enrolment.person) == []


def test_a_teacher_who_stands_in_reads_it_on_that_day(city, home):
    group, *_ = home
    session = group.sessions.first()
    stand_in = city.person("Aija", born=date(1980, 1, 1))
    session.teachers.create(person=stand_in, starts_at=session.starts_at, ends_at=session.ends_at)
    account = city.account("aija@city.example", Role.TEACHER, person=stand_in)
    assert len(read_care(group=group, by=account, at=session.starts_at)) == 2
    with pytest.raises(NotTheTeacher):
        read_care(group=group, by=account, at=session.starts_at + timedelta(days=1))


def test_two_guardians_do_not_read_each_others_words(city, home):
    group, enrolment, teacher, mother = home
    child, father = enrolment.person, guardian(city, enrolment.person, "Juris")
    give_care(person=child, by=mother, at=AUGUST, custody="Tēvs bērnu nesagaida", **SHEET)
    give_care(person=child, by=father, at=AUGUST, collect="Juris")
    assert own_care(child, father).custody == ""
    told = {
        who: str([chapter for chapter in gather(child, reader=who, at=AUGUST) if chapter.key == "care"])
        for who in (mother, father)
    }
    assert "Tēvs bērnu nesagaida" in told[mother]
    assert "Tēvs bērnu nesagaida" not in told[father]
    assert "2000 0000" not in told[father]
    assert len(read_care(group=group, by=teacher, at=AUGUST)[0].sheets) == 2


def test_who_acts_for_the_child_no_longer_is_no_longer_heard(city, home):
    group, enrolment, teacher, mother = home
    give_care(person=enrolment.person, by=mother, at=AUGUST, **SHEET)
    guardian(city, enrolment.person, "Juris")
    stop_acting(child=enrolment.person, by=mother, at=AUGUST)
    later = AUGUST + timedelta(days=1)
    assert [one.sheets for one in read_care(group=group, by=teacher, at=later)] == [[], []]


def test_a_correction_leaves_nothing_of_the_earlier_words_and_an_empty_sheet_is_none(city, home):
    _, enrolment, _, mother = home
    said = {"person": enrolment.person, "by": mother, "at": AUGUST}
    give_care(**said, **SHEET)
    give_care(**said, needs="Nekas")
    assert Care.objects.get().needs == "Nekas"
    assert give_care(**said, needs="  \n ") is None
    assert not Care.objects.exists()
    acts = Entry.objects.filter(act__startswith="learning.care").values_list("act", flat=True)
    assert list(acts) == ["learning.care", "learning.care", "learning.care_withdrawn"]
    assert not Detail.objects.filter(value__contains="alerģija").exists()


@pytest.mark.parametrize("phone", ["", "12", "zvaniet"])
def test_a_contact_without_a_number_is_refused(city, home, phone):
    _, enrolment, _, mother = home
    with pytest.raises(NoPhone, match="telephone number"):
        give_care(person=enrolment.person, by=mother, at=AUGUST, contact="Rita", phone=phone)
    assert not Care.objects.exists()


def test_nothing_is_asked_of_somebody_whom_nobody_teaches(city, home):
    *_, mother = home
    other = city.person("Cilda")
    add_guardian(
        child=other, guardian=mother.person, holds_from=date(2020, 1, 1), by=city.administrator, at=AUGUST
    )
    with pytest.raises(NotLearning):
        give_care(person=other, by=mother, at=AUGUST, **SHEET)


def test_it_is_deleted_after_the_season_or_once_the_place_is_given_up(city, home):
    _, enrolment, _, mother = home
    give_care(person=enrolment.person, by=mother, at=AUGUST, **SHEET)
    last = datetime(2021, 9, 30, 12, tzinfo=UTC)
    assert CARE.ships_on
    assert CARE.count(last) == 0
    assert CARE.count(last + timedelta(days=1)) == 1
    withdraw(enrolment=enrolment, reason="", by=city.administrator, at=datetime(2021, 9, 8, 9, tzinfo=UTC))
    before = datetime(2021, 9, 9, 12, tzinfo=UTC)
    assert CARE.remove(before=before, because="rule", by=unattended(), at=last) == 1
    assert not Care.objects.exists()


@pytest.mark.parametrize("who", ["child", "mother"])
def test_it_goes_with_the_identity_of_the_child_and_of_the_giver(city, home, who):
    _, enrolment, _, mother = home
    give_care(person=enrolment.person, by=mother, at=AUGUST, **SHEET)
    person = enrolment.person if who == "child" else mother.person
    if who == "mother":
        guardian(city, enrolment.person, "Juris")
    erase_identity(person=person, because="Article 17", by=unattended(), at=AUGUST)
    assert not Care.objects.exists()


def test_after_a_merge_the_teacher_still_reads_it(city, home):
    group, enrolment, teacher, mother = home
    give_care(person=enrolment.person, by=mother, at=AUGUST, **SHEET)
    registrar = city.account("registrar@city.example", Role.REGISTRAR)
    twin = city.person("Anna")
    pair = put_side_by_side(one=enrolment.person, other=twin, by=registrar, at=AUGUST)
    merge(pair=pair, into=twin, by=registrar, at=AUGUST)
    assert [len(one.sheets) for one in read_care(group=group, by=teacher, at=AUGUST)] == [1, 0]


def test_a_guardian_gives_it_on_a_page_of_the_family_and_the_teacher_opens_it(
    city, home, client, monkeypatch, settings
):
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: AUGUST)
    group, enrolment, teacher, mother = home
    client.force_login(mother)
    url = f"/en/family/{enrolment.person_id}/"
    assert f"{url}care/" in client.get(url).content.decode()
    wrong = client.post(f"{url}care/", {"contact": "Rita"}).content.decode()
    assert "Give the telephone number" in wrong
    assert client.post(f"{url}care/", SHEET | {"alone": "on"}).status_code == 302
    assert "Zemesriekstu" in client.get(f"{url}care/").content.decode()
    client.force_login(teacher)
    page = client.get(f"/en/classroom/groups/{group.key}/care/")
    assert "Zemesriekstu" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    client.force_login(city.teacher)
    assert client.get(f"/en/classroom/groups/{group.key}/care/").status_code == 404
    GroupTeacher.objects.all().delete()
