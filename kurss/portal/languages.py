"""Numbers, days and addresses as a reader of Latvian or English expects them. Pure: no request, no settings.

Groups of three digits are parted by a no-break space in both languages, and the sign of a negative number
is the minus sign. What is rounded is rounded half up, and only here: a figure is kept exact.
"""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

LATVIAN = "lv"
ENGLISH = "en"

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

_LATVIAN_STEMS = (
    ("janvār", "is"),
    ("februār", "is"),
    ("mart", "s"),
    ("aprīl", "is"),
    ("maij", "s"),
    ("jūnij", "s"),
    ("jūlij", "s"),
    ("august", "s"),
    ("septembr", "is"),
    ("oktobr", "is"),
    ("novembr", "is"),
    ("decembr", "is"),
)
_LATVIAN_ENDINGS = {
    "nominative": {"is": "is", "s": "s"},
    "genitive": {"is": "a", "s": "a"},
    "dative": {"is": "im", "s": "am"},
    "locative": {"is": "ī", "s": "ā"},
}
_ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ENGLISH_SHORT_MONTHS = (
    "Jan",
    "Feb",
    "March",
    "April",
    "May",
    "June",
    "July",
    "Aug",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
)


def number(value: int | float | Decimal, language: str, *, places: int | None = None) -> str:
    """The value with grouped digits: "1 234,5" in Latvian, "1 234.5" in English.

    With `places` it is rounded half up to so many decimals; without, it is shown as exact as it is.
    """
    exact = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise ValueError(f"{value} is not a number that can be shown.")
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    else:
        exact = exact.normalize()
    sign = MINUS if exact < 0 else ""
    whole, _, fraction = f"{abs(exact):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", NO_BREAK_SPACE)
    mark = "," if language == LATVIAN else "."
    return sign + grouped + (mark + fraction if fraction else "")


def percent(value: int | float | Decimal, language: str, *, places: int | None = None) -> str:
    """A value that is already in per cent: "15 %", with a no-break space in both languages."""
    return f"{number(value, language, places=places)}{NO_BREAK_SPACE}%"


def latvian_month(month: int, case: str = "nominative") -> str:
    """The name of a month (1 to 12) in the nominative, genitive, dative or locative case."""
    stem, ending = _LATVIAN_STEMS[month - 1]
    if month == 4 and case == "genitive":
        return "aprīļa"
    return stem + _LATVIAN_ENDINGS[case][ending]


def month(value: date, language: str, case: str = "nominative") -> str:
    """A month of a year: "2020. gada septembris" (in the case asked for), "September 2020"."""
    if language == LATVIAN:
        return f"{value.year}. gada {latvian_month(value.month, case)}"
    return f"{_ENGLISH_MONTHS[value.month - 1]} {value.year}"


def day(value: date, language: str, case: str = "nominative") -> str:
    """A day in full: "2022. gada 30. septembris" (in the case asked for), "30 September 2022"."""
    if language == LATVIAN:
        return f"{value.year}. gada {value.day}. {latvian_month(value.month, case)}"
    return f"{value.day} {_ENGLISH_MONTHS[value.month - 1]} {value.year}"


def on_day(value: date, language: str) -> str:
    """When, to stand in a sentence: "2022. gada 30. septembrī", "on 30 September 2022"."""
    return day(value, language, "locative") if language == LATVIAN else f"on {day(value, language)}"


def short_day(value: date, language: str) -> str:
    """A day where room is short: "30.09.2022.", "30 Sept 2022"."""
    if language == LATVIAN:
        return f"{value.day:02}.{value.month:02}.{value.year}."
    return f"{value.day} {_ENGLISH_SHORT_MONTHS[value.month - 1]} {value.year}"


def clock(value: time | datetime, language: str, *, seconds: bool = False) -> str:
    """A time of day: "16.00" in Latvian, "16:00" in English; to the second where seconds decide."""
    mark = "." if language == LATVIAN else ":"
    return f"{value.hour:02}{mark}{value.minute:02}" + (f"{mark}{value.second:02}" if seconds else "")


def same_page(path: str, language: str, languages: tuple[str, ...]) -> str:
    """The address of the same page in another language; an address outside the languages leads to its start.

    Every page stands under its language, /lv/… or /en/…, and the rest of the address is the same in both.
    """
    first, _, rest = path.removeprefix("/").partition("/")
    return f"/{language}/{rest}" if first in languages else f"/{language}/"
