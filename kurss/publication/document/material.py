"""What the deliverable is made of, read once: the programme, its charters and roadmap, the accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _

from kurss.evidence.indicators import in_force
from kurss.evidence.models import Figure, Release
from kurss.evidence.published import current_release
from kurss.evidence.queries import Account, published_accounts
from kurss.evidence.standing import Standing
from kurss.programme import plan_queries, queries
from kurss.programme.logic.reading import LogicModel, model_of
from kurss.programme.models import Artefact, Measure, Programme
from kurss.programme.money import Money
from kurss.programme.report_places import place_in
from kurss.programme.sheets import (
    CharterSheet,
    MeasureColumns,
    ProgrammeOverview,
    Review,
    RoadmapSheet,
    Strategy,
)
from kurss.programme.statements.citing import Cited, citations_of
from kurss.publication import numerals, reported, times
from kurss.publication.document.refusals import NoProgramme, NothingSealed
from kurss.publication.document.tree import Break, Number, Phrase, Quote, State, Text, plain, quiet
from kurss.publication.promise_rows import STATES
from kurss.publication.reported import ReportedRow


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the sections tell, and the words for it in the document's language.

    `companions`: which indicator counts the same people again for each group, by the one that counts once.
    """

    language: str
    site: str
    city: str
    release: Release
    overview: ProgrammeOverview
    strategy: Strategy
    review: Review
    charters: tuple[CharterSheet, ...]
    roadmap: RoadmapSheet
    columns: tuple[MeasureColumns, ...]
    cross_cutting: tuple[Measure, ...]
    logic: LogicModel
    accounts: dict[str, Account]
    companions: dict[str, str]
    rows: tuple[ReportedRow, ...]
    cited: dict[tuple[type[Model], Any], tuple[Cited, ...]]

    @property
    def programme(self) -> Programme:
        return self.overview.programme

    @property
    def measured(self) -> tuple[Account, ...]:
        """The accounts of the indicators that the programme measures itself by, each once."""
        used = [*self.cross_cutting]
        for columns in self.columns:
            used += [*columns.outputs, *columns.outcomes]
        keys = dict.fromkeys(measure.indicator_id for measure in used)
        return tuple(self.accounts[key] for key in keys if key in self.accounts)

    def is_unwritten(self, artefact: str) -> bool:
        """Whether the report has only a heading or a picture for what a stage owes."""
        return any(
            one.template_artefact.key == artefact and one.state == Artefact.State.HEADING_ONLY
            for sheet in self.overview.stages
            for one in sheet.artefacts
        )

    # ---- words

    def said(self, thing: object, column: str) -> str:
        """A column in the document's language, or in the other where that one is empty."""
        own, english = str(getattr(thing, column)), str(getattr(thing, f"{column}_en"))
        return own or english if self.language == settings.LANGUAGE_CODE else english or own

    def words(self, thing: object, column: str = "text") -> Phrase:
        return plain(self.said(thing, column))

    def each(self, things: Iterable[object], column: str = "text") -> tuple[Phrase, ...]:
        return tuple(self.words(thing, column) for thing in things)

    def day(self, value: date, case: str = "nominative") -> str:
        return numerals.day(value, self.language, case)

    def months(self, first: date, last: date) -> str:
        """From a month to a month; the year once where both are of one."""
        since, until = numerals.month(first, self.language), numerals.month(last, self.language)
        if first.year == last.year and self.language == numerals.LATVIAN:
            until = numerals.month_name(last.month, self.language)
        elif first.year == last.year:
            since = numerals.month_name(first.month, self.language)
        return f"{since} – {until}"

    def count(self, value: int) -> str:
        return numerals.number(value, self.language)

    def money(self, money: Money) -> str:
        return f"{numerals.number(money.amount, self.language)}{numerals.NO_BREAK}{money.currency}"

    # ---- figures

    def number(self, figure: Figure, value: str, *, so_far: bool = False) -> Number:
        """A figure with its door, under the value as it is shown."""
        marks = (_("so far"),) if so_far else ()
        return Number(
            value=value,
            code=figure.version.indicator.code,
            address=figure.address,
            url=f"{self.site}/figures/{quote(figure.address)}" if self.site else "",
            marks=(*marks, _("synthetic")) if figure.synthetic else marks,
        )

    def resting(self, thing: Model, column: str = "text") -> Phrase:
        """What a statement of the review says, and below it each figure that it cites, as it stands released."""
        found = list(self.words(thing, column))
        for one in self.cited.get((type(thing), thing.pk), ()):
            found += [Break(), *self._cited(one)]
        return tuple(found)

    def _cited(self, one: Cited) -> Phrase:
        named = reported.name_of(one.citation.indicator, self.language)
        about = Text(f"{named}, {times.named(one.period, self.language)}: ", "quiet")
        figure, account = one.figure, self.accounts.get(one.citation.indicator_id)
        if figure is None or account is None:
            return (about, Text(_("no figure of this stands released any more."), "quiet"))
        if figure.shown is None:
            return (about, Text(str(figure.get_reason_display()), "quiet"))
        value = reported.unit_of(account).of(figure.shown, self.language)
        return (about, self.number(figure, value, so_far=one.period.ends_on > figure.snapshot.as_of))

    def of_row(self, row: ReportedRow) -> Phrase:
        """What the records say of a row: a number with its door, or the word for why there is none."""
        if row.figure is None:
            return plain(row.computed)
        return (self.number(row.figure, row.computed, so_far=row.is_so_far),)

    def rows_of(self, initiative_key: str) -> tuple[ReportedRow, ...]:
        """The rows of the indicators that measure an initiative."""
        keys = {
            measure.indicator_id
            for columns in self.columns
            if columns.initiative.pk == initiative_key
            for measure in (*columns.outputs, *columns.outcomes)
        }
        return tuple(row for row in self.rows if row.key in keys)


def gather(*, language: str, site: str) -> Material:
    """Read everything once. Raises NoProgramme or NothingSealed where there is nothing to tell."""
    overview = queries.programme_overview()
    if overview is None:
        raise NoProgramme("No programme has been entered yet: load one before its deliverable is written.")
    release = current_release()
    if release is None:
        raise NothingSealed(
            "No figure is released yet: prepare and approve a release, then write the deliverable."
        )
    programme = overview.programme
    known = published_accounts()
    return Material(
        language=language,
        site=site.rstrip("/"),
        city=settings.KURSS_CITY,
        release=release,
        overview=overview,
        strategy=queries.strategy(programme),
        review=queries.review(programme),
        charters=queries.charters(programme),
        roadmap=plan_queries.roadmap(programme),
        columns=queries.measure_columns(programme),
        cross_cutting=queries.cross_cutting(programme),
        logic=model_of(programme),
        accounts=known,
        companions=reported.participations(in_force()),
        rows=tuple(reported.rows(known, language=language)),
        cited=citations_of(programme),
    )


def place(text: str, language: str) -> Phrase:
    """Where the reported document says something, in the language of this one where its headings are known."""
    told = place_in(text, language)
    if told.language == language:
        return quiet(told.text)
    return (Quote(told.text, told.language, "quiet"),) if text else ()


def state(standing: Standing) -> State:
    """How a promise stands, by its word."""
    return State(str(standing), str(STATES[standing]))
