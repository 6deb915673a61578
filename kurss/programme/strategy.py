"""Verbs of assessment and strategy: what was found, where the city wants to be, and why."""

from datetime import datetime

from kurss.partners.models import Partner
from kurss.people.models import Account
from kurss.programme.entry import entered
from kurss.programme.models import (
    AmbitionStatement,
    EcosystemNote,
    Finding,
    GuidingThought,
    Justification,
    Programme,
    Stakeholder,
    SuccessFactor,
    Vision,
)
from kurss.programme.refusals import NotOfThisProgramme
from kurss.programme.words import Words


def note_finding(
    *,
    programme: Programme,
    performance: Finding.Performance,
    rank: int,
    words: Words,
    by: Account,
    at: datetime,
) -> Finding:
    """An insight into where the city performs higher or lower, at its rank."""
    finding = Finding(
        programme=programme,
        performance=performance,
        order=rank,
        text=words.text,
        text_en=words.text_en,
        place=words.place,
    )
    return entered(finding, by=by, at=at, act="programme.note_finding")


def note_ecosystem(
    *, programme: Programme, side: EcosystemNote.Side, order: int, words: Words, by: Account, at: datetime
) -> EcosystemNote:
    """A strength or weakness of the city's ecosystem."""
    entry = EcosystemNote(
        programme=programme,
        side=side,
        order=order,
        text=words.text,
        text_en=words.text_en,
        place=words.place,
    )
    return entered(entry, by=by, at=at, act="programme.note_ecosystem")


def state_vision(*, programme: Programme, order: int, words: Words, by: Account, at: datetime) -> Vision:
    """Where the city wants to be."""
    vision = Vision(
        programme=programme, order=order, text=words.text, text_en=words.text_en, place=words.place
    )
    return entered(vision, by=by, at=at, act="programme.state_vision")


def state_ambition(
    *,
    programme: Programme,
    key: str,
    order: int,
    words: Words,
    explanation: str = "",
    explanation_en: str = "",
    by: Account,
    at: datetime,
) -> AmbitionStatement:
    """One thing the city will do towards its vision."""
    ambition = AmbitionStatement(
        programme=programme,
        key=key,
        order=order,
        text=words.text,
        text_en=words.text_en,
        place=words.place,
        explanation=explanation,
        explanation_en=explanation_en,
    )
    return entered(ambition, by=by, at=at, act="programme.state_ambition")


def justify(
    *,
    programme: Programme,
    order: int,
    heading: str,
    heading_en: str,
    words: Words,
    ambition: AmbitionStatement | None = None,
    by: Account,
    at: datetime,
) -> Justification:
    """An argument for the strategy. Raises NotOfThisProgramme for an ambition of another programme."""
    if ambition is not None and ambition.programme_id != programme.pk:
        raise NotOfThisProgramme(
            f"The ambition “{ambition}” is not of {programme.pk}: choose one of its own ambitions."
        )
    justification = Justification(
        programme=programme,
        ambition=ambition,
        order=order,
        heading=heading,
        heading_en=heading_en,
        text=words.text,
        text_en=words.text_en,
        place=words.place,
    )
    return entered(justification, by=by, at=at, act="programme.justify")


def add_guiding_thought(
    *, programme: Programme, order: int, words: Words, by: Account, at: datetime
) -> GuidingThought:
    """A thought that guided the city while it carried the strategy out."""
    thought = GuidingThought(
        programme=programme, order=order, text=words.text, text_en=words.text_en, place=words.place
    )
    return entered(thought, by=by, at=at, act="programme.add_guiding_thought")


def name_success_factor(
    *, programme: Programme, order: int, words: Words, by: Account, at: datetime
) -> SuccessFactor:
    """What decides success across all initiatives."""
    factor = SuccessFactor(
        programme=programme, order=order, text=words.text, text_en=words.text_en, place=words.place
    )
    return entered(factor, by=by, at=at, act="programme.name_success_factor")


def name_stakeholder(
    *, programme: Programme, partner: Partner, order: int, words: Words, by: Account, at: datetime
) -> Stakeholder:
    """A partner that has a part in the programme."""
    stakeholder = Stakeholder(
        programme=programme,
        partner=partner,
        order=order,
        text=words.text,
        text_en=words.text_en,
        place=words.place,
    )
    return entered(stakeholder, by=by, at=at, act="programme.name_stakeholder")
