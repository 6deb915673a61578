"""The roadmap in the browser without a script, and as files."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from kurss.programme.lists import ListNotTaken
from kurss.programme.models import Activity, Milestone, Replan
from kurss.programme.plan_files import COLUMNS, month_from, rows_of, take_list
from kurss.programme.replanning import fix_baseline, set_waiting
from kurss.programme.roadmap import plan_activity, plan_milestone
from kurss.programme.tests.office import NOW, another_initiative
from kurss.sheets.reading import read
from kurss.sheets.writing import as_csv, as_xlsx


@pytest.fixture
def officer(office):
    client = Client()
    client.force_login(office.officer)
    return client


@pytest.fixture
def plan(office):
    """Two activities, the second waits for the first and has a milestone."""
    said = {"initiative": office.initiative, "place": "Section 2", "by": office.officer, "at": NOW}
    build = plan_activity(
        order=1, title="Būvē", title_en="Build", planned_from=date(2021, 9, 1),
        planned_until=date(2022, 10, 1), responsible=office.partner, **said,
    )  # fmt: skip
    teach = plan_activity(
        order=2, title="Māca", title_en="Teach", planned_from=date(2022, 10, 1),
        planned_until=date(2022, 12, 1), **said,
    )  # fmt: skip
    plan_activity(order=3, title="Pulciņi", title_en="Classes", yearly_months=(9, 5), **said)
    plan_milestone(
        order=1,
        title="Pirmie",
        title_en="First pupils",
        planned_month=date(2022, 11, 1),
        activity=teach,
        **said,
    )
    set_waiting(activity=teach, befores=[build], by=office.officer, at=NOW)
    return build, teach


def test_an_officer_plans_on_pages_and_a_mistake_keeps_what_was_typed(office, officer):
    add = reverse("programme:plan-add", kwargs={"initiative": office.initiative.pk, "thing": "activity"})
    typed = {"title": "Būvē", "title_en": "Build", "planned_from": "2022-05", "planned_until": "2022-03"}
    refused = officer.post(add, typed)
    assert refused.status_code == 422
    assert "is before the first (2022-05)" in refused.content.decode()
    assert 'value="Build"' in refused.content.decode()
    assert officer.post(add, typed | {"planned_until": "2022-9"}).status_code == 302
    assert Activity.objects.get().planned_until == date(2022, 9, 1)
    officer.post(add.replace("activity", "condition"), {"text": "a", "text_en": "b", "place": "c"})
    assert office.initiative.overarching_milestones.get().text_en == "b"


def test_a_replan_shows_its_cause_and_what_waits_slips(office, officer, plan):
    build, _teach = plan
    fix_baseline(initiative=office.initiative, by=office.officer, at=NOW)
    replan = reverse("programme:plan-activity-do", kwargs={"activity": build.pk, "doing": "replan"})
    dropped = officer.get(f"{replan}?from=2021-10&until=2022-12").content.decode()
    assert 'value="2022-12"' in dropped, "a bar that was dragged brings its months along"
    months = {"planned_from": "2021-09", "planned_until": "2022-12"}
    assert "says why" in officer.post(replan, months | {"cause": ""}).content.decode()
    officer.post(replan, months | {"cause": "supply", "text": "Nav stikla", "text_en": "No glass"})
    assert Replan.objects.get().cause == "supply"
    page = officer.get(reverse("programme:plan")).content.decode()
    for said in ("Re-planned 2 months later", "Supply or construction", "No glass", "What slips next"):
        assert said in page
    assert page.index("waits for") > 0
    one = officer.get(reverse("programme:plan-activity", kwargs={"activity": build.pk})).content.decode()
    assert "(baseline)" in one
    assert "No glass" in one


def test_a_circle_is_refused_on_the_page_in_a_sentence(office, officer, plan):
    build, teach = plan
    waits = reverse("programme:plan-activity-do", kwargs={"activity": build.pk, "doing": "waits"})
    answer = officer.post(waits, {"befores": [teach.pk]})
    assert answer.status_code == 422
    assert "would wait for each other" in answer.content.decode()


def test_the_calendar_holds_the_months_that_hold_and_opens_elsewhere(office, officer, plan):
    content = officer.get(reverse("programme:plan-file", kwargs={"kind": "ics"})).content
    events = {str(one["summary"]): one for one in Calendar.from_ical(content).walk("VEVENT")}
    assert set(events) == {"Būvē", "Māca", "★ Pirmie"} or set(events) == {"Build", "Teach", "★ First pupils"}
    build = events.get("Būvē") or events["Build"]
    assert (build["dtstart"].dt, build["dtend"].dt) == (date(2021, 9, 1), date(2022, 11, 1))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_goes_out_and_comes_in_again_without_a_difference(office, plan, kind):
    rows = rows_of(office.programme)
    content = as_csv(rows, COLUMNS).encode() if kind == "csv" else as_xlsx(rows, COLUMNS, title="plan")
    again = {"programme": office.programme, "by": office.officer, "at": NOW}
    assert take_list(sheet=read(content), **again) == 0, "what is there already is no news"
    Milestone.objects.all().delete()
    office.initiative.activities.get(order=2).waits_for.all().delete()
    Activity.objects.all().delete()
    assert take_list(sheet=read(content), **again) == 4
    assert rows_of(office.programme) == rows


def test_all_faults_of_a_list_are_shown_and_nothing_is_written(office, officer, plan):
    another_initiative(office.officer, office.programme, "networks", 2)
    lines = [
        "initiative,kind,number,title,title_en,from,until,activity,waits_for",
        "networks,activity,1,Tīkls,Network,2022-01,2022-03,,",
        "networks,activity,2,Bez beigām,Turned,2022-05,2022-03,,",
        "nowhere,activity,1,a,b,,,,",
        "networks,milestone,1,Par vēlu,Too late,,2022-09,1,",
        "networks,activity,3,a,b,May,,,",
        "networks,activity,4,a,b,,,,9",
        "skills,activity,1,Cits,Other,2021-09,2022-10,,",
    ]
    file = SimpleUploadedFile("plan.csv", "\n".join(lines).encode())
    answer = officer.post(reverse("programme:plan-import"), {"file": file})
    shown = answer.content.decode()
    assert answer.status_code == 422
    faults = {fault.row: fault.why for fault in answer.context["faults"]}
    assert sorted(faults) == [3, 4, 5, 6, 7, 8]
    for row, words in {
        3: "before the first",
        4: "no initiative",
        5: "outside",
        6: "no month",
        7: "waits for",
    }.items():
        assert words in faults[row]
    assert "says something else in title" in faults[8]
    assert "6 faults: nothing was taken in" in shown
    assert Activity.objects.count() == 3
    with pytest.raises(ListNotTaken):
        take_list(
            programme=office.programme, sheet=read(b"kind;colour\nactivity;red\n"), by=office.officer, at=NOW
        )


def test_a_month_is_read_as_people_write_it():
    assert {month_from(one) for one in ("2022-05", "2022-5", "2022-05-01", "05.2022", "2022.05")} == {
        date(2022, 5, 1)
    }
    assert [month_from(one) for one in ("", "May", "2022-13", "22-05")] == [None] * 4


def test_the_plan_of_more_activities_takes_as_many_queries(office, officer, plan):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert officer.get(reverse("programme:plan")).status_code == 200
        return len(asked)

    queries()  # what is read once in a process is read now
    before = queries()
    for order in range(4, 24):
        plan_activity(
            initiative=office.initiative, order=order, title="a", title_en="b", place="",
            planned_from=date(2022, 1, 1), planned_until=date(2022, 2, 1), by=office.officer, at=NOW,
        )  # fmt: skip
    assert queries() == before
