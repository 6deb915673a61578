"""Rules about the people and bodies around a programme, and about its register of risks."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from kurss.programme.lint.rule import Hit, Place, listed, of_bodies, of_meeting, of_risks, rule, same
from kurss.programme.lint.view import ProgrammeView
from kurss.programme.lint.view_around import RegisteredRiskRow
from kurss.programme.severity import Severity

LIVE = ("open", "treated", "accepted")
TO_DO = ("open", "treated")
FEW = 12
"""So many numbers of risks are named in a finding; the list has the rest."""


@rule(
    "suggestion-unanswered",
    Severity.WARNING,
    title=_("Suggestions of a meeting were never answered"),
    why=_("Whoever suggested something and heard nothing does not come again."),
    remedy=_("Say what became of each: adopted where, or why not."),
)
def suggestion_unanswered(view: ProgrammeView) -> Iterator[Hit]:
    since = view.on - timedelta(days=view.days_to_answer)
    for meeting in view.meetings:
        bare = [one for one in view.suggestions if one.meeting == meeting.pk and one.state == "open"]
        if bare and meeting.held_on is not None and meeting.held_on < since:
            yield Hit(of_meeting(meeting), **listed((one.text, one.text_en) for one in bare))


@rule(
    "meeting-without-minutes",
    Severity.WARNING,
    title=_("A meeting has no minutes"),
    why=_("What was said there cannot be shown, and is remembered by each in their own way."),
    remedy=_("Write the minutes, in one language at least."),
)
def meeting_without_minutes(view: ProgrammeView) -> Iterator[Hit]:
    for meeting in view.meetings:
        if not (meeting.minutes.strip() or meeting.minutes_en.strip()):
            yield Hit(of_meeting(meeting))


@rule(
    "meeting-without-day",
    Severity.NOTE,
    title=_("A meeting has no day"),
    why=_("Nobody can say whether it came before the decision it is said to have led to."),
    remedy=_("Enter the day on which people met."),
)
def meeting_without_day(view: ProgrammeView) -> Iterator[Hit]:
    for meeting in view.meetings:
        if meeting.held_on is None:
            yield Hit(of_meeting(meeting))


@rule(
    "governance-missing",
    Severity.WARNING,
    title=_("No body steers the programme"),
    why=_("When something goes wrong, nobody knows who decides."),
    remedy=_("Enter the bodies, whom they answer to, and what each may decide."),
)
def governance_missing(view: ProgrammeView) -> Iterator[Hit]:
    if view.initiatives and not view.bodies:
        yield Hit(of_bodies(view))


@rule(
    "body-without-mandate",
    Severity.NOTE,
    title=_("Bodies have no mandate"),
    why=_("A body that does not know what it may decide either decides nothing or too much."),
    remedy=_("Write down what each may decide, and what it is for."),
)
def body_without_mandate(view: ProgrammeView) -> Iterator[Hit]:
    bare = [one for one in view.bodies if not one.mandate_en.strip()]
    if bare:
        yield Hit(of_bodies(view), **listed((one.title, one.title_en) for one in bare))


@rule(
    "registered-risk-overdue",
    Severity.ERROR,
    title=_("What was to be done about risks was not done by its day"),
    why=_(
        "A risk that is known, owned and left alone past its day is the first thing an auditor asks about."
    ),
    remedy=_("Say what was done and what became of each, or give it another day and the reason."),
    source="ISO 31000:2018, 6.6",
)
def registered_risk_overdue(view: ProgrammeView) -> Iterator[Hit]:
    to_do = (one for one in view.register if one.state in TO_DO)
    yield from _by_initiative(view, (one for one in to_do if one.due_on and one.due_on < view.on))


@rule(
    "registered-risk-unowned",
    Severity.WARNING,
    title=_("Nobody answers for risks that may still come true"),
    why=_("What everybody watches nobody watches."),
    remedy=_("Name a partner or a role for each."),
    source="ISO 31000:2018, 5.4.3",
)
def registered_risk_unowned(view: ProgrammeView) -> Iterator[Hit]:
    yield from _by_initiative(view, (one for one in view.register if one.state in LIVE and not one.owner))


@rule(
    "registered-risk-unrated",
    Severity.NOTE,
    title=_("Risks were never rated"),
    why=_("Without likelihood and effect nobody can say which to treat first."),
    remedy=_("Rate each from 1 to 5."),
    source="ISO 31000:2018, 6.4.3",
)
def registered_risk_unrated(view: ProgrammeView) -> Iterator[Hit]:
    yield from _by_initiative(
        view, (one for one in view.register if one.state in LIVE and one.likelihood is None)
    )


def _by_initiative(view: ProgrammeView, found: Iterable[RegisteredRiskRow]) -> Iterator[Hit]:
    """One finding for each initiative, and one for the programme as a whole, with the numbers of the risks."""
    numbers: dict[str, list[int]] = {}
    for one in found:
        numbers.setdefault(one.initiative or "", []).append(one.number)
    for key, own in numbers.items():
        yield Hit(_place(view, key), **same(_told(own)))


def _place(view: ProgrammeView, key: str) -> Place:
    return of_risks(next((one for one in view.initiatives if one.key == key), None), view)


def _told(numbers: list[int]) -> str:
    told = ", ".join(str(number) for number in numbers[:FEW])
    return f"{len(numbers)}: {told}, …" if len(numbers) > FEW else told
