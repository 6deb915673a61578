"""The lists of statements that a programme keeps, chapter by chapter, in the order in which one writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from kurss.evidence.models import Indicator
from kurss.programme.initiatives import add_initiative
from kurss.programme.measures import measure
from kurss.programme.models import (
    AmbitionStatement,
    Commitment,
    EcosystemNote,
    Finding,
    FutureAmbition,
    FutureTarget,
    GuidingThought,
    Initiative,
    Justification,
    Lesson,
    Measure,
    Passage,
    ReviewNote,
    SuccessFactor,
    Vision,
)
from kurss.programme.opening import tell
from kurss.programme.review import aim_for, commit, note_review, promise_later, record_lesson
from kurss.programme.statements.keeping import WORDS, Chapter, Group, Pair, Reference, StatementList, Text
from kurss.programme.strategy import (
    add_guiding_thought,
    justify,
    name_success_factor,
    note_ecosystem,
    note_finding,
    state_ambition,
    state_vision,
)


def _passages(key: str, section: Passage.Section, title: Text, asks: Text) -> StatementList:
    return StatementList(key, title, asks, Passage, tell, fixed={"section": section})


def _notes(key: str, kind: ReviewNote.Kind, title: Text, asks: Text) -> StatementList:
    return StatementList(key, title, asks, ReviewNote, note_review, fixed={"kind": kind})


def _commitments(key: str, kind: Commitment.Kind, title: Text, asks: Text) -> StatementList:
    return StatementList(key, title, asks, Commitment, commit, fixed={"kind": kind})


_Section, _Kind, _To = Passage.Section, ReviewNote.Kind, Commitment.Kind
_HEADED = 200

STRATEGY: Final = Chapter(
    "strategy",
    _("Strategy"),
    _("Where the city stands, where it wants to be and why: what every charter answers to."),
    (
        Group(
            _("The city tells"),
            (
                _passages(
                    "summary",
                    _Section.SUMMARY,
                    _("Summary"),
                    _("A paragraph of the summary in front of all."),
                ),
                _passages(
                    "direction",
                    _Section.DIRECTION,
                    _("Directions"),
                    _("A direction in which the city works, such as the quality of education."),
                ),
                _passages(
                    "introduction",
                    _Section.INTRODUCTION,
                    _("Introduction"),
                    _("A paragraph about the city."),
                ),
                _passages(
                    "state-of-city",
                    _Section.STATE_OF_CITY,
                    _("State of the city"),
                    _("Something a reader must know of the city before the rest."),
                ),
                _passages(
                    "municipal-goal",
                    _Section.MUNICIPAL_GOAL,
                    _("Goals of the municipality"),
                    _("A goal of the city that the programme serves."),
                ),
                _passages(
                    "shared-view",
                    _Section.SHARED_VIEW,
                    _("Shared view"),
                    _("What those involved agreed on."),
                ),
            ),
        ),
        Group(
            _("What was found"),
            (
                StatementList(
                    "higher",
                    _("Higher performance"),
                    _("An insight into where the city does better than others; the first counts most."),
                    Finding,
                    note_finding,
                    fixed={"performance": Finding.Performance.HIGHER},
                    number="rank",
                ),
                StatementList(
                    "lower",
                    _("Lower performance"),
                    _("An insight into where the city does worse than others; the first counts most."),
                    Finding,
                    note_finding,
                    fixed={"performance": Finding.Performance.LOWER},
                    number="rank",
                ),
                StatementList(
                    "pro",
                    _("Strengths of the ecosystem"),
                    _("What helps the city."),
                    EcosystemNote,
                    note_ecosystem,
                    fixed={"side": EcosystemNote.Side.PRO},
                ),
                StatementList(
                    "con",
                    _("Weaknesses of the ecosystem"),
                    _("What hinders the city."),
                    EcosystemNote,
                    note_ecosystem,
                    fixed={"side": EcosystemNote.Side.CON},
                ),
            ),
        ),
        Group(
            _("Where the city wants to be"),
            (
                StatementList(
                    "vision",
                    _("Vision"),
                    _("Where the city wants to be, in a sentence."),
                    Vision,
                    state_vision,
                ),
                StatementList(
                    "ambition",
                    _("Ambition statements"),
                    _("One thing the city will do towards its vision."),
                    AmbitionStatement,
                    state_ambition,
                    pairs=(WORDS, Pair("explanation", _("What it means in practice"), optional=True)),
                    keyed="text",
                ),
                StatementList(
                    "justification",
                    _("Justifications"),
                    _("An argument why the strategy is right."),
                    Justification,
                    justify,
                    pairs=(Pair("heading", _("Heading"), short=True, length=500), WORDS),
                    references=(
                        Reference(
                            "ambition",
                            _("Ambition it argues for"),
                            lambda programme: AmbitionStatement.objects.filter(programme=programme),
                            "text",
                            none=_("the strategy as a whole"),
                        ),
                    ),
                ),
            ),
        ),
        Group(
            _("How it is carried out"),
            (
                StatementList(
                    "guiding-thought",
                    _("Guiding thoughts"),
                    _("A thought that guides the city while it carries the strategy out."),
                    GuidingThought,
                    add_guiding_thought,
                ),
                StatementList(
                    "success-factor",
                    _("Success factors"),
                    _("What decides success across all initiatives."),
                    SuccessFactor,
                    name_success_factor,
                ),
            ),
        ),
    ),
)

REVIEW: Final = Chapter(
    "review",
    _("Review"),
    _("What came of it, what was learned and what the city commits to; each can cite released figures."),
    (
        Group(
            _("The city tells"),
            (
                _passages("impact", _Section.IMPACT, _("Impact"), _("A paragraph on what changed.")),
                _passages(
                    "assessment",
                    _Section.ASSESSMENT,
                    _("Assessment"),
                    _("A paragraph on how the city sees what changed."),
                ),
            ),
        ),
        Group(
            _("Looking back"),
            (
                _notes(
                    "success",
                    _Kind.SUCCESS,
                    _("Successes"),
                    _("What went well; cite the figure that shows it."),
                ),
                _notes("obstacle", _Kind.OBSTACLE, _("Obstacles"), _("What stood in the way.")),
                _notes(
                    "observation",
                    _Kind.OBSERVATION,
                    _("Observations"),
                    _("What was seen in the city and its ecosystem."),
                ),
                _notes("reaction", _Kind.REACTION, _("Reactions"), _("What the city makes of it.")),
                _notes("plan", _Kind.PLAN, _("Plans"), _("What the city will do about it.")),
                StatementList(
                    "lesson",
                    _("Lessons"),
                    _("What was learned: its point, and the reflection on it."),
                    Lesson,
                    record_lesson,
                    pairs=(Pair("title", _("The point in a few words"), short=True, length=_HEADED), WORDS),
                ),
            ),
        ),
        Group(
            _("What the city commits to"),
            (
                _commitments(
                    "coming-years",
                    _To.COMING_YEARS,
                    _("Commitments for the next years"),
                    _("What the city will go on with."),
                ),
                _commitments(
                    "resources",
                    _To.RESOURCES,
                    _("Commitments to resources"),
                    _("People and money that the city goes on giving."),
                ),
                _commitments(
                    "collaboration",
                    _To.COLLABORATION,
                    _("Commitments to collaboration"),
                    _("With whom the city goes on working."),
                ),
                _commitments(
                    "kpi",
                    _To.KPI,
                    _("Commitments to indicators"),
                    _("What the city goes on measuring: the indicator, the value and the day."),
                ),
            ),
        ),
        Group(
            _("The next three years"),
            (
                StatementList(
                    "three-year-ambition",
                    _("Three-year ambitions"),
                    _("A field the city will work on after the programme."),
                    FutureAmbition,
                    aim_for,
                    pairs=(Pair("title", _("Name of the field"), short=True, length=_HEADED), WORDS),
                    keyed="title",
                ),
                StatementList(
                    "three-year-target",
                    _("Three-year targets"),
                    _("What the city commits to within a field, with its number and its day."),
                    FutureTarget,
                    promise_later,
                    references=(
                        Reference(
                            "ambition",
                            _("Field"),
                            lambda programme: FutureAmbition.objects.filter(programme=programme),
                            "title",
                            stays=True,
                        ),
                    ),
                    counted_in=("ambition",),
                ),
            ),
        ),
    ),
)

INITIATIVES: Final = Chapter(
    "initiatives",
    _("Initiatives"),
    _("What the city does. Each has a charter, a place in the roadmap, and measures."),
    (
        Group(
            _("Initiatives"),
            (
                StatementList(
                    "initiative",
                    _("Initiatives"),
                    _("Something the city will do, that can have a lead, a cost and an end."),
                    Initiative,
                    add_initiative,
                    pairs=(
                        Pair("title", _("Name"), short=True, length=300),
                        Pair("short", _("Short name"), _("Where room is scarce."), short=True, length=60),
                        Pair("aim", _("Aim"), optional=True),
                    ),
                    keyed="short",
                ),
            ),
        ),
    ),
)

_OF_INITIATIVE = Reference(
    "initiative",
    _("Initiative"),
    lambda programme: Initiative.objects.filter(programme=programme),
    "short",
    stays=True,
)
_COUNTED_BY = Reference(
    "indicator", _("Indicator"), lambda programme: Indicator.objects.order_by("code"), "name", stays=True
)


def _measures(column: Measure.Column, title: Text, asks: Text) -> StatementList:
    across = column is Measure.Column.CROSS_CUTTING
    return StatementList(
        column.value.replace("_", "-"),
        title,
        asks,
        Measure,
        measure,
        fixed={"column": column},
        pairs=(Pair("text", _("The line")),),
        references=(_COUNTED_BY,) if across else (_OF_INITIATIVE, _COUNTED_BY),
        counted_in=("programme", "initiative"),
    )


MEASURES: Final = Chapter(
    "measures",
    _("Measures"),
    _("Which indicators show what each initiative gives and changes, and what was reported of them."),
    (
        Group(
            _("Measures"),
            (
                _measures(
                    Measure.Column.OUTPUT,
                    _("Outputs"),
                    _("What an initiative gives: courses held, rooms connected."),
                ),
                _measures(
                    Measure.Column.OUTCOME,
                    _("Outcomes"),
                    _("What changes because of it: people who know more, firms that stay."),
                ),
                _measures(
                    Measure.Column.CROSS_CUTTING,
                    _("Cross-cutting"),
                    _("What cuts across all initiatives."),
                ),
            ),
        ),
    ),
)

CHAPTERS: Final[Mapping[str, Chapter]] = {
    chapter.key: chapter for chapter in (STRATEGY, INITIATIVES, MEASURES, REVIEW)
}
