"""Verbs of a release: prepared by one person, proposed, approved by another, and from then on never edited.

The calling module has asked for permission and writes the journal. The database holds the same rules: two
people, one release being prepared at a time, nothing changed once it is out, and a locked period that moves
only as a restatement.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from kurss.evidence import published, release_bag
from kurss.evidence.changes import Change, What, changes
from kurss.evidence.models import Line, Release, ReleasedFigure, ReleasedReading, Snapshot


class ReleaseRefusal(ValueError):
    """A release was not changed; the sentence says why and what to do."""


class AlreadyPrepared(ReleaseRefusal):
    """Another release is being prepared or waits for approval."""


class NothingChanged(ReleaseRefusal):
    """The snapshot says what stands published already."""


class ReleaseNotDraft(ReleaseRefusal):
    """What was proposed stands until it is approved or returned."""


class ReleaseNotProposed(ReleaseRefusal):
    """Only what was proposed can be approved or returned."""


class AuthorCannotApprove(ReleaseRefusal):
    """Whoever prepared a release cannot approve it."""


class ReasonMissing(ReleaseRefusal):
    """A restatement or a return without a reason in words."""


class NotACandidate(ReleaseRefusal):
    """The period is not one that could be restated in this release."""


class ReleaseEmpty(ReleaseRefusal):
    """A release without a figure."""


class BeingRecomputed(ReleaseRefusal):
    """Somebody proposed it a moment ago, and its figures are still being recomputed."""


class DraftChanged(ReleaseRefusal):
    """A line was taken in or left out while the figures were recomputed."""


PROPOSING = 0x5EA2
"""The advisory lock under which one proposal at a time is recomputed; it goes with its connection."""


_KIND = {
    What.NEW: Line.Kind.NEW,
    What.CONTINUED: Line.Kind.CONTINUED,
    What.MOVED: Line.Kind.RESTATED,
    What.GONE: Line.Kind.WITHDRAWN,
}


@transaction.atomic
def draft(
    *, snapshot: Snapshot, name: str, name_en: str, by_key: str, by_label: str, at: datetime
) -> Release:
    """Begin a release of a snapshot with all that is new or has gone on; locked periods stay as they are.

    Raises AlreadyPrepared while another release is being prepared, ReasonMissing without a name in both
    languages, NothingChanged where the snapshot says nothing that is not published.
    """
    if not (name.strip() and name_en.strip()):
        raise ReasonMissing(_("A release needs a name in both languages: say what it covers."))
    found = changes(snapshot)
    if not found:
        raise NothingChanged(
            _(
                "The snapshot as of {day} says what is published already: seal again when records change."
            ).format(day=snapshot.as_of)
        )
    try:
        with transaction.atomic():
            release = Release.objects.create(
                name=name.strip(),
                name_en=name_en.strip(),
                snapshot=snapshot,
                author_key=by_key,
                author_label=by_label,
                drafted_at=at,
            )
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise AlreadyPrepared(
            _("Another release is being prepared or waits for approval: finish or withdraw that one first.")
        ) from error
    _add(release, [change for change in found if change.what in (What.NEW, What.CONTINUED)])
    return release


@transaction.atomic
def restate(
    *, release: Release, indicator: str, period: str, reason: str, reason_en: str, at: datetime
) -> Line:
    """Take a candidate into a draft: the locked figure gets a successor, with a reason and the difference. One
    that the records give no more is withdrawn: it stays readable, and no figure stands in its place.

    Raises ReasonMissing, ReleaseNotDraft, and NotACandidate where nothing of that period has moved.
    """
    draft_ = _held(release, Release.State.DRAFT)
    if not (reason.strip() and reason_en.strip()):
        raise ReasonMissing(_("A restatement says why, in both languages: what happened to the records?"))
    wanted = [
        change
        for change in changes(draft_.snapshot)
        if (change.version.indicator_id, change.period.key) == (indicator, period)
    ]
    if not wanted or not wanted[0].needs_reason:
        raise NotACandidate(
            _("{indicator} in {period} is not a candidate: it has not moved since it was released.").format(
                indicator=indicator, period=period
            )
        )
    (line,) = _add(draft_, wanted, reason=reason.strip(), reason_en=reason_en.strip())
    return line


@transaction.atomic
def leave_out(*, release: Release, line: Line) -> None:
    """Take a line out of a draft; it stays among the changes. Raises ReleaseNotDraft."""
    held = _held(release, Release.State.DRAFT)
    ReleasedFigure.objects.filter(line=line, line__release=held).delete()
    Line.objects.filter(pk=line.pk, release=held).delete()


@transaction.atomic
def withdraw(*, release: Release) -> None:
    """Give up a draft; nothing of it is kept. Raises ReleaseNotDraft."""
    held = _held(release, Release.State.DRAFT)
    _unfasten(held)
    ReleasedFigure.objects.filter(line__release=held).delete()
    held.lines.all().delete()
    held.delete()


def propose(*, release: Release, at: datetime) -> Release:
    """Hand a draft in: its rows get pseudonyms of their own and every figure is recomputed from them.

    Long for many records, so not one transaction: an interrupted proposal leaves the draft a draft. Raises
    ReleaseEmpty, ReleaseNotDraft, BeingRecomputed at a second press, DraftChanged where its lines are others at
    the end; BagBroken or BagDisagrees where the records do not give the figures.
    """
    with _one_proposal(release):
        return _propose(release, at)


def _propose(release: Release, at: datetime) -> Release:
    if not Release.objects.filter(pk=release.pk, state=Release.State.DRAFT).exists():
        raise ReleaseNotDraft(
            _("“{release}” was proposed before: only a draft can be proposed.").format(release=release)
        )
    if not release.lines.exists():
        raise ReleaseEmpty(
            _("“{release}” holds no figure: take in what changed, or withdraw it.").format(release=release)
        )
    key = secrets.token_hex(32)
    prepared = release_bag.prepare(release, key)
    with transaction.atomic():
        held = _held(release, Release.State.DRAFT)
        now = ReleasedFigure.objects.filter(line__release=held).values_list("figure", flat=True)
        if set(now) != set(prepared.digests):
            raise DraftChanged(
                _("“{release}” was changed while its figures were recomputed: propose it again.").format(
                    release=held
                )
            )
        _unfasten(held)
        release_bag.keep(held, prepared)
        held.pseudonym_key = key
        held.state, held.proposed_at, held.returned_because = Release.State.PROPOSED, at, ""
        held.save()
    return held


@contextmanager
def _one_proposal(release: Release) -> Iterator[None]:
    """One recomputation at a time: whoever comes second is told, and does not wait for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [PROPOSING])
        if not cursor.fetchone()[0]:
            raise BeingRecomputed(
                _("The figures of “{release}” are being recomputed: look again when that is done.").format(
                    release=release
                )
            )
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PROPOSING])


@transaction.atomic
def give_back(*, release: Release, reason: str, at: datetime) -> Release:
    """Return a proposal to its author. Raises ReleaseNotProposed, ReasonMissing."""
    held = _held(release, Release.State.PROPOSED)
    if not reason.strip():
        raise ReasonMissing(_("A release is returned with a reason: say what has to change."))
    _unfasten(held)
    held.state, held.proposed_at, held.returned_because = Release.State.DRAFT, None, reason.strip()
    held.pseudonym_key = ""
    held.save()
    return held


@transaction.atomic
def approve(*, release: Release, by_key: str, by_label: str, at: datetime) -> Release:
    """Publish what was proposed, as a second person. Its closed periods are locked from now on.

    Raises AuthorCannotApprove, ReleaseNotProposed, and NothingChanged where the proposal no longer follows
    what stands published.
    """
    held = _held(release, Release.State.PROPOSED)
    if held.author_key == by_key:
        raise AuthorCannotApprove(
            _("{who} prepared “{release}”: ask a second person to approve it.").format(
                who=by_label, release=held
            )
        )
    held.previous = published.current_release()
    held.number = (held.previous.number or 0) + 1 if held.previous is not None else 1
    held.approver_key, held.approver_label, held.released_at = by_key, by_label, at
    held.text = release_bag.text_of(held)
    held.digest = release_bag.sha256(held.text)
    held.state = Release.State.RELEASED
    held.save()
    return held


def _held(release: Release, state: str) -> Release:
    """The release, locked, in the state that an act needs."""
    held = Release.objects.select_for_update(of=("self",)).select_related("snapshot").get(pk=release.pk)
    if held.state == state:
        return held
    if state == Release.State.DRAFT:
        raise ReleaseNotDraft(
            _("“{release}” was proposed before: only a draft can be changed.").format(release=held)
        )
    raise ReleaseNotProposed(
        _("“{release}” is not proposed: its author has to propose it first.").format(release=held)
    )


def _unfasten(release: Release) -> None:
    """Forget what a proposal was sealed with: it is made anew when it is proposed again."""
    release.texts.all().delete()
    release.rows.all().delete()
    ReleasedReading.objects.filter(line__release=release).delete()
    ReleasedFigure.objects.filter(line__release=release).update(bag_digest="")


def _add(release: Release, found: Iterable[Change], *, reason: str = "", reason_en: str = "") -> list[Line]:
    """Keep the lines of these changes with their figures; what is withdrawn has none."""
    kept = list(found)
    lines = Line.objects.bulk_create(
        [_line(release, change, reason, reason_en) for change in kept], batch_size=1000
    )
    ReleasedFigure.objects.bulk_create(
        [
            ReleasedFigure(line=line, figure=figure)
            for line, change in zip(lines, kept, strict=True)
            for figure in change.figures
        ],
        batch_size=2000,
    )
    return lines


def _line(release: Release, change: Change, reason: str, reason_en: str) -> Line:
    delta: Decimal | None = change.delta
    return Line(
        release=release,
        indicator_id=change.version.indicator_id,
        period_key=change.period.key,
        version=change.version,
        kind=_KIND[change.what],
        is_final=change.is_final,
        replaces=change.line,
        reason=reason,
        reason_en=reason_en,
        delta=delta,
    )
