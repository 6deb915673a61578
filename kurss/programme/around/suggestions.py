"""Verbs of suggestions: one is written down, and later somebody decides what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kurss.people.acting import permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.around.keeping import both, both_or_neither, change, remove, told_of
from kurss.programme.entry import entered
from kurss.programme.models import Charter, Initiative, Meeting, Programme, Stakeholder, Suggestion
from kurss.programme.models.charter import OPEN
from kurss.programme.refusals import AnswerIncomplete, CharterNotInForce, NotOfThisProgramme


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionTold:
    """What was suggested, by a stakeholder or by somebody in words."""

    text: str
    text_en: str
    stakeholder: Stakeholder | None = None
    by_whom: str = ""

    def __post_init__(self) -> None:
        both(self.text, self.text_en, _("The suggestion"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a suggestion, decided by whom and when. Open again says nothing else."""

    state: str
    initiative: Initiative | None = None
    charter: Charter | None = None
    answer: str = ""
    answer_en: str = ""
    decided_by: str = ""
    decided_on: date | None = None

    def __post_init__(self) -> None:
        state = Suggestion.State
        if self.state == state.OPEN:
            if any(getattr(self, one.name) for one in fields(self) if one.name != "state"):
                raise AnswerIncomplete(
                    _("An open suggestion has no answer: choose what became of it, or clear the rest.")
                )
            return
        both_or_neither(self.answer, self.answer_en, _("The answer"))
        if not self.decided_by.strip() or self.decided_on is None:
            raise AnswerIncomplete(_("Say who decided it, and on which day."))
        if self.state == state.ADOPTED and self.initiative is None:
            raise AnswerIncomplete(_("Say which initiative takes it up."))
        if self.state == state.DECLINED and not self.answer.strip():
            raise AnswerIncomplete(_("Say why it is not taken up: whoever suggested it will ask."))
        if self.state == state.DECLINED and (self.initiative or self.charter):
            raise AnswerIncomplete(_("What is not taken up stands in no initiative: clear it."))


def told(suggestion: Suggestion) -> SuggestionTold:
    """What its record says was suggested."""
    return told_of(suggestion, SuggestionTold)


def answered(suggestion: Suggestion) -> Answer:
    """What its record says became of it."""
    return Answer(**{one.name: getattr(suggestion, one.name) for one in fields(Answer)})


@transaction.atomic
def suggest(*, meeting: Meeting, said: SuggestionTold, by: Account, at: datetime) -> Suggestion:
    """Write down what was suggested at a meeting. Raises NotOfThisProgramme for a stakeholder of another one."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    _own(meeting, said)
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    last = meeting.suggestions.order_by("-order").first()
    columns = {one.name: getattr(said, one.name) for one in fields(SuggestionTold)}
    row = Suggestion(meeting=meeting, order=last.order + 1 if last else 1, **columns)
    return entered(row, by=by, at=at, act="programme.suggest")


def change_suggestion(
    *, suggestion: Suggestion, said: SuggestionTold, seen: str, by: Account, at: datetime
) -> Suggestion:
    """Word it otherwise. Raises ChangedMeanwhile where another officer did so first."""
    _own(suggestion.meeting, said)
    return change(suggestion, said, of=told, seen=seen, by=by, at=at, act="programme.change_suggestion")


def answer_suggestion(
    *, suggestion: Suggestion, said: Answer, seen: str, by: Account, at: datetime
) -> Suggestion:
    """Say what became of it. Raises CharterNotInForce for a charter that is still being written,
    NotOfThisProgramme for an initiative of another programme or a charter of another initiative."""
    programme = suggestion.meeting.programme_id
    concerns(programme, said.initiative, said.charter)
    return change(suggestion, said, of=answered, seen=seen, by=by, at=at, act="programme.answer_suggestion")


def remove_suggestion(*, suggestion: Suggestion, by: Account, at: datetime) -> None:
    """Take it out. Raises RestsOnIt where a decision is about it."""
    why_not = _("A decision is about this suggestion: it stays on record.")
    remove(suggestion, why_not=why_not, by=by, at=at, act="programme.remove_suggestion")


def concerns(programme: str, initiative: Initiative | None, charter: Charter | None) -> None:
    """What a suggestion was adopted in, or a decision is about, belongs to the programme and stands."""
    if initiative is not None and initiative.programme_id != programme:
        raise NotOfThisProgramme(_("That initiative is of another programme: choose one of this one."))
    if charter is None:
        return
    if initiative is None or charter.initiative_id != initiative.pk:
        raise NotOfThisProgramme(_("That charter is of another initiative: choose one of the same."))
    if charter.state in OPEN:
        raise CharterNotInForce(
            _(
                "That charter is still being written and may be thrown away: name the initiative alone for now."
            )
        )


def _own(meeting: Meeting, said: SuggestionTold) -> None:
    if said.stakeholder is not None and said.stakeholder.programme_id != meeting.programme_id:
        raise NotOfThisProgramme(_("That stakeholder is of another programme: choose one of this one."))


def days_to_answer() -> int:
    """So many days after its meeting a suggestion that is still open counts as unanswered."""
    return int(settings.KURSS_SUGGESTION_DAYS)


def suggestions_of(programme: Programme) -> QuerySet[Suggestion]:
    """All of a programme with what their list shows; open ones first, the oldest meeting first."""
    rows = Suggestion.objects.filter(meeting__programme=programme)
    joined = rows.select_related("meeting", "stakeholder__partner", "initiative", "charter")
    return joined.order_by("-state", "meeting__held_on", "meeting", "order")


COLUMNS = (
    "meeting", "held_on", "text", "text_en", "stakeholder", "by_whom", "state", "initiative", "answer",
    "answer_en", "decided_by", "decided_on",
)  # fmt: skip


def rows_of(suggestions: Iterable[Suggestion]) -> list[dict[str, str]]:
    """The list as a spreadsheet has it, in the city's own language where a record is named."""
    same = ("text", "text_en", "by_whom", "state", "answer", "answer_en", "decided_by")
    return [
        {
            "meeting": one.meeting.title,
            "held_on": one.meeting.held_on.isoformat() if one.meeting.held_on else "",
            "stakeholder": one.stakeholder.partner.name if one.stakeholder else "",
            "initiative": one.initiative_id or "",
            "decided_on": one.decided_on.isoformat() if one.decided_on else "",
            **{name: str(getattr(one, name)) for name in same},
        }
        for one in suggestions
    ]
