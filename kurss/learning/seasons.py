"""Verbs over seasons."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from kurss.learning.models import FreeDay, Season
from kurss.learning.refusals import OutsideSeason, SeasonExists
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
        raise SeasonExists(f"Season {key} is open already. Plan its groups, or choose another key.")
    if ends_on < starts_on:
        raise OutsideSeason(
            f"Season {key} would end on {ends_on}, before it starts on {starts_on}. Change one."
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
