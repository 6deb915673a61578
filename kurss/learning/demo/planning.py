"""The groups of the re-lived year: which, when, where, for how many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from kurss.curriculum.timetable import lay_out
from kurss.learning.cityday import zone
from kurss.learning.demo import diary
from kurss.learning.demo.offer import FOR_ADULTS, FOR_CHILDREN, FOR_TEACHERS, Theme
from kurss.learning.demo.seasons import ADULTS_2021, ADULTS_2022, CHILDREN_2021, TEACHERS_2021, Plan
from kurss.learning.demo.year import Circle, Year
from kurss.learning.models import Audience, Mode
from kurss.learning.planning import Ages, plan_group
from kurss.learning.seasons import open_season
from kurss.people.models import Person
from kurss.places.models import Room

Thing = TypeVar("Thing", Room, Person)

CHILD_GROUPS = 46
ADULT_GROUPS = {
    (2021, 1): 14,
    (2021, 2): 16,
    (2021, 3): 17,
    (2021, 4): 15,
    (2021, 5): 10,
    (2021, 6): 3,
    (2021, 8): 4,
    (2021, 9): 17,
    (2021, 10): 16,
    (2021, 11): 15,
    (2021, 12): 5,
    (2022, 1): 9,
    (2022, 2): 12,
    (2022, 3): 12,
    (2022, 4): 10,
    (2022, 5): 6,
}
"""How many courses for adults begin in each month."""

DOORS_OPEN_AGAIN = date(2021, 6, 1)
"""Before this day adults learned online only."""

HYBRID_FROM = date(2022, 2, 1)


@dataclass(frozen=True, slots=True)
class Wish:
    """A group to be planned, before a room and a teacher are found for it."""

    key: str
    audience: Audience
    season: Plan
    theme: Theme
    first: date
    last: date
    mode: Mode
    capacity: int
    capacity_online: int = 0


def open_seasons(year: Year, *, at: datetime) -> None:
    for plan in (ADULTS_2021, CHILDREN_2021, TEACHERS_2021, ADULTS_2022):
        year.seasons[plan.key] = open_season(
            key=plan.key,
            title=plan.title,
            title_en=plan.title_en,
            starts_on=plan.first,
            ends_on=plan.last,
            free_days=plan.free,
            by=year.scene.administrator,
            at=at,
        )


def child_wishes(year: Year) -> list[Wish]:
    """Every theme once, the rest by what children like; the youngest and the robots need smaller groups."""
    popular = [theme for theme in FOR_CHILDREN if theme.crafts or theme.key.startswith(("kods", "spel"))]
    themes = [*FOR_CHILDREN, *year.rng.choices(popular, k=CHILD_GROUPS - len(FOR_CHILDREN))]
    themes = themes[: year.sized(CHILD_GROUPS)]
    return [
        Wish(
            key=f"{theme.key}-21-{number:02}",
            audience=Audience.CHILD,
            season=CHILDREN_2021,
            theme=theme,
            first=CHILDREN_2021.first,
            last=CHILDREN_2021.last,
            mode=Mode.ON_SITE,
            capacity=year.rng.choice((12, 12, 14) if theme.crafts else (14, 15, 16)),
        )
        for number, theme in enumerate(themes, start=1)
    ]


def adult_wishes(year: Year) -> list[Wish]:
    wishes = []
    for (year_number, month), groups in ADULT_GROUPS.items():
        season = ADULTS_2021 if year_number == 2021 else ADULTS_2022
        for number in range(1, year.sized(groups) + 1):
            theme = year.rng.choice(FOR_ADULTS)
            first = date(year_number, month, year.rng.randrange(5 if month == 1 else 1, 25))
            last = min(first + timedelta(weeks=year.rng.choice((2, 3, 3, 4))), season.last)
            mode = _adult_mode(year, theme, first)
            on_site, online = year.rng.randrange(10, 15), year.rng.randrange(16, 31)
            wishes.append(
                Wish(
                    key=f"{theme.key}-{year_number % 100}{month:02}-{number:02}",
                    audience=Audience.ADULT,
                    season=season,
                    theme=theme,
                    first=first,
                    last=last,
                    mode=mode,
                    capacity=online if mode == Mode.ONLINE else on_site,
                    capacity_online=online // 2 if mode == Mode.HYBRID else 0,
                )
            )
    return wishes


def _adult_mode(year: Year, theme: Theme, first: date) -> Mode:
    if first < DOORS_OPEN_AGAIN:
        return Mode.ONLINE
    if theme.crafts:
        return Mode.ON_SITE
    if first >= HYBRID_FROM and year.rng.random() < 0.3:
        return Mode.HYBRID
    return Mode.ONLINE if year.rng.random() < 0.4 else Mode.ON_SITE


def teacher_wishes(year: Year) -> list[Wish]:
    """Two or three meetings each, most of them when pupils have holidays or on Saturdays."""
    months = (9, 10, 10, 11, 11, 12, 1, 2, 2, 3, 3, 4, 6, 8)
    wishes = []
    for number, month in enumerate(months[: year.sized(len(months))], start=1):
        theme = FOR_TEACHERS[(number - 1) % len(FOR_TEACHERS)]
        first = date(2021 if month >= 9 else 2022, month, year.rng.randrange(3, 15))
        online = month in (11, 12, 1) and not theme.crafts
        wishes.append(
            Wish(
                key=f"{theme.key}-21-{number:02}",
                audience=Audience.TEACHER,
                season=TEACHERS_2021,
                theme=theme,
                first=first,
                last=min(first + timedelta(weeks=3), TEACHERS_2021.last),
                mode=Mode.ONLINE if online else Mode.ON_SITE,
                capacity=year.rng.randrange(20, 26) if online else year.rng.randrange(12, 17),
            )
        )
    return wishes


def plan(year: Year, wish: Wish, *, at: datetime) -> Circle:
    """Find a free hour, room and teacher for the wish, and plan the group."""
    for weekdays, hours in _hours(year, wish):
        times = diary.weekly(weekdays, hours)
        slots = lay_out(times, first=wish.first, last=wish.last, free=wish.season.free, zone=zone())
        taken = frozenset((slot.happened_on, hours[0]) for slot in slots)
        teacher = _free(year, year.staff, taken)
        room = None if wish.mode == Mode.ONLINE else _free(year, year.scene.rooms, taken)
        if not slots or teacher is None or (room is None and wish.mode != Mode.ONLINE):
            continue
        year.diary.take(teacher, taken)
        if room is not None:
            year.diary.take(room, taken)
        group = plan_group(
            key=wish.key,
            season=year.seasons[wish.season.key],
            version=year.versions[wish.theme.key],
            provider=year.scene.provider,
            place=year.scene.place,
            operation=year.scene.pays_for(wish.theme),
            audience=wish.audience,
            mode=wish.mode,
            times=times,
            capacity=wish.capacity,
            capacity_online=wish.capacity_online,
            room=room,
            teachers=[teacher],
            ages=_ages(wish),
            minimum=5,
            starts_on=wish.first,
            ends_on=wish.last,
            synthetic=True,
            by=year.scene.administrator,
            at=at,
        )
        circle = Circle(group, wish.theme, taken, list(group.sessions.all()), wish.capacity)
        year.circles.append(circle)
        return circle
    raise LookupError(f"No hour, room and teacher are free together for {wish.key}.")


def _ages(wish: Wish) -> Ages | None:
    if wish.theme.first is None:
        return None
    return Ages(wish.theme.first, wish.theme.last, date(wish.first.year, 9, 1))


def _hours(year: Year, wish: Wish) -> Iterable[tuple[Sequence[int], tuple[time, time]]]:
    """The days and hours that suit the audience, in random order."""
    choices: list[tuple[Sequence[int], tuple[time, time]]]
    if wish.audience == Audience.CHILD:
        choices = [((day,), hours) for day in range(1, 6) for hours in (diary.AFTER_SCHOOL, diary.LATER)]
    elif wish.audience == Audience.TEACHER:
        choices = [((6,), diary.SATURDAY), ((3,), diary.EVENING), ((5,), diary.EVENING)]
    else:
        pairs = ((1, 3), (2, 4), (1, 4), (3, 5), (2,), (4,))
        choices = [(days, hours) for days in pairs for hours in (diary.MORNING, diary.EVENING)]
    return year.rng.sample(choices, len(choices))


def _free(year: Year, things: Sequence[Thing], taken: diary.Times) -> Thing | None:
    shuffled = year.rng.sample(list(things), len(things))
    return next((thing for thing in shuffled if year.diary.free(thing, taken)), None)
