"""When, in words: periods, last days, planned months, how late something came. Latvian and English; pure."""

from __future__ import annotations

from datetime import date

from kurss.evidence.periods import Grain, Period
from kurss.publication.numerals import LATVIAN, day, is_one, month, month_name


def during(period: Period, language: str) -> str:
    """When, inside a sentence: "2021. gadā", "in school year 2021/22"."""
    latvian, first, last = language == LATVIAN, period.starts_on, period.ends_on
    match period.grain:
        case Grain.SCHOOL_YEAR:
            return (
                f"{first.year}./{last.year}. mācību gadā"
                if latvian
                else f"in school year {period.label('en')}"
            )
        case Grain.YEAR:
            return f"{first.year}. gadā" if latvian else f"in {first.year}"
        case Grain.QUARTER:
            number_of = (first.month + 2) // 3
            return f"{first.year}. gada {number_of}. ceturksnī" if latvian else f"in {period.label('en')}"
        case Grain.MONTH:
            return month(first, language, "locative") if latvian else f"in {month(first, language)}"
        case Grain.SPAN:
            return f"{'no' if latvian else 'from'} {_from_until(first, last, language)}"


def at_end(period: Period, language: str) -> str:
    """The moment a stock is read at: "2021. gada beigās", "at the end of 2021"."""
    latvian, first, last = language == LATVIAN, period.starts_on, period.ends_on
    match period.grain:
        case Grain.SCHOOL_YEAR:
            years = f"{first.year}./{last.year}. mācību gada beigās"
            return years if latvian else f"at the end of school year {period.label('en')}"
        case Grain.YEAR:
            return f"{first.year}. gada beigās" if latvian else f"at the end of {first.year}"
        case Grain.QUARTER:
            quarter = f"{first.year}. gada {(first.month + 2) // 3}. ceturkšņa beigās"
            return quarter if latvian else f"at the end of {period.label('en')}"
        case _:
            ending = day(last, language, "locative")
            return ending if latvian else f"on {ending}"


def named(period: Period, language: str) -> str:
    """The period as a heading: "2021./2022. mācību gads", "School year 2021/22"."""
    latvian, first, last = language == LATVIAN, period.starts_on, period.ends_on
    match period.grain:
        case Grain.SCHOOL_YEAR:
            return (
                f"{first.year}./{last.year}. mācību gads" if latvian else f"School year {period.label('en')}"
            )
        case Grain.MONTH:
            return month(first, language)
        case Grain.SPAN:
            return f"{day(first, language)} – {day(last, language)}"
        case _:
            return period.label(language)


def by(due: date, language: str) -> str:
    """A last day, inside a sentence: "līdz 2023. gada 31. decembrim", "by 31 December 2023"."""
    return f"līdz {day(due, language, 'dative')}" if language == LATVIAN else f"by {day(due, language)}"


def _from_until(first: date, last: date, language: str) -> str:
    # The Latvian genitive of a day ends as its nominative does not: "no 1. septembra".
    if language != LATVIAN:
        return f"{day(first, language)} to {day(last, language)}"
    return f"{first:%d.%m.%Y}. līdz {last:%d.%m.%Y}."


def every_year(first: int, last: int, language: str) -> str:
    """Months that return: "every year, September to May"."""
    if language == LATVIAN:
        since, until = month_name(first, language, "genitive"), month_name(last, language, "dative")
        return f"katru gadu no {since} līdz {until}"
    return f"every year, {month_name(first, language)} to {month_name(last, language)}"


def between_months(first: date | None, last: date | None, language: str) -> str:
    """A planned stretch; an end that nobody stated is said to be so. Nothing where both are unknown."""
    latvian = language == LATVIAN
    if first and last:
        if latvian:
            return f"no {month(first, language, 'genitive')} līdz {month(last, language, 'dative')}"
        return f"{month(first, language)} to {month(last, language)}"
    if last:
        until = month(last, language, "dative")
        return f"līdz {until}; sākums nav norādīts" if latvian else f"until {until}; no start stated"
    if first:
        since = month(first, language, "genitive")
        return f"no {since}; beigas nav norādītas" if latvian else f"from {since}; no end stated"
    return ""


def slip(months_late: int, language: str) -> str:
    """How a milestone was reached against its month: "2 months later than planned"."""
    latvian, count = language == LATVIAN, abs(months_late)
    if not count:
        return "plānotajā mēnesī" if latvian else "in the month planned"
    if latvian:
        noun = "mēnesi" if is_one(count) else "mēnešus"
        return f"{count} {noun} {'vēlāk' if months_late > 0 else 'agrāk'}, nekā plānots"
    noun = "month" if count == 1 else "months"
    return f"{count} {noun} {'later' if months_late > 0 else 'earlier'} than planned"


def still_open(period: Period, language: str) -> str:
    """That the period of a figure is not over, so that it counts only what has happened so far."""
    if language == LATVIAN:
        return f"Līdz šim: {named(period, language)} vēl nav beidzies."
    name = named(period, language)
    return f"So far: {name[:1].lower()}{name[1:]} is not over."
