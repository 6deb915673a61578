"""Doing a piece of work and keeping how it went, so that a page can say it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone, translation

from kurss.portal.models import Work

MOST_SAID = 300


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a piece of work, said in the language of whoever asks. `well`: nothing is wrong."""

    say: Callable[[], str]
    well: bool = True


def do(name: str, work: Callable[[datetime], Outcome], *, at: datetime) -> Outcome:
    """Do it, and keep what came of it. What it raises is kept as its trouble, and raised again."""
    try:
        outcome = work(at)
    except Exception as error:
        keep(name, at=at, trouble=f"{type(error).__name__}: {error}")
        raise
    said = {language: _in(language, outcome) for language in ("en", settings.LANGUAGE_CODE)}
    keep(
        name,
        at=at,
        said=said[settings.LANGUAGE_CODE],
        said_en=said["en"],
        trouble="" if outcome.well else said["en"],
    )
    return outcome


def keep(name: str, *, at: datetime, trouble: str, said: str = "", said_en: str = "") -> None:
    """Keep how a piece of work went; without trouble it is done."""
    values: dict[str, object] = {
        "tried_at": at,
        "said": said[:MOST_SAID],
        "said_en": said_en[:MOST_SAID],
        "trouble": trouble[:MOST_SAID],
    }
    if not trouble:
        values["done_at"] = at
    Work.objects.update_or_create(name=name, defaults=values)


def due_tonight(name: str, *, at: datetime, hour: int) -> bool:
    """Whether nightly work is still to be done: from this hour of the city's day on, once a day, tried hourly.

    So a worker that was down at the hour does it when it is back, and one that failed tries again within the day.
    """
    local = timezone.localtime(at)
    if local.hour < hour:
        return False
    kept = Work.objects.filter(name=name).first()
    if kept is None:
        return True
    if kept.done_at is not None and timezone.localdate(kept.done_at) == local.date():
        return False
    return at - kept.tried_at >= timedelta(minutes=50)


def _in(language: str, outcome: Outcome) -> str:
    with translation.override(language):
        return outcome.say()
