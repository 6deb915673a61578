"""Loading the Ventspils case: named steps, each in one transaction, each done once.

An interrupted step leaves nothing; the next run takes it up again. Two runs at once wait for each other.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from kurss.demo.accounts import account_of, open_accounts
from kurss.demo.at_the_centre import count_centre, open_centre
from kurss.demo.case_file import Case, CaseFault, read_case
from kurss.demo.entered_twice import enter_twice
from kurss.demo.family import settle_family
from kurss.demo.load_case import load_case
from kurss.demo.models import LoadedStep
from kurss.demo.telling import Teller
from kurss.evidence.models import Release
from kurss.evidence.published import current_release, open_release
from kurss.evidence.queries import latest_snapshot
from kurss.learning.demo import relive
from kurss.partners.models import Operation, Partner
from kurss.partners.register import open_operation
from kurss.people import clock
from kurss.people.permissions import Role
from kurss.places.models import Institution
from kurss.programme.releases import approve_release, draft_release, propose_release
from kurss.programme.sealing import seal_and_compute

__all__ = ["VENTSPILS", "CaseChanged", "CaseFault", "load", "release", "seal"]

SEED = 20220930
"""The one seed of every made-up record: the day on which the demonstration stands still."""

LOCK = 0x4B55525353
"""The advisory lock under which the case is loaded ("KURSS" in ASCII)."""

NAME, NAME_EN = "Programmas beigu pārskats", "Review at the end of the programme"
"""What the demonstration's release is called."""

CENTRE = "digitalais-centrs"
PROVIDER = "digital-centre"
FUNDER = "municipality"
OPERATIONS = (
    ("izdomats-projekts-1", "Izdomāts projekts A", "Made-up project A"),
    ("izdomats-projekts-2", "Izdomāts projekts B", "Made-up project B"),
)
"""Where the courses are held and who holds them, by their keys in the case."""


class CaseChanged(ValueError):
    """The case's files are no longer those that were loaded."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When the demonstration happens: the evening of the day on which it stands still."""

    at: datetime

    @classmethod
    def of_demonstration(cls) -> Moment:
        day = settings.DEMO_DATE
        return cls(datetime(day.year, day.month, day.day, 18, 0, tzinfo=UTC))


VENTSPILS = Path(__file__).resolve().parents[2] / "case" / "ventspils"
"""The case as data, beside the package."""


def digest_of(folder: Path) -> str:
    """SHA-256 over the case's files, by name."""
    state = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        state.update(path.name.encode() + b"\n" + path.read_bytes())
    return state.hexdigest()


def load(folder: Path, teller: Teller) -> list[str]:
    """Load what is not loaded yet and return the names of the steps that were done now.

    Raises CaseFault where the case's files are broken (nothing is loaded then) and CaseChanged where they are
    not those an earlier run loaded.
    """
    case = read_case(folder)
    digest = digest_of(folder)
    with _alone():
        loaded = {step.name: step for step in LoadedStep.objects.all()}
        stale = [step for step in loaded.values() if step.case_digest != digest]
        if stale:
            raise CaseChanged(
                "The files of the case have changed since they were loaded: "
                "set KURSS_HOME to a new folder, or remove this one, to load them anew."
            )
        if len(loaded) == len(STEPS):
            return []
        done = []
        for name, step in STEPS.items():
            if name in loaded:
                continue
            with transaction.atomic():
                step(case, teller)
                LoadedStep.objects.create(name=name, finished_at=datetime.now(tz=UTC), case_digest=digest)
            done.append(name)
    return done


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _accounts(case: Case, teller: Teller) -> None:
    teller.say("Accounts of the demonstration, one for each role.")
    open_accounts(at=Moment.of_demonstration().at)


def _case(case: Case, teller: Teller) -> None:
    teller.say("The programme as the city's report tells it.")
    load_case(case, by=account_of(Role.PROGRAMME_OFFICER), at=Moment.of_demonstration().at, tell=teller.say)


def _courses(case: Case, teller: Teller) -> None:
    teller.say("A year of courses, re-lived (synthetic).")
    relive(
        rng=random.Random(SEED),  # noqa: S311 - made-up records, the same every time
        by=account_of(Role.COURSE_ADMINISTRATOR),
        place=Institution.objects.get(key=CENTRE),
        provider=Partner.objects.get(key=PROVIDER),
        operations=_operations(),
        tell=teller.count,
    )


def _operations() -> list[Operation]:
    """Two made-up projects of the city, so that counting by the rules of funders has something to count."""
    officer = account_of(Role.PROGRAMME_OFFICER)
    return [
        open_operation(
            key=key,
            title=title,
            title_en=title_en,
            funder=Partner.objects.get(key=FUNDER),
            starts_on=date(2020, 10, 1),
            ends_on=date(2022, 12, 31),
            synthetic=True,
            by_key=str(officer.pk),
            by_label=officer.name,
            at=Moment.of_demonstration().at,
        )
        for key, title, title_en in OPERATIONS
    ]


def _twice(case: Case, teller: Teller) -> None:
    teller.say("A few people entered twice, for the registrar to decide (synthetic).")
    enter_twice(by=account_of(Role.REGISTRAR), at=Moment.of_demonstration().at)


def _family(case: Case, teller: Teller) -> None:
    teller.say("A family and a learner for the accounts of parent and resident (synthetic).")
    settle_family(on=settings.DEMO_DATE, at=clock.now())


def _centre(case: Case, teller: Teller) -> None:
    teller.say("A first summer of the science centre (synthetic).")
    open_centre(
        rng=random.Random(SEED + 1),  # noqa: S311 - dice of its own, so that those of the courses fall as before
        by=account_of(Role.COURSE_ADMINISTRATOR),
        operation=Operation.objects.get(key=OPERATIONS[0][0]),
    )
    count_centre(by=account_of(Role.PROGRAMME_OFFICER), at=Moment.of_demonstration().at)


STEPS: dict[str, Callable[[Case, Teller], None]] = {
    "accounts": _accounts,
    "case": _case,
    "courses": _courses,
    "entered twice": _twice,
    "family": _family,
    "science centre": _centre,
}


def seal(teller: Teller) -> int:
    """Seal the loaded records as of the demonstration's day and compute its figures; how many are new."""
    moment = Moment.of_demonstration()
    _, computed = seal_and_compute(
        by=account_of(Role.PROGRAMME_OFFICER), as_of=settings.DEMO_DATE, at=moment.at
    )
    if computed:
        teller.say(f"Facts sealed; {computed} figures computed.")
    return computed


def release(teller: Teller) -> bool:
    """Publish what was computed, prepared by one demonstration person and approved by another; whether anew.

    An interrupted release is taken up again where it stands.
    """
    at = Moment.of_demonstration().at
    officer, approver = account_of(Role.PROGRAMME_OFFICER), account_of(Role.APPROVER)
    snapshot, made = latest_snapshot(), open_release()
    if snapshot is None or (made is None and current_release() is not None):
        return False
    if made is None:
        made = draft_release(snapshot=snapshot, name=NAME, name_en=NAME_EN, by=officer, at=at)
    if made.state == Release.State.DRAFT:
        made = propose_release(release=made, by=officer, at=at)
    approved = approve_release(release=made, by=approver, at=at)
    teller.say(f"Released: {approved.name_en}, digest {approved.digest[:12]}.")
    return True
