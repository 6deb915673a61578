"""A year of courses, re-lived: made up, seeded, and made by calling the city's own verbs at their own moments.

From December 2020 to August 2022: courses for adults in 2021 and in the spring of 2022, weekly groups for
children and courses for teachers in the school year 2021/22. Sizes follow the order of magnitude of the city's
report: some twenty themes and more than five hundred children, a few thousand participations of adults, about a
hundred teachers. No figure is aimed at: how many people there are in the end follows from the dice, from who
comes back and from who never comes. At its end the groups of the next autumn are given out by a draw. Every row is
marked synthetic.
"""

from collections.abc import Sequence
from datetime import date, datetime
from random import Random

from django.db import connection

from kurss.journal.models import Detail, Entry
from kurss.learning.cityday import zone
from kurss.learning.demo.adults import expect_courses
from kurss.learning.demo.agenda import Tell
from kurss.learning.demo.autumn import give_out_the_next_autumn
from kurss.learning.demo.children import DOORS_OPEN, expect_families
from kurss.learning.demo.lessons import expect_lockdown, expect_sessions
from kurss.learning.demo.planning import adult_wishes, child_wishes, open_seasons, plan, teacher_wishes
from kurss.learning.demo.staff import hire_teachers, set_scene
from kurss.learning.demo.writing import write_curricula
from kurss.learning.demo.year import Year
from kurss.learning.models import Attendance, Enrolment, EnrolmentEvent, Session, SessionTeacher
from kurss.partners.models import Operation, Partner
from kurss.people.models import Account, Guardianship, Identity, Person
from kurss.places.models import Institution
from kurss.seats.models import Pool, Seat

__all__ = ["relive"]

BEGINS = datetime(2020, 10, 5, 9, tzinfo=zone())
SEASONS_OPEN = datetime(2020, 12, 1, 9, tzinfo=zone())
ENDS = date(2022, 9, 8)
GROWING = (
    Attendance,
    Detail,
    Enrolment,
    EnrolmentEvent,
    Entry,
    Guardianship,
    Identity,
    Person,
    Pool,
    Seat,
    Session,
    SessionTeacher,
)
"""Models whose tables fill up."""


def relive(
    *,
    rng: Random,
    by: Account,
    place: Institution,
    provider: Partner,
    tell: Tell,
    operations: Sequence[Operation] = (),
    size: float = 1,
) -> None:
    """Live through the year at a place, run by its course administrator; `size` is a part of the whole for tests.
    `operations` are the projects that pay for groups, each for topics of its own; some topics nobody pays for.

    The same state of `rng` gives the same people, groups and marks. It writes as it goes and does not clean up:
    call it in a transaction, so that an interruption leaves nothing and the next call begins anew. `tell` is
    told the days that have passed, of how many.
    """
    scene = set_scene(place=place, provider=provider, operations=operations, by=by, at=BEGINS)
    year = Year(scene, rng, size)
    hire_teachers(year, at=BEGINS)
    write_curricula(year, at=BEGINS)
    open_seasons(year, at=SEASONS_OPEN)
    expect_courses(year, [*adult_wishes(year), *teacher_wishes(year)])
    year.agenda.add(datetime.combine(DOORS_OPEN, BEGINS.time(), zone()), lambda at: _open_autumn(year, at))
    expect_families(year)
    expect_lockdown(year)
    year.agenda.run(first=SEASONS_OPEN.date(), last=ENDS, tell=tell, each_season=_count_rows)
    give_out_the_next_autumn(year)


def _open_autumn(year: Year, at: datetime) -> None:
    """The groups of the school year are all planned before the doors open."""
    for wish in child_wishes(year):
        expect_sessions(year, plan(year, wish, at=at), at)


def _count_rows() -> None:
    """Tell PostgreSQL's planner how many rows there are by now.

    It knows nothing of rows that are not committed, and autovacuum, at work after an interrupted load, would
    even put down the tables as empty: plans made for no rows turn a load of seconds into one of hours. The
    lock that ANALYZE takes keeps autovacuum away until the transaction ends.
    """
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in GROWING)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
