from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kurss.curriculum.timetable import Slot, Weekly, lay_out

RIGA = ZoneInfo("Europe/Riga")
AFTERNOON = time(16), time(17, 30)
TUESDAYS, WEDNESDAYS = Weekly(2, *AFTERNOON), Weekly(3, *AFTERNOON)


def days(slots):
    return [slot.happened_on for slot in slots]


def test_tuesday_and_wednesday_for_four_weeks_are_eight_sessions():
    slots = lay_out(
        [WEDNESDAYS, TUESDAYS], first=date(2021, 9, 6), last=date(2021, 10, 3), free=(), zone=RIGA
    )
    assert days(slots) == [date(2021, 9, day) for day in (7, 8, 14, 15, 21, 22, 28, 29)]


def test_four_in_the_afternoon_stays_four_when_the_clocks_change():
    before, after = lay_out([TUESDAYS], first=date(2021, 10, 26), last=date(2021, 11, 2), free=(), zone=RIGA)
    assert [slot.starts_at.astimezone(RIGA).hour for slot in (before, after)] == [16, 16]
    assert before.starts_at == datetime(2021, 10, 26, 13, tzinfo=UTC)
    assert after.starts_at == datetime(2021, 11, 2, 14, tzinfo=UTC)


def test_a_free_day_has_no_session():
    free = {date(2021, 9, 14)}
    slots = lay_out([TUESDAYS], first=date(2021, 9, 7), last=date(2021, 9, 21), free=free, zone=RIGA)
    assert days(slots) == [date(2021, 9, 7), date(2021, 9, 21)]


def test_the_first_and_the_last_day_are_part_of_the_season():
    slots = lay_out([TUESDAYS], first=date(2021, 9, 7), last=date(2021, 9, 7), free=(), zone=RIGA)
    assert slots == [
        Slot(
            datetime(2021, 9, 7, 13, tzinfo=UTC),
            datetime(2021, 9, 7, 14, 30, tzinfo=UTC),
            date(2021, 9, 7),
        )
    ]


weekly_times = st.builds(Weekly, st.integers(1, 7), st.just(time(16)), st.just(time(17, 30)))
some_days = st.dates(date(2020, 1, 1), date(2024, 12, 31))


@given(
    times=st.lists(weekly_times, max_size=4, unique=True),
    first=some_days,
    length=st.integers(0, 120),
    free=st.sets(some_days, max_size=30),
)
def test_every_day_of_the_season_has_exactly_its_weekly_times(times, first, length, free):
    last = first + timedelta(days=length)
    expected = [
        first + timedelta(days=step)
        for step in range(length + 1)
        for weekly in times
        if (first + timedelta(days=step)).isoweekday() == weekly.weekday
        and first + timedelta(days=step) not in free
    ]
    slots = lay_out(times, first=first, last=last, free=free, zone=RIGA)
    assert days(slots) == expected
    assert all(slot.ends_at - slot.starts_at == timedelta(minutes=90) for slot in slots)
