"""The science centre in the demonstration: its made-up summer, and what it lets a city count besides the case.

These indicators are none of the report's; they show that visitors, visits of groups, participations and children
are four things, and that a child in courses and at the centre is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from random import Random

from kurss.evidence.definition import Condition, Counts, Definition, Sheet
from kurss.evidence.periods import Grain
from kurss.learning.models import Attendance
from kurss.partners.models import Operation
from kurss.people.models import Account, Guardianship, Person
from kurss.places.models import Institution
from kurss.programme.indicators import declare_indicator, define_indicator
from kurss.science_centre.demo import relive

CENTRE = "vizium"
SCHOOLS = ("1-pamatskola", "2-pamatskola", "2-vidusskola", "4-vidusskola", "6-vidusskola")
FROM_COURSES, FROM_ELSEWHERE = 34, 26
"""Children of the re-lived year who also come to the centre, and children of the register who only come there."""

CHILD = Condition("audience", one_of=("child",))
CAME, PRESENT = Condition("status", one_of=("present", "late")), Condition("status", one_of=("present",))


def open_centre(*, rng: Random, by: Account, operation: Operation | None) -> None:
    """The records."""
    relive(
        rng=rng,
        by=by,
        place=Institution.objects.get(key=CENTRE),
        children=_children(rng),
        schools=list(Institution.objects.filter(key__in=SCHOOLS).order_by("key")),
        operation=operation,
    )


def _children(rng: Random) -> Sequence[Person]:
    """Some who were in a course of the last school year and some who were in none, of ages that workshops take."""
    born = {"identity__birth_date__gte": date(2007, 11, 1), "identity__birth_date__lte": date(2015, 6, 1)}
    of_age = Person.objects.filter(synthetic=True, survivor__isnull=True, **born)
    wards = of_age.filter(pk__in=Guardianship.objects.values("child")).order_by("key")
    attended = Attendance.objects.filter(audience="child", is_current=True, minutes__gt=0).values("person")
    groups = ((wards.filter(pk__in=attended), FROM_COURSES), (wards.exclude(pk__in=attended), FROM_ELSEWHERE))
    return [person for found, many in groups for person in rng.sample(list(found), min(many, len(found)))]


def _sheet(
    definition: str, definition_en: str, source: str, source_en: str, issues: str, issues_en: str
) -> Sheet:
    return Sheet(
        definition=definition,
        definition_en=definition_en,
        source=source,
        source_en=source_en,
        owner="Ventspils Digitālais centrs",
        owner_en="Ventspils Digital Centre",
        known_issues=issues,
        known_issues_en=issues_en,
    )


DESK = ("Zinātnes centra ieejā ierakstītie skaitļi.", "Numbers entered at the desk of the science centre.")
VISITS = ("apmeklējumi", "visits")

COUNTED: tuple[tuple[str, str, str, str, tuple[str, str], Definition], ...] = (
    (
        "learning.children_with_centre", "L-10", "Bērni kursos vai zinātnes centrā",
        "Children in courses or at the science centre", ("bērni", "children"),
        Definition(
            fact="learning.attendance", also=("science_centre.participation",), grain=Grain.SCHOOL_YEAR,
            conditions=(CHILD, CAME), breakdowns=("place", "gender", "age_band"),
            sheet=_sheet(
                "Bērni, kas mācību gadā bija kursā vai zinātnes centrā pēc skolas. Bērns abās vietās ir "
                "viens bērns.",
                "Children who in the school year were at a course or at the science centre after school. A "
                "child at both is one child.",
                "Apmeklējuma atzīmes kursos un zinātnes centrā.", "Marks of attendance in courses and here.",
                "Skolu grupas un apmeklētāji ar biļeti ir bez vārdiem, tāpēc te neskaitās.",
                "School groups and visitors with a ticket have no names, so they do not count here.",
            ),
        ),
    ),
    (
        "visits.visitors", "V-09", "Zinātnes centra apmeklētāji", "Visitors of the science centre", VISITS,
        Definition(
            fact="science_centre.visit", counts=Counts.SUM, quantity="visitors", grain=Grain.YEAR,
            breakdowns=("came_from",),
            sheet=_sheet(
                "Visi ielaistie, arī skolu grupas. Tas pats cilvēks citā dienā ir cits apmeklējums.",
                "Everybody let in, school groups too. The same person on another day is another visit.", *DESK,
                "Tie nav dažādi cilvēki.", "These are not different people.",
            ),
        ),
    ),
    (
        "visits.school_groups", "V-10", "Skolu grupu apmeklējumi", "Visits of school groups", VISITS,
        Definition(
            fact="science_centre.group_visit", counts=Counts.ROWS, grain=Grain.YEAR, breakdowns=("school",),
            sheet=_sheet(
                "Skolu grupas, kas ieradās.", "School groups that came.", *DESK,
                "Viena skola var nākt vairākkārt.", "One school may come several times.",
            ),
        ),
    ),
    (
        "visits.participations", "V-11", "Dalības reizes zinātnes centrā pēc skolas",
        "Participations after school at the science centre", ("dalības", "participations"),
        Definition(
            fact="science_centre.participation", counts=Counts.ROWS, grain=Grain.YEAR, conditions=(PRESENT,),
            breakdowns=("gender", "age_band"),
            sheet=_sheet(
                "Reizes, kad reģistrēts bērns ieradās.", "Times that a registered child came.",
                "Apmeklējuma atzīmes zinātnes centrā.", "Marks of attendance at the science centre.",
                "Bērns, kas nāk piecreiz, ir piecas dalības.", "A child that comes five times is five of them.",
            ),
        ),
    ),
)  # fmt: skip


def count_centre(*, by: Account, at: datetime) -> None:
    """The indicators, each with its definition."""
    for key, code, name, name_en, (unit, unit_en), definition in COUNTED:
        indicator = declare_indicator(
            key=key, code=code, name=name, name_en=name_en, level="output", unit=unit, unit_en=unit_en,
            by=by, at=at,
        )  # fmt: skip
        define_indicator(indicator=indicator, definition=definition, by=by, at=at)
