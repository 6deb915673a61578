"""Groups that take school grades: who fits, how a catalogue finds them, and that they stay grades."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from kurss.learning.catalogue import Filters, catalogue
from kurss.learning.copying import copy_groups
from kurss.learning.framing import Ages, ages_of_grades
from kurss.learning.lists.exporting import as_file
from kurss.learning.lists.importing import import_groups, look_through
from kurss.learning.models import Group
from kurss.learning.refusals import WrongGrade
from kurss.learning.seasons import open_season
from kurss.learning.tests.city import AUGUST, THURSDAYS
from kurss.people import clock
from kurss.sheets.reading import read

FIVE_TO_SEVEN = ages_of_grades(5, 7, starts_on=date(2021, 9, 1))


@pytest.mark.parametrize(
    ("born", "says"),
    [
        (date(2014, 12, 31), "is in grade 1 "),
        (date(2011, 1, 1), "is in grade 4 "),
        (date(2007, 12, 31), "is in grade 8 "),
        (date(2015, 1, 1), "is in no grade in the school year 2021/2022. Choose a group by age"),
    ],
)
def test_a_group_says_in_which_grade_somebody_is_whom_it_does_not_take(city, born, says):
    group, child = city.group(ages=FIVE_TO_SEVEN), city.person(born=born)
    with pytest.raises(WrongGrade, match=f"takes grades 5 to 7, and .* {says}"):
        city.enrolled(group, child)
    assert not group.enrolments.exists()


def test_the_edges_of_a_grade_are_the_days_of_a_year(city):
    group = city.group(ages=FIVE_TO_SEVEN, capacity=4)
    for born in (date(2010, 12, 31), date(2008, 1, 1)):
        city.enrolled(group, city.person(str(born), born=born))
    for born in (date(2011, 1, 1), date(2007, 12, 31)):
        with pytest.raises(WrongGrade):
            city.enrolled(group, city.person(str(born), born=born))


def test_a_group_is_found_by_grade_and_one_by_age_where_it_takes_an_age_of_the_grade(city):
    city.group("grades", ages=FIVE_TO_SEVEN)
    city.group("nine-to-ten", ages=Ages(9, 10, date(2021, 9, 1)), times=[THURSDAYS])
    city.group("everybody", ages=None, times=[THURSDAYS])
    city.group("adults", ages=None, audience="adult", times=[THURSDAYS])

    def found(grade: str) -> set[str]:
        return {row.key for row in catalogue(Filters(grade=grade), at=AUGUST).found}

    assert found("5") == {"grades", "nine-to-ten", "everybody"}
    assert found("6") == {"grades", "everybody"}
    assert found("3") == {"nine-to-ten", "everybody"}
    assert found("fifth") == set()
    assert {row.grades for row in catalogue(Filters(grade="7"), at=AUGUST).found} == {(5, 7), None}


def test_grades_go_out_in_a_list_and_come_in_as_grades(city):
    city.group(ages=FIVE_TO_SEVEN)
    sheet = read(as_file(city.season, [city.place], "csv"))
    assert look_through(sheet, city.season, [city.place]).unchanged == 1
    group = Group.objects.get()
    for session in group.sessions.all():
        session.delete()
    pool = group.pools.get()
    pool.delete()
    pool.pool.delete()
    group.delete()
    [again] = import_groups(
        sheet=sheet, season=city.season, places=[city.place], by=city.administrator, at=AUGUST
    )
    assert (again.by_grade, again.grade_from, again.grade_to, again.age_on) == (
        True, 5, 7, date(2021, 12, 31),
    )  # fmt: skip


def test_a_copied_group_takes_the_same_grades_of_the_next_year(city):
    summer = datetime(2022, 8, 1, 9, tzinfo=UTC)
    season = open_season(
        key="next", title="R", title_en="N", starts_on=date(2022, 9, 1), ends_on=date(2022, 9, 30),
        by=city.administrator, at=summer,
    )  # fmt: skip
    group = city.group(ages=FIVE_TO_SEVEN)
    [copy] = copy_groups(groups=[group], season=season, by=city.administrator, at=summer)
    assert (copy.grade_from, copy.grade_to, copy.age_on) == (5, 7, date(2022, 12, 31))


def test_the_database_holds_grades_to_the_ages_of_grades(city):
    group = city.group(ages=FIVE_TO_SEVEN)
    for wrong in ({"age_from": 6}, {"age_to": 19}, {"age_on": date(2021, 9, 1)}, {"age_to": None}):
        with pytest.raises(IntegrityError, match="grades_are_ages"), transaction.atomic():
            Group.objects.filter(pk=group.pk).update(**wrong)


def test_an_administrator_says_grades_where_ages_were_and_the_pages_say_grades(
    city, client, monkeypatch, settings
):
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: AUGUST)
    client.force_login(city.administrator)
    group = city.group()
    page = "/en/planning/groups/robots-1/"
    form = client.get(f"{page}change/").context["form"]
    said = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    wrong = client.post(f"{page}change/", said | {"rule": "grade", "last_of": "13"})
    assert (wrong.status_code, b"School grades run from 1 to 12" in wrong.content) == (422, True)
    unclear = client.post(f"{page}change/", said | {"rule": ""})
    assert b"Choose whether the numbers below are ages or grades" in unclear.content
    grades = said | {"rule": "grade", "first_of": "3", "last_of": "4"}
    assert client.post(f"{page}change/", grades)["location"] == page
    group.refresh_from_db()
    assert (group.by_grade, group.age_from, group.age_to, group.age_on) == (True, 9, 10, date(2021, 12, 31))
    assert "grades 3 to 4" in client.get("/en/courses/robots-1/").content.decode()
    assert "grades 3–4" in client.get("/en/courses/?grade=3").content.decode()
    assert "No group fits" in client.get("/en/courses/?grade=5").content.decode()
    again = client.get(f"{page}change/").context["form"]
    assert (again["rule"].value(), again["first_of"].value(), again["last_of"].value()) == ("grade", 3, 4)
