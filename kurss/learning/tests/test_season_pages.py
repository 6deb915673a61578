"""An administrator opens a season and plans groups in the browser: shown first, then kept or refused in words."""

import re
from datetime import UTC, date, datetime, time

import pytest

from kurss.curriculum.free_days import Break, lay_breaks, public_holidays
from kurss.curriculum.timetable import Weekly
from kurss.learning.foreseeing import foresee
from kurss.learning.framing import Frame, Meeting, ages_of_grades
from kurss.learning.models import Audience, Group, Mode, Season, SessionState
from kurss.learning.planning import plan
from kurss.learning.refusals import HoursUnclear
from kurss.learning.seasons import add_break, open_season, remove_free_days
from kurss.learning.tests.city import AUGUST, THURSDAYS, TUESDAYS
from kurss.notices.models import Notice
from kurss.people import clock
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role, Scope


@pytest.fixture
def desk(city, client, monkeypatch, settings):
    """The administrator, signed in on a day in August 2021."""
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: AUGUST)
    client.force_login(city.administrator)
    return client


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


YEAR = {
    "title": "2021./2022. mācību gads",
    "title_en": "School year 2021/22",
    "key": "year-2021",
    "starts_on": "2021-09-01",
    "ends_on": "2022-05-31",
    "holidays": "on",
    "first1": "2021-10-18",
    "last1": "2021-10-22",
    "title1": "Rudens brīvlaiks",
    "title_en1": "Autumn break",
}


def group_said(city, **said) -> dict:
    usual = {
        "version": str(city.robots.pk),
        "audience": "child",
        "mode": "on_site",
        "place": city.place.key,
        "room": str(city.rooms[0].pk),
        "capacity": "12",
        "minimum": "4",
        "weekday1": "2",
        "starts1": "16:00",
        "ends1": "17:30",
        "provider": city.provider.key,
        "rule": "age",
        "first_of": "7",
        "last_of": "12",
    }
    return usual | said


def frame(city, **said) -> Frame:
    usual = {
        "key": "robots-1", "season": city.season, "version": city.robots, "provider": city.provider,
        "place": city.place, "audience": Audience.CHILD, "mode": Mode.ON_SITE, "times": [TUESDAYS], "capacity": 2,
    }  # fmt: skip
    return Frame(**(usual | said))


def test_latvian_holidays_are_free_and_days_off_that_were_moved_too():
    found = public_holidays(date(2022, 11, 1), date(2023, 5, 31))
    assert found[date(2022, 11, 18)] == (
        "Latvijas Republikas Proklamēšanas diena",
        "Republic of Latvia Proclamation Day",
    )
    assert date(2023, 5, 5) in found  # moved there by the government that year
    assert date(2022, 11, 17) not in found


def test_a_holiday_within_a_break_keeps_its_own_name():
    known = {date(2021, 12, 24): ("Ziemassvētku vakars", "Christmas Eve")}
    winter = Break(date(2021, 12, 23), date(2021, 12, 25), "Ziemas brīvlaiks", "Winter break")
    found = lay_breaks(date(2021, 9, 1), date(2021, 12, 24), [winter], known)
    assert [title for title, _ in found.values()] == ["Ziemas brīvlaiks", "Ziemassvētku vakars"]


def test_third_graders_turn_nine_in_the_year_the_school_year_begins():
    ages = ages_of_grades(3, 4, starts_on=date(2021, 9, 1))
    assert (ages.first, ages.last, ages.on) == (9, 10, date(2021, 12, 31))
    assert ages_of_grades(1, 1, starts_on=date(2022, 1, 10)).on == date(2021, 12, 31)


def test_a_season_is_shown_with_its_holidays_and_breaks_and_then_opened(desk):
    shown = words(desk.post("/en/planning/seasons/new/", YEAR | {"step": "look"}))
    assert "Autumn break" in shown
    assert "Republic of Latvia Proclamation Day" in shown
    assert not Season.objects.filter(key="year-2021").exists()
    answer = desk.post("/en/planning/seasons/new/", YEAR | {"step": "save"})
    assert answer["location"] == "/en/planning/seasons/year-2021/"
    season = Season.objects.get(key="year-2021")
    assert season.free_days.filter(day=date(2021, 11, 18)).exists()
    assert season.free_days.filter(title="Rudens brīvlaiks").count() == 5
    again = desk.post("/en/planning/seasons/new/", YEAR | {"step": "save"})
    assert again.status_code == 422
    assert "Season year-2021 is open already" in words(again)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"ends_on": "2021-08-31"}, "before it starts on 2021-09-01"),
        ({"starts_on": "31.02.2021"}, "This is no date"),
        ({"last1": "2021-10-01"}, "The break would end before it begins"),
        ({"first1": ""}, "Say from which day the break holds"),
        ({"title1": ""}, "Say what the break is called"),
    ],
)
def test_a_season_said_wrongly_is_answered_in_a_sentence_and_not_opened(desk, said, sentence):
    answer = desk.post("/en/planning/seasons/new/", YEAR | said | {"step": "save"})
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Season.objects.filter(key="year-2021").exists()


def test_tuesday_and_wednesday_for_four_weeks_are_shown_as_eight_meetings_and_planned_as_eight(desk, city):
    said = group_said(
        city, starts_on="2021-09-06", ends_on="2021-09-30", weekday2="3", starts2="16:00", ends2="17:30"
    )
    shown = words(desk.post("/en/planning/seasons/autumn/groups/new/", said | {"step": "look"}))
    assert "It would meet 8 times" in shown
    assert "Nothing is in the way" in shown
    assert not Group.objects.exists()
    answer = desk.post("/en/planning/seasons/autumn/groups/new/", said | {"step": "save"})
    assert answer["location"] == "/en/planning/groups/robots-21-01/"
    group = Group.objects.get()
    assert group.sessions.count() == 8
    assert (group.age_from, group.age_to, group.age_on) == (7, 12, date(2021, 9, 1))
    assert "8 sessions" in words(desk.get("/en/planning/groups/robots-21-01/"))


def test_exceptions_leave_days_out_and_add_others(desk, city):
    said = group_said(city, without="14.09.2021, 2021-09-21", besides="2021-09-25 10:00–11:30")
    desk.post("/en/planning/seasons/autumn/groups/new/", said | {"step": "save"})
    days = [session.happened_on.day for session in Group.objects.get().sessions.all()]
    assert days == [7, 25, 28]


def test_a_clash_of_room_and_of_teacher_is_said_before_saving_and_refused_after(desk, city):
    teacher = city.person("Juris", born=date(1980, 1, 1))
    city.group(room=city.rooms[0], teachers=[teacher])
    said = group_said(city, teachers=[str(teacher.pk)], starts1="17:00", ends1="18:30")
    for step, status in (("look", 200), ("save", 422)):
        answer = desk.post("/en/planning/seasons/autumn/groups/new/", said | {"step": step})
        assert answer.status_code == status
        assert "room 1 is taken by group robots-1. Choose another hour or another room." in words(answer)
        assert "Juris Zariņa teaches group robots-1." in words(answer)
    assert Group.objects.count() == 1


def test_children_who_learn_elsewhere_at_the_hours_are_a_warning_and_no_obstacle(city):
    before = open_season(
        key="spring", title="P", title_en="S", starts_on=date(2021, 2, 1), ends_on=date(2021, 5, 31),
        by=city.administrator, at=datetime(2021, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    anna = city.person()
    earlier = city.group("robots-0", season=before, times=[THURSDAYS])
    city.enrolled(earlier, anna, at=datetime(2021, 2, 1, 9, tzinfo=UTC))
    city.enrolled(city.group("games-1"), anna)
    found = foresee(frame(city))
    assert found.obstacles == []
    assert [one for one in found.warnings if "group games-1" in one]
    assert plan(frame(city), by=city.administrator, at=AUGUST).sessions.count() == 4


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"weekday2": "3"}, "Say from when until when the group meets on that day"),
        ({"starts1": "18:00"}, "A meeting would end at 17:30, before it starts at 18:00"),
        ({"weekday2": "2", "starts2": "17:00", "ends2": "18:00"}, "Two weekly times of group"),
        ({"without": "yesterday"}, "“yesterday” is no date"),
        ({"besides": "2021-09-25 at ten"}, "is no day with hours"),
        ({"besides": "2022-09-25 10:00-11:00"}, "is outside season autumn"),
        ({"starts_on": "2020-09-01"}, "Choose days inside it"),
        ({"mode": "hybrid"}, "a hybrid group needs places on site and online"),
        ({"minimum": "40"}, "needs 40 people to meet and has 12 places"),
        ({"rule": "grade", "last_of": ""}, "Say both grades"),
        ({"first_of": "12", "last_of": "7"}, "Turn the two round"),
        ({"version": "999999"}, "Select a valid choice"),
        ({"place": "elsewhere"}, "Select a valid choice"),
        ({"ends_on": "2021-09-02"}, "has no session between"),
    ],
)
def test_a_group_said_wrongly_is_answered_in_a_sentence_and_not_planned(desk, city, said, sentence):
    answer = desk.post("/en/planning/seasons/autumn/groups/new/", group_said(city, **said) | {"step": "save"})
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Group.objects.exists()


def test_two_meetings_at_one_time_are_refused_by_the_verb_itself(city):
    twice = [
        Meeting(date(2021, 9, 25), time(10), time(11)),
        Meeting(date(2021, 9, 25), time(10, 30), time(12)),
    ]
    with pytest.raises(HoursUnclear, match="overlap on 2021-09-25"):
        plan(frame(city, besides=twice), by=city.administrator, at=AUGUST)
    with pytest.raises(HoursUnclear):
        plan(frame(city, times=[Weekly(2, time(17), time(16))]), by=city.administrator, at=AUGUST)


def test_a_late_break_cancels_the_sessions_on_it_and_tells_each_family_once(city):
    parent, child = city.person("Ilze", born=date(1985, 1, 1), language="en"), city.person()
    add_guardian(guardian=parent, child=child, by=city.administrator, at=AUGUST)
    city.account("ilze@home.example", Role.GUARDIAN, person=parent)
    group = city.group()
    city.enrolled(group, child)
    fortnight = Break(date(2021, 9, 13), date(2021, 9, 24), "Karantīna", "Quarantine")
    lost = add_break(season=city.season, free=fortnight, by=city.administrator, at=AUGUST)
    assert [session.happened_on.day for session in lost] == [14, 21]
    assert group.sessions.filter(state=SessionState.CANCELLED).count() == 2
    [letter] = Notice.objects.all()
    assert letter.to == "ilze@home.example"
    assert "Sept. 14, 2021, 16:00–17:30" in letter.body
    assert "Sept. 21, 2021" in letter.body
    assert remove_free_days(
        season=city.season, days=[date(2021, 9, 14)], by=city.administrator, at=AUGUST
    ) == 1  # fmt: skip
    assert group.sessions.filter(state=SessionState.CANCELLED).count() == 2


def test_free_days_are_added_and_taken_back_in_the_browser(desk, city):
    page = "/en/planning/seasons/autumn/free-days/"
    city.group()
    said = {"first": "2021-09-14", "last": "", "title": "Diena", "title_en": "Day"}
    answer = desk.post(page, said, follow=True)
    assert "1 session was cancelled and its group told" in words(answer)
    assert "is not inside season autumn" in words(desk.post(page, said | {"first": "2022-01-01"}))
    assert "no days of the calendar" in words(desk.post(page, {"remove": "x/y"}))
    assert "None of these days is free" in words(desk.post(page, {"remove": "2021-09-15/2021-09-15"}))
    assert "free no longer" in words(desk.post(page, {"remove": "2021-09-14/2021-09-14"}, follow=True))


def test_who_plans_for_one_place_sees_its_groups_alone_and_opens_no_season(
    city, client, monkeypatch, settings
):
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: AUGUST)
    city.group()
    scope = {"scope": Scope.PLACE, "scope_key": "elsewhere"}
    client.force_login(city.account("away@city.example", Role.COURSE_ADMINISTRATOR, **scope))
    assert "0 groups" in words(client.get("/en/planning/seasons/autumn/"))
    assert client.get("/en/planning/groups/robots-1/").status_code == 403
    assert client.get("/en/planning/seasons/new/").status_code == 403
