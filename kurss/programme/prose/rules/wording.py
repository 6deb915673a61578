"""Rules about what a reader trips over: counts of lists, universal claims, names, and what was left in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kurss.programme.prose.finding import Found, Place, at, quoted, rule
from kurss.programme.prose.reading import Reading
from kurss.programme.prose.rules.indicators import claims_success
from kurss.programme.prose.structure import Block, Kind
from kurss.programme.prose.vocabulary import NUMBER_WORDS, PROMPT, REFERENCE, STOPWORDS
from kurss.programme.prose.words import stem
from kurss.programme.severity import Severity

_NUMBER = "|".join(NUMBER_WORDS)
_ANNOUNCED = re.compile(
    rf"\b({_NUMBER}|\d{{1,2}})\s+(?:[^\W\d_]+\s+){{0,3}}"
    r"(initiatives|priorities|goals|objectives|pillars|stages|phases|lessons|thoughts|actions|measures|projects|steps|"
    r"areas|challenges|partners|commitments|solutions|recommendations|districts|schools|"
    r"iniciatīvas|prioritātes|mērķi|posmi|mācības|projekti|pasākumi)\b",
    re.I,
)
_ALL = re.compile(
    r"\b(?:for|of|to|by|in|includes?|reach(?:es|ed)?|among)?\s*all\s+(?:the\s+|our\s+)?((?:[^\W\d_]+\s+){0,3}[^\W\d_]+)",
    re.I,
)
_TAKEN_BACK = re.compile(
    r"\b(?:not yet|has not|have not|had not|did not|does not|not all|not every|low|lower|"
    r"lack\w*|left behind|hesitant|gap)\b",
    re.I,
)
_SOME = re.compile(r"\b(?:some|certain|many|several|not all|all)\s+((?:[^\W\d_]+\s+){0,3}[^\W\d_]+)", re.I)
_NAME = re.compile(
    r"\b([A-ZĀČĒĢĪĶĻŅŠŪŽ][\w-]+) and ([A-Za-zĀČĒĢĪĶĻŅŠŪŽāčēģīķļņšūž][\w-]+) ([A-Za-z][\w-]+)\b"
)


@rule(
    "list-count-differs",
    Severity.ERROR,
    title=_("A list has another number of items than is announced"),
    why=_("One was left out, or the sentence was not kept up with the list."),
    remedy=_("Count again, and correct the sentence or the list."),
)
def list_count_differs(reading: Reading) -> Iterator[Found]:
    for block in reading.blocks:
        if block.kind is Kind.CELL:
            continue
        announced = _announced(block)
        if announced is None:
            continue
        items = _list_after(reading, block)
        if len(items) >= 2 and len(items) != announced:
            note = gettext("%(announced)s are announced and %(listed)s listed.") % {
                "announced": announced,
                "listed": len(items),
            }
            yield Found((at(block), at(items[0]), at(items[-1])), note)


def _announced(block: Block) -> int | None:
    """How many a block says will follow: it leads a list by a colon, or is the title of one."""
    if not (block.text.endswith(":") or block.kind is Kind.HEADING):
        return None
    last = block.text.rpartition(". ")[2]
    found = list(_ANNOUNCED.finditer(last))
    if not found:
        return None
    word = found[-1].group(1).casefold()
    return NUMBER_WORDS.get(word) or int(word)


def _list_after(reading: Reading, block: Block) -> list[Block]:
    items: list[Block] = []
    for after in reading.blocks[block.order + 1 :]:
        if after.kind is not Kind.ITEM:
            break
        items.append(after)
    return items


@rule(
    "universal-taken-back",
    Severity.ERROR,
    title=_("What is claimed of all is taken back elsewhere"),
    why=_("A reader who finds the second sentence believes the first no more."),
    remedy=_("Say of how many it is true, by a figure, in both places."),
)
def universal_taken_back(reading: Reading) -> Iterator[Found]:
    """A success that speaks of all of a group, and a sentence that says of the same group that it lacks."""
    claims = [
        (block, _group(match.group(1)))
        for block in reading.texts
        if _claims(block) and (match := _ALL.search(block.text)) is not None
    ]
    for block, noun in claims:
        denied = [other for other in reading.texts if _denies(other, stem(noun)) and other is not block]
        if denied:
            yield Found((at(block), *(at(other) for other in _apart(denied)[:4])))
            return


def _claims(block: Block) -> bool:
    """Whether the sentence reports a thing done: it opens with a past participle or stands among successes."""
    return block.text.split(" ", 1)[0].casefold().endswith("ed") and claims_success(block.spot.section)


def _group(words: str) -> str:
    """The last word of a group before a preposition: "social groups in" -> groups."""
    named = ""
    for word in words.split():
        if word.casefold() in STOPWORDS:
            break
        named = word
    return named


def _denies(block: Block, noun: str) -> bool:
    for sentence in block.sentences:
        if _TAKEN_BACK.search(sentence):
            for match in _SOME.finditer(sentence):
                if noun == stem(_group(match.group(1))):
                    return True
    return False


def _apart(blocks: list[Block]) -> list[Block]:
    """Each wording once."""
    seen: set[str] = set()
    kept = []
    for block in blocks:
        key = block.text.casefold().rstrip(".")
        if key not in seen:
            seen.add(key)
            kept.append(block)
    return kept


@rule(
    "one-thing-two-names",
    Severity.NOTE,
    title=_("One thing goes by two names"),
    why=_("A reader counts two things, and a search finds half of what is said."),
    remedy=_("Choose one name and use it throughout."),
)
def one_thing_two_names(reading: Reading) -> Iterator[Found]:
    names: dict[tuple[str, str, str], tuple[str, Block]] = {}
    told: set[frozenset[str]] = set()
    for block in reading.blocks:
        for match in _NAME.finditer(block.text):
            first, second, kind = (stem(word) for word in match.groups())
            names.setdefault((first, second, kind), (match.group(), block))
            turned = names.get((second, first, kind))
            if turned is not None and frozenset((first, second, kind)) not in told and first != second:
                told.add(frozenset((first, second, kind)))
                yield Found(
                    (Place(quoted(turned[0]), turned[1].spot), Place(quoted(match.group()), block.spot))
                )


@rule(
    "prompt-left-in",
    Severity.NOTE,
    title=_("A prompt of the form was left in"),
    why=_("It speaks to the author, not to the reader."),
    remedy=_("Replace it by a heading, or by the answer."),
)
def prompt_left_in(reading: Reading) -> Iterator[Found]:
    found = [
        block
        for block in reading.blocks
        if block.kind is not Kind.CELL and PROMPT.search(block.text.casefold())
    ]
    if found:
        yield Found(tuple(at(block) for block in found))


@rule(
    "reference-leads-nowhere",
    Severity.NOTE,
    title=_("A reference leads to a page or slide that the report does not number"),
    why=_("The reader is sent away for the very thing they want to check, and cannot find it."),
    remedy=_("Refer to a section by its title, or number the pages."),
)
def reference_leads_nowhere(reading: Reading) -> Iterator[Found]:
    found: list[Place] = []
    for block in reading.texts:
        for match in REFERENCE.finditer(block.text.casefold()):
            last = int(match.group(3) or match.group(2))
            slide = match.group(1).startswith(("slide", "slaid"))
            if reading.report.pages is not None:
                missing = last > reading.report.pages
            else:
                missing = slide and not reading.report.has_slides
            if missing:
                found.append(Place(quoted(block.text, around=match.start()), block.spot))
    if found:
        yield Found(tuple(found))
