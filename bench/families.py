"""A made-up city at an opening: groups whose places are given at once, and families who have signed in before.

Groups and the round are made by the verbs. Families are written in bulk, since signing thousands of them up is not
what is measured; what stands in the tables is what the verbs would have written.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

BORN = date(2014, 5, 1)
HOURS = tuple((weekday, hour) for hour in range(8, 20) for weekday in range(1, 6))
"""When groups meet: sixty hours of a week, so that one child fits into many groups."""


@dataclass(frozen=True, slots=True)
class Family:
    """One child, and the session and form token of a parent who has signed in."""

    child: str
    session: str
    token: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request that a family sends."""

    family: Family
    group: str
    once: str


def round_of(
    *, groups: int, places: int, wanted: int, opens_at: datetime, at: datetime, drawn_by: str = ""
) -> None:
    """So many groups of so many places, one group that everybody wants, and an open round of all of them: at once,
    or drawn by a public value of this name."""
    from kurss.curriculum.timetable import Weekly
    from kurss.learning.models import GroupPool, Policy
    from kurss.learning.planning import Ages, plan_group
    from kurss.learning.rounds.planning import Places, open_round, plan_round

    by, said = _offer(at)
    season = said["season"]
    for n in range(groups + 1):
        weekday, hour = (6, 10) if n == groups else HOURS[n % len(HOURS)]
        plan_group(
            key="wanted" if n == groups else f"group-{n}",
            capacity=wanted if n == groups else places,
            times=[Weekly(weekday, time(hour), time(hour, 45))],
            ages=Ages(6, 18, season.starts_on),
            by=by,
            at=at,
            **said,
        )
    pools = GroupPool.objects.select_related("pool", "group__place")
    made = plan_round(
        key="opening",
        season=season,
        title="Rudens",
        title_en="Autumn",
        policy=Policy.DRAW if drawn_by else Policy.FIRST_COME,
        public_value_name=drawn_by,
        places=[Places(pool) for pool in pools],
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=7),
        most_places=3,
        synthetic=True,
        by=by,
        at=at,
    )
    open_round(planned=made, by=by, at=at)


def signed_in(count: int, *, at: datetime) -> list[Family]:
    """So many families, each with one child and a session of a parent."""
    from django.contrib.auth.hashers import make_password
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.middleware.csrf import _get_new_csrf_string

    from kurss.people.models import Account, Guardianship, Identity, Person, RoleGrant
    from kurss.people.permissions import Role
    from kurss.people.signin.sessions import SEEN, SINCE

    password, store, day = make_password(None), SessionStore(), at.date()
    people = [Person(key=uuid4(), synthetic=True, since=day) for _ in range(2 * count)]
    parents, children = people[:count], people[count:]
    accounts = [
        Account(email=f"parent{n}@home.example", name=f"Vecāks {n}", person=parent, password=password)
        for n, parent in enumerate(parents)
    ]
    sessions = [
        Session(
            session_key=SessionStore()._get_new_session_key(),
            session_data=store.encode(
                {
                    "_auth_user_id": str(account.pk),
                    "_auth_user_backend": "kurss.people.signin.backend.Accounts",
                    "_auth_user_hash": account.get_session_auth_hash(),
                    SINCE: at.timestamp(),
                    SEEN: at.timestamp() + 600,
                }
            ),
            expire_date=at + timedelta(days=7),
        )
        for account in accounts
    ]
    Person.objects.bulk_create(people)
    Identity.objects.bulk_create(
        Identity(
            person=person,
            given_name="Vecāks" if n < count else "Bērns",
            family_name=f"Nr. {n}",
            sort_key=f"{n:06}",
            birth_date=date(1985, 1, 1) if n < count else BORN,
            language="lv",
        )
        for n, person in enumerate(people)
    )
    Guardianship.objects.bulk_create(
        Guardianship(guardian=parent, child=child, holds_from=BORN)
        for parent, child in zip(parents, children, strict=True)
    )
    Account.objects.bulk_create(accounts)
    RoleGrant.objects.bulk_create(
        RoleGrant(account=account, role=Role.GUARDIAN, holds_from=BORN, given_by_key="bench")
        for account in accounts
    )
    Session.objects.bulk_create(sessions)
    return [
        Family(str(child.pk), session.session_key, _get_new_csrf_string())
        for child, session in zip(children, sessions, strict=True)
    ]


def requests_of(families: list[Family], *, groups: int, seed: int = 1) -> list[Wanted]:
    """Three requests a family, in the order of a seed: the group that everybody wants, and two others.

    Every group is asked for as often as any other, by different children, and no child for two at one hour: so
    every place can be filled, and whether it is says something.
    """
    order = random.Random(seed)
    step = max(1, groups // 2)
    asked = []
    for n, family in enumerate(families):
        first = n % groups
        second = (first + step) % groups
        if HOURS[first % len(HOURS)] == HOURS[second % len(HOURS)]:
            second = (second + 1) % groups
        for group in ("wanted", f"group-{first}", f"group-{second}"):
            asked.append(Wanted(family, group, uuid4().hex))
    order.shuffle(asked)
    return asked


def _offer(at: datetime) -> tuple[Any, dict[str, Any]]:
    """Who runs courses, and what every group has in common."""
    from kurss.curriculum import review
    from kurss.learning.models import Audience, Mode
    from kurss.learning.seasons import open_season
    from kurss.partners.register import register_partner
    from kurss.people.permissions import Role
    from kurss.people.queries import unattended
    from kurss.people.register import open_account
    from kurss.people.roles import grant_role
    from kurss.places.register import open_institution

    def staff(name: str, role: Role) -> Any:
        site = unattended()
        account = open_account(email=f"{name}@city.example", name=name, by=site, at=at)
        grant_role(account=account, role=role, by=site, at=at)
        return account

    by, teacher = staff("clerk", Role.COURSE_ADMINISTRATOR), staff("teacher", Role.TEACHER)
    starts = at.date() + timedelta(days=30)
    season = open_season(
        key="autumn",
        title="Rudens",
        title_en="Autumn",
        starts_on=starts,
        ends_on=starts + timedelta(days=60),
        by=by,
        at=at,
    )
    version = review.draft(
        key="robots",
        title="Roboti",
        title_en="Robots",
        topic="robotics",
        hours=60,
        required_share=75,
        by=teacher,
        at=at,
    )
    review.submit(version=version, by=teacher, at=at)
    version = review.pilot(version=version, by=teacher, at=at)
    place = open_institution(
        key="centre",
        name="Centrs",
        name_en="Centre",
        kind="digital_centre",
        synthetic=True,
        by_key="bench",
        at=at,
    )
    provider = register_partner(
        key="provider", name="Centrs", name_en="Centre", kind="municipal_enterprise", by_key="bench", at=at
    )
    return by, {
        "season": season,
        "version": version,
        "provider": provider,
        "place": place,
        "audience": Audience.CHILD,
        "mode": Mode.ON_SITE,
        "synthetic": True,
    }


def main() -> None:
    """Prepare the site of KURSS_HOME for so many families and groups, and print their requests as JSON."""
    from django.utils import timezone

    from kurss.portal import site

    families, groups, places = (int(word) for word in sys.argv[1:4])
    with site.ready(lambda sentence: None):
        at = timezone.now()
        round_of(groups=groups, places=places, wanted=places, opens_at=at - timedelta(seconds=1), at=at)
        asked = requests_of(signed_in(families, at=at), groups=groups)
    print(json.dumps([[*astuple(one.family), one.group, one.once] for one in asked]))


def read(printed: str) -> list[Wanted]:
    """The requests that `main` printed."""
    return [Wanted(Family(*row[:3]), *row[3:]) for row in json.loads(printed)]


if __name__ == "__main__":
    main()
