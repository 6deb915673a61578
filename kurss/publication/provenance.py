"""Where a figure comes from, in the words of W3C PROV (PROV-DM, Recommendation of 30 April 2013).

The figure is an entity that a computation generated, out of a snapshot and by a plan, which is the version of
its indicator. It is attributed to the office that answers for it; no person is named, nor a key that means one.
"""

from __future__ import annotations

from collections.abc import Iterable

from prov.identifier import Namespace, QualifiedName
from prov.model import PROV, ProvDocument, ProvEntity

from kurss.evidence.canonical import decimal_text
from kurss.evidence.models import Figure, IndicatorVersion, Snapshot

WORDS = "https://kurss.example/ns/prov#"
"""The words of ours that PROV has none for; names only, nothing need answer there."""

_KURSS = Namespace("kurss", WORDS)


def provenance(
    figure: Figure,
    *,
    divides: Iterable[Figure],
    facts: Iterable[str],
    earlier: Figure | None,
    city: str,
    figures_at: str,
    language: str,
) -> ProvDocument:
    """The PROV document of a figure: `divides` are the figures a ratio was made of, `facts` the kinds of records
    it rests on, `earlier` the same figure in the seal before, `figures_at` the address under which figures open,
    ending in a slash."""
    told = _Telling(figures_at, language)
    own = told.figure(figure)
    snapshot = told.snapshot(figure.snapshot, facts)
    computation = told.computation(figure, snapshot)
    office, authority = told.offices(figure.version, city)
    told.document.wasGeneratedBy(own, computation, figure.computation.computed_at)
    told.document.wasDerivedFrom(own, snapshot, computation)
    told.document.wasAttributedTo(own, office)
    told.document.actedOnBehalfOf(office, authority)
    told.document.wasAttributedTo(snapshot, authority)
    for part in divides:
        beneath = told.figure(part)
        told.document.used(computation, beneath)
        told.document.wasDerivedFrom(own, beneath, computation)
        told.document.wasDerivedFrom(beneath, snapshot)
    if earlier is not None:
        told.document.wasRevisionOf(own, told.figure(earlier))
    return told.document


class _Telling:
    """A PROV document under way, with the names its parts bear."""

    def __init__(self, figures_at: str, language: str) -> None:
        self.language = language
        self.document = ProvDocument()
        self.document.add_namespace(_KURSS)
        self.figures = self.document.add_namespace("figure", figures_at)
        self.snapshots = self.document.add_namespace("snapshot", "urn:kurss:snapshot:")
        self.indicators = self.document.add_namespace("indicator", "urn:kurss:indicator:")
        self.offices_of = self.document.add_namespace("office", "urn:kurss:office:")

    def figure(self, figure: Figure) -> ProvEntity:
        indicator = figure.version.indicator
        value = decimal_text(figure.value) if figure.value is not None else ""
        return self.document.entity(
            self.figures[figure.address],
            {
                PROV["type"]: _KURSS["Figure"],
                PROV["label"]: indicator.name if self.language == "lv" else indicator.name_en,
                **({PROV["value"]: value} if value else {_KURSS["reason"]: figure.reason}),
                _KURSS["unit"]: indicator.unit if self.language == "lv" else indicator.unit_en,
                _KURSS["code"]: indicator.code,
                _KURSS["period"]: figure.period_key,
                _KURSS["records"]: figure.records,
                _KURSS["digest"]: figure.digest,
                _KURSS["synthetic"]: figure.synthetic,
            },
        )

    def snapshot(self, snapshot: Snapshot, facts: Iterable[str]) -> ProvEntity:
        """The snapshot, the sealing that made it, and the kinds of records in it that matter here."""
        entity = self.document.entity(
            self.snapshots[snapshot.digest],
            {
                PROV["type"]: PROV["Collection"],
                _KURSS["asOf"]: snapshot.as_of.isoformat(),
                _KURSS["digest"]: snapshot.digest,
            },
        )
        sealing = self.document.activity(
            self.snapshots[f"{snapshot.digest}.sealing"],
            endTime=snapshot.sealed_at,
            other_attributes={PROV["type"]: _KURSS["Sealing"]},
        )
        self.document.wasGeneratedBy(entity, sealing, snapshot.sealed_at)
        for fact in facts:
            kind = self.document.entity(
                self.snapshots[f"{snapshot.digest}.{fact}"],
                {PROV["type"]: PROV["Collection"], _KURSS["fact"]: fact},
            )
            self.document.hadMember(entity, kind)
        return entity

    def computation(self, figure: Figure, snapshot: ProvEntity) -> QualifiedName:
        """The computation: what it used, by which plan, and the engine that ran it."""
        own = figure.computation
        name = self.snapshots[f"{figure.snapshot_id}.computation.{own.pk}"]
        activity = self.document.activity(
            name, endTime=own.computed_at, other_attributes={PROV["type"]: _KURSS["Computation"]}
        )
        plan = self._plan(figure.version)
        engine = self.document.agent(
            _KURSS[f"engine.{own.engine.replace(' ', '-')}"],
            {PROV["type"]: PROV["SoftwareAgent"], PROV["label"]: own.engine},
        )
        self.document.used(activity, snapshot, own.computed_at)
        self.document.used(activity, plan)
        self.document.wasAssociatedWith(activity, engine, plan)
        return name

    def _plan(self, version: IndicatorVersion) -> ProvEntity:
        said = version.definition if self.language == "lv" else version.definition_en
        return self.document.entity(
            self.indicators[f"{version.indicator_id}.version.{version.number}"],
            {
                PROV["type"]: PROV["Plan"],
                PROV["label"]: f"{version.indicator.code} v{version.number}",
                _KURSS["counts"]: version.counts,
                **({_KURSS["fact"]: version.fact} if version.fact else {}),
                **({_KURSS["definition"]: said} if said else {}),
                _KURSS["inForceSince"]: version.written_at.date().isoformat(),
            },
        )

    def offices(self, version: IndicatorVersion, city: str) -> tuple[QualifiedName, QualifiedName]:
        """The office that answers for the indicator, and the city on whose behalf it does. Where no office is
        named, the city itself answers."""
        authority = self.offices_of["city"]
        self.document.agent(authority, {PROV["type"]: PROV["Organization"], PROV["label"]: city})
        named = version.owner if self.language == "lv" else version.owner_en
        if not named:
            named = city
        office = self.offices_of[f"of.{version.indicator_id}"]
        self.document.agent(office, {PROV["type"]: PROV["Organization"], PROV["label"]: named})
        return office, authority
