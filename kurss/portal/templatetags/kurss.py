"""The tags and filters every template has without loading them: values, days, states, bars, marks."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kurss.portal import languages

register = template.Library()

STATES = {
    "met": _("Met"),
    "on": _("On track"),
    "risk": _("At risk"),
    "off": _("Off track"),
    "missed": _("Missed"),
    "none": _("No figure yet"),
    "said": _("Declared"),
    "supp": _("Hidden"),
    "undef": _("Undefined"),
    "na": _("Not applicable"),
    "stale": _("Stale"),
}
"""The word of each state; its shape is the symbol of the same name in portal/parts/shapes.html."""


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _absent(value: object) -> bool:
    return value is None or value == ""


@register.filter
def number(value: int | float | Decimal | None, places: int | None = None) -> str:
    """The value in the reader's writing; nothing for nothing, so that absence never looks like a zero."""
    return "" if value is None or value == "" else languages.number(value, _language(), places=places)


@register.filter
def cents(value: int | None) -> str:
    """Whole cents as units of the currency, with their fraction where there is one; nothing for nothing."""
    return "" if value is None else number(Decimal(value) / 100, 2 if value % 100 else 0)


@register.filter
def percent(value: int | float | Decimal | None, places: int | None = None) -> str:
    """A value that is already in per cent, with its sign."""
    return "" if value is None or value == "" else languages.percent(value, _language(), places=places)


def _local(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime | None, case: str = "nominative") -> str:
    return "" if not value else languages.day(_local(value), _language(), case)


@register.filter
def on_day(value: date | datetime | None) -> str:
    return "" if not value else languages.on_day(_local(value), _language())


@register.filter
def short_day(value: date | datetime | None) -> str:
    return "" if not value else languages.short_day(_local(value), _language())


@register.filter
def month(value: date | datetime | None, case: str = "nominative") -> str:
    return "" if not value else languages.month(_local(value), _language(), case)


@register.filter
def clock(value: time | datetime | None) -> str:
    if value is None or value == "":
        return ""
    return languages.clock(timezone.localtime(value) if isinstance(value, datetime) else value, _language())


@register.filter
def clock_to_the_second(value: datetime) -> str:
    return languages.clock(timezone.localtime(value), _language(), seconds=True)


@register.filter
def span(seconds: int) -> str:
    """So many seconds as hours, minutes and seconds; the signs are those of the SI, the same in both languages."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (rest, "s"))
    said = [f"{count}{languages.NO_BREAK_SPACE}{sign}" for count, sign in parts if count]
    return " ".join(said[:2]) or f"0{languages.NO_BREAK_SPACE}s"


@register.filter
def in_language(thing: Any, column: str) -> str:
    """The column in the reader's language, or in the other one where that is empty.

    The city's own language stands in the column itself, English beside it in the one ending in _en.
    """
    if thing is None or thing == "":
        return ""
    own, english = (
        (thing.get(column, ""), thing.get(f"{column}_en", ""))
        if isinstance(thing, Mapping)
        else (getattr(thing, column), getattr(thing, f"{column}_en"))
    )
    return own or english if _language() == settings.LANGUAGE_CODE else english or own


@register.simple_tag
def shape(state: str) -> SafeString:
    """The shape of a state alone, for a tally whose heading carries the word."""
    if state not in STATES:
        raise template.TemplateSyntaxError(f"{state!r} is not a state. The states are {', '.join(STATES)}.")
    return format_html(
        '<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><use href="#shape-{}"/></svg>', state
    )


@register.simple_tag(name="state")
def state_mark(state: str, word: str = "") -> SafeString:
    """A state by its shape, its word and its colour."""
    mark = shape(state)
    return format_html('<span class="st st-{}">{}{}</span>', state, mark, word or STATES[state])


@register.simple_tag
def synthetic() -> SafeString:
    """The mark beside a made-up value."""
    return format_html('<em class="syn">{}</em>', gettext("synthetic"))


@register.simple_tag
def code(text: str, url: str = "") -> SafeString:
    """The code printed beside a number, and the door behind it where there is one."""
    if not url:
        return format_html('<span class="code">{}</span>', text)
    label = gettext("Figure %(code)s") % {"code": text}
    return format_html('<a class="code" href="{}" aria-label="{}">{}</a>', url, label, text)


@register.simple_tag
def bar(actual: Any = None, promise: Any = None, said: Any = None) -> SafeString:
    """Promise hollow, reality solid, a declared value dashed; a bar past its outline has beaten the promise.

    Hidden from screen readers: the numbers stand beside it as text.
    """
    given = [Decimal(str(one)) for one in (actual, promise, said) if not _absent(one)]
    whole = max([*given, Decimal(0)])
    shown = (("a", actual, 2, 8), ("d", said, 2, 8), ("p", promise, 0, 12))
    return _svg_bar(
        [
            (name, "0", _width(Decimal(str(value)), whole), top, height)
            for name, value, top, height in shown
            if not _absent(value)
        ]
    )


@register.simple_tag
def segments(met: int, unmet: int, unknown: int) -> SafeString:
    """Verdicts over the whole denominator: met solid, not met red, unknown hatched."""
    whole, passed = Decimal(met + unmet + unknown), Decimal(0)
    rows = []
    for name, count in (("a", met), ("x", unmet), ("u", unknown)):
        rows.append((name, _width(passed, whole), _width(Decimal(count), whole), 2, 8))
        passed += count
    return _svg_bar([*rows, ("p", "0", "100.00%", 0, 12)])


def _width(part: Decimal, whole: Decimal) -> str:
    return f"{100 * max(part, Decimal(0)) / whole:.2f}%" if whole else "0.00%"


def _svg_bar(rows: list[tuple[str, str, str, int, int]]) -> SafeString:
    hatch = SafeString(' fill="url(#hatch)"')
    drawn = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}/>',
        ((name, x, top, width, height, hatch if name == "u" else "") for name, x, width, top, height in rows),
    )
    return format_html('<svg class="bar" aria-hidden="true" focusable="false">{}</svg>', drawn)
