"""The case of a city read from its folder: every file, field and reference, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

from django.utils.translation import override

from kurss.demo.case_counted import (
    ConditionEntry,
    CountEntry,
    DefinitionEntry,
    FactsFile,
    IndicatorEntry,
    IndicatorsFile,
    InstitutionsFile,
    MeasureEntry,
    PopulationFile,
    StatementEntry,
    TargetEntry,
    VitalEntry,
)
from kurss.demo.case_logic import LogicFile, logic_faults
from kurss.demo.case_told import (
    ActivityEntry,
    CharterEntry,
    InitiativesFile,
    MilestoneEntry,
    OverarchingEntry,
    PictureEntry,
    ProgrammeFile,
    RoadmapFile,
)
from kurss.demo.case_toml import CaseFault, Entry, Fault, read_entries, repeated
from kurss.evidence.definition import SHEET_FIELDS, Condition, Definition, Sheet, UnsoundDefinition
from kurss.evidence.facts import UnknownDimension, UnknownFact
from kurss.evidence.models import Comparison
from kurss.evidence.periods import NoSuchPeriod, Period
from kurss.evidence.soundness import check, check_division
from kurss.programme.models import Measure

__all__ = ["Case", "CaseFault", "Fault", "definition_of", "read_case"]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A city's case, read whole and found sound. Each part bears the name of its file."""

    programme: ProgrammeFile
    initiatives: InitiativesFile
    roadmap: RoadmapFile
    indicators: IndicatorsFile
    logic: LogicFile
    institutions: InstitutionsFile
    population: PopulationFile
    public_facts: FactsFile


FILES: dict[str, type[Entry]] = {
    "programme": ProgrammeFile,
    "initiatives": InitiativesFile,
    "roadmap": RoadmapFile,
    "indicators": IndicatorsFile,
    "logic": LogicFile,
    "institutions": InstitutionsFile,
    "population": PopulationFile,
    "public_facts": FactsFile,
}


def read_case(folder: Path) -> Case:
    """The case in `folder`. Raises CaseFault with every fault found, file by file; no half of it is returned.

    References between files are looked at once every file can be read by itself.
    """
    faults: list[Fault] = []
    if not folder.is_dir():
        raise CaseFault(
            [Fault(str(folder), None, "", "there is no such folder", "name the folder of the case")]
        )
    parts = {name: read_entries(folder / f"{name}.toml", shape, faults) for name, shape in FILES.items()}
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in FILES:
            known = ", ".join(f"{name}.toml" for name in FILES)
            faults.append(Fault(path.name, None, "", "the case has no such file", f"use one of {known}"))
    if faults:
        raise CaseFault(faults)
    case = Case(**parts)  # type: ignore[arg-type]
    faults = [fault for check in CHECKS for fault in check(case)]
    if faults:
        raise CaseFault(faults)
    return case


def definition_of(entry: DefinitionEntry) -> Definition:
    """The definition as evidence takes it."""
    return Definition(
        counts=entry.counts,
        grain=entry.grain,
        fact=entry.fact,
        also=entry.also,
        conditions=tuple(_condition(condition) for condition in entry.conditions),
        among=tuple(_condition(condition) for condition in entry.among),
        once_per=entry.once_per,
        breakdowns=entry.breakdowns,
        quantity=entry.quantity,
        numerator=entry.numerator,
        denominator=entry.denominator,
        dimension=entry.dimension,
        group=entry.group,
        reference=entry.reference,
        since=entry.since,
        absent=entry.absent,
        percent=entry.percent,
        sheet=Sheet(**{name: getattr(entry.sheet, name) for name in SHEET_FIELDS}),
    )


def _condition(entry: ConditionEntry) -> Condition:
    return Condition(
        dimension=entry.dimension,
        one_of=entry.one_of,
        none_of=entry.none_of,
        at_least=entry.at_least,
        below=entry.below,
    )


def _unknown(entry: Entry, name: str, key: str, known: Iterable[str], what: str) -> Iterator[Fault]:
    """A fault where `key`, if there is one, is none of the known keys. Of many keys the likest are told."""
    keys = sorted(known)
    if key and key not in keys:
        told = keys if len(keys) <= FEW else get_close_matches(key, keys) or keys
        yield entry.spot.fault(name, f"there is no {what} {key!r}", f"write one of {', '.join(told)}")


FEW = 12
"""So many keys a reader takes in at a glance."""


def _keys_once(case: Case) -> Iterator[Fault]:
    """No key stands twice."""
    told = case.programme
    lists: list[tuple[tuple[Entry, ...], str, str]] = [
        (told.template.stages, "key", "stage"),
        (told.stages, "key", "stage"),
        (told.ambitions, "key", "ambition"),
        (told.partners, "key", "partner"),
        (told.stakeholders, "partner", "stakeholder"),
        (told.future_ambitions, "key", "ambition"),
        (case.initiatives.initiatives, "key", "initiative"),
        (case.roadmap.pictures, "initiative", "picture"),
        (case.indicators.indicators, "key", "indicator"),
        (case.indicators.indicators, "code", "indicator"),
        (case.institutions.institutions, "key", "institution"),
        (case.public_facts.facts, "key", "fact"),
        (case.population.vital, "year", "year"),
        *((stage.owes, "key", "artefact") for stage in told.template.stages),
        *((stage.artefacts, "key", "artefact") for stage in told.stages),
        *((stage.periods, "place", "period") for stage in told.stages),
        *((indicator.statements, "place", "statement") for indicator in case.indicators.indicators),
    ]
    for entries, name, what in lists:
        for entry in repeated(entries, lambda entry, name=name: getattr(entry, name)):  # type: ignore[misc]
            value = getattr(entry, name)
            yield entry.spot.fault(name, f"an earlier {what} has the same {value!r}", "give each its own")
    for count in repeated(case.population.counts, lambda count: (count.year, count.series)):
        problem = f"the series {count.series.value} has a count of {count.year} already"
        yield count.spot.fault("year", problem, "keep one of them, or put it into its own series")


def _programme(case: Case) -> Iterator[Fault]:
    """What programme.toml refers to exists, and its days are in order."""
    told = case.programme
    owed = {stage.key: {artefact.key for artefact in stage.owes} for stage in told.template.stages}
    for stage in told.stages:
        yield from _unknown(stage, "key", stage.key, owed, "stage of the template")
        for artefact in stage.artefacts:
            # An unknown stage is one fault, not one more for everything it owes.
            known = owed.get(stage.key, {artefact.key})
            yield from _unknown(artefact, "key", artefact.key, known, "artefact of the stage")
            if artefact.state != "owed" and not artefact.place:
                yield artefact.spot.fault("place", "it is found, but not where", "add place = …")
        for period in stage.periods:
            if period.ends_on < period.starts_on:
                yield period.spot.fault("ends_on", "it is before starts_on", "change one of the two days")
    if told.programme.ends_on < told.programme.starts_on:
        yield told.programme.spot.fault("ends_on", "it is before starts_on", "change one of the two days")
    ambitions = {ambition.key for ambition in told.ambitions}
    for justification in told.justifications:
        yield from _unknown(justification, "ambition", justification.ambition, ambitions, "ambition")
    partners = {partner.key for partner in told.partners}
    for stakeholder in told.stakeholders:
        yield from _unknown(stakeholder, "partner", stakeholder.partner, partners, "partner")
    for seat in (seat for body in told.bodies for seat in body.seats):
        yield from _unknown(seat, "partner", seat.partner, partners, "partner")


def _charters(case: Case) -> Iterator[Fault]:
    """Charters name partners, visions and ambitions that exist; an amount has its currency."""
    for initiative in case.initiatives.initiatives:
        yield from _charter(case, initiative.charter)


def _charter(case: Case, charter: CharterEntry) -> Iterator[Fault]:
    partners = {partner.key for partner in case.programme.partners}
    yield from _unknown(charter, "lead", charter.lead, partners, "partner")
    for name in ("team", "contributors"):
        listed: tuple[str, ...] = getattr(charter, name)
        for key in listed:
            yield from _unknown(charter, name, key, partners, "partner")
        if len(set(listed)) < len(listed):
            yield charter.spot.fault(name, "a partner is named twice", "name each once")
    for link in charter.visions:
        if not 1 <= link.row <= len(case.programme.visions):
            problem = f"programme.toml has no vision number {link.row}"
            yield link.spot.fault("row", problem, f"write 1 to {len(case.programme.visions)}")
    ambitions = {ambition.key for ambition in case.programme.ambitions}
    for ambition in charter.ambitions:
        yield from _unknown(ambition, "key", ambition.key, ambitions, "ambition")
    yield from _money(charter, "cost_cents", charter.cost_cents, "cost_currency", charter.cost_currency)
    for funding in charter.funding:
        yield from _unknown(funding, "partner", funding.partner, partners, "partner")
        yield from _money(funding, "amount_cents", funding.amount_cents, "currency", funding.currency)


def _money(entry: Entry, amount: str, cents: int | None, name: str, currency: str) -> Iterator[Fault]:
    if cents is not None and cents < 0:
        yield entry.spot.fault(amount, "it is below nothing", "write the cents without a minus sign")
    if cents is not None and not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        yield entry.spot.fault(name, f"{currency!r} is not a currency", 'write three capitals, such as "EUR"')
    if cents is None and currency:
        yield entry.spot.fault(
            name, "there is a currency without an amount", f"add {amount} = …, or remove it"
        )


def _roadmap(case: Case) -> Iterator[Fault]:
    """The roadmap names initiatives that exist; months are first days, and in order."""
    initiatives = {initiative.key for initiative in case.initiatives.initiatives}
    plan = case.roadmap
    entries: tuple[PictureEntry | ActivityEntry | MilestoneEntry | OverarchingEntry, ...] = (
        *plan.pictures,
        *plan.activities,
        *plan.milestones,
        *plan.overarching,
    )
    for entry in entries:
        yield from _unknown(entry, "initiative", entry.initiative, initiatives, "initiative")
        for name in ("drawn_from", "drawn_until", "planned_from", "planned_until", "planned_month"):
            day = getattr(entry, name, None)
            if day is not None and day.day != 1:
                yield entry.spot.fault(
                    name, f"{day} is not the first day of a month", f"write {day:%Y-%m}-01"
                )
    for first, last, rows in (
        ("drawn_from", "drawn_until", plan.pictures),
        ("planned_from", "planned_until", plan.activities),
    ):
        for row in rows:
            days = getattr(row, first), getattr(row, last)
            if None not in days and days[1] < days[0]:
                yield row.spot.fault(last, f"it is before {first}", "change one of the two months")
    for activity in plan.activities:
        months = (activity.yearly_from_month, activity.yearly_until_month)
        if (None in months) != (months == (None, None)) or any(m and not 1 <= m <= 12 for m in months):
            remedy = "write both yearly months as 1 to 12, or neither"
            yield activity.spot.fault("yearly_from_month", f"{months} is not a pair of months", remedy)
    for milestone in plan.milestones:
        if (milestone.reached_on is None) != (milestone.reached_source == ""):
            yield milestone.spot.fault(
                "reached_on", "it needs the day and its source", "give both or neither"
            )


def _indicators(case: Case) -> Iterator[Fault]:
    """Every indicator is defined or says why not; what it names exists; its promises can be read."""
    keys = {indicator.key for indicator in case.indicators.indicators}
    definitions = {
        one.key: definition_of(one.definition) for one in case.indicators.indicators if one.definition
    }
    quoted = case.indicators.quoted
    yield from _unknown(quoted, "document", quoted.document, {case.programme.document.key}, "document")
    for indicator in case.indicators.indicators:
        if (indicator.definition is None) == (indicator.uncounted == ""):
            remedy = "write either a definition or one sentence why it cannot be counted yet"
            yield indicator.spot.fault("uncounted", f"{indicator.key} is neither or both", remedy)
        if indicator.definition is not None:
            yield from _definition(indicator.definition, keys, definitions)
        for target in indicator.targets:
            yield from _spoken(target)
            if target.period and target.due_on:
                problem = "a promise is for a period or for a day"
                yield target.spot.fault("due_on", problem, "keep one of the two")
        for statement in indicator.statements:
            yield from _spoken(statement)
        for target in repeated(indicator.targets, lambda target: (target.kind, target.place)):
            yield target.spot.fault("place", "this place has a target of the same kind already", "keep one")
        yield from _measures(case, indicator)


def _definition(
    entry: DefinitionEntry, keys: set[str], definitions: Mapping[str, Definition]
) -> Iterator[Fault]:
    yield from _unknown(entry, "numerator", entry.numerator, keys, "indicator")
    yield from _unknown(entry, "denominator", entry.denominator, keys, "indicator")
    own = definition_of(entry)
    try:
        with override("en"):  # as every other fault of a case
            check(own)
            check_division(own, {key: definitions[key] for key in own.divided if key in definitions})
    except (UnsoundDefinition, UnknownFact, UnknownDimension) as error:
        yield entry.spot.fault("", str(error).rstrip("."), "change the definition")


def _spoken(entry: TargetEntry | StatementEntry) -> Iterator[Fault]:
    if (entry.value is None) != (entry.comparison == Comparison.ALL):
        remedy = 'write a number in quotes, or comparison = "all" without one'
        yield entry.spot.fault("value", f"{entry.comparison.value} and this value do not go together", remedy)
    if entry.period:
        try:
            Period.parse(entry.period)
        except NoSuchPeriod as error:
            yield entry.spot.fault("period", str(error).rstrip("."), "write the key of a period")


def _measures(case: Case, indicator: IndicatorEntry) -> Iterator[Fault]:
    initiatives = {initiative.key for initiative in case.initiatives.initiatives}

    def standing(measure: MeasureEntry) -> tuple[str, str]:
        return measure.initiative, measure.column

    for measure in indicator.measures:
        yield from _unknown(measure, "initiative", measure.initiative, initiatives, "initiative")
        if (measure.column == Measure.Column.CROSS_CUTTING) == bool(measure.initiative):
            remedy = "name an initiative for output and outcome, and none for cross_cutting"
            yield measure.spot.fault("initiative", f"it does not go with {measure.column.value}", remedy)
    for measure in repeated(indicator.measures, standing):
        yield measure.spot.fault("column", "the indicator stands in this column already", "keep one")


def _registers(case: Case) -> Iterator[Fault]:
    """Numbers of people are not below nothing, years are years, a public fact is a number or a word."""
    for institution in case.institutions.institutions:
        for building in repeated(institution.buildings, lambda building: building.name):
            yield building.spot.fault(
                "name", "the institution has a building of this name", "give each its own"
            )
        for pupils in institution.pupils:
            if pupils.pupils < 0:
                yield pupils.spot.fault("pupils", "it is below nothing", "write the number of pupils")
    for count in case.population.counts:
        if count.residents < 0:
            yield count.spot.fault("residents", "it is below nothing", "write the number of residents")
    years: tuple[CountEntry | VitalEntry, ...] = (*case.population.counts, *case.population.vital)
    for row in years:
        if not 1000 <= row.year <= 9999:
            yield row.spot.fault("year", f"{row.year} is not a year of four digits", "write it like 2022")
    for fact in case.public_facts.facts:
        if (fact.value is None) == (fact.text == ""):
            yield fact.spot.fault(
                "value", "it has neither a value nor a text, or both", "write one of the two"
            )
        if fact.comparison not in COMPARISONS:
            remedy = f"write one of {', '.join(COMPARISONS)}"
            yield fact.spot.fault("comparison", f"{fact.comparison!r} is not a word it takes", remedy)


COMPARISONS = ("exactly", "about", "at_least", "almost")
"""How a public source printed a number."""

CHECKS: tuple[Callable[[Case], Iterator[Fault]], ...] = (
    _keys_once,
    _programme,
    _charters,
    _roadmap,
    _indicators,
    _registers,
    logic_faults,
)
assert set(FILES) == {part.name for part in fields(Case)}
