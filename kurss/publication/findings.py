"""Titles that say the finding: how the promises stand, how a figure has moved. Pure; Latvian and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kurss.evidence.standing import Standing
from kurss.publication.numerals import LATVIAN, is_many, is_one, number, percent
from kurss.publication.units import Unit

_WORDS_EN = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
)
_WORDS_LV = (
    "nav",
    "viens",
    "divi",
    "trīs",
    "četri",
    "pieci",
    "seši",
    "septiņi",
    "astoņi",
    "deviņi",
    "desmit",
    "vienpadsmit",
    "divpadsmit",
    "trīspadsmit",
    "četrpadsmit",
    "piecpadsmit",
    "sešpadsmit",
    "septiņpadsmit",
    "astoņpadsmit",
    "deviņpadsmit",
    "divdesmit",
)

UNPROVEN = (Standing.SAID, Standing.NONE, Standing.UNDEFINED, Standing.SUPPRESSED)
"""States in which no record speaks for or against a promise."""

_JUDGED_EN = {
    Standing.MET: "met",
    Standing.ON: "on track",
    Standing.RISK: "at risk",
    Standing.OFF: "off track",
    Standing.MISSED: "missed",
}
_JUDGED_LV = {
    Standing.MET: ("izpildīts", "izpildīti"),
    Standing.ON: ("pildās", "pildās"),
    Standing.RISK: ("apdraudēts", "apdraudēti"),
    Standing.OFF: ("atpaliek", "atpaliek"),
    Standing.MISSED: ("nav izpildīts", "nav izpildīti"),
}

_SHARES = (
    (Decimal("50"), "half", "uz pusi"),
    (Decimal(100) / 3, "a third", "par trešdaļu"),
    (Decimal("25"), "a quarter", "par ceturtdaļu"),
    (Decimal("20"), "a fifth", "par piektdaļu"),
    (Decimal("10"), "a tenth", "par desmitdaļu"),
)


def count_word(count: int, language: str) -> str:
    """A small count as a word, a large one as a number: "seven", "septiņi", "34"."""
    names = _WORDS_LV if language == LATVIAN else _WORDS_EN
    return names[count] if 0 < count < len(names) else number(count, language)


def promises(tally: Mapping[Standing, int], language: str) -> str:
    """How all promises stand: "Thirteen promises. Two on track, one off track; ten that …"."""
    total = sum(tally.values())
    if not total:
        return "Solījumu vēl nav." if language == LATVIAN else "No promises yet."
    judged = [
        _judged(standing, tally.get(standing, 0), language)
        for standing in (Standing.MET, Standing.ON, Standing.RISK, Standing.OFF, Standing.MISSED)
        if tally.get(standing, 0)
    ]
    unproven = sum(tally.get(standing, 0) for standing in UNPROVEN)
    opening = f"{_capital(count_word(total, language))} {_noun(total, language)}"
    if not judged:
        return opening + (
            ", un nevienu vēl nevar pierādīt ar ierakstiem."
            if language == LATVIAN
            else (
                ", which no record can yet prove."
                if total == 1
                else ", none of which any record can yet prove."
            )
        )
    listed = _capital(", ".join(judged))
    rest = f"; {_unproven(unproven, language)}" if unproven else ""
    return f"{opening}. {listed}{rest}."


def _noun(total: int, language: str) -> str:
    if language != LATVIAN:
        return "promise" if total == 1 else "promises"
    return "solījums" if is_one(total) else "solījumu" if is_many(total) else "solījumi"


def _judged(standing: Standing, count: int, language: str) -> str:
    word = count_word(count, language)
    if language != LATVIAN:
        return f"{word} {_JUDGED_EN[standing]}"
    one, several = _JUDGED_LV[standing]
    return f"{word} {one if is_one(count) else several}"


def _unproven(count: int, language: str) -> str:
    word = count_word(count, language)
    if language != LATVIAN:
        return f"{word} that no record can yet prove"
    return f"{word} vēl {'nav pierādāms' if is_one(count) else 'nav pierādāmi'} ar ierakstiem"


def without_number(count: int, language: str) -> str:
    """That further lines of the report promise no number: nothing there can be kept or broken."""
    if not count:
        return ""
    word = _capital(count_word(count, language))
    if language == LATVIAN:
        noun = "rādītājam" if is_one(count) else "rādītājiem"
        return f"Vēl {number(count, language)} {noun} ziņojumā skaitlis nav solīts."
    if count == 1:
        return "One more line of the report promises no number."
    return f"{word} more lines of the report promise no number."


@dataclass(frozen=True, slots=True)
class Moment:
    """A counted value and the name of its time: "2021/22", "2000"."""

    when: str
    value: Decimal


def trend(first: Moment, last: Moment, unit: Unit, language: str) -> str:
    """How a figure moved between two times: "From 482 in 2020/21 to 540 in 2021/22: 58 more"."""
    a, b = unit.number(first.value, language), unit.number(last.value, language)
    moved = unit.as_shown(last.value) - unit.as_shown(first.value)
    if moved == 0:
        return (
            f"{first.when} un {last.when}: tikpat, {b}"
            if language == LATVIAN
            else f"The same in {first.when} and {last.when}: {b}"
        )
    size = number(abs(moved), language, places=1) if unit.is_percent else unit.number(abs(moved), language)
    if language == LATVIAN:
        points = f" {'procentpunktu' if is_one(abs(moved)) else 'procentpunktiem'}" if unit.is_percent else ""
        than = "vairāk" if moved > 0 else "mazāk"
        return f"No {a} ({first.when}) līdz {b} ({last.when}): par {size}{points} {than}"
    points = " percentage points" if unit.is_percent else ""
    return (
        f"From {a} in {first.when} to {b} in {last.when}: {size}{points} {'more' if moved > 0 else 'fewer'}"
    )


def not_yet_a_trend(first: Moment, last: Moment, unit: Unit, language: str) -> str:
    """Two values of which the second is still growing: "1 358 in 2021; 591 so far in 2022"."""
    a, b = unit.number(first.value, language), unit.number(last.value, language)
    if language == LATVIAN:
        return f"{first.when}: {a}; {last.when}: līdz šim {b}"
    return f"{a} in {first.when}; {b} so far in {last.when}"


def change_of_stock(city: str, first: Moment, last: Moment, unit: Unit, language: str) -> str:
    """How many live here now against then: "Ventspils has a quarter fewer residents than in 2000"."""
    if not first.value or first.value == last.value:
        same = unit.of(last.value, language)
        return f"{city}: {same}, {last.when}"
    share = (last.value - first.value) / first.value * 100
    size = _share(abs(share), language)
    if language == LATVIAN:
        than = "vairāk" if share > 0 else "mazāk"
        return f"{city}: {unit.of_many()} {size} {than} nekā {first.when}. gadā"
    return f"{city} has {size} {'more' if share > 0 else 'fewer'} {unit.name_en} than in {first.when}"


def _share(size: Decimal, language: str) -> str:
    for exact, english, latvian in _SHARES:
        if abs(size - exact) <= 1:
            return latvian if language == LATVIAN else english
    digits = percent(size, language, places=0)
    return f"par {digits}" if language == LATVIAN else digits


def sum_of_parts(parts: Decimal, total: Decimal, language: str) -> str:
    """Why the rows of a breakdown do not add up to the total; "" where they do."""
    if parts == total:
        return ""
    added, whole = number(parts, language), number(total, language)
    over = parts - total
    if over < 0:
        return ""
    if language == LATVIAN:
        return f"Rindu summa ir {added}, bez atkārtojumiem {whole}: {number(over, language)} ir atkārtoti."
    again = f"{number(over, language)} repeat membership{'' if over == 1 else 's'}"
    return f"Rows add to {added}, unique total {whole}: {again}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
