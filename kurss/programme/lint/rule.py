"""How a rule over records is declared, and what it finds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from kurss.programme.lint.view import IndicatorRow, InitiativeRow, ProgrammeView, StageRow
from kurss.programme.lint.view_around import MeetingRow
from kurss.programme.report_places import LATVIAN, place_in
from kurss.programme.severity import Severity

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Place:
    """The record a finding is about. `kind` and `key` name it; the label is shown."""

    kind: str
    key: str
    label: str
    label_en: str

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule found something, and the values it found: a finding whose values change is another one."""

    place: Place
    detail: str = ""
    detail_en: str = ""


Check = Callable[[ProgrammeView], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `blocks`: a figure of the indicator it is broken for does not go out while it is."""

    key: str
    severity: Severity
    title: Text
    why: Text
    remedy: Text
    check: Check
    source: str = ""
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    rule: Rule
    hit: Hit

    @property
    def place(self) -> Place:
        return self.hit.place

    @property
    def fingerprint(self) -> str:
        """What was found, as a digest: an acceptance is of these values and no others."""
        told = "\n".join((self.rule.key, self.place.name, self.hit.detail_en))
        return hashlib.sha256(told.encode()).hexdigest()


RULES: list[Rule] = []
"""Every rule, in the order in which it is declared: what is declared first is done first."""


def rule(
    key: str,
    severity: Severity,
    *,
    title: Text,
    why: Text,
    remedy: Text,
    source: str = "",
    blocks: bool = False,
) -> Callable[[Check], Check]:
    """Declare a rule: the function below reads a programme and yields what it finds."""

    def declared(check: Check) -> Check:
        RULES.append(Rule(key, severity, title, why, remedy, check, source, blocks))
        return check

    return declared


def of_programme(view: ProgrammeView) -> Place:
    return Place("programme", view.programme.key, view.programme.title, view.programme.title_en)


def of_review(view: ProgrammeView) -> Place:
    return Place("review", view.programme.key, view.programme.title, view.programme.title_en)


def of_stage(stage: StageRow) -> Place:
    return Place("stage", stage.key, stage.title, stage.title_en)


def of_initiative(initiative: InitiativeRow) -> Place:
    return Place("initiative", initiative.key, initiative.title, initiative.title_en)


def of_charter(initiative: InitiativeRow) -> Place:
    return Place("charter", initiative.key, initiative.title, initiative.title_en)


def of_roadmap(initiative: InitiativeRow) -> Place:
    return Place("roadmap", initiative.key, initiative.title, initiative.title_en)


def of_logic(view: ProgrammeView) -> Place:
    return Place("logic", view.programme.key, view.programme.title, view.programme.title_en)


def of_pipeline(view: ProgrammeView) -> Place:
    return Place("pipeline", view.programme.key, view.programme.title, view.programme.title_en)


def of_budget(initiative: InitiativeRow) -> Place:
    return Place("budget", initiative.key, initiative.title, initiative.title_en)


def of_indicator(indicator: IndicatorRow) -> Place:
    return Place(
        "indicator",
        indicator.key,
        f"{indicator.code} {indicator.name}",
        f"{indicator.code} {indicator.name_en}",
    )


def of_meeting(meeting: MeetingRow) -> Place:
    return Place("meeting", str(meeting.pk), meeting.title, meeting.title_en)


def of_bodies(view: ProgrammeView) -> Place:
    return Place("bodies", view.programme.key, view.programme.title, view.programme.title_en)


def of_risks(initiative: InitiativeRow | None, view: ProgrammeView) -> Place:
    """The register, as far as it is about an initiative, or about the programme as a whole."""
    about, key = (view.programme, "-") if initiative is None else (initiative, initiative.key)
    return Place("risks", key, about.title, about.title_en)


def same(text: str) -> dict[str, str]:
    """A detail that reads the same in both languages: values, dates, quotations."""
    return {"detail": text, "detail_en": text}


def placed(say: Callable[[Callable[[str], str]], str]) -> dict[str, str]:
    """A detail that names places of a report, in both languages: `say` is handed the way to write a place."""
    return {
        "detail": say(lambda place: place_in(place, LATVIAN).text),
        "detail_en": say(lambda place: place),
    }


def listed(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A detail of names in both languages."""
    kept = [(one.rstrip(" ."), en.rstrip(" .")) for one, en in pairs]
    return {"detail": "; ".join(one for one, _en in kept), "detail_en": "; ".join(en for _one, en in kept)}
