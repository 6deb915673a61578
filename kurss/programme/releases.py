"""Releases as acts of the programme office: an officer prepares, an approver approves, the journal tells.

The tables and their rules are evidence's; permission and journal are asked for here.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.evidence import releases
from kurss.evidence.models import Line, Release, Snapshot
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.lint.accepting import blocking
from kurss.programme.lint.rule import Finding
from kurss.programme.lint.telling import label


@transaction.atomic
def draft_release(*, snapshot: Snapshot, name: str, name_en: str, by: Account, at: datetime) -> Release:
    """Begin a release with all that is new. Raises NotAllowed, AlreadyPrepared, NothingChanged, ReasonMissing."""
    permit(by, Act.PREPARE_RELEASE, at=at)
    made = releases.draft(
        snapshot=snapshot, name=name, name_en=name_en, by_key=str(by.pk), by_label=by.name, at=at
    )
    note(by=by, at=at, act="programme.draft_release", about=made, label=made.name_en, snapshot=snapshot.pk)
    return made


@transaction.atomic
def restate_figure(
    *,
    release: Release,
    indicator: str,
    period: str,
    reason: str,
    reason_en: str,
    by: Account,
    at: datetime,
) -> Line:
    """Take a moved, locked figure into a draft, with the reason. Raises NotAllowed, NotACandidate and kin."""
    permit(by, Act.PREPARE_RELEASE, at=at)
    line = releases.restate(
        release=release, indicator=indicator, period=period, reason=reason, reason_en=reason_en, at=at
    )
    note(
        by=by,
        at=at,
        act="programme.restate_figure",
        about=line,
        label=str(line),
        reason=line.reason_en,
        delta=line.delta,
    )
    return line


@transaction.atomic
def leave_out(*, release: Release, line: Line, by: Account, at: datetime) -> None:
    """Take a line out of a draft. Raises NotAllowed, ReleaseNotDraft."""
    permit(by, Act.PREPARE_RELEASE, at=at)
    note(by=by, at=at, act="programme.leave_out", about=line, label=str(line))
    releases.leave_out(release=release, line=line)


@transaction.atomic
def withdraw_release(*, release: Release, by: Account, at: datetime) -> None:
    """Give up a draft. Raises NotAllowed, ReleaseNotDraft."""
    permit(by, Act.PREPARE_RELEASE, at=at)
    note(by=by, at=at, act="programme.withdraw_release", about=release, label=release.name_en)
    releases.withdraw(release=release)


class FindingsOpen(releases.ReleaseRefusal):
    """The lint finds a contradiction about an indicator that the release would publish, and nobody accepted it."""


def findings_against(release: Release, *, at: datetime) -> tuple[Finding, ...]:
    """What the lint finds about the indicators of a release that keeps it from going out."""
    indicators = list(release.lines.values_list("indicator", flat=True).distinct())
    return blocking(indicators, on=timezone.localdate(at))


def _unless_findings(release: Release, at: datetime) -> None:
    found = findings_against(release, at=at)
    if found:
        raise FindingsOpen(
            _("The release waits: %(finding)s (%(place)s). Settle it, or accept the finding with a reason.")
            % {"finding": found[0].rule.title, "place": label(found[0].place)}
        )


def propose_release(*, release: Release, by: Account, at: datetime) -> Release:
    """Hand a draft in for approval; recomputes every figure, so not one transaction.

    Raises NotAllowed, FindingsOpen, ReleaseNotDraft, ReleaseEmpty, BagBroken, BagDisagrees.
    """
    permit(by, Act.PREPARE_RELEASE, at=at)
    _unless_findings(release, at)
    proposed = releases.propose(release=release, at=at)
    note(by=by, at=at, act="programme.propose_release", about=proposed, label=proposed.name_en)
    return proposed


@transaction.atomic
def return_release(*, release: Release, reason: str, by: Account, at: datetime) -> Release:
    """Send a proposal back with a reason. Raises NotAllowed, ReleaseNotProposed, ReasonMissing."""
    permit(by, Act.APPROVE_RELEASE, at=at)
    returned = releases.give_back(release=release, reason=reason, at=at)
    note(by=by, at=at, act="programme.return_release", about=returned, label=returned.name_en, reason=reason)
    return returned


@transaction.atomic
def approve_release(*, release: Release, by: Account, at: datetime) -> Release:
    """Publish a proposal as a second person.

    Raises NotAllowed, FindingsOpen, AuthorCannotApprove, ReleaseNotProposed.
    """
    permit(by, Act.APPROVE_RELEASE, at=at)
    _unless_findings(release, at)
    approved = releases.approve(release=release, by_key=str(by.pk), by_label=by.name, at=at)
    note(
        by=by,
        at=at,
        act="programme.approve_release",
        about=approved,
        label=approved.name_en,
        number=approved.number,
        digest=approved.digest,
    )
    return approved
