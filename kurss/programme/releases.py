"""Releases as acts of the programme office: an officer prepares, an approver approves, the journal tells.

The tables and their rules are evidence's; permission and journal are asked for here.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kurss.evidence import releases
from kurss.evidence.models import Line, Release, Snapshot
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act


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


def propose_release(*, release: Release, by: Account, at: datetime) -> Release:
    """Hand a draft in for approval; recomputes every figure, so not one transaction.

    Raises NotAllowed, ReleaseNotDraft, ReleaseEmpty, BagBroken, BagDisagrees.
    """
    permit(by, Act.PREPARE_RELEASE, at=at)
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
    """Publish a proposal as a second person. Raises NotAllowed, AuthorCannotApprove, ReleaseNotProposed."""
    permit(by, Act.APPROVE_RELEASE, at=at)
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
