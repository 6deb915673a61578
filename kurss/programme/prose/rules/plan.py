"""Rules about the roadmap, and about what a report is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kurss.programme.prose.finding import Found, at, rule
from kurss.programme.prose.periods import month_in, periods_in
from kurss.programme.prose.reading import Reading
from kurss.programme.prose.rules.dates import told
from kurss.programme.prose.structure import Block, Kind
from kurss.programme.prose.vocabulary import (
    CHALLENGE,
    IMPLEMENTATION,
    KPI,
    MILESTONE,
    OUTCOME,
    OUTPUT,
    RESULT,
    ROADMAP,
    TARGET,
)
from kurss.programme.prose.words import content, same_words
from kurss.programme.severity import Severity

_STARS = "★☆*◆●•–- "
_YEARS = re.compile(r"\b20\d\d\b")


def _plans(reading: Reading) -> Iterator[tuple[Block, list[Block]]]:
    """Each drawing of a roadmap: its heading, and all until the next drawing, table or part."""
    starts = [
        block for block in reading.headings if ROADMAP.search(block.text.casefold()) and not block.number
    ]
    for index, start in enumerate(starts):
        end = starts[index + 1].order if index + 1 < len(starts) else len(reading.blocks)
        inside: list[Block] = []
        for block in reading.blocks[start.order + 1 : end]:
            if block.row is not None or block.spot.part != start.spot.part:
                break
            inside.append(block)
        if _is_drawing(inside):
            yield start, inside


def _is_drawing(inside: list[Block]) -> bool:
    """A drawing leaves the labels of its axes and legend behind: years, months, the bare word milestone."""
    words = " ".join(block.text for block in inside).casefold()
    return ("milestone" in words or "atskaites punkt" in words) and bool(_YEARS.search(words))


def _milestones(inside: list[Block]) -> list[Block]:
    """Milestones that are a bare star and the word."""
    return [
        block
        for block in inside
        if any(star in block.text for star in "★☆◆") and MILESTONE.match(block.text.strip(_STARS).casefold())
    ]


@rule(
    "milestone-without-name",
    Severity.ERROR,
    title=_("Milestones are drawn without a name"),
    why=_("A milestone that says neither what nor when cannot be reached or missed."),
    remedy=_("Name each milestone by what is then true, with its month and who answers for it."),
)
def milestone_without_name(reading: Reading) -> Iterator[Found]:
    found = [(heading, bare) for heading, inside in _plans(reading) if len(bare := _milestones(inside)) > 1]
    if found:
        total = sum(len(bare) for _heading, bare in found)
        places = [place for heading, bare in found for place in (at(heading), at(bare[0]), at(bare[-1]))]
        yield Found(tuple(places), gettext("%(n)s milestones have no name.") % {"n": total})


def _months(inside: list[Block]) -> list[date]:
    """The months of the axis: names in their order; each that is not after the last begins a year."""
    years = sorted(
        {int(year) for block in inside for year in _YEARS.findall(block.text) if len(block.text) < 40}
    )
    names = [
        month
        for block in inside
        for word in block.text.split()
        if (month := month_in(word)) and len(block.text) < 80
    ]
    if not years or not names:
        return []
    months, year = [], years[0]
    for index, month in enumerate(names):
        if index and month <= names[index - 1]:
            year += 1
        months.append(date(year, month, 1))
    return months


@rule(
    "roadmap-shorter-than-stage",
    Severity.WARNING,
    title=_("The roadmap is drawn for a part of the stage alone"),
    why=_("What is done in the months that are not drawn is planned nowhere."),
    remedy=_("Draw every month of the implementation, or say why a part of it needs no plan."),
)
def roadmap_shorter_than_stage(reading: Reading) -> Iterator[Found]:
    stage = next(
        (one for one in reading.stages if IMPLEMENTATION.search(one.name.casefold()) and not one.is_part),
        None,
    )
    if stage is None:
        return
    short = [(heading, months) for heading, inside in _plans(reading) if len(months := _months(inside)) > 2]
    covered = {month for _heading, months in short for month in months}
    inside_stage = [month for month in covered if stage.period.first <= month <= stage.period.last]
    if short and 4 * len(inside_stage) < 3 * stage.period.months:
        note = gettext("%(first)s to %(last)s are drawn: %(drawn)s of %(months)s months.") % {
            "first": f"{min(covered):%Y-%m}",
            "last": f"{max(covered):%Y-%m}",
            "drawn": len(inside_stage),
            "months": stage.period.months,
        }
        yield Found((*(at(heading) for heading, _m in short), told(stage)), note)


@rule(
    "roadmap-without-months",
    Severity.WARNING,
    title=_("A roadmap names no month"),
    why=_("It shows that there is a plan, and not when anything is due."),
    remedy=_("Give each activity its first and its last month."),
)
def roadmap_without_months(reading: Reading) -> Iterator[Found]:
    for heading, inside in _plans(reading):
        if not _months(inside) and not any(periods_in(block.text) for block in inside):
            yield Found((at(heading), *(at(block) for block in inside[:2])))


@rule(
    "same-list-twice",
    Severity.WARNING,
    title=_("One list stands under two headings that ask for different things"),
    why=_("One of the two questions was not answered."),
    remedy=_("Answer each heading in its own words, or join the two."),
)
def same_list_twice(reading: Reading) -> Iterator[Found]:
    lists: list[tuple[Block, list[Block]]] = []
    for heading in reading.headings:
        items = [block for block in reading.under(heading) if block.kind is Kind.ITEM]
        if len(items) >= 3:
            lists.append((heading, items))
    for index, (heading, items) in enumerate(lists):
        for other, others in lists[:index]:
            same = len(items) == len(others) and all(
                content(one.text) == content(two.text) and content(one.text)
                for one, two in zip(items, others, strict=True)
            )
            if same and other.spot.part == heading.spot.part and not same_words(heading.text, other.text):
                yield Found((at(other), at(heading), at(items[0]), at(items[-1])))
                break


@rule(
    "challenge-not-measured",
    Severity.WARNING,
    title=_("The challenge that is named first is measured by no indicator"),
    why=_("The programme can reach every target and leave the challenge as it was."),
    remedy=_("Add an indicator of the challenge itself, or say how far the programme can act on it."),
)
def challenge_not_measured(reading: Reading) -> Iterator[Found]:
    measured = frozenset(
        word for block in reading.texts if _measures(block) for word in content(f"{block.text} {block.heads}")
    )
    if not measured:
        return
    for block in reading.texts:
        for sentence in block.sentences:
            found = CHALLENGE.match(sentence)
            # The first word that carries meaning names the challenge; the rest says where and for whom.
            named = content(found.group(1))[:1] if found else ()
            if named and len(named[0]) > 4 and named[0] not in measured:
                yield Found((at(block, sentence),))
                return


def _measures(block: Block) -> bool:
    heads = block.heads.casefold()
    return any(pattern.search(heads) for pattern in (KPI, OUTPUT, OUTCOME, TARGET, RESULT))
