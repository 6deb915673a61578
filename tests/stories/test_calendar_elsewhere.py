"""A year of Tuesdays, as calendars that are not ours read it: icalendar in Python and ical.js in Node.

The days and hours are worked out by hand. From Tuesday 6 September 2022 to Tuesday 30 May 2023 there are 39
Tuesdays; four fall into the breaks of the school year. The clocks of Riga go back on 30 October 2022, and forward
on 26 March 2023.
"""

import json
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from kurss.curriculum.timetable import Weekly
from kurss.learning.seasons import open_season
from kurss.learning.sessions import cancel_session
from kurss.learning.tests.city import EARLIER, City, found_city
from tests.stories import nodejs

pytestmark = pytest.mark.django_db

HERE = Path(__file__).resolve().parent / "calendar"

AUTUMN = [date(2022, 10, 24) + timedelta(days=n) for n in range(5)]
CHRISTMAS = [date(2022, 12, 26) + timedelta(days=n) for n in range(12)]
SPRING = [date(2023, 3, 13) + timedelta(days=n) for n in range(5)]
HOLIDAYS = [date(2022, 11, 18), date(2023, 4, 7), date(2023, 4, 10), date(2023, 5, 1), date(2023, 5, 4)]
FREE_TUESDAYS = {date(2022, 10, 25), date(2022, 12, 27), date(2023, 1, 3), date(2023, 3, 14)}

TUESDAYS = [
    day
    for n in range(39)
    if (day := date(2022, 9, 6) + timedelta(weeks=n)) not in FREE_TUESDAYS
]  # fmt: skip


def four_in_riga(day: date) -> datetime:
    """16:00 by the wall clock of Riga, in UTC: three hours behind it in summer, two in winter."""
    winter = date(2022, 10, 30) <= day < date(2023, 3, 26)
    return datetime.combine(day, time(14 if winter else 13), UTC)


@pytest.fixture
def city() -> City:
    made = found_city()
    made.season = open_season(
        key="2022",
        title="2022./23. mācību gads",
        title_en="School year 2022/23",
        starts_on=date(2022, 9, 1),
        ends_on=date(2023, 5, 31),
        free_days=dict.fromkeys([*AUTUMN, *CHRISTMAS, *SPRING, *HOLIDAYS], ("Brīvs", "Free")),
        by=made.administrator,
        at=EARLIER,
    )
    return made


@pytest.fixture(scope="session")
def reader(pytestconfig) -> Path:
    return nodejs.installed(HERE, Path(pytestconfig.cache.mkdir("calendar")), "read.mjs")


def in_python(feed: bytes) -> list[dict[str, str]]:
    return [
        {
            "uid": str(event["uid"]),
            "starts": moment(event["dtstart"].dt),
            "ends": moment(event["dtend"].dt),
            "summary": str(event["summary"]),
            "location": str(event["location"]),
            "status": str(event["status"]),
        }
        for event in Calendar.from_ical(feed).walk("VEVENT")
    ]


def in_node(feed: bytes, reader: Path) -> list[dict[str, str]]:
    run = subprocess.run(
        [nodejs.node(), "read.mjs"], cwd=reader, input=feed, capture_output=True, check=True, timeout=60
    )
    return json.loads(run.stdout)


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_a_year_of_tuesdays_at_four_is_read_equally_by_two_calendars_that_are_not_ours(city, client, reader):
    group = city.group(times=[Weekly(2, time(16), time(17, 30))], ages=None)
    second = group.sessions.all()[1]
    cancel_session(session=second, reason="Ill", by=city.administrator, at=EARLIER)
    feed = client.get(f"/en/courses/{group.key}.ics").content
    python, node = in_python(feed), in_node(feed, reader)
    assert python == node
    assert len(TUESDAYS) == 35
    assert [event["starts"] for event in node] == [moment(four_in_riga(day)) for day in TUESDAYS]
    ends = [moment(four_in_riga(day) + timedelta(minutes=90)) for day in TUESDAYS]
    assert [event["ends"] for event in node] == ends
    assert [n for n, event in enumerate(node) if event["status"] == "CANCELLED"] == [1]
    assert len({event["uid"] for event in node}) == 35


def test_tuesday_and_wednesday_for_four_weeks_is_eight_sessions_in_any_calendar(city, client, reader):
    group = city.group(
        times=[Weekly(2, time(16), time(17, 30)), Weekly(3, time(16), time(17, 30))],
        starts_on=date(2022, 9, 6),
        ends_on=date(2022, 9, 28),
        ages=None,
    )
    feed = client.get(f"/en/courses/{group.key}.ics").content
    days = [date(2022, 9, first + n) for first in (6, 13, 20, 27) for n in (0, 1)]
    assert [event["starts"] for event in in_node(feed, reader)] == [moment(four_in_riga(day)) for day in days]
    assert in_python(feed) == in_node(feed, reader)
