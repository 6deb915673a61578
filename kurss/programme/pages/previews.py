"""The live preview beside a draft: what it would give on the newest seal, in words and numbers, or why nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.urls import NoReverseMatch, reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kurss.evidence.bag import BagBroken
from kurss.evidence.canonical import decimal_text, places_shown
from kurss.evidence.definition import OF_FIGURES, Definition, UnsoundDefinition
from kurss.evidence.engine import Value
from kurss.evidence.facts import UnknownDimension, UnknownFact
from kurss.evidence.indicators import UnknownIndicator
from kurss.evidence.models import Snapshot
from kurss.evidence.preview import Preview, TooSlow, first_records, preview
from kurss.evidence.queries import latest_snapshot
from kurss.evidence.records import Opened, Row
from kurss.programme.composition import Unanswered, definition
from kurss.programme.definition_words import titled
from kurss.programme.models import IndicatorDraft


@dataclass(frozen=True, slots=True)
class Line:
    """One period: the value as shown, and what it rests on."""

    when: str
    value: Decimal | None
    places: int | None
    reason: str
    numerator: Decimal | None
    denominator: Decimal | None
    records: int
    synthetic: bool


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One sealed row a preview counts; `url` leads to the live record, where the reader may open it."""

    record: str
    day: date | None
    values: tuple[str, ...]
    url: str
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A preview as a page shows it; `why_not` is the sentence where there is none."""

    why_not: str = ""
    as_of: date | None = None
    percent: bool = False
    divides: bool = False
    lines: tuple[Line, ...] = ()
    headings: tuple[str, ...] = ()
    records: tuple[RecordLine, ...] = ()

    @property
    def last(self) -> Line | None:
        return self.lines[-1] if self.lines else None


MayOpen = Callable[[str], bool]
"""Whether the reader may do the act that opens the live records of a fact."""


def shown(draft: IndicatorDraft, *, may_open: MayOpen | None = None) -> Shown:
    """The preview of a draft as far as it is composed; with its first records where `may_open` is given."""
    try:
        made = definition(draft.answers)
    except (Unanswered, UnsoundDefinition, UnknownFact) as unanswered:
        return Shown(str(unanswered))
    return of_definition(made, of=draft.indicator_id or "", may_open=may_open)


def of_definition(made: Definition, *, of: str = "", may_open: MayOpen | None = None) -> Shown:
    snapshot = latest_snapshot()
    if snapshot is None:
        return Shown(_("Nothing is sealed yet, so there is nothing to preview."))
    try:
        found = preview(made, snapshot=snapshot, of=of)
        opened = _opened(made, found, snapshot) if may_open is not None else None
    except (UnsoundDefinition, UnknownFact, UnknownDimension, UnknownIndicator, LookupError) as unsound:
        return Shown(str(unsound), snapshot.as_of)
    except TooSlow:
        return Shown(
            _("This takes longer than a preview may. Save it: the seal takes the time it needs."),
            snapshot.as_of,
        )
    answer = _shown(made, found, snapshot)
    if opened is None or may_open is None:
        return answer
    live = may_open(opened.fact.act)
    return replace(
        answer,
        headings=(*map(titled, opened.dimensions), *map(titled, opened.quantities)),
        records=tuple(_record(opened, row, live=live) for row in opened.rows),
    )


def _opened(made: Definition, found: Preview, snapshot: Snapshot) -> Opened | None:
    """The first records of the last period that has any."""
    counted = [value for value in found.totals if value.records]
    if not counted:
        return None
    try:
        return first_records(made, snapshot=snapshot, period=counted[-1].period)
    except BagBroken:
        return None


def _record(opened: Opened, row: Row, *, live: bool) -> RecordLine:
    url = ""
    if live and row.lives and opened.fact.record_page:
        try:
            url = reverse(opened.fact.record_page, args=[row.record])
        except NoReverseMatch:
            url = ""
    language = get_language() or "lv"
    named = zip(opened.dimensions, row.values, strict=True)
    return RecordLine(
        record=row.record,
        day=row.days[0],
        values=(
            *(dimension.value_title(value, language) for dimension, value in named),
            *(decimal_text(quantity) for quantity in row.quantities),
        ),
        url=url,
        synthetic=row.synthetic,
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """One period under two definitions, as written; empty where one of them says nothing of it."""

    when: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


def beside(draft: IndicatorDraft) -> tuple[Beside, ...]:
    """What the version in force and the draft give on the newest seal, the last period first."""
    version = draft.indicator.version if draft.indicator is not None else None
    return compared(of_definition(version.as_definition()), shown(draft)) if version is not None else ()


def compared(old: Shown, new: Shown) -> tuple[Beside, ...]:
    was = {line.when: written(line, percent=old.percent) for line in old.lines}
    now = {line.when: written(line, percent=new.percent) for line in new.lines}
    order = sorted(dict.fromkeys([*was, *now]), reverse=True)
    return tuple(Beside(when, was.get(when, ""), now.get(when, "")) for when in order)


def written(line: Line, *, percent: bool) -> str:
    """The value as the reader writes it, or the reason there is none."""
    if line.value is None:
        return line.reason
    shown_value = formats.number_format(
        line.value, decimal_pos=line.places, use_l10n=True, force_grouping=False
    )
    return f"{shown_value}\u00a0%" if percent else shown_value


def _shown(made: Definition, found: Preview, snapshot: Snapshot) -> Shown:
    return Shown(
        why_not="" if found.totals else _("No sealed row meets these conditions yet."),
        as_of=snapshot.as_of,
        percent=made.percent,
        divides=made.counts in OF_FIGURES or any(value.denominator is not None for value in found.totals),
        lines=tuple(_line(made, value) for value in found.totals),
    )


def _line(made: Definition, value: Value) -> Line:
    amount = value.value * 100 if value.value is not None and made.percent else value.value
    whole = amount is not None and amount == amount.to_integral_value()
    return Line(
        when=value.period.label(get_language() or "lv"),
        value=amount,
        places=None if amount is None else places_shown(amount, 1 if made.percent else 0 if whole else 2),
        reason=_reason(value.reason),
        numerator=value.numerator,
        denominator=value.denominator,
        records=value.records,
        synthetic=value.synthetic,
    )


def _reason(reason: str) -> str:
    return {"missing": _("missing"), "undefined": _("undefined"), "": ""}.get(reason, reason)
