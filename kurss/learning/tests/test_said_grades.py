"""A child a year ahead or behind: the course office records the grade, which counts wherever grades are judged."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kurss.journal.queries import history_of
from kurss.learning.erasing import delete_grades
from kurss.learning.framing import ages_of_grades
from kurss.learning.grades import no_longer_fitting, record_grade, take_back_grade
from kurss.learning.holdings import GRADES as HELD
from kurss.learning.models import CameBy, SaidGrade
from kurss.learning.refusals import GradeUnclear, ReasonNeeded, WrongGrade
from kurss.learning.retention import GRADES
from kurss.learning.rounds.at_once import readiness
from kurss.learning.rounds.first_come import Asking, take_place
from kurss.learning.rounds.input import input_of
from kurss.learning.rounds.planning import Places
from kurss.learning.tests.city import AUGUST, THURSDAYS
from kurss.learning.tests.rounds import DURING, applied, opened, pool_of
from kurss.learning.tests.test_first_come import at_once
from kurss.learning.tests.test_places import words
from kurss.people import clock
from kurss.people.disclosure.chapters import gather
from kurss.people.duplicates.deciding import merge, put_side_by_side
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role
from kurss.people.queries import identities, unattended
from kurss.people.refusals import NotAllowed

FIVE_TO_SEVEN = ages_of_grades(5, 7, starts_on=date(2021, 9, 1))
FOURTH_BY_BIRTH = date(2011, 5, 5)


@pytest.fixture
def child(city):
    return city.person(born=FOURTH_BY_BIRTH)


@pytest.fixture
def group(city):
    return city.group(ages=FIVE_TO_SEVEN)


@pytest.fixture
def moment(monkeypatch, settings):
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: AUGUST)


def recorded(city, child, grade=5, **said):
    usual = {"school_year": 2021, "reason": "The school telephoned", "by": city.administrator, "at": AUGUST}
    return record_grade(person=child, grade=grade, **(usual | said))


def test_a_child_a_year_ahead_is_enrolled_by_the_grade_that_was_recorded(city, child, group):
    with pytest.raises(WrongGrade, match=r"is in grade 4 .* tell the course office"):
        city.enrolled(group, child)
    said = recorded(city, child)
    city.enrolled(group, child)
    assert (said.grade, said.by_label, said.reason) == (5, "plan", "The school telephoned")
    assert history_of(child).filter(act="learning.record_grade").count() == 1


def test_a_child_kept_back_is_told_the_grade_that_was_recorded(city, group):
    behind = city.person(born=date(2010, 5, 5))
    recorded(city, behind, grade=4)
    with pytest.raises(
        WrongGrade, match="is recorded that this person is in grade 4 in the school year 2021/2022"
    ):
        city.enrolled(group, behind)
    recorded(city, behind, grade=0)
    with pytest.raises(WrongGrade, match="it is recorded that this person is not at school"):
        city.enrolled(group, behind)


def test_the_recorded_grade_counts_where_the_birth_date_is_not_known(city, group):
    unknown = city.person(born=None)
    recorded(city, unknown, grade=9)
    with pytest.raises(WrongGrade, match="is in grade 9"):
        city.enrolled(group, unknown)


def test_a_grade_of_one_school_year_says_nothing_of_another_and_nothing_of_ages(city, child, group):
    recorded(city, child, school_year=2020)
    with pytest.raises(WrongGrade):
        city.enrolled(group, child)
    recorded(city, child, grade=12)
    city.enrolled(city.group("by-age", times=[THURSDAYS]), child)


def test_the_draw_takes_in_the_wish_of_a_child_whose_grade_was_recorded(city, child, group):
    round = opened(city, Places(pool_of(group)))
    with pytest.raises(WrongGrade):
        applied(city, round, child, group)
    recorded(city, child, at=DURING)
    application = applied(city, round, child, group)
    [applicant] = input_of(round)["applicants"]
    assert applicant["ticket"] == application.ticket
    assert [wish[0] for wish in applicant["wishes"]] == ["robots-1/on_site"]


def test_a_place_given_at_once_is_given_by_the_recorded_grade_and_said_before_asking(city, child, group):
    round = at_once(city, group)
    [before] = readiness(group, {child.pk: "Anna"})
    assert "by the birth date" in before.hindrance
    recorded(city, child, at=DURING)
    assert [one.hindrance for one in readiness(group, {child.pk: "Anna"})] == [""]
    asking = Asking(pool_of(group), child.pk, CameBy.PHONE, city.administrator)
    assert take_place(round=round, asking=asking, at=DURING)


def test_a_later_word_replaces_an_earlier_one_and_the_same_word_twice_is_once(city, child):
    first = recorded(city, child)
    assert recorded(city, child) == first
    second = recorded(city, child, grade=6, at=AUGUST + timedelta(hours=1))
    first.refresh_from_db()
    assert first.ended_at == second.said_at
    assert SaidGrade.objects.standing().get() == second
    take_back_grade(said=second, by=city.administrator, at=AUGUST + timedelta(hours=2))
    take_back_grade(said=second, by=city.administrator, at=AUGUST + timedelta(hours=3))
    assert not SaidGrade.objects.standing().exists()
    assert SaidGrade.objects.count() == 2, "what was said stays readable"


@pytest.mark.parametrize(
    ("said", "refusal", "sentence"),
    [
        ({"grade": 13}, GradeUnclear, "run from 1 to 12"),
        ({"school_year": 2019}, GradeUnclear, "the school year 2020/2021 or the one after"),
        ({"reason": "  "}, ReasonNeeded, "Say why"),
    ],
)
def test_a_grade_that_cannot_be_is_refused_in_a_sentence(city, child, said, refusal, sentence):
    with pytest.raises(refusal, match=sentence):
        recorded(city, child, **said)
    assert not SaidGrade.objects.exists()


def test_nobody_but_the_course_office_records_a_grade(city, child):
    parent = city.person("Ilze", born=date(1985, 1, 1))
    add_guardian(child=child, guardian=parent, holds_from=date(2020, 1, 1), by=city.administrator, at=AUGUST)
    for who in (city.teacher, city.account("ilze@home.example", Role.GUARDIAN, person=parent)):
        with pytest.raises(NotAllowed):
            recorded(city, child, by=who)


def test_the_database_keeps_one_standing_grade_a_year_and_none_without_a_reason(city, child):
    said = recorded(city, child)
    rows = SaidGrade.objects.filter(pk=said.pk)
    for wrong in ({"grade": 13}, {"reason": ""}, {"ended_at": AUGUST - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    said.pk = None
    with pytest.raises(IntegrityError, match="one_said_grade"), transaction.atomic():
        said.save()


def test_a_grade_recorded_later_takes_nothing_away_and_says_whom_to_talk_to(city, child, group):
    recorded(city, child)
    city.enrolled(group, child)
    asked = city.group("robots-2", ages=FIVE_TO_SEVEN, times=[THURSDAYS])
    applied(city, opened(city, Places(pool_of(asked))), child, asked)
    assert no_longer_fitting(child) == []
    recorded(city, child, grade=4, at=AUGUST + timedelta(hours=1))
    against = no_longer_fitting(child)
    assert [sentence.split(" takes")[0] for sentence in against] == ["Group robots-1", "Group robots-2"]
    assert group.enrolments.get().state == "enrolled"


def test_one_person_under_two_keys_has_the_grade_that_was_recorded_of_either(city, child, group):
    twin = city.person("Anna", born=FOURTH_BY_BIRTH)
    recorded(city, twin)
    registrar = city.account("registrar@city.example", Role.REGISTRAR)
    pair = put_side_by_side(one=child, other=twin, by=registrar, at=AUGUST)
    merge(pair=pair, into=child, by=registrar, at=AUGUST)
    city.enrolled(group, child)


def test_the_family_reads_what_was_recorded_and_erasing_and_time_take_it(city, child):
    recorded(city, child)
    recorded(city, child, school_year=2020, grade=3)
    told = {chapter.key: chapter for chapter in gather(child, reader=city.administrator, at=AUGUST)}["grades"]
    assert [{one.key: one.value for one in row}["grade"] for row in told.records] == [5, 3]
    assert HELD.count([child.pk]) == {child.pk: 2}
    over = timezone.make_aware(datetime(2021, 9, 1))
    assert GRADES.count(over - timedelta(days=1)) == 0
    assert GRADES.remove(before=over, because="rule", by=unattended(), at=over) == 1
    assert SaidGrade.objects.get().school_year == 2021
    delete_grades(person=child, at=AUGUST)
    assert not SaidGrade.objects.exists()


def test_a_group_by_age_asks_nothing_about_grades_and_one_by_grade_asks_once(city, child, group):
    by_age, people = city.group("by-age", times=[THURSDAYS]), {child.pk: "Anna"}
    asked = []
    for one in (by_age, group):
        with CaptureQueriesContext(connection) as queries:
            readiness(one, people)
        asked.append(len(queries))
    assert asked[1] == asked[0] + 1


def test_a_clerk_finds_the_child_records_the_grade_and_takes_it_back(city, client, moment, child, group):
    client.force_login(city.administrator)
    assert "School grades" in words(client.get("/en/planning/"))
    assert "Anna Zariņa" in words(client.get("/en/planning/grades/?who=anna"))
    address = f"/en/planning/grades/{child.pk}/"
    assert "2021/2022 4 –" in words(client.get(address))
    wrong = client.post(address, {"step": "record", "school_year": "2021", "grade": "5", "reason": ""})
    assert (wrong.status_code, "Say who told you, and when" in words(wrong)) == (422, True)
    said = {"step": "record", "school_year": "2021", "grade": "5", "reason": "Letter of the school"}
    page = words(client.post(address, said, follow=True))
    assert "2021/2022 4 5 Letter of the school · plan" in page
    city.enrolled(group, child)
    back = {"step": "take-back", "said": SaidGrade.objects.get().pk}
    page = words(client.post(address, back, follow=True))
    for told in (
        "Taken back. The birth date counts again.",
        "Talk to the family",
        "robots-1 takes grades 5 to 7",
    ):
        assert told in page
    assert client.get("/en/planning/grades/6a1c7b9e-0000-4000-8000-000000000000/").status_code == 404


def test_the_catalogue_leads_a_family_to_the_grade_of_each_child(city, client, moment, child, group):
    parent = city.person("Ilze", born=date(1985, 1, 1))
    add_guardian(child=child, guardian=parent, holds_from=date(2020, 1, 1), by=city.administrator, at=AUGUST)
    client.force_login(city.account("ilze@home.example", Role.GUARDIAN, person=parent))
    assert "?grade=4" in client.get("/en/courses/").content.decode()
    recorded(city, child)
    page = client.get("/en/courses/")
    assert "Courses for Anna (5) · adults" in words(page)
    assert "robots-1" in client.get("/en/courses/?grade=5").content.decode()
    assert identities([child.pk])[child.pk].birth_date == FOURTH_BY_BIRTH
