"""Numbers and days inside sentences that are composed here, in Latvian and in English. Pure.

Templates have filters for the same; a sentence that a document prints too cannot wait for a template.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

LATVIAN = "lv"
NO_BREAK = "\u00a0"
MINUS = "\u2212"

_MONTHS = (
    ("janvār", "is", "January"),
    ("februār", "is", "February"),
    ("mart", "s", "March"),
    ("aprīl", "is", "April"),
    ("maij", "s", "May"),
    ("jūnij", "s", "June"),
    ("jūlij", "s", "July"),
    ("august", "s", "August"),
    ("septembr", "is", "September"),
    ("oktobr", "is", "October"),
    ("novembr", "is", "November"),
    ("decembr", "is", "December"),
)
_ENDINGS = {
    "nominative": ("is", "s"),
    "genitive": ("a", "a"),
    "dative": ("im", "am"),
    "locative": ("ī", "ā"),
}


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, as people round; the only rounding there is, since figures are kept exact."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value: Decimal | int, language: str, *, places: int | None = None) -> str:
    """Groups of three digits apart: "1 234,5" in Latvian, "1 234.5" in English."""
    exact = Decimal(value)
    exact = rounded(exact, places) if places is not None else exact.normalize()
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", NO_BREAK)
    mark = "," if language == LATVIAN else "."
    return (MINUS if exact < 0 else "") + grouped + (mark + fraction if fraction else "")


def percent(value: Decimal, language: str, *, places: int | None = None) -> str:
    """A value that is already in per cent: "15 %"."""
    return f"{number(value, language, places=places)}{NO_BREAK}%"


def day(value: date, language: str, case: str = "nominative") -> str:
    """ "2022. gada 30. septembris" (in the case asked for), "30 September 2022"."""
    if language != LATVIAN:
        return f"{value.day} {_MONTHS[value.month - 1][2]} {value.year}"
    return f"{value.year}. gada {value.day}. {month_name(value.month, language, case)}"


def month(value: date, language: str, case: str = "nominative") -> str:
    """ "2022. gada septembris" (in the case asked for), "September 2022"."""
    name = month_name(value.month, language, case)
    return f"{value.year}. gada {name}" if language == LATVIAN else f"{name} {value.year}"


def month_name(month: int, language: str, case: str = "nominative") -> str:
    """A month without its year: "septembris" (in the case asked for), "September"."""
    stem, ending, english = _MONTHS[month - 1]
    if language != LATVIAN:
        return english
    if month == 4 and case == "genitive":
        return "aprīļa"
    long, short = _ENDINGS[case]
    return stem + (long if ending == "is" else short)


def is_one(value: Decimal | int) -> bool:
    """Whether Latvian says the noun after this number in the singular: 1, 21, 101 and 2,1; not 11."""
    digits = f"{abs(Decimal(value)):f}"
    whole, _, fraction = digits.partition(".")
    last = fraction.rstrip("0") or whole
    return last.endswith("1") and not last.endswith("11")


def is_many(value: Decimal | int) -> bool:
    """Whether the noun stands in the genitive plural: 0, 10 to 20, 30, 100, 112; never after a fraction."""
    exact = Decimal(value)
    if exact != exact.to_integral_value():
        return False
    whole = abs(int(exact))
    return whole % 10 == 0 or 11 <= whole % 100 <= 19
