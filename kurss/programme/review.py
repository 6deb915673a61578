"""Verbs of the review: what went well, what stood in the way, what was learned, what the city commits to."""

from datetime import datetime

from kurss.people.models import Account
from kurss.programme.entry import entered
from kurss.programme.models import (
    Commitment,
    FutureAmbition,
    FutureTarget,
    Lesson,
    Programme,
    ReviewNote,
)
from kurss.programme.words import Words


def note_review(
    *, programme: Programme, kind: ReviewNote.Kind, order: int, words: Words, by: Account, at: datetime
) -> ReviewNote:
    """A success, an obstacle, an observation, the city's reaction to it, or what is planned about it."""
    entry = ReviewNote(
        programme=programme,
        kind=kind,
        order=order,
        text=words.text,
        text_en=words.text_en,
        place=words.place,
    )
    return entered(entry, by=by, at=at, act="programme.note_review")


def record_lesson(
    *,
    programme: Programme,
    order: int,
    title: str,
    title_en: str,
    words: Words,
    by: Account,
    at: datetime,
) -> Lesson:
    """A lesson learned: its point in `title`, the reflection in `words`."""
    lesson = Lesson(
        programme=programme,
        order=order,
        title=title,
        title_en=title_en,
        text=words.text,
        text_en=words.text_en,
        place=words.place,
    )
    return entered(lesson, by=by, at=at, act="programme.record_lesson")


def commit(
    *, programme: Programme, kind: Commitment.Kind, order: int, words: Words, by: Account, at: datetime
) -> Commitment:
    """What the city commits itself to."""
    commitment = Commitment(
        programme=programme,
        kind=kind,
        order=order,
        text=words.text,
        text_en=words.text_en,
        place=words.place,
    )
    return entered(commitment, by=by, at=at, act="programme.commit")


def aim_for(
    *,
    programme: Programme,
    key: str,
    order: int,
    title: str,
    title_en: str,
    words: Words,
    by: Account,
    at: datetime,
) -> FutureAmbition:
    """A field the city will work on in the years after the programme."""
    ambition = FutureAmbition(
        programme=programme,
        key=key,
        order=order,
        title=title,
        title_en=title_en,
        text=words.text,
        text_en=words.text_en,
        place=words.place,
    )
    return entered(ambition, by=by, at=at, act="programme.aim_for")


def promise_later(
    *, ambition: FutureAmbition, order: int, words: Words, by: Account, at: datetime
) -> FutureTarget:
    """What the city commits to within a field of the years after the programme."""
    target = FutureTarget(
        ambition=ambition, order=order, text=words.text, text_en=words.text_en, place=words.place
    )
    return entered(target, by=by, at=at, act="programme.promise_later")
