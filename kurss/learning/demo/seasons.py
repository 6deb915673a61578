"""The seasons of the re-lived year and their free days: Latvia's public holidays and its school holidays."""

from dataclasses import dataclass, field
from datetime import date, timedelta

_HOLIDAY = ("Svētku diena", "Public holiday")
_SCHOOL_HOLIDAY = ("Skolēnu brīvdiena", "School holiday")

PUBLIC_HOLIDAYS = tuple(
    date.fromisoformat(day)
    for day in (
        "2021-01-01",
        "2021-04-02",
        "2021-04-04",
        "2021-04-05",
        "2021-05-01",
        "2021-05-04",
        "2021-06-23",
        "2021-06-24",
        "2021-11-18",
        "2021-12-24",
        "2021-12-25",
        "2021-12-26",
        "2021-12-31",
        "2022-01-01",
        "2022-04-15",
        "2022-04-17",
        "2022-04-18",
        "2022-05-01",
        "2022-05-04",
        "2022-06-23",
        "2022-06-24",
        "2022-11-18",
        "2022-12-24",
        "2022-12-25",
        "2022-12-26",
        "2022-12-31",
        "2023-01-01",
        "2023-04-07",
        "2023-04-09",
        "2023-04-10",
        "2023-05-01",
        "2023-05-04",
    )
)
SCHOOL_HOLIDAYS = (
    (date(2021, 10, 18), date(2021, 10, 22)),
    (date(2021, 12, 20), date(2021, 12, 31)),
    (date(2022, 3, 14), date(2022, 3, 18)),
    (date(2022, 10, 24), date(2022, 10, 28)),
    (date(2022, 12, 26), date(2023, 1, 6)),
    (date(2023, 3, 13), date(2023, 3, 17)),
)
LOCKDOWN = (date(2021, 10, 21), date(2021, 11, 14))
"""Nobody learned on site in these weeks; what could be taught from home was."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A season before it is opened."""

    key: str
    title: str
    title_en: str
    first: date
    last: date
    school: bool = False
    free: dict[date, tuple[str, str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        if self.school:
            for first, last in SCHOOL_HOLIDAYS:
                days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
                self.free.update({day: _SCHOOL_HOLIDAY for day in days if self.first <= day <= self.last})
        self.free.update({day: _HOLIDAY for day in PUBLIC_HOLIDAYS if self.first <= day <= self.last})


ADULTS_2021 = Plan(
    "pieaugusie-2021", "Pieaugušo kursi 2021", "Courses for adults 2021", date(2021, 1, 4), date(2021, 12, 31)
)
CHILDREN_2021 = Plan(
    "macibu-gads-2021",
    "2021./2022. mācību gads",
    "School year 2021/22",
    date(2021, 9, 6),
    date(2022, 5, 31),
    school=True,
)
TEACHERS_2021 = Plan(
    "skolotaji-2021",
    "Skolotāju kursi 2021./2022. mācību gadā",
    "Courses for teachers 2021/22",
    date(2021, 9, 1),
    date(2022, 8, 31),
)
ADULTS_2022 = Plan(
    "pieaugusie-2022",
    "Pieaugušo kursi 2022. gada pavasarī",
    "Courses for adults, spring 2022",
    date(2022, 1, 3),
    date(2022, 6, 30),
)
CHILDREN_2022 = Plan(
    "macibu-gads-2022",
    "2022./2023. mācību gads",
    "School year 2022/23",
    date(2022, 10, 3),
    date(2023, 5, 31),
    school=True,
)
