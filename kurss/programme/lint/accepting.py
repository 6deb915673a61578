"""Taking a finding as it is, and taking that back: for a reason, by name, for a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.lint.loading import load
from kurss.programme.lint.rule import Finding
from kurss.programme.lint.running import lint, rules_for
from kurss.programme.models import AcceptedFinding, Programme
from kurss.programme.refusals import ReasonMissing, Refused
from kurss.programme.severity import Severity

AT_MOST = timedelta(days=366)
"""How long a finding can be accepted: a year, then somebody looks again."""


class NoSuchFinding(Refused):
    """The lint finds nothing of this rule at this place any more."""


class TimeNotFit(Refused):
    """An acceptance ends on a day to come, within a year."""


@dataclass(frozen=True, slots=True)
class LintAccount:
    """What the lint found of a programme on a day: what is open, and what somebody took as it is."""

    programme: str
    on: date
    open: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, AcceptedFinding], ...]
    rules: int

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.open if finding.rule.severity is Severity.ERROR)


def linted(key: str, *, on: date) -> LintAccount | None:
    """Run the rules over a programme; None where there is none of this key."""
    view = load(key, on=on)
    if view is None:
        return None
    standing = {
        (row.rule, row.place): row for row in AcceptedFinding.objects.filter(programme=key).standing(on)
    }
    open_, accepted = [], []
    for finding in lint(view):
        row = standing.get((finding.rule.key, finding.place.name))
        if row is not None and row.fingerprint == finding.fingerprint:
            accepted.append((finding, row))
        else:
            open_.append(finding)
    return LintAccount(key, on, tuple(open_), tuple(accepted), len(rules_for(view)))


def finding_at(key: str, rule: str, place: str, *, on: date) -> Finding:
    """What the rule finds at the place. Raises NoSuchFinding."""
    view = load(key, on=on)
    for finding in lint(view) if view is not None else ():
        if (finding.rule.key, finding.place.name) == (rule, place):
            return finding
    raise NoSuchFinding(_("Nothing is found there any more: look at the list again."))


@transaction.atomic
def accept(
    *, programme: Programme, rule: str, place: str, reason: str, until: date, by: Account, at: datetime
) -> AcceptedFinding:
    """Take a finding as it is until a day. One that was accepted before at the place is replaced.

    Raises NotAllowed, NoSuchFinding, ReasonMissing, and TimeNotFit for a day that is over or beyond a year.
    """
    finding = finding_at(programme.pk, rule, place, on=timezone.localdate(at))
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=initiative_at(place))
    today = timezone.localdate(at)
    if not reason.strip():
        raise ReasonMissing(_("Say why the finding is taken as it is."))
    if not today < until <= today + AT_MOST:
        raise TimeNotFit(_("Choose a day after today and within a year: then somebody looks again."))
    AcceptedFinding.objects.filter(programme=programme, rule=rule, place=place, ended_at__isnull=True).update(
        ended_at=at
    )
    kept = AcceptedFinding.objects.create(
        programme=programme,
        rule=rule,
        place=place,
        label=finding.place.label[:400],
        label_en=finding.place.label_en[:400],
        fingerprint=finding.fingerprint,
        reason=reason.strip(),
        until=until,
        accepted_by_key=str(by.pk),
        accepted_by_label=by.name,
        accepted_at=at,
    )
    note(
        by=by, at=at, act="programme.accept_finding", about=kept, label=str(kept), until=until.isoformat(),
        reason=kept.reason,
    )  # fmt: skip
    return kept


@transaction.atomic
def take_back(*, accepted: AcceptedFinding, by: Account, at: datetime) -> AcceptedFinding:
    """End an acceptance before its time: the finding is open again. Raises NotAllowed."""
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=initiative_at(accepted.place))
    held = AcceptedFinding.objects.select_for_update().get(pk=accepted.pk)
    if held.ended_at is None:
        held.ended_at = at
        held.save(update_fields=("ended_at",))
        note(by=by, at=at, act="programme.take_back_acceptance", about=held, label=str(held))
    return held


OF_INITIATIVE = ("initiative:", "charter:", "roadmap:", "risks:")


def initiative_at(place: str) -> str:
    """The initiative a place is about, for whoever may edit that one alone; empty where it is of all."""
    return place.partition(":")[2] if place.startswith(OF_INITIATIVE) else ""


def blocking(indicators: Sequence[str], *, on: date) -> tuple[Finding, ...]:
    """Open findings for which figures of these indicators do not go out, over every programme they measure."""
    wanted = set(indicators)
    keys = Programme.objects.filter(measures__indicator__in=wanted).values_list("pk", flat=True).distinct()
    found = []
    for key in sorted(keys):
        account = linted(key, on=on)
        found += [
            finding
            for finding in (account.open if account is not None else ())
            if finding.rule.blocks and finding.place.kind == "indicator" and finding.place.key in wanted
        ]
    return tuple(found)
