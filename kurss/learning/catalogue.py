"""The catalogue: groups one can still join, found by what a family asks for. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Self

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from kurss.curriculum.models import Topic
from kurss.learning.models import Audience, Group, GroupPool, Mode, WeeklyTime
from kurss.learning.models.group import SCHOOL_AGE, language_named
from kurss.learning.on_offer import Listed, Row, places_of, rows

PAGE = 50


def readable(text: str) -> str:
    """What somebody typed to search by: one line of what can be printed, and not too long."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:80]


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for; empty fields ask for nothing. Unknown words find nothing rather than fail."""

    q: str = ""
    age: str = ""
    grade: str = ""
    day: str = ""
    place: str = ""
    mode: str = ""
    language: str = ""
    topic: str = ""
    audience: str = ""
    free: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        return cls(**{one.name: readable(query.get(one.name, "")) for one in fields(cls)})

    @property
    def any(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True, slots=True)
class Catalogue:
    found: Sequence[Row]
    total: int
    page: int
    pages: int


def to_join(*, on: date) -> QuerySet[Group]:
    """Groups that still meet on or after this day."""
    return Group.objects.filter(ends_on__gte=on, joined_to__isnull=True)


def catalogue(filters: Filters, *, at: datetime, page: int = 1) -> Catalogue:
    """A page of the groups that fit, the next to begin first. Four queries."""
    found = _narrowed(to_join(on=timezone.localdate(at)), filters).order_by("starts_on", "key")
    total = found.count()
    pages = max(-(-total // PAGE), 1)
    page = min(max(page, 1), pages)
    return Catalogue(rows(found[(page - 1) * PAGE : page * PAGE], at=at), total, page, pages)


def one(key: str, *, at: datetime) -> tuple[Group, Listed] | None:
    """One group with all that its page says, whenever it meets."""
    named = Group.objects.select_related(
        "curriculum_version__curriculum", "place", "room__building", "provider"
    )
    group = named.prefetch_related("times").filter(key=key).first()
    return (group, places_of([group.pk], at=at)[group.pk]) if group else None


def choices(*, on: date) -> Mapping[str, Sequence[tuple[str, object]]]:
    """What can be chosen from in each field, of what there is. One query."""
    there = to_join(on=on).order_by().values_list(*_CHOSEN).distinct()
    places, topics, languages = {}, set(), set()
    for key, name, name_en, sort_key, topic, language in there:
        places[sort_key, key] = (key, {"name": name, "name_en": name_en})
        topics.add(topic)
        languages.add(language)
    return {
        "place": [places[order] for order in sorted(places)],
        "topic": [(topic.value, topic.label) for topic in Topic if topic.value in topics],
        "mode": list(Mode.choices),
        "language": [(code, language_named(code)) for code in sorted(languages)],
        "audience": list(Audience.choices),
    }


_CHOSEN = (
    "place__key",
    "place__name",
    "place__name_en",
    "place__sort_key",
    "curriculum_version__curriculum__topic",
    "language",
)


def _narrowed(groups: QuerySet[Group], wanted: Filters) -> QuerySet[Group]:
    if wanted.q:
        curriculum = "curriculum_version__curriculum__"
        groups = groups.filter(
            Q(**{f"{curriculum}title__icontains": wanted.q})
            | Q(**{f"{curriculum}title_en__icontains": wanted.q})
            | Q(key__icontains=wanted.q)
        )
    if wanted.age:
        groups = groups.filter(_of_age(int(wanted.age))) if wanted.age.isdecimal() else groups.none()
    if wanted.grade:
        groups = groups.filter(_of_grade(wanted.grade)) if wanted.grade.isdecimal() else groups.none()
    if wanted.day:
        days = wanted.day if wanted.day in set("1234567") else "0"
        groups = groups.filter(Exists(WeeklyTime.objects.filter(group=OuterRef("pk"), weekday=int(days))))
    if wanted.place:
        groups = groups.filter(place__key=wanted.place)
    if wanted.mode == Mode.HYBRID:
        groups = groups.filter(mode=Mode.HYBRID)
    elif wanted.mode:
        groups = groups.filter(mode__in=(wanted.mode, Mode.HYBRID))
    if wanted.language:
        groups = groups.filter(language=wanted.language)
    if wanted.topic:
        groups = groups.filter(curriculum_version__curriculum__topic=wanted.topic)
    if wanted.audience:
        groups = groups.filter(audience=wanted.audience)
    if wanted.free:
        free = GroupPool.objects.filter(group=OuterRef("pk"), pool__taken__lt=F("pool__capacity"))
        groups = groups.filter(Exists(free))
    return groups


def _of_age(age: int) -> Q:
    age = min(age, 150)
    return (Q(age_from__isnull=True) | Q(age_from__lte=age)) & (Q(age_to__isnull=True) | Q(age_to__gte=age))


def _of_grade(said: str) -> Q:
    """Groups that take a school grade; of those by age, the ones that take an age its pupils have."""
    grade = min(int(said), 150)
    turns = grade + SCHOOL_AGE
    own = Q(by_grade=True, age_from__lte=turns, age_to__gte=turns)
    return own | (Q(by_grade=False, audience=Audience.CHILD) & (_of_age(turns) | _of_age(turns - 1)))
