"""Loading a case that was read whole: each step through the modules' verbs, in one transaction, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from kurss.demo.case_around import load_around
from kurss.demo.case_counted import IndicatorEntry, InstitutionEntry, MeasureEntry
from kurss.demo.case_file import Case, definition_of
from kurss.demo.case_logic import load_logic
from kurss.demo.case_programme import load_initiatives, load_programme, load_roadmap
from kurss.evidence.definition import OF_FIGURES
from kurss.evidence.models import Indicator
from kurss.partners.models import Partner
from kurss.partners.register import register_partner
from kurss.people.acting import permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.places.models import Institution
from kurss.places.register import add_building, count_pupils, open_institution
from kurss.population.counting import record_count
from kurss.population.models import CITY, PopulationCount
from kurss.programme.indicators import (
    declare_indicator,
    define_indicator,
    record_statement,
    set_target,
)
from kurss.programme.measures import measure, report_progress
from kurss.programme.models import Activity, Body, Initiative, LogicNode, Measure, Meeting, Programme
from kurss.programme.words import Words

Tell = Callable[[str], None]


def load_case(case: Case, *, by: Account, at: datetime, tell: Tell = lambda said: None) -> list[str]:
    """Enter a case and return the names of the steps done now; a step that was done before is left alone.

    `by` needs the acts of a programme officer: NotAllowed otherwise, and the step leaves nothing behind.
    """
    done = []
    for name, (is_done, step) in STEPS.items():
        if is_done(case):
            tell(f"{name}: there already")
            continue
        with transaction.atomic():
            tell(f"{name}: {step(case, by, at)}")
        done.append(name)
    return done


def _load_places(case: Case, by: Account, at: datetime) -> str:
    permit(by, Act.REGISTER_PLACES, at=at)
    for entry in case.institutions.institutions:
        _load_institution(entry, by=by, at=at)
    return f"{len(case.institutions.institutions)} institutions"


def _load_institution(entry: InstitutionEntry, *, by: Account, at: datetime) -> None:
    by_key, by_label = str(by.pk), by.name
    institution = open_institution(
        key=entry.key,
        name=entry.name,
        name_en=entry.name_en,
        kind=entry.kind,
        address=entry.address,
        source=entry.source,
        source_as_of=entry.as_of,
        by_key=by_key,
        by_label=by_label,
        at=at,
    )
    for building in entry.buildings:
        add_building(
            institution=institution,
            name=building.name,
            address=building.address,
            in_use_from=building.in_use_from,
            by_key=by_key,
            by_label=by_label,
            at=at,
        )
    for count in entry.pupils:
        count_pupils(
            institution=institution,
            pupils=count.pupils,
            as_of=count.as_of,
            source=count.source,
            approximate=count.approximate,
            by_key=by_key,
            by_label=by_label,
            at=at,
        )


def _load_partners(case: Case, by: Account, at: datetime) -> str:
    permit(by, Act.REGISTER_PARTNERS, at=at)
    for entry in case.programme.partners:
        register_partner(
            key=entry.key,
            name=entry.name,
            name_en=entry.name_en,
            kind=entry.kind,
            by_key=str(by.pk),
            by_label=by.name,
            at=at,
        )
    return f"{len(case.programme.partners)} organisations"


def _load_programme(case: Case, by: Account, at: datetime) -> str:
    programme = load_programme(case, by=by, at=at)
    return f"{programme.title_en}, {len(case.programme.stages)} stages"


def _load_initiatives(case: Case, by: Account, at: datetime) -> str:
    load_initiatives(case, by=by, at=at)
    return f"{len(case.initiatives.initiatives)} initiatives with their charters"


def _load_roadmap(case: Case, by: Account, at: datetime) -> str:
    load_roadmap(case, by=by, at=at)
    return f"{len(case.roadmap.activities)} activities, {len(case.roadmap.milestones)} milestones"


def _load_around(case: Case, by: Account, at: datetime) -> str:
    load_around(case, by=by, at=at)
    told = case.programme
    return f"{len(told.bodies)} bodies, {len(told.meetings)} meetings, the risks of the charters"


def _load_population(case: Case, by: Account, at: datetime) -> str:
    for entry in case.population.counts:
        record_count(
            place=CITY,
            counted_on=date(entry.year, 1, 1),
            residents=entry.residents,
            series=entry.series,
            source=entry.source,
            note=entry.note,
            by=by,
            at=at,
        )
    return f"{len(case.population.counts)} counts of residents"


def _load_indicators(case: Case, by: Account, at: datetime) -> str:
    # Declared before any is defined, for a ratio may divide by an indicator further down the file.
    entries = case.indicators.indicators
    declared = {
        entry.key: declare_indicator(
            key=entry.key,
            code=entry.code,
            name=entry.name,
            name_en=entry.name_en,
            level=entry.level,
            unit=entry.unit,
            unit_en=entry.unit_en,
            direction=entry.direction,
            uncounted=entry.uncounted,
            uncounted_en=entry.uncounted_en,
            by=by,
            at=at,
        )
        for entry in entries
    }
    # A ratio or a gap after what it divides: otherwise it would get a second version when that is defined.
    definitions = {entry.key: definition_of(entry.definition) for entry in entries if entry.definition}
    for key, definition in sorted(definitions.items(), key=lambda item: item[1].counts in OF_FIGURES):
        define_indicator(indicator=declared[key], definition=definition, by=by, at=at)
    for entry in entries:
        _load_promises(case, entry, declared[entry.key], by=by, at=at)
    return f"{len(entries)} indicators with their targets and statements"


def _load_promises(
    case: Case, entry: IndicatorEntry, indicator: Indicator, *, by: Account, at: datetime
) -> None:
    quoted = case.indicators.quoted
    for target in entry.targets:
        set_target(
            indicator=indicator,
            kind=target.kind,
            comparison=target.comparison,
            value=target.value,
            period=target.period,
            due_on=target.due_on,
            document=quoted.document,
            place=target.place,
            quote=target.quote,
            translation=target.translation,
            by=by,
            at=at,
        )
    for statement in entry.statements:
        record_statement(
            indicator=indicator,
            comparison=statement.comparison,
            value=statement.value,
            period=statement.period,
            said_on=quoted.said_on,
            author=quoted.author,
            document=quoted.document,
            place=statement.place,
            quote=statement.quote,
            translation=statement.translation,
            reading=statement.reading,
            reading_en=statement.reading_en,
            unit=statement.unit,
            unit_en=statement.unit_en,
            by=by,
            at=at,
        )


def _load_measures(case: Case, by: Account, at: datetime) -> str:
    programme = Programme.objects.get(pk=case.programme.programme.key)
    initiatives = Initiative.objects.filter(programme=programme).in_bulk()
    indicators = Indicator.objects.in_bulk()
    rows = [(entry, row) for entry in case.indicators.indicators for row in entry.measures]
    last: dict[tuple[str, str], int] = {}
    for entry, row in rows:
        column = (row.initiative, row.column)
        last[column] = last.get(column, 0) + 1
        kept = measure(
            programme=programme,
            indicator=indicators[entry.key],
            column=row.column,
            order=last[column],
            words=Words(row.text, row.text_en, row.place),
            initiative=initiatives[row.initiative] if row.initiative else None,
            by=by,
            at=at,
        )
        _load_progress(row, kept, by=by, at=at)
    return f"{len(rows)} measures"


def _load_progress(row: MeasureEntry, kept: Measure, *, by: Account, at: datetime) -> None:
    told = row.progress
    if told is None:
        return
    report_progress(
        measure=kept,
        started=Words(told.started, told.started_en, told.place),
        midway=Words(told.midway, told.midway_en, told.place),
        final=Words(told.final, told.final_en, told.place),
        by=by,
        at=at,
    )


def _load_logic(case: Case, by: Account, at: datetime) -> str:
    load_logic(case, by=by, at=at)
    return f"a logic model of {len(case.logic.arrows)} arrows"


def _has_places(case: Case) -> bool:
    keys = [entry.key for entry in case.institutions.institutions]
    return Institution.objects.filter(key__in=keys).count() == len(keys)


def _has_partners(case: Case) -> bool:
    keys = [entry.key for entry in case.programme.partners]
    return Partner.objects.filter(key__in=keys).count() == len(keys)


def _has_programme(case: Case) -> bool:
    return Programme.objects.filter(pk=case.programme.programme.key).exists()


def _has_initiatives(case: Case) -> bool:
    keys = [entry.key for entry in case.initiatives.initiatives]
    return Initiative.objects.filter(pk__in=keys).count() == len(keys)


def _has_roadmap(case: Case) -> bool:
    keys = {entry.initiative for entry in case.roadmap.activities}
    return Activity.objects.filter(initiative__in=keys).exists() or not keys


def _has_population(case: Case) -> bool:
    return PopulationCount.objects.filter(place=CITY, synthetic=False).count() >= len(case.population.counts)


def _has_indicators(case: Case) -> bool:
    keys = [entry.key for entry in case.indicators.indicators]
    return Indicator.objects.filter(pk__in=keys).count() == len(keys)


def _has_measures(case: Case) -> bool:
    wanted = any(entry.measures for entry in case.indicators.indicators)
    return not wanted or Measure.objects.filter(programme=case.programme.programme.key).exists()


def _has_logic(case: Case) -> bool:
    nodes = LogicNode.objects.filter(programme=case.programme.programme.key)
    return nodes.exists() or not (case.logic.arrows or case.logic.alone)


def _has_around(case: Case) -> bool:
    of = {"programme": case.programme.programme.key}
    bodies, meetings = Body.objects.filter(**of).count(), Meeting.objects.filter(**of).count()
    return bodies >= len(case.programme.bodies) and meetings >= len(case.programme.meetings)


Done = Callable[[Case], bool]
Step = Callable[[Case, Account, datetime], str]

STEPS: dict[str, tuple[Done, Step]] = {
    "places": (_has_places, _load_places),
    "partners": (_has_partners, _load_partners),
    "population": (_has_population, _load_population),
    "programme": (_has_programme, _load_programme),
    "initiatives": (_has_initiatives, _load_initiatives),
    "roadmap": (_has_roadmap, _load_roadmap),
    "around": (_has_around, _load_around),
    "indicators": (_has_indicators, _load_indicators),
    "measures": (_has_measures, _load_measures),
    "logic": (_has_logic, _load_logic),
}
"""The steps in order: what each rests on comes before it. A step is whole or not there at all, so a look at
what it would enter tells whether it was done."""
