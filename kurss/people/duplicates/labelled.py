"""A made-up city of which the truth is known: who was entered twice, and how the second entry went wrong. Pure.

Made to be hard in the ways real registers are: few names borne by many, fathers and sons of one name, twins,
families that share one address and one telephone, birth dates left out. The same seed gives the same city.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate, combinations

from kurss.people.demo.names import LATVIAN, RUSSIAN, Stock, as_borne_by_a_woman
from kurss.people.duplicates.folding import Compared, compared, folded

TODAY = date(2022, 9, 1)

ENTERED_AGAIN = 0.042
"""The share of people with a second record, and among those the share with a third: `AND_AGAIN`."""
AND_AGAIN = 0.08

_LATVIAN_ROOTS = """
    Āb Aug Aus Balt Bērz Bit Brūk Ceļ Cīr Dārz Div Dreim Dzen Dzērv Egl Ezer Gail Grant Graud Grav Irb Jaun Kaln
    Kārkl Kazl Klints Kļav Koks Krast Krūm Kviet Lazd Lāc Liel Liep Līd Mad Māl Mež Miež Muiž Niedr Oš Ozol Paegl
    Palm Pakul Pļav Podn Priež Pūc Purv Puķ Rāc Rasm Riekst Rožk Rub Rudz Rutk Saul Sil Skuj Smilt Spār Stabl Stirn
    Strauj Strazd Sūn Šķēl Tērauds Tīrum Tom Upen Vald Vanadz Vār Vec Vējš Vērš Vilk Vīgr Vīt Zāl Zaķ Zar Zeid Zem
    Zied Zīl Zirn Zvej Zvirb Žīd
""".split()  # noqa: SIM905
_LATVIAN_ENDINGS = ("iņš", "s", "ītis", "nieks", "sons", "manis", "bergs", "ietis", "ēns", "ovskis")
_RUSSIAN_ROOTS = """
    Abram Afanas Agaf Aleks Anis Arhip Baran Bel Bobr Bogat Bur Čern Dan Dem Den Dorof Fed Filip Fom Gal Gavril
    Golub Gorb Gus Ign Iļ Isa Jefim Jer Kar Karp Kir Kol Kondrat Konst Kopt Kor Kot Kovaļ Krav Kulik Lap Leont Luk
    Mark Mart Matv Medved Meļn Mih Mir Nazar Nefed Nest Nik Orl Os Pah Pan Pet Pimen Plot Polik Pot Proh Rod Rom
    Rud Rjab Sav Saveļ Serg Sid Sokol Sol Step Suvor Tar Ter Tih Tim Tit Trof Uļjan Ust Vas Vlas Vor Zah Zin Zub
""".split()  # noqa: SIM905
_RUSSIAN_ENDINGS = ("ovs", "evs", "ins", "ojevs", "enko", "skis", "čuks", "jancevs")

Names = tuple[tuple[str, ...], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as somebody entered it."""

    person: int
    given_name: str
    family_name: str
    birth_date: date | None
    gender: str
    email: str = ""
    phone: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class City:
    entries: tuple[Entry, ...]
    true_pairs: frozenset[tuple[str, str]]

    def records(self) -> list[Compared]:
        """As the matching takes them; an entry's id is its place in the list."""
        return [
            compared(
                str(number),
                given_name=entry.given_name,
                family_name=entry.family_name,
                birth_date=entry.birth_date,
                gender=entry.gender,
                email=entry.email,
                phone=entry.phone,
                code=entry.code,
            )
            for number, entry in enumerate(self.entries)
        ]


@dataclass(slots=True)
class _Names:
    """A stock of names, the commonest first, drawn as Zipf found them to be drawn: the n-th 1/n as often."""

    women: Names
    men: Names
    families: Names
    rng: random.Random = field(repr=False)

    def of(self, names: Names) -> str:
        words, cumulated = names
        return self.rng.choices(words, cum_weights=cumulated)[0]


def labelled_city(*, seed: int, records: int) -> City:
    """About this many records, of which some share one person; `true_pairs` are all pairs that do."""
    rng = random.Random(seed)  # noqa: S311 - made-up people
    stocks = [
        (_stock(LATVIAN, _LATVIAN_ROOTS, _LATVIAN_ENDINGS, rng), 0.62),
        (_stock(RUSSIAN, _RUSSIAN_ROOTS, _RUSSIAN_ENDINGS, rng), 0.38),
    ]
    entries: list[Entry] = []
    person = 0
    while len(entries) < records:
        names = rng.choices([stock for stock, _ in stocks], [share for _, share in stocks])[0]
        for first in _household(rng, names, person):
            person = first.person + 1
            entries.append(first)
            chance = ENTERED_AGAIN
            while rng.random() < chance and len(entries) < records:
                entries.append(_entered_again(rng, names, first))
                chance = AND_AGAIN
    entries = entries[:records]
    rng.shuffle(entries)
    return City(tuple(entries), _pairs(entries))


def _pairs(entries: Sequence[Entry]) -> frozenset[tuple[str, str]]:
    by_person: dict[int, list[str]] = {}
    for number, entry in enumerate(entries):
        by_person.setdefault(entry.person, []).append(str(number))
    return frozenset((min(pair), max(pair)) for own in by_person.values() for pair in combinations(own, 2))


def _stock(known: Stock, roots: Sequence[str], endings: Sequence[str], rng: random.Random) -> _Names:
    made = [f"{root}{ending}" for root in roots for ending in endings]
    rng.shuffle(made)
    families = dict.fromkeys((*known.families, *made))
    return _Names(_drawn(known.women, 0.7), _drawn(known.men, 0.7), _drawn(tuple(families), 0.75), rng)


def _drawn(words: Sequence[str], steepness: float) -> Names:
    weights = (1 / (place + 3) ** steepness for place in range(len(words)))
    return tuple(words), tuple(accumulate(weights))


def _household(rng: random.Random, names: _Names, person: int) -> list[Entry]:
    """One or two grown-ups with children, or somebody alone; a family's children have the parents' contact."""
    family = names.of(names.families)
    eldest = rng.randint(21, 84)
    found: list[Entry] = []
    for woman in (True, False) if rng.random() < 0.45 else (rng.random() < 0.56,):
        own = names.of(names.families) if rng.random() < 0.14 else family
        age = max(eldest - rng.randint(-2, 5), 19)
        found.append(_entry(rng, names, person + len(found), own, woman, _born(rng, age)))
    contact = found[0]
    births: list[date] = []
    for _number in range(rng.choices((0, 1, 2, 3, 4), (48, 25, 19, 6, 2))[0] if eldest < 62 else 0):
        twin = births and rng.random() < 0.03
        births.append(births[-1] if twin else _born(rng, rng.randint(3, max(4, min(eldest - 18, 19)))))
        child = _entry(rng, names, person + len(found), family, rng.random() < 0.49, births[-1])
        # A son is named after his father, and lives with him.
        if len(found) > 1 and child.gender == "male" == found[1].gender and rng.random() < 0.03:
            child = replace(child, given_name=found[1].given_name)
        found.append(replace(child, email=contact.email, phone=contact.phone))
    # Grown-ups of one family share an address now and then.
    if len(found) > 1 and found[1].gender == "male" and rng.random() < 0.12:
        found[1] = replace(found[1], email=contact.email, phone=contact.phone)
    return found


def _entry(rng: random.Random, names: _Names, person: int, family: str, woman: bool, born: date) -> Entry:
    given = names.of(names.women if woman else names.men)
    if rng.random() < 0.06:
        given = f"{given} {names.of(names.women if woman else names.men)}"
    mail = f"{folded(given)}.{person}@pasts.example".replace(" ", ".") if rng.random() < 0.7 else ""
    return Entry(
        person=person,
        given_name=given,
        family_name=as_borne_by_a_woman(family) if woman else family,
        birth_date=born if rng.random() > 0.02 else None,
        gender=("female" if woman else "male") if rng.random() > 0.03 else "not_recorded",
        email=mail,
        phone=f"2{rng.randrange(10**7):07}" if rng.random() < 0.6 else "",
        code=f"code {person}" if rng.random() < 0.3 else "",
    )


def _born(rng: random.Random, age: int) -> date:
    return TODAY - timedelta(days=round(age * 365.25) + rng.randrange(365))


def _entered_again(rng: random.Random, names: _Names, first: Entry) -> Entry:
    """The same person from another list: other contact, other spelling, slips of the hand."""
    given, family = first.given_name, first.family_name
    if " " in given and rng.random() < 0.5:
        given = given.split()[rng.randrange(2)]
    if first.gender == "female" and first.birth_date and first.birth_date.year < 2002 and rng.random() < 0.03:
        family = as_borne_by_a_woman(names.of(names.families))
    if rng.random() < 0.05:
        given = _mistyped(rng, given)
    if rng.random() < 0.05:
        family = _mistyped(rng, family)
    if rng.random() < 0.35:
        given, family = _without_diacritics(given), _without_diacritics(family)
    elif rng.random() < 0.05:
        given, family = given.upper(), family.upper()
    if rng.random() < 0.04:
        given, family = family, given
    return replace(
        first,
        given_name=given,
        family_name=family,
        birth_date=_another_day(rng, first.birth_date),
        gender=first.gender if rng.random() > 0.08 else "not_recorded",
        email=_another(
            rng, first.email, f"{folded(given).replace(' ', '.')}.{rng.randrange(10**6)}@darbs.example"
        ),
        phone=_another(rng, first.phone, f"2{rng.randrange(10**7):07}"),
        code=f"code {first.person}" if rng.random() < 0.3 else "",
    )


def _another(rng: random.Random, known: str, other: str) -> str:
    """Contact in the second record: the same, a new one, or none."""
    return rng.choices((known, other, ""), (50, 20, 30))[0]


def _another_day(rng: random.Random, born: date | None) -> date | None:
    """The day as it stood on the second list: left out, day and month swapped, one digit mistyped, or right."""
    chance = rng.random()
    if born is None or chance < 0.04:
        return None
    if chance < 0.07 and born.day <= 12:
        return born.replace(month=born.day, day=born.month)
    if chance < 0.11:
        written = born.strftime("%Y%m%d")
        for _try in range(30):
            place = rng.randrange(2, 8)
            other = f"{written[:place]}{rng.randrange(10)}{written[place + 1 :]}"
            try:
                mistyped = date(int(other[:4]), int(other[4:6]), int(other[6:]))
            except ValueError:
                continue
            if mistyped != born and mistyped <= TODAY:
                return mistyped
    return born


def _mistyped(rng: random.Random, name: str) -> str:
    """One slip: a letter left out, doubled, exchanged with the next, or another one in its place."""
    if len(name) < 4:
        return name
    place = rng.randrange(1, len(name) - 1)
    slip = rng.randrange(4)
    if slip == 0:
        return name[:place] + name[place + 1 :]
    if slip == 1:
        return name[:place] + name[place] + name[place:]
    if slip == 2:
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name[:place] + rng.choice("aeioustrnlkmdpvzj") + name[place + 1 :]


_PLAIN = str.maketrans("āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ", "acegiklnsuzACEGIKLNSUZ")


def _without_diacritics(name: str) -> str:
    return name.translate(_PLAIN)
