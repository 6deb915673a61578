"""Verbs over seasons and their free days."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.curriculum.free_days import Break, days_of
from kurss.learning.models import FreeDay, Season, Session, SessionState
from kurss.learning.refusals import NotAFreeDay, OutsideSeason, SeasonExists
from kurss.learning.sessions import cancel_sessions
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act


@transaction.atomic
def open_season(
    *,
    key: str,
    title: str,
    title_en: str,
    starts_on: date,
    ends_on: date,
    by: Account,
    at: datetime,
    free_days: Mapping[date, tuple[str, str]] | None = None,
) -> Season:
    """A new season with its free days, each with a Latvian and an English name."""
    permit(by, Act.PLAN_COURSES, at=at)
    if Season.objects.filter(key=key).exists():
        raise SeasonExists(
            _("Season {key} is open already. Plan its groups, or choose another key.").format(key=key)
        )
    if ends_on < starts_on:
        raise OutsideSeason(
            _("Season {key} would end on {ends}, before it starts on {starts}. Change one.").format(
                key=key, ends=ends_on, starts=starts_on
            )
        )
    season = Season.objects.create(
        key=key, title=title, title_en=title_en, starts_on=starts_on, ends_on=ends_on
    )
    FreeDay.objects.bulk_create(
        FreeDay(season=season, day=day, title=title, title_en=title_en)
        for day, (title, title_en) in sorted((free_days or {}).items())
    )
    note(by=by, at=at, act="learning.open_season", about=season, label=season.title)
    return season


@transaction.atomic
def add_break(*, season: Season, free: Break, by: Account, at: datetime) -> list[Session]:
    """More free days in a season that is open. Sessions planned on them are cancelled, and everybody is told.

    A day that was free before keeps its name. Returns the sessions that were cancelled.
    """
    permit(by, Act.PLAN_COURSES, at=at)
    if free.last < free.first or free.first < season.starts_on or free.last > season.ends_on:
        raise OutsideSeason(
            _(
                "The break from {first} to {last} is not inside season {season}, which runs from {starts} to "
                "{ends}. Choose days inside it."
            ).format(
                first=free.first,
                last=free.last,
                season=season.key,
                starts=season.starts_on,
                ends=season.ends_on,
            )
        )
    FreeDay.objects.bulk_create(
        (FreeDay(season=season, day=day, title=free.title, title_en=free.title_en) for day in days_of(free)),
        ignore_conflicts=True,
    )
    note(
        by=by,
        at=at,
        act="learning.add_break",
        about=season,
        label=season.title,
        first=free.first,
        last=free.last,
    )
    planned = Session.objects.filter(
        group__season=season,
        state=SessionState.PLANNED,
        happened_on__gte=free.first,
        happened_on__lte=free.last,
        starts_at__gt=at,
    ).select_related("group__place", "group__season")
    return cancel_sessions(sessions=list(planned), reason=free.title, by=by, at=at)


@transaction.atomic
def remove_free_days(*, season: Season, days: Collection[date], by: Account, at: datetime) -> int:
    """These days are free no longer; groups planned from now on meet on them. Sessions do not come back."""
    permit(by, Act.PLAN_COURSES, at=at)
    removed, _kinds = FreeDay.objects.filter(season=season, day__in=days).delete()
    if not removed:
        raise NotAFreeDay(
            _("None of these days is free in season {season}. Nothing was changed.").format(season=season.key)
        )
    note(
        by=by,
        at=at,
        act="learning.remove_free_days",
        about=season,
        label=season.title,
        first=min(days),
        last=max(days),
    )
    return removed
