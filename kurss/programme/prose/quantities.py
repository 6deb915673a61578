"""Numbers in a sentence that count or measure something, with the word for what they count. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kurss.programme.prose.vocabulary import AT_LEAST, CURRENCY, MAGNITUDES, MONTH, STOPWORDS
from kurss.programme.prose.words import stem

_MAGNITUDE = "|".join(sorted((re.escape(word) for word in MAGNITUDES), key=len, reverse=True))
_NUMBER = re.compile(
    r"(?<![\w.,/:'’-])(?P<cur>[€$£]\s?|(?:EUR|USD|GBP)\s)?"
    r"(?P<n>\d{1,3}(?:[   ,']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?)"
    rf"(?P<mags>(?:\s?(?:{_MAGNITUDE})\b\.?)*)"
    r"(?P<pct>\s?(?:%|per cent\b|percent\b|procent\w*))?",
    re.I,
)
_NOT_COUNTED = re.compile(
    r"(?:\b(?:kpi|indicator|rādītājs|slide|page|section|stage|phase|part|chapter|step|version|article|no\.?|nr\.?|table|figure|annex|"
    r"slaid\w*|posms|sadaļa|industry|web|top|level|category|objective|goal|measure|action|lot)\s*|[(#])$",
    re.I,
)
_WHOLE = re.compile(r"^\s*(?:of|no)?\s*(?:the|all|our|its)?\s*([^\W\d_]+)", re.I)
_TIMES = frozenset(("year", "yearly", "annually", "gadā", "gados", "gadu", "month", "week"))
_GIVES = re.compile(r"(?:[:–—-]|\b(?:is|was|are|were|be|least|of|to|reached|about|than))\s*$", re.I)
_OF_WHAT = re.compile(r"\b(?:number|share|total) of ([^\W\d_]+(?: and [^\W\d_]+)?)", re.I)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts. `noun` is the stem of the counted word, empty where none is told."""

    value: Decimal
    raw: str
    noun: str
    noun_raw: str
    percent: bool = False
    money: str = ""
    at_least: bool = False
    doubled: bool = False
    start: int = 0


def quantities_in(text: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence; years, ordinals, codes, dates and references are none."""
    return tuple(
        quantity for match in _NUMBER.finditer(text) if (quantity := _quantity(match, text)) is not None
    )


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    before, after = text[: match.start()], text[match.end() :]
    bare = re.sub(r"[   ']", "", match["n"])
    mags = [word.strip(" .").casefold() for word in re.findall(_MAGNITUDE, match["mags"] or "", re.I)]
    percent = bool(match["pct"])
    money = _money(match, before, after)
    if not (mags or percent or money) and _is_no_count(bare, before, after):
        return None
    value = _value(bare)
    doubled = (len(mags) > 1 and len(set(mags)) >= 1) or (
        bool(mags) and MAGNITUDES[mags[0]] == 100 and value >= 100
    )
    for word in mags:
        value *= MAGNITUDES[word]
    noun = "" if money else _noun(before, after, percent)
    return Quantity(
        value=value,
        raw=match.group().strip(),
        noun=stem(noun) if noun else "",
        noun_raw=noun,
        percent=percent,
        money=money,
        at_least=bool(AT_LEAST.search(before[-25:].casefold())),
        doubled=doubled,
        start=match.start(),
    )


def _value(bare: str) -> Decimal:
    """1,500 and 1.500 are thousands where three digits follow; 2.5 and 2,5 are fractions."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare):
        return Decimal(bare.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", bare):
        return Decimal(bare.replace(".", ""))
    return Decimal(bare.replace(",", "."))


def _money(match: re.Match[str], before: str, after: str) -> str:
    sign = (match["cur"] or "").strip()
    near = sign or (before[-6:] + " ")
    found = CURRENCY.search(near.casefold()) or CURRENCY.match(after.casefold().lstrip())
    return _code(found.group()) if found else ""


def _code(sign: str) -> str:
    return {"€": "EUR", "$": "USD", "£": "GBP", "euro": "EUR", "euros": "EUR", "eiro": "EUR"}.get(
        sign, sign.upper()
    )


def _is_no_count(bare: str, before: str, after: str) -> bool:
    """A year, an ordinal, a day of the month, a code such as 10G or 5G, a reference, or a number of a list."""
    if after[:1].isalpha() or re.match(r"['’]?(?:st|nd|rd|th)\b", after):
        return True
    if re.match(r"[-–/]\s?\d|\.\s|\)", after) and not before.strip():
        return True
    if re.fullmatch(r"(?:19|20)\d\d", bare):
        return True
    if re.match(rf"\.?\s+{MONTH}", after, re.I):
        return True
    if re.match(r"\s*(?:years?|months?|weeks?|days?|hours?|gad\w*|mēneš\w*|G\b|Gb|Mb)", after):
        return True
    return bool(_NOT_COUNTED.search(before.rstrip(" ")) or _NOT_COUNTED.search(before))


def _noun(before: str, after: str, percent: bool) -> str:
    """What is counted: the last word before the sentence goes on with a verb or a preposition."""
    if percent:
        found = _WHOLE.match(after)
        return found.group(1) if found and found.group(1).casefold() not in STOPWORDS else ""
    counted = ""
    for word in re.findall(r"[^\W\d_]+(?:[-/][^\W\d_]+)*|[.,;:()]", after)[:5]:
        if word in ".,;:()" or word.casefold() in STOPWORDS or word.casefold() in _TIMES:
            break
        if counted and (
            word.casefold().endswith(("ing", "ed")) or word.casefold() in ("gain", "visit", "attend", "took")
        ):
            break
        counted = word
    if counted:
        return counted
    # "Number of pupils …: 230", but not "number of pupils over 70", which is an age.
    named = _OF_WHAT.search(before) if _GIVES.search(before) else None
    return named.group(1) if named else ""
