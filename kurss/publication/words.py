"""The sentences that set what was said beside what the records say, in Latvian and in English. Pure.

Every sentence is composed from values; nothing is known here about any city. A missing value never reads as a
zero, a difference of nothing never reads as a difference, and nothing is divided by zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kurss.evidence.periods import Period
from kurss.evidence.standing import ABOUT
from kurss.publication.numerals import LATVIAN, is_one, number, percent
from kurss.publication.times import during
from kurss.publication.units import Unit

_COMPARISONS = {
    "at_least": ("vismaz ", "at least "),
    "more_than": ("vairāk nekā ", "more than "),
    "about": ("aptuveni ", "about "),
    "exactly": ("", ""),
    "at_most": ("ne vairāk kā ", "at most "),
}

_REASONS = {
    "": ("nav aprēķināts", "not computed"),
    "missing": ("trūkst datu", "data missing"),
    "refused": ("atteikts", "refused"),
    "suppressed": ("aizklāts", "hidden"),
    "not_applicable": ("neattiecas", "not applicable"),
    "undefined": ("nav nosakāms", "undefined"),
}


def reason(word: str, language: str) -> str:
    """Why there is no value, in a word or two; an empty reason is a figure that was never computed."""
    return _chosen(_REASONS[word], language)


def spoken(comparison: str, value: Decimal | None, unit: Unit, language: str) -> str:
    """What somebody promised or declared: "at least 1 500 adults", "all institutions"."""
    if value is None:
        every = ("visas " if unit.feminine else "visi ", "all ")
        return _chosen(every, language) + (unit.name if language == LATVIAN else unit.name_en)
    return _chosen(_COMPARISONS[comparison], language) + unit.said(value, language)


def spoken_briefly(comparison: str, value: Decimal | None, unit: Unit, language: str) -> str:
    """The same without its noun, where the row is named after it: "3 000", "about 6 %", "all"."""
    if value is None:
        return _chosen(("visas" if unit.feminine else "visi", "all"), language)
    sign = "\u00a0%" if unit.is_percent else ""
    return _chosen(_COMPARISONS[comparison], language) + number(value, language) + sign


def promise_beside(
    comparison: str,
    value: Decimal | None,
    unit: Unit,
    language: str,
    *,
    promised: bool,
    after_value: bool,
) -> str:
    """The promise as it stands beside a value: "of at least 500"; without one: "promised: at least 500"."""
    if not promised:
        return _chosen(("skaitlis nav solīts", "no number was promised"), language)
    brief = spoken_briefly(comparison, value, unit, language)
    if language == LATVIAN:
        return f"solīts: {brief}"
    counted = after_value and value is not None and not unit.is_percent
    return f"of {brief}" if counted else f"promised: {brief}"


def gap(value: Decimal, other: Decimal, unit: Unit, language: str) -> str:
    """By how much the first differs from the second, as far as a reader sees them; "" where they agree."""
    by_much = unit.as_shown(value) - unit.as_shown(other)
    if by_much == 0:
        return ""
    more, size = by_much > 0, abs(by_much)
    if unit.is_percent:
        digits = number(size, language, places=1)
        if language == LATVIAN:
            points = "procentpunktu" if is_one(size) else "procentpunktiem"
            return f"par {digits} {points} {'vairāk' if more else 'mazāk'}"
        return f"{digits} percentage {'point' if size == 1 else 'points'} {'more' if more else 'less'}"
    digits = unit.number(size, language)
    if language == LATVIAN:
        return f"par {digits} {'vairāk' if more else 'mazāk'}"
    return f"{digits} {'more' if more else 'fewer'}"


def agrees(comparison: str, said: Decimal, value: Decimal) -> bool:
    """Whether a computed value bears out what was said. "About" is a tenth either way, as for promises."""
    match comparison:
        case "at_least":
            return value >= said
        case "more_than":
            return value > said
        case "at_most":
            return value <= said
        case "about":
            return abs(value - said) <= abs(said) * ABOUT
        case _:
            return value == said


def report_against_records(
    comparison: str,
    said: Decimal,
    value: Decimal,
    unit: Unit,
    language: str,
    *,
    period: Period | None = None,
    stated: bool = True,
    participations: str = "",
) -> str:
    """What the report says, what the records show, and how far they are apart. The period stands with the
    report where the report `stated` it, otherwise with the records: nobody is made to say a year."""
    latvian = language == LATVIAN
    during_it = f" {during(period, language)}" if period is not None else ""
    when, counted_when = (during_it, "") if stated else ("", during_it)
    counted = unit.number(value, language) + (f" ({participations})" if participations else "")
    declared = spoken(comparison, said, unit, language)
    # In Latvian a year beginning with digits would run into the number before it.
    opening = (
        f"Ziņojumā teikts: {declared}{when};{counted_when} ierakstos ir {counted}"
        if latvian
        else f"The report says {declared}{when}; the records show {counted}{counted_when}"
    )
    apart = gap(value, said, unit, language)
    if agrees(comparison, said, value) and comparison in ("about", "at_least", "more_than", "at_most"):
        return opening + _chosen((", un tas to apstiprina.", ", which bears it out."), language)
    if not apart:
        if comparison == "more_than":
            return opening + _chosen((", tieši tik un ne vairāk.", ", exactly that and not more."), language)
        return opening + _chosen((", tikpat.", ", the same."), language)
    return f"{opening}: {apart}."


def not_comparable(said: str, counted: str, language: str, *, period: Period) -> str:
    """That what was said and what was counted are of different things, so that neither is taken from the other."""
    when = during(period, language)
    if language == LATVIAN:
        return (
            f"Ziņojumā teikts: {said}; {when} ierakstos ir {counted}. Tie nav salīdzināmi: katrs ir daļa no kā "
            "cita, tāpēc starpību neaprēķinām."
        )
    return (
        f"The report says {said}; the records show {counted} {when}. The two are not comparable: each is a part "
        "of something else, so no difference is computed."
    )


def records_against_promise(
    comparison: str, promised: Decimal | None, value: Decimal, unit: Unit, language: str
) -> str:
    """How a computed value stands to what was promised: "40 more than promised"; "" where no number was."""
    if promised is None:
        return ""
    apart = gap(value, promised, unit, language)
    if apart:
        return f"{apart} nekā solīts" if language == LATVIAN else f"{apart} than promised"
    if comparison == "more_than":
        return _chosen(("tieši tik, bet solīts vairāk", "exactly that, but more was promised"), language)
    return _chosen(("tieši tik, cik solīts", "exactly as promised"), language)


def as_sentence(words: str) -> str:
    """The words with a capital at the front and a full stop behind; nothing stays nothing."""
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def only_records(value: Decimal, unit: Unit, language: str, *, period: Period | None = None) -> str:
    """What the records show, where nothing was said: "The records show 540 children"."""
    when = f" {during(period, language)}" if period is not None else ""
    counted = unit.of(value, language)
    return f"Ierakstos ir {counted}{when}" if language == LATVIAN else f"The records show {counted}{when}"


def not_computed(why: str, language: str) -> str:
    """That there is no figure, and the indicator's own sentence why."""
    return f"{_chosen(('Nav aprēķināts', 'Not computed'), language)}. {why}".strip()


def no_record(language: str) -> str:
    """Why an indicator that is defined has no figure: nothing it counts has been recorded."""
    return _chosen(("Vēl nav neviena ieraksta, ko skaitīt.", "No record to count exists yet."), language)


def nothing_to_divide_by(
    numerator: str, denominator: str, language: str, *, period: Period | None, zero: bool
) -> str:
    """Why a ratio has no value: its divisor is not known, or is zero. Neither is ever zero itself."""
    when = f" {during(period, language)}" if period is not None else ""
    if zero:
        return (
            f"Nav nosakāms: rādītājs „{denominator}”{when} ir nulle, un ar to nevar dalīt."
            if language == LATVIAN
            else f"Undefined: “{denominator}” is zero{when}, and nothing can be divided by it."
        )
    return (
        f"Nav aprēķināts: ir „{numerator}”, bet{when} nav skaitļa „{denominator}”, ar ko dalīt."
        if language == LATVIAN
        else f"Not computed: there is “{numerator}”, but no number of “{denominator}”{when} to divide by."
    )


def share_contradiction(
    part: Decimal | None,
    part_unit: Unit,
    whole: Decimal | None,
    whole_unit: Unit,
    comparison: str,
    share: Decimal | None,
    language: str,
) -> str:
    """That a declared number and a declared share cannot both be true of a counted whole; "" where they can.

    Where the part and the whole are counted in different units (adults of all residents), the true whole of
    the part is smaller still and the true share larger: then only too small a declared share contradicts.
    """
    if part is None or share is None or not whole or whole < 0:
        return ""
    implied = part / whole * 100
    if agrees(comparison, share, implied):
        return ""
    same = part_unit.name == whole_unit.name
    if not same and implied < share:
        return ""
    digits = percent(implied, language, places=1)
    said = _chosen(_COMPARISONS[comparison], language) + percent(share, language)
    if language == LATVIAN:
        even = _even_if_latvian(part_unit, whole_unit) if not same else ""
        return (
            f"Ja {whole_unit.of_many()} ir {number(whole, language)}, tad {number(part, language)} ir "
            f"{digits}{even}; ziņojumā teikts: {said}."
        )
    even = _even_if_english(part_unit, whole_unit) if not same else ""
    return (
        f"{number(part, language)} of {whole_unit.said(whole, language)} would be {digits}{even}, "
        f"yet the report says {said}."
    )


def _even_if_latvian(part: Unit, whole: Unit) -> str:
    each = "ikviena no tām" if whole.feminine else "ikviens no tiem"
    return f" pat tad, ja {each} būtu {part.one(LATVIAN)}" if part.one(LATVIAN) else ""


def _even_if_english(part: Unit, whole: Unit) -> str:
    one_part, one_whole = part.one("en"), whole.one("en")
    if not (one_part and one_whole):
        return ""
    article = "an" if one_part[0] in "aeiou" else "a"
    return f" even if every {one_whole} were {article} {one_part}"


def two_values(values: Iterable[str], language: str) -> str:
    """That the report gives more than one number for the same thing; "" where it gives one."""
    different = list(dict.fromkeys(values))
    if len(different) < 2:
        return ""
    listed = "; ".join(different)
    return f"Ziņojumā ir dažādi skaitļi: {listed}." if language == LATVIAN else f"The report gives {listed}."


def so_far(number: str, language: str) -> str:
    """A count of a period that is not over: "312 so far"."""
    return f"{_chosen(('līdz šim ', ''), language)}{number}{_chosen(('', ' so far'), language)}"


def promised_in_chart(brief: str, language: str) -> str:
    return f"{_chosen(('solīts', 'promise'), language)}: {brief}"


def declared_in_chart(brief: str, language: str) -> str:
    return f"{_chosen(('paziņots', 'declared'), language)}: {brief}"


def condition(
    named: Iterable[str], at_least: int | None, below: int | None, language: str, *, excluded: bool
) -> str:
    """What a row must be to count: "present, late", "not absent", "at least 18 and below 65"."""
    values = ", ".join(named)
    if values:
        return f"{_chosen(('nav ', 'not '), language)}{values}" if excluded else values
    tests = []
    if at_least is not None:
        tests.append(f"{_chosen(('vismaz', 'at least'), language)} {number(at_least, language)}")
    if below is not None:
        tests.append(f"{_chosen(('mazāk par', 'below'), language)} {number(below, language)}")
    return _chosen((" un ", " and "), language).join(tests)


def listed(parts: Iterable[str]) -> str:
    """Parts of a description, one after the other."""
    return "; ".join(parts)


def _chosen(pair: tuple[str, str], language: str) -> str:
    return pair[0] if language == LATVIAN else pair[1]
