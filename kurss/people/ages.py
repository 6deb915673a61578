"""How old somebody is on a day, and in which band that counts. Pure."""

from datetime import date
from typing import Final

AGE_BANDS: Final = (
    (0, "0-6"),
    (7, "7-9"),
    (10, "10-12"),
    (13, "13-15"),
    (16, "16-17"),
    (18, "18-24"),
    (25, "25-34"),
    (35, "35-44"),
    (45, "45-54"),
    (55, "55-64"),
    (65, "65+"),
)
"""Each band with the age it begins at; it ends where the next one begins."""


class NotBornYet(ValueError):
    """An age before birth."""


def age_on(born: date, day: date) -> int:
    """Whole years completed on a day.

    Somebody born on 29 February completes a year on 1 March where the year has no 29 February.
    """
    if day < born:
        raise NotBornYet(
            f"Nobody born on {born} has an age on {day}; ask for a day on or after the birth date."
        )
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_band(age: int) -> str:
    """The band an age counts in."""
    if age < 0:
        raise NotBornYet(f"An age of {age} years does not exist; an age starts at 0.")
    return next(name for begins, name in reversed(AGE_BANDS) if age >= begins)


def age_band_on(born: date | None, day: date) -> str | None:
    """The band on a day; None where the birth date is not recorded."""
    return None if born is None else age_band(age_on(born, day))
