"""Rules about when the stages of a programme run."""

from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kurss.programme.prose.finding import Found, Place, at, rule
from kurss.programme.prose.reading import Reading, StageDate
from kurss.programme.severity import Severity

ALIKE = 0.5
"""Shared words of two names, over all, from which they name one stage."""


def one_stage(first: StageDate, second: StageDate) -> bool:
    """Whether two places speak of the same stage: by its name, and by its number where both bear one."""
    if first.numbers and second.numbers and first.numbers != second.numbers:
        return False
    if not first.words or not second.words:
        return bool(first.numbers) and first.numbers == second.numbers and first.is_part == second.is_part
    return len(first.words & second.words) / len(first.words | second.words) >= ALIKE


def told(stage: StageDate) -> Place:
    """A stage and its dates, as this place has them."""
    return at(stage.block, f"{stage.name}: {stage.period.raw}", line_of=stage.period.raw)


@rule(
    "stage-dates-differ",
    Severity.ERROR,
    title=_("One stage is given different dates"),
    why=_("Whatever is due in the stage then has two due dates, and nobody can say what is late."),
    remedy=_(
        "Decide which dates are true and use them everywhere; if the stage was re-planned, say so and why."
    ),
)
def stage_dates_differ(reading: Reading) -> Iterator[Found]:
    known: set[int] = set()
    for first in reading.stages:
        if id(first) in known or len(first.numbers) > 1:
            continue
        same = [other for other in reading.stages if other is not first and one_stage(first, other)]
        others = [other for other in same if other.period.same_as != first.period.same_as]
        if others:
            known.update(id(each) for each in (first, *same))
            yield Found(tuple(told(each) for each in (first, *others)))


@rule(
    "section-of-another-stage",
    Severity.ERROR,
    title=_("A section bears the dates of another stage"),
    why=_("A reader takes what the section reports for something that happened at another time."),
    remedy=_("Give the section the dates of the stage it reports on."),
)
def section_of_another_stage(reading: Reading) -> Iterator[Found]:
    stages = [stage for stage in reading.stages if not stage.is_part and len(stage.numbers) == 1]
    parts = [stage for stage in reading.stages if stage.is_part]
    # Sections are numbered as stages are only where the names of at least two agree with their numbers.
    agreeing = [part for part in parts if any(one_stage(part, stage) for stage in stages)]
    if len(agreeing) < 2:
        return
    for part in parts:
        own = [stage for stage in stages if stage.numbers <= part.numbers]
        if part in agreeing or not own:
            continue
        shared = sum(part.period.shared(stage.period) for stage in own)
        if 2 * shared < part.period.months:
            twin = [each for each in parts if each is not part and each.period.same_as == part.period.same_as]
            yield Found(tuple(told(each) for each in (part, *own, *twin)))


@rule(
    "stage-length-differs",
    Severity.ERROR,
    title=_("The length of a stage does not fit its dates"),
    why=_("Either the dates or the number of months is wrong."),
    remedy=_(
        "Count the months from the first to the last, both included, and correct the one that is wrong."
    ),
)
def stage_length_differs(reading: Reading) -> Iterator[Found]:
    for stage in reading.stages:
        if stage.months is not None and stage.months != stage.period.months:
            note = gettext("%(said)s months are stated; from %(period)s it is %(counted)s.") % {
                "said": stage.months,
                "period": stage.period.raw,
                "counted": stage.period.months,
            }
            yield Found((at(stage.block, line_of=stage.period.raw),), note)


@rule(
    "stages-overlap",
    Severity.WARNING,
    title=_("A stage begins before the one before it has ended"),
    why=_("Work of the month they share counts in both, or in neither."),
    remedy=_("End the first where the second begins, or say that they run side by side."),
)
def stages_overlap(reading: Reading) -> Iterator[Found]:
    single = [stage for stage in reading.stages if not stage.is_part and len(stage.numbers) == 1]
    for first, second in combinations(single, 2):
        follows = max(second.numbers) == max(first.numbers) + 1
        of_one_list = (first.block.row is None) == (second.block.row is None)
        overlap = first.period.first <= second.period.first <= first.period.last
        if follows and of_one_list and overlap:
            yield Found(tuple(told(each) for each in (first, second)))
