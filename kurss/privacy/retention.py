"""Deciding how long records are kept, seeing what a rule would remove, and applying the rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.privacy.models import Retention, RetentionRun
from kurss.privacy.refusals import DaysOutOfRange, ReasonMissing, RuleUnknown
from kurss.privacy.rules import Rule, declared

DAYS_MOST = 36_500
TO_CONFIRM = (
    "jāapstiprina pilsētas datu aizsardzības speciālistam",
    "to be confirmed by the city's data protection officer",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A declared rule, what was decided about it, and how it last ran."""

    rule: Rule
    decided: Retention
    last: RetentionRun | None
    total: int

    def before(self, at: datetime) -> datetime:
        """What lies before this moment has been kept long enough."""
        return at - timedelta(days=self.decided.days)

    def preview(self, at: datetime) -> int:
        """How much the rule would remove now. Nothing is changed."""
        return self.rule.count(self.before(at))


def standings() -> list[Standing]:
    """Every declared rule. One that nobody has decided about stands as it ships."""
    decided = {row.key: row for row in Retention.objects.all()}
    runs: dict[str, list[RetentionRun]] = {}
    for run in RetentionRun.objects.order_by("-ran_at"):
        runs.setdefault(run.rule, []).append(run)
    return [
        Standing(
            rule,
            decided.get(rule.key) or shipped(rule),
            next(iter(runs.get(rule.key, ())), None),
            sum(run.removed for run in runs.get(rule.key, ())),
        )
        for rule in declared()
    ]


def standing_of(key: str) -> Standing:
    for standing in standings():
        if standing.rule.key == key:
            return standing
    raise RuleUnknown(_("There is no rule of retention “{key}”.").format(key=key))


def shipped(rule: Rule) -> Retention:
    """What stands for a rule until somebody decides."""
    own, english = (
        (f"{said}; {still}" for said, still in zip(rule.source, TO_CONFIRM, strict=True))
        if rule.source
        else TO_CONFIRM
    )
    return Retention(key=rule.key, days=rule.days, is_on=rule.ships_on, source=own, source_en=english)


@transaction.atomic
def decide(
    *, key: str, days: int, is_on: bool, source: str, source_en: str, by: Account, at: datetime
) -> Retention:
    """Keep a kind of record for so many days, on this ground; switched off, the rule removes nothing."""
    permit(by, Act.KEEP_PRIVACY, at=at)
    before = standing_of(key).decided
    if not 0 <= days <= DAYS_MOST:
        raise DaysOutOfRange(
            _("{days} is not a number of days to keep anything. Write one from 0 to {most}.").format(
                days=days, most=DAYS_MOST
            )
        )
    source, source_en = source.strip(), source_en.strip()
    if not source or not source_en:
        raise ReasonMissing(
            _("Say where the rule comes from, in both languages: a law, or the city's decision.")
        )
    decided, _made = Retention.objects.update_or_create(
        key=key,
        defaults={
            "days": days,
            "is_on": is_on,
            "source": source,
            "source_en": source_en,
            "confirmed_on": timezone.localdate(at),
        },
    )
    note(
        by=by,
        at=at,
        act="privacy.decide_retention",
        about=decided,
        label=key,
        days=f"{before.days} → {days}",
        on=f"{before.is_on} → {is_on}",
        source=source_en,
    )
    return decided


def apply(*, by: Account, at: datetime) -> list[RetentionRun]:
    """Apply every rule that is switched on, each in a transaction of its own; one that fails says so.

    A rule never removes a fact that a figure needs: sealed snapshots stay, and counted rows keep their key.
    """
    permit(by, Act.APPLY_RETENTION, at=at)
    return [_applied(standing, by, at) for standing in standings() if standing.decided.is_on]


def _applied(standing: Standing, by: Account, at: datetime) -> RetentionRun:
    before = standing.before(at)
    run = RetentionRun(rule=standing.rule.key, ran_at=at, before=before, removed=0)
    try:
        with transaction.atomic():
            because = f"retention: {standing.rule.key}, {standing.decided.days} days"
            run.removed = standing.rule.remove(before=before, because=because, by=by, at=at)
            run.save(force_insert=True)
            if run.removed:
                note(
                    by=by,
                    at=at,
                    act=Act.APPLY_RETENTION,
                    about=run,
                    label=run.rule,
                    before=before,
                    removed=run.removed,
                )
    except Exception as error:
        run = RetentionRun(
            rule=standing.rule.key,
            ran_at=at,
            before=before,
            removed=0,
            trouble=f"{type(error).__name__}: {error}"[:300],
        )
        run.save(force_insert=True)
    return run
