"""Families, adults and teachers of a made-up city, drawn by chance; if one has a real namesake, so is that.

Mail addresses end in `.example`, which nobody can own, and nobody has a telephone. As in a real register some
things are missing: a birth date, a gender, a language.
"""

import random
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from uuid import UUID

from kurss.people.demo.names import LATVIAN, RUSSIAN, Stock, as_borne_by_a_woman
from kurss.people.models import Gender
from kurss.people.register import NewPerson

SPEAKS_LATVIAN = 0.64
CHILDREN_IN_FAMILY = ((1, 2, 3, 4), (46, 39, 12, 3))
CHILD_AGES = range(6, 18)
ADULT_AGES = ((18, 25, 35, 45, 55, 65), (24, 34, 44, 54, 64, 82), (9, 20, 23, 20, 17, 11))
TEACHER_AGES = ((24, 35, 45, 55), (34, 44, 54, 66), (16, 24, 33, 27))


@dataclass(frozen=True, slots=True)
class Family:
    """One or two guardians and their children of school age, eldest first."""

    guardians: tuple[NewPerson, ...]
    children: tuple[NewPerson, ...]


@dataclass(frozen=True, slots=True)
class BelievablePeople:
    families: tuple[Family, ...]
    adults: tuple[NewPerson, ...]
    teachers: tuple[NewPerson, ...]

    def everyone(self) -> tuple[NewPerson, ...]:
        """All of them, as `register_people` takes them."""
        of_families = chain.from_iterable((*family.guardians, *family.children) for family in self.families)
        return (*of_families, *self.adults, *self.teachers)


def believable_people(
    *, rng: random.Random, families: int, adults: int, teachers: int, today: date
) -> BelievablePeople:
    """Make up a city: `adults` are people beside the guardians of the families, and `teachers` beside both.

    Ages are those on `today`. The same state of `rng` gives the same people, keys included.
    """
    return BelievablePeople(
        families=tuple(_family(rng, today) for _ in range(families)),
        adults=tuple(_grown_up(rng, today, _age(rng, ADULT_AGES), women=0.62) for _ in range(adults)),
        teachers=tuple(_grown_up(rng, today, _age(rng, TEACHER_AGES), women=0.87) for _ in range(teachers)),
    )


def _family(rng: random.Random, today: date) -> Family:
    """Most children live with two guardians of one name; some with one, some with two names in the house."""
    stock = _stock(rng)
    family_name = rng.choice(stock.families)
    births = _births(rng, today)
    eldest = max((today - born).days // 365 for born in births)
    couple = rng.random() < 0.68
    guardians: list[NewPerson] = []
    for woman in (True, False) if couple else (rng.random() < 0.88,):
        own_name = rng.random() < 0.16
        guardians.append(
            _person(
                rng,
                today,
                stock=stock,
                family_name=rng.choice(stock.families) if own_name else family_name,
                woman=woman,
                born=_born(rng, today, eldest + rng.randint(20, 38)),
                birth_date_missing=0.03,
                writes=0.9,
            )
        )
    children = tuple(
        _person(
            rng,
            today,
            stock=stock,
            family_name=family_name,
            woman=rng.random() < 0.49,
            born=born,
            birth_date_missing=0.006,
            writes=0.0,
        )
        for born in births
    )
    return Family(tuple(guardians), children)


def _births(rng: random.Random, today: date) -> list[date]:
    """Birth dates of brothers and sisters, eldest first: twins, or at least a year apart."""
    wanted = rng.choices(*CHILDREN_IN_FAMILY)[0]
    age = rng.choice(CHILD_AGES)
    births = [_born(rng, today, age)]
    while len(births) < wanted:
        if rng.random() < 0.02:
            births.append(births[-1])
            continue
        age -= rng.randint(2, 5)
        if age < CHILD_AGES.start:
            break
        births.append(_born(rng, today, age))
    return births


def _grown_up(rng: random.Random, today: date, age: int, *, women: float) -> NewPerson:
    stock = _stock(rng)
    return _person(
        rng,
        today,
        stock=stock,
        family_name=rng.choice(stock.families),
        woman=rng.random() < women,
        born=_born(rng, today, age),
        birth_date_missing=0.025,
        writes=0.75 if age < 65 else 0.4,
    )


def _person(
    rng: random.Random,
    today: date,
    *,
    stock: Stock,
    family_name: str,
    woman: bool,
    born: date,
    birth_date_missing: float,
    writes: float,
) -> NewPerson:
    given = rng.choice(stock.women if woman else stock.men)
    if rng.random() < 0.05:
        given = f"{given} {rng.choice(stock.women if woman else stock.men)}"
    family = as_borne_by_a_woman(family_name) if woman else family_name
    if woman and (today - born).days > 9_000 and rng.random() < 0.04:
        family = f"{as_borne_by_a_woman(rng.choice(stock.families))}-{family}"
    chance = rng.random()
    gender = Gender.FEMALE if woman else Gender.MALE
    if chance < 0.03:
        gender = Gender.NOT_RECORDED
    elif chance < 0.033:
        gender = Gender.OTHER
    key = UUID(int=rng.getrandbits(128), version=4)
    mail = rng.random() < writes
    return NewPerson(
        given_name=given,
        family_name=family,
        birth_date=None if rng.random() < birth_date_missing else born,
        gender=gender,
        language="" if rng.random() < 0.06 else stock.language,
        email=f"{_letters(given)}.{_letters(family)}.{key.hex[:4]}@pasts.example" if mail else "",
        synthetic=True,
        key=key,
    )


def _stock(rng: random.Random) -> Stock:
    return LATVIAN if rng.random() < SPEAKS_LATVIAN else RUSSIAN


def _age(rng: random.Random, ages: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]) -> int:
    begins, ends, weights = ages
    band = rng.choices(range(len(begins)), weights)[0]
    return rng.randint(begins[band], ends[band])


def _born(rng: random.Random, today: date, age: int) -> date:
    """A birth date on which somebody is exactly this old today."""
    latest = _years_before(today, age)
    earliest = _years_before(today, age + 1) + timedelta(days=1)
    return earliest + timedelta(days=rng.randint(0, (latest - earliest).days))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February of a year that has none
        return day.replace(year=day.year - years, day=28)


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return plain.replace(" ", "-")
