"""Last season's groups are planned once more: weekdays stay, and what is not as it was is said."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kurss.curriculum import review
from kurss.learning.copying import copies, copy_groups, shifted
from kurss.learning.models import Group, Mode
from kurss.learning.planning import Ages
from kurss.learning.refusals import CannotBeCopied
from kurss.learning.seasons import open_season
from kurss.learning.tests.city import AUGUST, EARLIER, THURSDAYS, TUESDAYS
from kurss.people import clock
from kurss.people.erasure import erase_identity
from kurss.people.permissions import Role
from kurss.people.roles import end_role

quick = settings(deadline=None, max_examples=50)
SUMMER = datetime(2022, 8, 1, 9, tzinfo=UTC)


@pytest.fixture
def next_year(city):
    return open_season(
        key="autumn-22", title="Rudens 22", title_en="Autumn 22", starts_on=date(2022, 9, 1),
        ends_on=date(2022, 9, 30), by=city.administrator, at=AUGUST,
    )  # fmt: skip


@quick
@given(day=st.dates(date(2020, 1, 1), date(2030, 1, 1)), new=st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_day_moved_to_another_season_keeps_its_weekday_and_lands_within_half_a_week(day, new):
    moved = shifted(day, old=date(2021, 9, 1), new=new)
    assert moved.weekday() == day.weekday()
    assert abs((moved - day).days - (new - date(2021, 9, 1)).days) <= 3


def test_a_copied_group_meets_on_the_same_weekdays_at_the_same_hours(city, next_year):
    teacher = city.person("Juris", born=date(1980, 1, 1))
    old = city.group(
        times=[TUESDAYS, THURSDAYS], mode=Mode.HYBRID, capacity=10, capacity_online=5, room=city.rooms[0],
        teachers=[teacher], minimum=3, starts_on=date(2021, 9, 7), ends_on=date(2021, 9, 23),
    )  # fmt: skip
    [new] = copy_groups(groups=[old], season=next_year, by=city.administrator, at=SUMMER)
    assert new.key == "robots-22-01"
    assert [session.happened_on for session in new.sessions.all()] == [
        date(2022, 9, day) for day in (6, 8, 13, 15, 20, 22)
    ]
    assert {pool.mode: pool.pool.capacity for pool in new.pools.all()} == {"on_site": 10, "online": 5}
    assert (new.room, new.minimum, new.age_from, new.age_on) == (city.rooms[0], 3, 7, date(2022, 9, 1))
    assert [row.person for row in new.teachers.all()] == [teacher]
    assert not new.enrolments.exists()


def test_what_is_not_as_it_was_is_said_and_the_rest_is_copied(city, next_year):
    gone, erased = (city.person(name, born=date(1980, 1, 1)) for name in ("Juris", "Zane"))
    account = city.account("juris@city.example", Role.TEACHER, person=gone)
    old = city.group(
        room=city.rooms[0], teachers=[gone, erased], operation=city.operation, ends_on=date(2021, 9, 30),
        starts_on=date(2021, 9, 2),
    )  # fmt: skip
    end_role(grant=account.grants.get(), on=date(2021, 12, 1), by=city_admin(city), at=AUGUST)
    erase_identity(person=erased, because="asked", by=city_admin(city), at=AUGUST)
    city.rooms[0].in_use_until = date(2022, 1, 1)
    city.rooms[0].save()
    city.operation.ends_on = date(2022, 1, 1)
    city.operation.save()
    draft = review.revise(
        curriculum=city.robots.curriculum, hours=60, required_share=75, by=city.teacher, at=EARLIER
    )
    review.submit(version=draft, by=city.teacher, at=EARLIER)
    review.pilot(version=draft, by=city.teacher, at=EARLIER)
    for approver in city.approvers:
        review.approve(version=draft, by=approver, at=EARLIER)
    review.retire(version=city.robots, by=city.approvers[0], at=AUGUST)
    old = Group.objects.get(pk=old.pk)
    [copy] = copies([old], next_year)
    said = " ".join(copy.changed)
    assert copy.obstacles == []
    assert "Version 1 of the curriculum was retired; version 2 is taught instead." in said
    assert "Juris Zariņa teaches no longer." in said
    assert "A teacher whose name was erased teaches no longer." in said
    assert "Room 1 is not in use any more" in said
    assert "does not run then" in said
    [new] = copy_groups(groups=[old], season=next_year, by=city.administrator, at=SUMMER)
    assert (new.room, new.operation, new.curriculum_version.number) == (None, None, 2)


def city_admin(city):
    return city.account(f"{uuid4().hex}@city.example", Role.ADMINISTRATOR)


def test_two_groups_of_one_curriculum_get_keys_of_their_own_and_a_clash_copies_neither(city, next_year):
    one, other = city.group("robots-1", room=city.rooms[0]), city.group("robots-2", times=[THURSDAYS])
    assert [copy.frame.key for copy in copies([one, other], next_year)] == ["robots-22-01", "robots-22-02"]
    city.group("games-22", season=next_year, room=city.rooms[0], ages=Ages(7, 12, date(2022, 9, 1)))
    with pytest.raises(CannotBeCopied, match="room 1 is taken by group games-22"):
        copy_groups(groups=[other, one], season=next_year, by=city.administrator, at=SUMMER)
    assert Group.objects.filter(season=next_year).count() == 1


def test_groups_are_chosen_and_copied_in_the_browser(city, next_year, client, monkeypatch, settings):
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: SUMMER)
    client.force_login(city.administrator)
    city.group("robots-1")
    city.group("robots-2", times=[THURSDAYS])
    page = "/en/planning/seasons/autumn-22/copy/?from=autumn"
    shown = client.get(page).content.decode()
    assert "robots-22-02" in shown
    assert "as it was" in shown
    assert "Choose at least one group" in client.post(page, {}).content.decode()
    assert client.post(page, {"group": ["robots-2"]})["location"] == "/en/planning/seasons/autumn-22/"
    assert [group.key for group in next_year.groups.all()] == ["robots-22-01"]
    assert client.get("/en/planning/seasons/autumn-22/copy/?from=none").status_code == 200
